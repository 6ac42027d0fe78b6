//! What is to be decided, and where each part of it comes from.

use assumable::aws::provider_name;
use assumable::{UntrustedToken, json};

use super::draft::is_another;
use super::{CallField, CallForm, Draft};
use crate::example::Example;
use crate::paste::{self, Pasted};
use crate::sizes;

/// Everything a decision depends on, but for the clock.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Case {
    /// The token as typed or pasted.
    pub(crate) token: String,
    /// It is an example's, at most edited.
    pub(crate) token_of_example: bool,
    /// The claims, if they were edited: they replace those of the token.
    pub(crate) claims: Option<Draft>,
    /// The key set.
    pub(crate) keys: String,
    /// Where the key set comes from.
    pub(crate) keys_from: KeysFrom,
    /// The trust policy.
    pub(crate) policy: Draft,
    /// It is an example's, at most with a fix made.
    pub(crate) policy_of_example: bool,
    /// All of it is the person's own: it came at once, whether it could be read or not.
    pub(crate) own_policy: bool,
    /// The call.
    pub(crate) call: CallForm,
    /// The settings of the call are an example's; they mean nothing for another role.
    pub(crate) call_of_example: bool,
    /// What the policy was taken from, if that was more than a policy.
    pub(crate) taken: Option<Taken>,
    /// The moment of the decision.
    pub(crate) clock: Clock,
    /// That moment is an example's; it means nothing for another token.
    pub(crate) clock_of_example: bool,
}

/// What a policy was taken from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Taken {
    /// All of the text that was pasted.
    source: String,
    /// What was taken, in a sentence.
    pub(crate) note: String,
}

/// When the call is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Clock {
    #[default]
    Now,
    /// When the token was issued.
    Issued,
    /// In seconds since the Unix epoch.
    At(i64),
}

/// Where a key set comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum KeysFrom {
    /// Somebody put it there.
    #[default]
    Paste,
    /// It belongs to an example.
    Example,
    /// This issuer's own address.
    Issuer(String),
}

/// Somebody whom the policy admits by mistake: what is presented and known of the call. What is
/// `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stranger {
    /// JSON.
    pub(crate) claims: String,
    pub(crate) provider: Option<String>,
    pub(crate) session_name: Option<String>,
    pub(crate) source_ip: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) now: Option<i64>,
}

impl Case {
    pub(super) fn of_example(example: Example) -> Self {
        Self {
            token: example.token,
            token_of_example: true,
            claims: None,
            keys: example.keys,
            keys_from: KeysFrom::Example,
            policy: Draft::of_readable(example.policy),
            policy_of_example: true,
            own_policy: false,
            call: example.call,
            call_of_example: true,
            taken: None,
            clock: example.now.map_or(Clock::Now, Clock::At),
            clock_of_example: true,
        }
    }

    /// A stranger comes to this role: with nobody's signature, from where and when it has to.
    pub(super) fn receive(&mut self, stranger: Stranger) {
        (self.token, self.keys, self.keys_from) = Default::default();
        self.token_of_example = false;
        self.claims = Some(Draft::of_readable(stranger.claims));
        if let Some(now) = stranger.now {
            (self.clock, self.clock_of_example) = (Clock::At(now), true);
        }
        let fields = [
            (CallField::Provider, stranger.provider),
            (CallField::SessionName, stranger.session_name),
            (CallField::SourceIp, stranger.source_ip),
            (CallField::Region, stranger.region),
        ];
        for (field, text) in fields {
            if let Some(text) = text {
                *self.call.field(field) = text;
            }
        }
    }

    /// Another token is not the example's: neither its keys nor its time nor its role apply.
    pub(super) fn forget_example(&mut self) {
        self.token_of_example = false;
        if self.keys_from == KeysFrom::Example {
            (self.keys, self.keys_from) = (String::new(), KeysFrom::Paste);
        }
        if self.clock_of_example {
            self.clock = Clock::Now;
        }
        self.forget_call_of_example();
    }

    /// Neither half of it is the person's own.
    pub(super) fn is_of_example(&self) -> bool {
        self.token_of_example && self.policy_of_example
    }

    /// What is an example's goes; what the person put there stays.
    pub(super) fn leave_example(&mut self) {
        if self.token_of_example {
            (self.token, self.claims) = Default::default();
        }
        self.forget_example();
        if self.policy_of_example {
            (self.policy, self.taken, self.policy_of_example) = Default::default();
        }
    }

    /// The policy trusts providers, and what is presented comes from none of them: its issuer is not even
    /// mentioned.
    pub(super) fn is_for_others(&self) -> bool {
        let Some(issuer) = self.issuer() else { return false };
        let issuer = provider_name(issuer.trim_end_matches('/')).to_ascii_lowercase();
        // Some write a slash as `\/`.
        let policy = self.policy.readable.to_ascii_lowercase().replace('\\', "");
        policy.contains("\"federated\"") && !policy.contains(&issuer)
    }

    /// Whose claims are presented.
    fn issuer(&self) -> Option<String> {
        let claims = json::parse(&self.presented(), sizes::limits().json_depth).ok()?;
        claims.as_object()?.get("iss")?.as_str().map(str::to_owned)
    }

    /// The claims that are presented, if they can be read.
    pub(super) fn presented(&self) -> String {
        if let Some(edited) = &self.claims {
            return edited.readable.clone();
        }
        let token = Pasted::new(&self.token).token();
        let token = UntrustedToken::parse(&token, &sizes::limits()).ok();
        let payload = token.as_ref().and_then(|token| token.payload_text().ok());
        payload.map_or_else(|| self.token.clone(), |it| (*it.get_unverified()).to_owned())
    }

    /// A policy that is part of a larger text is taken out of it, once: who undoes that keeps the text.
    /// Whether a whole policy came at once.
    pub(super) fn paste_policy(&mut self, text: String) -> bool {
        let undone = self.taken.as_ref().is_some_and(|taken| taken.source == text);
        let found = if undone { None } else { paste::policy_in(&text) };
        let policy = found.as_ref().map_or(&text, |found| &found.policy).clone();
        let another = is_another(&self.policy.text, &policy);
        let pasted = another || self.policy.text.trim().is_empty();
        if another {
            self.forget_call_of_example();
            // A decision on another document is no decision on a part of this one.
            self.policy.readable.clear();
            self.taken = self.taken.take().filter(|_| undone);
        }
        if let Some(found) = found {
            self.call.role_arn = found.role_arn.unwrap_or_default();
            self.taken = Some(Taken { source: text, note: found.note });
        }
        self.policy_of_example &= self.policy.text == policy;
        self.policy.edit_policy(policy);
        pasted && !undone
    }

    fn forget_call_of_example(&mut self) {
        if self.call_of_example {
            self.call = CallForm::default();
        }
    }
}
