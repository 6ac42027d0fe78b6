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
    let issuer = KeysFrom::Issuer("https://issuer.example".into());
    let fetched = opening().after(Action::Keys("{}".into(), issuer));
    assert!(fetched.after(Action::Template("{}".into())).case.keys_from == KeysFrom::Paste);
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

/// A policy that says nothing of the example's provider.
const ELSEWHERE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Principal":{"Federated":"arn:aws:iam::012345678910:oidc-provider/gitlab.com"},
    "Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringLike":{"gitlab.com:sub":"*"}}}}"#;

fn whats(inputs: &Inputs) -> (Vec<&str>, Vec<&str>) {
    let whats = |steps: &[Step]| steps.iter().map(|step| step.what).collect();
    (whats(&inputs.past.done), whats(&inputs.past.undone))
}

fn stranger() -> Action {
    Action::Stranger(Box::new(Stranger { claims: "{}".into(), ..Stranger::default() }))
}

#[test]
fn steps_are_undone_one_after_another_and_made_again() {
    let fixed = opening().after(Action::FixedPolicy("{}".into()));
    let met = fixed.clone().after(stranger());
    assert_eq!(whats(&met), (vec!["the change to the policy", "the stranger's token"], vec![]));
    let once = met.clone().after(Action::Undo);
    assert!(once.case == fixed.case && once.view.own);
    let twice = once.after(Action::Undo);
    assert!(twice.case == opening().case && !twice.view.own);
    assert_eq!(whats(&twice), (vec![], vec!["the stranger's token", "the change to the policy"]));
    assert!(twice.clone().after(Action::Undo).case == twice.case);
    let again = twice.after(Action::Redo).after(Action::Redo);
    assert!(again.case == met.case && again.view.own);
    assert_eq!(whats(&again), whats(&met));
}

#[test]
fn what_is_pasted_and_what_is_typed_are_steps_of_their_own() {
    let token = r#"{"iss": "https://gitlab.com", "sub": "mine"}"#;
    let own = opening().after(Action::Own).after(Action::Token(token.into()));
    let both = own.after(Action::Policy(ELSEWHERE.into()));
    let fixed = both.clone().after(Action::Policy(ELSEWHERE.replace("\"*\"", "\"mine\"")));
    let whats = whats(&fixed).0;
    assert_eq!(
        whats,
        ["starting with your own", "the pasted token", "the pasted policy", "your changes"]
    );
    assert!(fixed.after(Action::Undo).case == both.case);
}

#[test]
fn each_pasted_token_of_one_issuer_is_a_step() {
    let token = |sub: &str| {
        let claims = format!(
            r#"{{"iss":"https://oidc.fly.io/acme","app_name":"mine","sub":"acme:{sub}:x"}}"#
        );
        Action::Token(crate::edit::with_claims(&opening().case.token, &claims))
    };
    let names = ["first-of-three-apps", "second-of-three-apps", "third-of-three-apps"];
    let pasted = names.into_iter().map(token).fold(opening(), Inputs::after);
    assert_eq!(whats(&pasted).0, ["the pasted token"; 3]);
}

#[test]
fn the_same_token_again_takes_no_fix_back() {
    let fixed = opening().after(Action::FixedPolicy("{}".into()));
    let token = fixed.case.token.clone();
    let again = fixed.clone().after(Action::Token(token));
    assert!(again.case == fixed.case);
}

#[test]
fn a_stray_letter_is_no_token_to_be_edited() {
    let stray = opening().after(Action::Token("{".into()));
    let own = r#"{"iss": "https://gitlab.com", "sub": "mine"}"#;
    let pasted = stray.after(Action::Token(own.into()));
    assert_eq!(pasted.case.policy.text, "");
}

#[test]
fn what_an_undone_step_had_taken_the_place_of_is_kept_again() {
    let mut mine = opening().after(Action::Own).after(Action::Policy("{}".into())).case;
    mine.token = "mine".into();
    let back = opening().after(Action::Restore(Box::new(mine.clone())));
    assert!(!back.view.own);
    let left = back.after(Action::Example(Box::new(Example::first())));
    let typed = left.after(Action::Policy("{ }".into()));
    let undone = typed.after(Action::Undo).after(Action::Undo);
    assert!(undone.case == mine && undone.view.own);
}

