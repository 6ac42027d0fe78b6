//! What the person did, and nothing else. Everything on the page follows from it.

use std::num::ParseIntError;

use assumable::aws::TrustPolicy;
use assumable::json;

use crate::edit;
use crate::example::Example;
use crate::paste::{self, Pasted};
use crate::sizes;

/// Texts and choices.
#[derive(Clone, PartialEq)]
pub(crate) struct Inputs {
    /// What is to be decided.
    pub(crate) case: Case,
    /// How it is looked at.
    pub(crate) view: View,
}

/// Everything a decision depends on, but for the clock.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Case {
    /// The token as typed or pasted.
    pub(crate) token: String,
    /// The claims, if they were edited: they replace those of the token.
    pub(crate) claims: Option<Draft>,
    /// The key set.
    pub(crate) keys: String,
    /// Where the key set comes from.
    pub(crate) keys_from: KeysFrom,
    /// The trust policy.
    pub(crate) policy: Draft,
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

/// A text, and what it was when it could last be read.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Draft {
    /// As typed.
    pub(crate) text: String,
    /// The last text that could be read; empty if none could.
    pub(crate) readable: String,
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

/// What is known of the role, its provider and the call.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct CallForm {
    pub(crate) role_arn: String,
    /// ARN or URL.
    pub(crate) provider: String,
    /// Separated by commas or white space.
    pub(crate) client_ids: String,
    pub(crate) session_name: String,
    /// In seconds.
    pub(crate) duration: String,
    pub(crate) source_ip: String,
    pub(crate) region: String,
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

/// The fields of [`CallForm`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum CallField {
    RoleArn,
    Provider,
    ClientIds,
    SessionName,
    Duration,
    SourceIp,
    Region,
}

/// Choices that change no decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct View {
    pub(crate) tab: Tab,
    pub(crate) theme: Theme,
    pub(crate) claims_as: ClaimsAs,
    /// The stage that was asked about.
    pub(crate) stage: Option<usize>,
    /// The condition that was chosen.
    pub(crate) row: Option<usize>,
    /// How often one was.
    pub(crate) rows_chosen: u32,
    /// The issuer being asked for its keys, for the token and the keys as they are.
    pub(crate) asked: Option<String>,
    /// The person changed the case since it came from elsewhere.
    pub(crate) own: bool,
}

/// The panes, where only one fits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Tab {
    Token,
    #[default]
    Match,
    Policy,
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// How claims are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum ClaimsAs {
    /// With a sentence each.
    #[default]
    Explained,
    /// As JSON that can be edited.
    Json,
}

/// One thing a person did.
#[derive(Clone)]
pub(crate) enum Action {
    Token(String),
    Claims(String),
    /// Back to the claims of the token.
    ForgetClaims,
    Keys(String, KeysFrom),
    /// This issuer is being asked for its keys; or nobody any more.
    AskKeys(Option<String>),
    /// What the issuer answered.
    FetchedKeys {
        issuer: String,
        text: String,
    },
    Policy(String),
    /// The policy with a fix made: however much it changes, it is the same role's.
    FixedPolicy(String),
    Call(CallField, String),
    Clock(Clock),
    /// Claims made up from a template, without a token.
    Template(String),
    Example(Box<Example>),
    /// A case that was kept, or that came with a link.
    Restore(Box<Case>),
    /// Another workload's token or claims in this case, and nothing else of it changed.
    Present(Box<Case>),
    /// What if this stranger came?
    Stranger(Box<Stranger>),
    /// Back to how the page opens.
    Forget,
    Tab(Tab),
    Theme(Theme),
    ClaimsAs(ClaimsAs),
    Stage(usize),
    Row(usize),
}

impl Inputs {
    /// As the page opens.
    pub(crate) fn opening(theme: Theme) -> Self {
        let view = View { theme, ..View::default() };
        Self { case: Case::of_example(Example::first()), view }
    }

