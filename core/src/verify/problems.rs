use alloc::string::ToString;
use alloc::vec::Vec;

use crate::algorithm::AlgorithmName;
use crate::claims::Claims;
use crate::error::{Problem, TokenError};
use crate::limits::Limits;
use crate::token::UntrustedToken;

impl UntrustedToken<'_> {
    /// Everything that a strict verifier finds wrong with this token, whatever its keys and
    /// whatever the time.
    ///
    /// An empty list does not make the token one to believe.
    ///
    /// ```
    /// use assumable::{Explain as _, Limits, UntrustedToken};
    ///
    /// // {"alg":"none"}.{"iss":"a","aud":"b","exp":"1"}.
    /// let source = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIiwiYXVkIjoiYiIsImV4cCI6IjEifQ.";
    /// let token = UntrustedToken::parse(source, &Limits::default())?;
    /// let codes: Vec<_> =
    ///     token.problems(&Limits::default()).iter().map(|problem| problem.code()).collect();
    /// assert_eq!(codes, ["token-unsecured", "claim-wrong-type"]);
    /// # Ok::<(), assumable::TokenError>(())
    /// ```
    #[must_use]
    pub fn problems(&self, limits: &Limits) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.header_problems(&mut problems);
        self.claim_problems(limits, &mut problems);
        problems
    }

    fn header_problems(&self, problems: &mut Vec<Problem>) {
        let [header, _, signature] = self.parts();
        let algorithm = self.header().algorithm();
        let known = AlgorithmName::from_jws_name(algorithm).is_some();
        if algorithm.eq_ignore_ascii_case("none") {
            problems.push(Problem::Unsecured { span: header });
        } else if !known {
            let (algorithm, span) = (algorithm.to_string(), header);
            problems.push(match algorithm.as_str() {
                "HS256" | "HS384" | "HS512" => Problem::SymmetricAlgorithm { algorithm, span },
                _ => Problem::UnknownAlgorithm { algorithm, span },
            });
        }
        if known && self.signature().is_empty() {
            problems.push(Problem::Unsigned { span: signature });
        }
        let embedded = self.header().embedded_keys();
        problems.extend(embedded.map(|parameter| Problem::EmbeddedKey { parameter, span: header }));
    }

    fn claim_problems(&self, limits: &Limits, problems: &mut Vec<Problem>) {
        let [_, span, _] = self.parts();
        let object = match self.claims_object(limits) {
            Ok(object) => object.into_unverified(),
            Err(error) => return problems.push(Problem::Token(error)),
        };
        let missing = REQUIRED.into_iter().filter(|claim| object.get(claim).is_none());
        problems.extend(missing.map(|claim| Problem::MissingClaim { claim, span }));
        let errors = Claims::errors_in(&object).into_iter();
        problems.extend(errors.map(|error| Problem::Token(TokenError::Claim { error, span })));
    }
}

/// What a verifier asks for unless it is told otherwise.
const REQUIRED: [&str; 3] = ["iss", "aud", "exp"];