#[test]
fn what_is_typed_after_a_step_is_a_step_and_alone_it_is_none() {
    let typed = |inputs: Inputs| {
        ["{\"a\"", "{\"a\":1}"]
            .map(str::to_owned)
            .map(Action::Claims)
            .into_iter()
            .fold(inputs, Inputs::after)
    };
    assert_eq!(whats(&typed(opening())), (vec![], vec![]));
    let met = opening().after(stranger());
    let edited = typed(met.clone());
    assert_eq!(whats(&edited).0, ["the stranger's token", "your changes"]);
    let back = edited.clone().after(Action::Undo);
    assert!(back.case == met.case);
    assert!(back.after(Action::Redo).case == edited.case);
    // Another way leads on from here: nothing is made again.
    let undone = edited.clone().after(Action::Undo).after(Action::Clock(Clock::Now));
    assert_eq!(whats(&undone), (vec!["the stranger's token", "your changes"], vec![]));
    // What was taken away again is no step.
    let keys = |text: &str| Action::Keys(text.into(), KeysFrom::Paste);
    let there = met.after(keys("{")).after(keys(""));
    assert_eq!(whats(&there).0, ["the stranger's token"]);
}

fn again(action: Action) -> Action {
    Action::Again(Box::new(action))
}

#[test]
fn an_editors_own_undo_and_redo_take_all_of_a_step() {
    let policy = || opening().case.policy.text;
    let fixed = opening().after(Action::FixedPolicy(policy().replace("foo-bar", "x")));
    let undone = fixed.clone().after(again(Action::Policy(policy())));
    assert!(undone.case == opening().case);
    assert_eq!(whats(&undone), (vec![], vec!["the change to the policy"]));
    let made = undone.after(again(Action::Policy(fixed.case.policy.text.clone())));
    assert!(made.case == fixed.case);
    assert_eq!(whats(&made), (vec!["the change to the policy"], vec![]));
    let pasted = opening().after(Action::Policy(ELSEWHERE.into()));
    let undone = pasted.clone().after(again(Action::Policy(policy())));
    assert!(undone.case == opening().case);
    assert!(undone.after(again(Action::Policy(ELSEWHERE.into()))).case == pasted.case);
    let token = r#"{"iss": "https://gitlab.com", "sub": "mine"}"#;
    let pasted = opening().after(Action::Token(token.into()));
    let undone = pasted.clone().after(again(Action::Token(opening().case.token)));
    assert!(undone.case == opening().case);
    assert!(undone.after(again(Action::Token(token.into()))).case == pasted.case);
    // What was typed in other fields meanwhile stays.
    let met = opening().after(stranger()).after(Action::Policy(policy().replacen(',', "", 1)));
    let called = met.after(Action::Call(CallField::Region, "eu-west-1".into()));
    assert_eq!(called.after(again(Action::Policy(policy()))).case.call.region, "eu-west-1");
}

#[test]
fn a_paste_is_no_undo() {
    let policy = opening().case.policy.text.replace("foo-bar", "mine");
    let mine = opening().after(Action::Policy(policy.clone()));
    let chosen = mine.after(Action::Example(Box::new(Example::first())));
    let pasted = chosen.after(Action::Policy(policy.clone()));
    assert_eq!((&pasted.case.token, &pasted.case.policy.text), (&opening().case.token, &policy));
    assert!(!whats(&pasted).0.is_empty() && whats(&pasted).1.is_empty());
    let empty = opening().after(Action::Own);
    let same = empty.after(Action::Token(opening().case.token));
    assert_eq!((&*same.case.policy.text, same.case.clock), ("", Clock::Now));
    assert_eq!(whats(&same), (vec!["starting with your own", "the pasted token"], vec![]));
}

#[test]
fn so_many_steps_are_remembered_and_nothing_of_a_visit_before() {
    let mut inputs = opening();
    for at in 0..40 {
        inputs = inputs.after(Action::FixedPolicy(at.to_string()));
    }
    assert_eq!(inputs.past.done.len(), 16);
    let case = Box::new(opening().case);
    assert_eq!(whats(&inputs.clone().after(Action::Restore(case))), (vec![], vec![]));
    assert_eq!(whats(&inputs.after(Action::Forget)), (vec![], vec![]));
}