    /// As it is after the person did this.
    pub(crate) fn after(mut self, action: Action) -> Self {
        let Self { case, view } = &mut self;
        if let Action::Token(_)
        | Action::Claims(_)
        | Action::ForgetClaims
        | Action::Keys(..)
        | Action::Restore(_)
        | Action::Present(_)
        | Action::Stranger(_)
        | Action::Forget
        | Action::Template(_)
        | Action::Example(_) = action
        {
            // An answer that is still to come belongs to what was here before.
            view.asked = None;
        }
        view.own = is_own(&action).unwrap_or(view.own);
        match action {
            Action::Token(text) => {
                // Wrapped or unwrapped it is still the same token.
                let (before, after) = (Pasted::new(&case.token), Pasted::new(&text));
                if is_another(&before.token(), &after.token()) {
                    case.forget_example();
                }
                case.token = text;
                case.claims = None;
            }
            Action::Claims(text) => {
                let draft = case.claims.get_or_insert_default();
                if is_another(&draft.text, &text) {
                    draft.readable.clear();
                }
                draft.edit(text, |text| are_claims(text, &case.token));
            }
            Action::ForgetClaims => case.claims = None,
            Action::Keys(text, from) => (case.keys, case.keys_from) = (text, from),
            Action::AskKeys(issuer) => view.asked = issuer,
            Action::FetchedKeys { issuer, text } => {
                if view.asked.take_if(|asked| *asked == issuer).is_some() {
                    (case.keys, case.keys_from) = (text, KeysFrom::Issuer(issuer));
                }
            }
            Action::Policy(text) => {
                case.paste_policy(text);
                view.row = None;
            }
            Action::FixedPolicy(text) => {
                case.policy.edit(text, is_policy);
                view.row = None;
            }
            Action::Call(field, text) => {
                *case.call.field(field) = text;
                case.call_of_example = false;
            }
            Action::Clock(clock) => {
                case.clock = clock;
                case.clock_of_example = false;
            }
            Action::Template(claims) => {
                case.forget_example();
                (case.token, case.keys) = (String::new(), String::new());
                case.claims = Some(Draft { readable: claims.clone(), text: claims });
                view.claims_as = ClaimsAs::Json;
            }
            Action::Example(example) => {
                *case = Case::of_example(*example);
                (view.row, view.stage) = (None, None);
            }
            Action::Restore(given) | Action::Present(given) => {
                *case = *given;
                (view.row, view.stage) = (None, None);
            }
            Action::Stranger(stranger) => {
                case.receive(*stranger);
                (view.row, view.stage, view.tab) = (None, None, Tab::Match);
            }
            Action::Forget => return Self::opening(view.theme),
            Action::Tab(tab) => view.tab = tab,
            Action::Theme(theme) => view.theme = theme,
            Action::ClaimsAs(claims_as) => view.claims_as = claims_as,
            Action::Stage(stage) => view.stage = toggled(view.stage, stage),
            Action::Row(row) => {
                view.row = Some(row);
                view.rows_chosen = view.rows_chosen.wrapping_add(1);
                view.tab = Tab::Policy;
            }
        }
        self
    }
}

impl Case {
    fn of_example(example: Example) -> Self {
        Self {
            token: example.token,
            claims: None,
            keys: example.keys,
            keys_from: KeysFrom::Example,
            policy: Draft { readable: example.policy.clone(), text: example.policy },
            call: CallForm {
                role_arn: example.role_arn,
                provider: example.provider,
                client_ids: example.client_ids,
                session_name: example.session_name,
                duration: example.duration,
                source_ip: example.source_ip,
                region: example.region,
            },
            call_of_example: true,
            taken: None,
            clock: example.now.map_or(Clock::Now, Clock::At),
            clock_of_example: true,
        }
    }

