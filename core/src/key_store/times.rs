use crate::time::Seconds;

/// For how long keys are kept, and how often they are fetched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeyTimes {
    /// How long keys are fresh if the issuer does not say.
    pub fresh: Seconds,
    /// The shortest and the longest that `Cache-Control` may say.
    pub fresh_within: (Seconds, Seconds),
    /// How long after their fetch keys are used at all, if no later fetch succeeds. A withdrawn key
    /// lives no longer than this.
    pub usable: Seconds,
    /// From one fetch that failed, or that an unknown key caused, to the next.
    pub cooldown: Seconds,
    /// The same after a first failure as long as no keys are held. It doubles with each further one, up
    /// to the cooldown.
    pub first_cooldown: Seconds,
    /// How long a key that a fetch did not bring causes no other one.
    pub unknown: Seconds,
    /// After this a fetch that nobody reported is given up. More than a host's own time limit.
    pub patience: Seconds,
}

impl Default for KeyTimes {
    fn default() -> Self {
        Self {
            fresh: Seconds(600),
            fresh_within: (Seconds(60), Seconds(3600)),
            usable: Seconds(86_400),
            cooldown: Seconds(30),
            first_cooldown: Seconds(2),
            unknown: Seconds(60),
            patience: Seconds(12),
        }
    }
}

impl KeyTimes {
    /// How long no fetch starts after one that failed, as so many did before, with no keys held.
    pub(super) fn after_failure(&self, earlier: u32) -> Seconds {
        let doubled = 2_u32.saturating_pow(earlier).saturating_mul(self.first_cooldown.0);
        Seconds(doubled).min(self.cooldown)
    }

    /// How long keys are fresh that were served with this `max-age`.
    pub(super) fn kept_fresh(&self, max_age: Option<Seconds>) -> Seconds {
        let (least, most) = self.fresh_within;
        max_age.map_or(self.fresh, |age| age.max(least).min(most))
    }
}

/// What `Cache-Control` ([RFC 9111 section 5.2]) says of freshness: `max-age`, or 0 for `no-store`
/// and `no-cache`; `None` if it says nothing that can be understood.
///
/// ```
/// use assumable::{Seconds, max_age};
///
/// assert_eq!(max_age("public, Max-Age=900"), Some(Seconds(900)));
/// assert_eq!(max_age("no-store, max-age=900"), Some(Seconds(0)));
/// assert_eq!(max_age("max-age=soon"), None);
/// ```
///
/// [RFC 9111 section 5.2]: https://www.rfc-editor.org/rfc/rfc9111#section-5.2
#[must_use]
pub fn max_age(cache_control: &str) -> Option<Seconds> {
    let directives = || cache_control.split(',').map(str::trim);
    let is = |directive: &str, name: &str| {
        directive.split('=').next().is_some_and(|word| word.trim_end().eq_ignore_ascii_case(name))
    };
    if directives().any(|directive| is(directive, "no-store") || is(directive, "no-cache")) {
        return Some(Seconds(0));
    }
    // Said twice, the first counts (RFC 9111 section 4.2.1).
    let (_, value) = directives().find(|directive| is(directive, "max-age"))?.split_once('=')?;
    let digits = value.trim().trim_matches('"');
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More than fits is for ever (RFC 9111 section 1.2.2).
    Some(Seconds(digits.parse().unwrap_or(u32::MAX)))
}