#[test]
fn to_begin_with_ones_own_leaves_what_is_ones_own() {
    let empty = opening().after(Action::Own);
    assert!(
        empty.case == Case { clock_of_example: true, call_of_example: true, ..Case::default() }
    );
    assert!(empty.view.tab == Tab::Token && !empty.view.own);
    assert!(empty.after(Action::Undo).case == opening().case);
    let policy = opening().case.policy.text.replace("foo-bar", "mine");
    let mine = opening().after(Action::Policy(policy.clone())).after(Action::Own);
    assert!(mine.case.token.is_empty() && mine.case.policy.text == policy && mine.view.own);
    let token = "eyJhbGciOiJSUzI1NiJ9.e30.AA";
    let mine = opening().after(Action::Token(token.into())).after(Action::Own);
    assert_eq!((&*mine.case.token, &*mine.case.policy.text), (token, ""));
    assert!(mine.view.tab == Tab::Policy);
}

#[test]
fn a_pasted_policy_of_another_provider_is_not_judged_by_the_examples_token() {
    let pasted = opening().after(Action::Policy(ELSEWHERE.into()));
    assert_eq!((&*pasted.case.token, &*pasted.case.keys), ("", ""));
    assert!(pasted.case.call == CallForm::default() && pasted.case.clock == Clock::Now);
    assert_eq!(whats(&pasted).0, ["the pasted policy"]);
    assert!(pasted.after(Action::Undo).case == opening().case);
    // Who selects all and deletes it before has pasted too.
    let emptied = opening().after(Action::Policy(String::new()));
    assert_eq!(emptied.after(Action::Policy(ELSEWHERE.into())).case.token, "");
    // The same provider, however it is written; a fix; half a policy; no provider at all.
    let same = ELSEWHERE.replace("gitlab.com", "OIDC.fly.io/acme/");
    let nobody = ELSEWHERE.replace("arn:aws:iam::012345678910:oidc-provider/gitlab.com", "*");
    let nobody = nobody.replace("gitlab.com:sub", "aws:SourceIp");
    for other in [
        Action::Policy(same.replace('/', "\\/")),
        Action::Policy(same),
        Action::FixedPolicy(ELSEWHERE.into()),
        Action::Policy(ELSEWHERE.replace("}}}}", "")),
        Action::Policy(nobody.replace("Federated", "AWS")),
    ] {
        assert_eq!(opening().after(other).case.token, opening().case.token);
    }
    // Typed letter by letter.
    let typed =
        (1..=ELSEWHERE.len()).map(|end| Action::Policy(ELSEWHERE.get(..end).unwrap().into()));
    assert_eq!(typed.fold(opening(), Inputs::after).case.token, opening().case.token);
    // A token of one's own stays.
    let token = r#"{"iss": "https://oidc.fly.io/acme", "sub": "mine"}"#;
    let mine = opening().after(Action::Token(token.into()));
    assert_eq!(mine.after(Action::Policy(ELSEWHERE.into())).case.token, token);
}

#[test]
fn a_pasted_token_of_another_provider_is_not_judged_by_the_examples_policy() {
    let token = r#"{"iss": "https://gitlab.com", "sub": "mine"}"#;
    let pasted = opening().after(Action::Token(token.into()));
    assert_eq!((&*pasted.case.token, &*pasted.case.policy.text), (token, ""));
    assert_eq!(whats(&pasted).0, ["the pasted token"]);
    assert!(pasted.after(Action::Undo).case == opening().case);
    let emptied = opening().after(Action::Token(String::new())).after(Action::Token(token.into()));
    assert_eq!(emptied.case.policy.text, "");
    let policy = opening().case.policy.text.replace("foo-bar", "mine");
    let mine = opening().after(Action::Policy(policy.clone())).after(Action::Token(token.into()));
    assert_eq!(mine.case.policy.text, policy);
    let same = token.replace("https://gitlab.com", "https://oidc.fly.io/acme");
    assert!(!opening().after(Action::Token(same)).case.policy.text.is_empty());
}

#[test]
fn a_policy_with_a_slip_is_not_judged_by_the_examples_token_once_it_is_mended() {
    let slip = |policy: &str| Action::Policy(format!("{policy},"));
    let pasted = opening().after(slip(ELSEWHERE));
    assert_eq!(pasted.case.token, opening().case.token);
    for mend in [Action::Policy(ELSEWHERE.into()), Action::FixedPolicy(ELSEWHERE.into())] {
        let mended = pasted.clone().after(mend);
        assert_eq!((&*mended.case.token, &*mended.case.policy.text), ("", ELSEWHERE));
        assert!(mended.case.call == CallForm::default() && mended.case.clock == Clock::Now);
        let back = mended.after(Action::Undo);
        assert!(back.case == pasted.case && back.after(Action::Undo).case == opening().case);
    }
    let same = ELSEWHERE.replace("gitlab.com", "oidc.fly.io/acme");
    let judged = opening().after(slip(&same)).after(Action::Policy(same));
    assert_eq!(judged.case.token, opening().case.token);
    // Within the example's own policy, one provider after the other.
    let mut typed = opening();
    for _ in 0..3 {
        for (from, to) in [("oidc.fly.io/acme", "gitlab\""), ("gitlab\"", "gitlab.com")] {
            typed =
                typed.clone().after(Action::Policy(typed.case.policy.text.replacen(from, to, 1)));
            assert_eq!(typed.case.token, opening().case.token);
        }
    }
    assert!(!typed.case.policy.text.contains("fly.io"));
}