    /// A stranger comes to this role: with nobody's signature, from where and when it has to.
    fn receive(&mut self, stranger: Stranger) {
        (self.token, self.keys, self.keys_from) = Default::default();
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
    fn forget_example(&mut self) {
        if self.keys_from == KeysFrom::Example {
            (self.keys, self.keys_from) = (String::new(), KeysFrom::Paste);
        }
        if self.clock_of_example {
            self.clock = Clock::Now;
        }
        self.forget_call_of_example();
    }

    /// A policy that is part of a larger text is taken out of it, once: who undoes that keeps the text.
    fn paste_policy(&mut self, text: String) {
        let undone = self.taken.as_ref().is_some_and(|taken| taken.source == text);
        let found = if undone { None } else { paste::policy_in(&text) };
        let policy = found.as_ref().map_or(&text, |found| &found.policy).clone();
        if is_another(&self.policy.text, &policy) {
            self.forget_call_of_example();
            // A decision on another document is no decision on a part of this one.
            self.policy.readable.clear();
            self.taken = self.taken.take().filter(|_| undone);
        }
        if let Some(found) = found {
            self.call.role_arn = found.role_arn.unwrap_or_default();
            self.taken = Some(Taken { source: text, note: found.note });
        }
        self.policy.edit(policy, is_policy);
    }

    fn forget_call_of_example(&mut self) {
        if self.call_of_example {
            self.call = CallForm::default();
        }
    }
}

impl Draft {
    /// A policy as it was kept.
    pub(crate) fn read(text: String) -> Self {
        let mut draft = Self::default();
        draft.edit(text, is_policy);
        draft
    }

    /// A text that can be read.
    pub(crate) fn of_readable(text: String) -> Self {
        Self { readable: text.clone(), text }
    }

    fn edit(&mut self, text: String, is_readable: impl Fn(&str) -> bool) {
        if is_readable(&text) {
            self.readable.clone_from(&text);
        } else if text.trim().is_empty() {
            self.readable.clear();
        }
        self.text = text;
    }
}

impl CallForm {
    /// The text of one field.
    pub(crate) fn get(&self, field: CallField) -> &str {
        match field {
            CallField::RoleArn => &self.role_arn,
            CallField::Provider => &self.provider,
            CallField::ClientIds => &self.client_ids,
            CallField::SessionName => &self.session_name,
            CallField::Duration => &self.duration,
            CallField::SourceIp => &self.source_ip,
            CallField::Region => &self.region,
        }
    }

    /// The session length in seconds, if one was typed; what is no number of seconds is an error.
    pub(crate) fn seconds(&self) -> Result<Option<u32>, ParseIntError> {
        let typed = self.duration.trim();
        if typed.is_empty() { Ok(None) } else { typed.parse().map(Some) }
    }

