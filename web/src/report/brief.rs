use assumable::json::Value;

use super::call::Played;
use super::{VerdictView, badge, keys, policy, token, verdict};
use crate::inputs::{Case, Clock};
use crate::words;

/// The answer alone: one line of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Brief {
    /// Whose token it is: its subject, as far as that can be read.
    pub(crate) who: Option<String>,
    pub(crate) verdict: VerdictView,
}

/// Looks at a case without drawing it. `at` is in seconds since the Unix epoch; a token that is to be
/// decided as of its issue has a moment of its own.
pub(crate) fn brief(case: &Case, at: i64) -> Brief {
    let keys = keys::Reading::new(case);
    let token = token::Reading::new(case);
    let issued = token.issued().filter(|_| case.clock == Clock::Issued);
    let at = issued.unwrap_or(at);
    let policy = policy::Reading::new(case);
    let call = Played::new(case, at, &token, &keys, &policy);
    let badge = badge::view(&token, &keys, &call);
    let subject = token.claims.as_ref().and_then(|claims| claims.get("sub"));
    Brief {
        who: subject.and_then(Value::as_str).map(words::value),
        verdict: verdict::view(&token, &policy, &badge, &call),
    }
}
