//! What IAM stores: it refuses literals that live authorization would take and never match.

use alloc::vec::Vec;

use super::compare::Expected;
use super::operator::{Operator, Test};
use super::policy::Version;
use super::variables::{Piece, Token, has_variables, tokens};
use crate::decision::{Confidence, Malformed};

impl Operator {
    /// Whether IAM stores a policy in which this operator has this value.
    ///
    /// It refuses numbers, dates, IP ranges, ARNs and base64 that are none, and IPv6 ranges with
    /// bits beyond the prefix (recorded, `vectors/aws/condition-storage.json`). Texts, `Bool` and
    /// `Null` take everything. An ARN with policy variables is judged by what surrounds them, which
    /// is assumed.
    ///
    /// ```
    /// use assumable::Malformed;
    /// use assumable::aws::{Operator, Relation, Test, Version};
    ///
    /// let test = Test::Numeric(Relation::Equals);
    /// let operator = Operator { qualifier: None, test, if_exists: false };
    /// assert_eq!(operator.stores("01", Some(Version::V2012)), Ok(()));
    /// assert_eq!(operator.stores("NaN", Some(Version::V2012)), Err(Malformed::Number));
    /// ```
    ///
    /// # Errors
    ///
    /// What the value should have been.
    pub fn stores(self, value: &str, version: Option<Version>) -> Result<(), Malformed> {
        let variables = self.replaces_variables(version);
        let (expected, _) = self.read(value, variables);
        match (expected.flaw(), self.test) {
            (Some(_), Test::Arn { .. }) if variables && may_become_arn(value) => Ok(()),
            (Some(flaw), _) => Err(flaw),
            (None, _) => Ok(()),
        }
    }

    /// How well it is known that IAM stores a value that [`stores`](Self::stores) lets pass. Recorded
    /// are plain spellings, addresses with zeros in front, and that `Null` takes any text; how the
    /// evaluator reads other spellings is recorded, whether they are ever stored is not.
    pub(super) fn storing_is_known(self, value: &str, version: Option<Version>) -> Confidence {
        let variables = self.replaces_variables(version);
        let (_, read) = self.read(value, variables);
        match self.test {
            Test::String { .. } | Test::Null => Confidence::Observed,
            Test::IpAddress { .. } => read.max(Confidence::Observed),
            _ if read == Confidence::Documented && !(variables && has_variables(value)) => {
                Confidence::Observed
            }
            _ => Confidence::Assumed,
        }
    }

    fn replaces_variables(self, version: Option<Version>) -> bool {
        self.test.takes_variables() && version == Some(Version::V2012)
    }

    /// A variable is read as `*`, which stands for anything in an ARN.
    fn read(self, value: &str, variables: bool) -> (Expected, Confidence) {
        let pieces: Vec<Piece<'_>> = match variables && has_variables(value) {
            true => tokens(value).map(stand_in).collect(),
            false => alloc::vec![Piece::Pattern(value)],
        };
        Expected::read(self.test, &pieces)
    }
}

fn stand_in(token: Token<'_>) -> Piece<'_> {
    match token {
        Token::Text(text) | Token::Malformed(text) => Piece::Pattern(text),
        Token::Escape(character) => Piece::Literal(character),
        Token::Variable { .. } => Piece::Pattern("*"),
    }
}

/// A variable may stand for several parts.
fn may_become_arn(value: &str) -> bool {
    let variable = |token| matches!(token, Token::Variable { .. });
    match tokens(value).next() {
        Some(Token::Variable { .. }) => true,
        Some(Token::Text(text)) => text.starts_with("arn:") && tokens(value).any(variable),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored() {
        let stores = |operator: &str, value| {
            Operator::parse(operator).unwrap().stores(value, Some(Version::V2012))
        };
        for (operator, value, expected) in [
            ("StringLike", "${", Ok(())),
            ("Bool", "yes", Ok(())),
            ("Null", "yes", Ok(())),
            ("NumericLessThanIfExists", "1.5", Ok(())),
            ("NumericLessThan", "${aws:EpochTime}", Err(Malformed::Number)),
            ("DateGreaterThan", "2030-02-30", Err(Malformed::Date)),
            ("NotIpAddress", "192.0.2.5/24", Ok(())),
            ("NotIpAddress", "2001:db8::5/64", Err(Malformed::HostBits)),
            ("ForAnyValue:BinaryEquals", "YQ", Err(Malformed::Base64)),
            ("ArnLike", "arn:aws:iam::*:role/*", Ok(())),
            ("ArnLike", "arn:aws:iam::*", Err(Malformed::Arn)),
            ("ArnLike", "${aws:PrincipalArn}", Ok(())),
            ("ArnLike", "arn:aws:iam::${aws:PrincipalAccount}:role/x", Ok(())),
            ("ArnLike", "role/${aws:username}", Err(Malformed::Arn)),
            ("ArnLike", "arn:aws:iam::${*}", Err(Malformed::Arn)),
        ] {
            assert_eq!(stores(operator, value), expected, "{operator} {value}");
        }
        let arn = Operator::parse("ArnLike").unwrap();
        assert_eq!(arn.stores("${aws:PrincipalArn}", Some(Version::V2008)), Err(Malformed::Arn));
    }
}