    /// The same, to be changed.
    pub(crate) fn field(&mut self, field: CallField) -> &mut String {
        match field {
            CallField::RoleArn => &mut self.role_arn,
            CallField::Provider => &mut self.provider,
            CallField::ClientIds => &mut self.client_ids,
            CallField::SessionName => &mut self.session_name,
            CallField::Duration => &mut self.duration,
            CallField::SourceIp => &mut self.source_ip,
            CallField::Region => &mut self.region,
        }
    }
}

/// Whether the case is the person's own after this; `None` if this changes nothing about that.
fn is_own(action: &Action) -> Option<bool> {
    match action {
        Action::Example(_) | Action::Restore(_) | Action::Forget => Some(false),
        Action::AskKeys(_)
        | Action::Tab(_)
        | Action::Theme(_)
        | Action::ClaimsAs(_)
        | Action::Stage(_)
        | Action::Row(_) => None,
        _ => Some(true),
    }
}

/// Less than half of the text before is still there: it was replaced, not edited.
fn is_another(before: &str, after: &str) -> bool {
    let same =
        |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = same(&mut before.bytes().zip(after.bytes()));
    let end = same(&mut before.bytes().rev().zip(after.bytes().rev()));
    (start + end) * 2 < before.len() && !after.contains(before)
}

/// Whether a token with these claims can be read.
fn are_claims(text: &str, token: &str) -> bool {
    let limits = sizes::limits();
    text.len() <= sizes::TOKEN_FIELD
        && json::parse(text, limits.json_depth).is_ok_and(|value| value.as_object().is_some())
        && edit::check(&edit::with_claims(token, text)).is_ok()
}

fn is_policy(text: &str) -> bool {
    TrustPolicy::parse(text, &sizes::limits()).is_ok()
}

fn toggled(chosen: Option<usize>, stage: usize) -> Option<usize> {
    (chosen != Some(stage)).then_some(stage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json_text;

    fn opening() -> Inputs {
        Inputs::opening(Theme::System)
    }

    #[test]
    fn the_page_opens_with_an_example_at_its_own_time() {
        let inputs = opening();
        assert!(inputs.case.clock_of_example && inputs.case.claims.is_none());
        assert!(inputs.case.keys_from == KeysFrom::Example);
        assert_eq!(inputs.case.policy.text, inputs.case.policy.readable);
    }

    #[test]
    fn a_policy_that_cannot_be_read_keeps_the_last_that_could() {
        let good = opening().case.policy.text;
        let broken = good.replacen(',', "", 1);
        let after = opening().after(Action::Policy(broken.clone()));
        assert_eq!((&after.case.policy.text, &after.case.policy.readable), (&broken, &good));
        let emptied = after.after(Action::Policy(" ".into()));
        assert_eq!(emptied.case.policy.readable, "");
    }

    #[test]
    fn another_document_that_cannot_be_read_leaves_no_decision() {
        let after = opening().after(Action::Policy("{ \"another\": ".into()));
        assert_eq!(after.case.policy.readable, "");
        let edited = opening().after(Action::Claims(r#"{"sub": "a", "aud": "b"}"#.into()));
        let replaced = edited.after(Action::Claims("[1, 2".into()));
        assert_eq!(replaced.case.claims.unwrap().readable, "");
    }

    #[test]
    fn a_policy_is_taken_out_of_its_role_and_undoing_that_keeps_the_role() {
        let policy = opening().case.policy.text;
        let role = format!(r#"{{"Role":{{"Arn":"arn:a","AssumeRolePolicyDocument":{policy}}}}}"#);
        let taken = opening().after(Action::Policy(role.clone()));
        assert_eq!(taken.case.policy.text, taken.case.policy.readable);
        assert_eq!(json_text::packed(&taken.case.policy.text), json_text::packed(&policy));
        assert_eq!(taken.case.call.role_arn, "arn:a");
        assert!(taken.case.taken.is_some());
        let undone = taken.clone().after(Action::Policy(role.clone()));
        assert_eq!(undone.case.policy.text, role);
        let edited = taken.after(Action::Policy(policy.replace("foo-bar", "x")));
        assert!(edited.case.taken.is_some());
        assert!(edited.after(Action::Policy("{}".into())).case.taken.is_none());
    }

    #[test]
    fn a_template_stands_in_for_a_token() {
        let after = opening().after(Action::Template(r#"{"iss": "a"}"#.into()));
        assert!(after.case.token.is_empty() && after.case.keys.is_empty());
        assert_eq!(after.case.claims.unwrap().readable, r#"{"iss": "a"}"#);
        assert_eq!(after.case.clock, Clock::Now);
    }

    #[test]
    fn edited_claims_go_with_the_token_they_replaced() {
        let edited = opening().after(Action::Claims(r#"{"sub":"a"}"#.into()));
        let broken = edited.after(Action::Claims(r#"{"sub":"#.into()));
        let draft = broken.case.claims.as_ref().unwrap();
        assert_eq!(draft.readable, r#"{"sub":"a"}"#);
        assert!(broken.after(Action::Token("x".into())).case.claims.is_none());
    }

    #[test]
    fn typed_keys_are_nobodys_but_the_typists() {
        let from_issuer = KeysFrom::Issuer("https://issuer.example".into());
        let fetched = opening().after(Action::Keys("{}".into(), from_issuer));
        let typed = fetched.after(Action::Keys("{ }".into(), KeysFrom::Paste));
        assert!(typed.case.keys_from == KeysFrom::Paste);
    }

    #[test]
    fn a_late_answer_replaces_nothing() {
        let issuer = || String::from("https://issuer.example");
        let fetched = || Action::FetchedKeys { issuer: issuer(), text: "{}".into() };
        let asked = || opening().after(Action::AskKeys(Some(issuer())));
        assert_eq!(asked().after(fetched()).case.keys, "{}");
        for between in [
            Action::AskKeys(None),
            Action::AskKeys(Some("https://other.example".into())),
            Action::Token("x".into()),
            Action::Claims("{}".into()),
            Action::Keys("[]".into(), KeysFrom::Paste),
            Action::Example(Box::new(Example::first())),
        ] {
            let before = asked().after(between);
            let keys = before.case.keys.clone();
            assert_eq!(before.after(fetched()).case.keys, keys);
        }
    }

    #[test]
    fn another_token_leaves_the_example_behind_and_an_edit_does_not() {
        let token = opening().case.token;
        let edited = opening().after(Action::Token(token.replacen('a', "b", 1)));
        assert!(
            edited.case.clock_of_example
                && edited.case.clock != Clock::Now
                && edited.case.keys_from == KeysFrom::Example
        );
        let other = opening().after(Action::Token("eyJhbGciOiJSUzI1NiJ9.e30.AA".into()));
        assert!(other.case.clock == Clock::Now && other.case.keys.is_empty());
        assert!(other.case.call == CallForm::default());
        let wrapped = opening().after(Action::Token(format!("Bearer {token} ")));
        assert!(wrapped.case.clock != Clock::Now);
        let held = opening().after(Action::Clock(Clock::At(7))).after(Action::Token(String::new()));
        assert_eq!(held.case.clock, Clock::At(7));
    }

    #[test]
    fn another_policy_leaves_the_examples_role_behind() {
        let other = opening().after(Action::Policy("{\n}".into()));
        assert!(other.case.call == CallForm::default() && other.case.clock != Clock::Now);
        let fixed = opening().after(Action::FixedPolicy("{\n}".into()));
        assert!(fixed.case.call == opening().case.call && fixed.case.policy.text == "{\n}");
    }

    #[test]
    fn only_what_a_person_did_makes_a_case_their_own() {
        let edited = opening().after(Action::Policy("{}".into()));
        assert!(!opening().view.own && edited.view.own);
        let looked_at = edited.clone().after(Action::Tab(Tab::Policy));
        assert!(looked_at.view.own);
        let restored = edited.clone().after(Action::Restore(Box::new(edited.case)));
        assert!(!restored.view.own);
        let presented = opening().after(Action::Present(Box::new(opening().case)));
        assert!(presented.view.own);
        assert!(restored.after(Action::Forget).case == opening().case);
    }

    #[test]
    fn a_stranger_comes_with_claims_and_without_a_signature() {
        let stranger = Stranger {
            claims: r#"{"sub": "b"}"#.into(),
            session_name: Some("s".into()),
            now: Some(7),
            ..Stranger::default()
        };
        let after = opening().after(Action::Stranger(Box::new(stranger)));
        let case = after.case;
        assert!(case.token.is_empty() && case.keys.is_empty());
        assert_eq!(case.claims.unwrap().readable, r#"{"sub": "b"}"#);
        assert_eq!((&*case.call.session_name, case.clock), ("s", Clock::At(7)));
        // What does not matter stays as it was.
        assert_eq!(case.call.role_arn, opening().case.call.role_arn);
    }

    #[test]
    fn choosing_a_condition_leads_to_its_line_and_a_stage_toggles() {
        let chosen = opening().after(Action::Row(3));
        assert_eq!((chosen.view.row, chosen.view.tab), (Some(3), Tab::Policy));
        let asked = chosen.after(Action::Stage(2));
        assert_eq!(asked.view.stage, Some(2));
        assert_eq!(asked.after(Action::Stage(2)).view.stage, None);
    }
}