#[test]
fn claims_with_a_slip_are_not_judged_by_the_examples_policy_once_they_are_mended() {
    let claims = r#"{"iss": "https://gitlab.com", "sub": "mine"}"#;
    let pasted = opening().after(Action::Token(claims.trim_end_matches('}').into()));
    assert_eq!(pasted.case.policy.text, opening().case.policy.text);
    let mended = pasted.clone().after(Action::Token(claims.into()));
    assert_eq!((&*mended.case.token, &*mended.case.policy.text), (claims, ""));
    let back = mended.after(Action::Undo);
    assert!(back.case == pasted.case && back.after(Action::Undo).case == opening().case);
    // Typed letter by letter into the empty field: what is left then comes back all the same.
    let letters = (0..=claims.len()).map(|end| Action::Token(claims.get(..end).unwrap().into()));
    let typed = letters.fold(opening(), Inputs::after);
    assert_eq!(typed.case.policy.text, "");
    assert_eq!(whats(&typed).0, ["emptying the token", "your changes", "starting with your own"]);
    assert_eq!(typed.after(Action::Undo).case.policy.text, opening().case.policy.text);
    // In the editor of the claims.
    let pasted = opening().after(Action::Claims(claims.into()));
    assert_eq!((&*pasted.case.policy.text, pasted.case.claims.unwrap().text), ("", claims.into()));
    let edited = opening().after(Action::Claims(claims_with("https://gitlab.com")));
    assert_eq!(edited.case.policy.text, opening().case.policy.text);
}

/// The example's claims with another issuer.
fn claims_with(issuer: &str) -> String {
    let token = opening().case.token;
    let token = assumable::UntrustedToken::parse(&token, &crate::sizes::limits()).unwrap();
    let claims = json_text::spread(token.payload_text().unwrap().get_unverified());
    claims.replacen("https://oidc.fly.io/acme", issuer, 1)
}

#[test]
fn the_examples_token_stays_one_whatever_becomes_of_its_keys() {
    let touched = Action::Keys(format!("{} ", opening().case.keys), KeysFrom::Paste);
    let fetched = Action::Keys("{}".into(), KeysFrom::Issuer("https://oidc.fly.io/acme".into()));
    for keys in [touched, fetched] {
        let keyed = opening().after(keys);
        assert_eq!(keyed.clone().after(Action::Own).case.token, "");
        let pasted = keyed.clone().after(Action::Policy(ELSEWHERE.into()));
        assert_eq!(pasted.case.token, "");
        assert!(pasted.after(Action::Undo).case == keyed.case);
    }
    // What was loaded, or met, is not the example's.
    let mut loaded = opening().case;
    loaded.token = "mine".into();
    let loaded = opening().after(Action::Present(Box::new(loaded))).after(Action::Own);
    assert_eq!(loaded.case.token, "mine");
    let met = opening().after(stranger()).after(Action::Own);
    assert!(met.case.claims.is_some());
}

#[test]
fn what_is_undone_is_known_to_be_undone_and_to_choose_an_example_undoes_nothing() {
    let pasted = opening().after(Action::Policy(ELSEWHERE.into()));
    let undone = pasted.clone().after(Action::Undo);
    assert!(undone.view.undone && !undone.view.own && !pasted.view.undone);
    assert!(undone.clone().after(Action::Tab(Tab::Policy)).view.undone);
    assert!(!undone.after(Action::Redo).view.undone);
    let example = || Action::Example(Box::new(Example::first()));
    let chosen = pasted.after(example());
    assert!(!chosen.view.undone);
    let back = chosen.after(Action::Undo);
    assert!(!back.view.undone && back.view.own && !back.after(Action::Redo).view.undone);
    // Nothing was kept of what was left.
    assert!(!opening().after(Action::Own).after(Action::Undo).view.undone);
}
