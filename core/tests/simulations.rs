//! Calls that a careless simulator would wave through, and diagnoses that would do harm.

#![expect(clippy::expect_used, reason = "a test may panic")]

use assumable::aws::{
    self, AssumeRole, CallOutcome, Presented, Provider, Role, RoleSession, SignatureStatus,
    Simulation, StageName, StageOutcome, TrustPolicy,
};
use assumable::{
    Because, Confidence, Diagnosis, KeySet, Limits, Seconds, Timestamp, encoding, explain_decision,
    explain_simulation, json,
};

fn policy(effect: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","Principal":{{"Federated":"{PROVIDER}"}},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{condition}}}}}"#
    )
}

fn simulate(claims: &str, source: &str) -> Simulation {
    simulate_as(claims, source, |_| {})
}

fn simulate_as(claims: &str, source: &str, edit: impl FnOnce(&mut AssumeRole<'_>)) -> Simulation {
    let claims = json::parse(claims, 32).expect("JSON");
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("a policy");
    let client_ids = ["sts.amazonaws.com".to_owned()];
    let presented = Presented::Claims(claims.as_object().expect("an object"));
    let mut call = AssumeRole::new(presented, &policy, Timestamp::from_seconds(0).expect("a time"));
    call.provider = Provider { client_ids: Some(&client_ids), ..Provider::default() };
    edit(&mut call);
    aws::simulate(&call)
}

/// As the library's function, from the policy's text.
fn diagnose_call(simulation: &Simulation, source: &str) -> Vec<Diagnosis> {
    let policy = TrustPolicy::parse(source, &Limits::default()).expect("a policy");
    assumable::diagnose_call(simulation, &policy)
}

fn is_allowed(simulation: &Simulation) -> bool {
    matches!(simulation.outcome, CallOutcome::Allowed(_))
}

#[test]
fn claims_of_odd_types_are_not_waved_through() {
    let iss = r#""iss":"https://oidc.fly.io/acme""#;
    let sub = r#""sub":"acme:foo-bar:m""#;
    let aud = r#""aud":"sts.amazonaws.com""#;
    let source = policy("Allow", "{}");
    assert!(is_allowed(&simulate(&format!("{{{iss},{sub},{aud}}}"), &source)));
    for claims in [
        format!(r#"{{{iss},{sub},{aud},"azp":["evil","sts.amazonaws.com"]}}"#),
        format!(r#"{{{iss},{sub},{aud},"azp":null}}"#),
        format!(r#"{{{iss},{sub},{aud},"azp":""}}"#),
        format!(r#"{{{iss},{sub},"aud":[["sts.amazonaws.com"]]}}"#),
        format!(r#"{{{iss},{sub},"aud":["sts.amazonaws.com","other"]}}"#),
        format!(r#"{{{iss},{sub},"aud":[]}}"#),
        format!(r#"{{{iss},{sub},"aud":null}}"#),
        format!(r#"{{{iss},{aud},"sub":["acme:evil:x","acme:foo-bar:m"]}}"#),
        format!(r#"{{{iss},{aud},"sub":true}}"#),
        format!(r#"{{{iss},{aud},"sub":null}}"#),
        format!(r#"{{{sub},{aud},"iss":5}}"#),
        format!(r#"{{{sub},{aud},"iss":"oidc.fly.io/acme"}}"#),
    ] {
        assert!(!is_allowed(&simulate(&claims, &source)), "{claims}");
    }
}

#[test]
fn what_aws_would_know_but_was_not_given_counts_against_the_caller() {
    for (effect, condition) in [
        ("Allow", r#"{"StringNotEquals":{"sts:RoleSessionName":"admin"}}"#),
        ("Allow", r#"{"StringEqualsIfExists":{"aws:RequestedRegion":"eu-west-1"}}"#),
        ("Allow", r#"{"ForAllValues:StringLike":{"aws:ResourceTag/team":"a"}}"#),
    ] {
        let simulation = simulate(CLAIMS, &policy(effect, condition));
        let condition = &simulation.decision().expect("decided").trace()[0].conditions[0];
        assert_eq!(condition.because, Because::KeyNotGiven, "{condition:?}");
        assert!(!is_allowed(&simulation));
        assert_eq!(simulation.confidence(), Confidence::Assumed);
    }
    let source = policy("Allow", r#"{"StringNotEquals":{"sts:RoleSessionName":"admin"}}"#);
    let simulation = simulate_as(CLAIMS, &source, |call| {
        call.session = RoleSession { name: Some("m-1"), ..RoleSession::default() };
    });
    assert!(is_allowed(&simulation));
}

#[test]
fn keys_that_are_always_or_only_for_some_issuers_there() {
    let time = policy("Allow", r#"{"Null":{"aws:CurrentTime":"false","aws:EpochTime":"false"}}"#);
    assert!(is_allowed(&simulate(CLAIMS, &time)));

    let provider = "arn:aws:iam::012345678910:oidc-provider/token.actions.githubusercontent.com";
    let claims = r#"{"iss":"https://token.actions.githubusercontent.com","aud":"sts.amazonaws.com",
        "sub":"repo:acme/web:ref:refs/heads/main","repository":"acme/web","event_name":"push"}"#;
    for (claim, value, allowed) in [("repository", "acme/web", true), ("event_name", "push", false)]
    {
        let key = format!("token.actions.githubusercontent.com:{claim}");
        let source = policy("Allow", &format!(r#"{{"StringEquals":{{"{key}":"{value}"}}}}"#))
            .replace(PROVIDER, provider);
        let simulation = simulate(claims, &source);
        assert_eq!(is_allowed(&simulation), allowed, "{claim}");
        let diagnosed = diagnose_call(&simulation, &source)
            .iter()
            .any(|it| it.id == "claim.not-a-condition-key");
        assert_ne!(diagnosed, allowed, "{claim}");
    }
}

/// `aud` names several, so AWS's `oaud` is not known.
#[test]
fn negation_does_not_open_on_several_values() {
    let claims = CLAIMS.replace(
        r#""aud":"sts.amazonaws.com""#,
        r#""azp":"sts.amazonaws.com","aud":["bad","good"]"#,
    );
    let source = policy("Allow", r#"{"StringNotEquals":{"oidc.fly.io/acme:oaud":"bad"}}"#);
    assert!(!is_allowed(&simulate(&claims, &source)));
}

#[test]
fn algorithms_are_those_of_aws() {
    let source = policy("Allow", "{}");
    let policy = TrustPolicy::parse(&source, &Limits::default()).expect("a policy");
    let keys = KeySet::parse(r#"{"keys":[]}"#, &Limits::default()).expect("keys");
    let claims = CLAIMS.replace("\"iss\"", r#""iat":0,"exp":600,"iss""#);
    let mut outcomes = Vec::new();
    for algorithm in ["RS256", "RS512", "EdDSA", "HS256", "none"] {
        let header = format!(r#"{{"alg":"{algorithm}"}}"#);
        let part = |text: &str| encoding::encode(text.as_bytes());
        let token = format!("{}.{}.{}", part(&header), part(&claims), part("signature"));
        let now = Timestamp::from_seconds(1).expect("a time");
        let call = AssumeRole {
            keys: Some(&keys),
            ..AssumeRole::new(Presented::Token(&token), &policy, now)
        };
        let simulation = aws::simulate(&call);
        let stages = &simulation.stages;
        let stage = stages.iter().find(|it| it.name == StageName::Signature).expect("a stage");
        let failed = matches!(stage.outcome, StageOutcome::Failed(_));
        outcomes.push((algorithm, simulation.signature, failed));
    }
    assert_eq!(outcomes[0], ("RS256", SignatureStatus::NoKey, true));
    assert!(
        outcomes[2..]
            .iter()
            .all(|(_, status, failed)| { *status == SignatureStatus::NotChecked && *failed })
    );
}

#[test]
fn only_what_was_recorded_is_called_observed() {
    let source = policy("Allow", "{}");
    let policy = TrustPolicy::parse(&source, &Limits::default()).expect("a policy");
    let now = Timestamp::from_seconds(0).expect("a time");
    let confidence =
        |token: &str| match aws::simulate(&AssumeRole::new(Presented::Token(token), &policy, now))
            .outcome
        {
            CallOutcome::Error(error) => error.confidence,
            other => panic!("{other:?}"),
        };
    assert_eq!(confidence("not a token"), Confidence::Observed);
    assert_eq!(confidence("eyJhbGciOiJSUzI1NiJ9=.e30.AA"), Confidence::Assumed);
}

#[test]
fn each_action_that_a_token_needs_is_decided_by_itself() {
    let claims = CLAIMS.replace(
        "\"iss\"",
        r#""https://aws.amazon.com/tags":{"principal_tags":{"Team":["a"]},"transitive_tag_keys":["Team"]},
           "https://aws.amazon.com/source_identity":"ann","iss""#,
    );
    let source = policy("Allow", "{}");
    let simulation = simulate(&claims, &source);
    let decided: Vec<_> = simulation
        .actions
        .iter()
        .map(|it| (it.action, it.decision.outcome() == assumable::Outcome::Allowed))
        .collect();
    assert_eq!(
        decided,
        [
            (aws::ASSUME_ROLE_WITH_WEB_IDENTITY, true),
            ("sts:TagSession", false),
            ("sts:SetSourceIdentity", false)
        ]
    );
    let CallOutcome::Denied(error) = simulation.outcome else {
        panic!("the policy does not allow sts:TagSession");
    };
    assert_eq!(error.message, "Not authorized to perform sts:TagSession");
    assert_eq!(error.confidence, Confidence::Assumed);

    // Each may be allowed by another statement, with conditions of its own.
    let statement = |action: &str, condition: &str| {
        format!(
            r#"{{"Effect":"Allow","Principal":{{"Federated":"{PROVIDER}"}},"Action":"{action}","Condition":{condition}}}"#
        )
    };
    let source = |team: &str| {
        let tag = format!(
            r#"{{"StringEquals":{{"aws:RequestTag/Team":"{team}"}},"ForAllValues:StringEquals":{{"aws:TagKeys":"Team","sts:TransitiveTagKeys":"Team"}}}}"#
        );
        let statements = [
            statement(aws::ASSUME_ROLE_WITH_WEB_IDENTITY, "{}"),
            statement("sts:TagSession", &tag),
            statement("sts:SetSourceIdentity", r#"{"StringLike":{"sts:SourceIdentity":"a*"}}"#),
        ];
        format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
    };
    assert!(!is_allowed(&simulate(&claims, &source("b"))));
    let simulation = simulate(&claims, &source("a"));
    let CallOutcome::Allowed(identity) = simulation.outcome else { panic!("all are allowed") };
    assert_eq!(identity.source_identity.as_deref(), Some("ann"));
}

/// The fix does what it says: the same token is then admitted.
#[test]
fn a_missing_action_can_be_added() {
    let claims =
        CLAIMS.replace("\"iss\"", r#""https://aws.amazon.com/tags/principal_tags/Team":"a","iss""#);
    let source = policy("Allow", "{}");
    let diagnoses = diagnose_call(&simulate(&claims, &source), &source);
    let [diagnosis] = &*diagnoses else { panic!("{diagnoses:?}") };
    assert_eq!(diagnosis.id, "policy.tag-session");
    let fixed = diagnosis.fix.as_ref().and_then(|fix| fix.apply(&source)).expect("an edit");
    assert!(is_allowed(&simulate(&claims, &fixed)), "{fixed}");

    // An explicit deny is not mended by allowing more.
    let deny = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":"{PROVIDER}"}},"Action":"sts:AssumeRoleWithWebIdentity"}},{{"Effect":"Deny","Principal":{{"Federated":"{PROVIDER}"}},"Action":"sts:TagSession"}}]}}"#
    );
    let diagnoses = diagnose_call(&simulate(&claims, &deny), &deny);
    assert!(diagnoses.iter().all(|it| it.fix.as_ref().is_none_or(|fix| fix.edits.is_empty())));
}

/// A stage's failure has a cause of its own; the policy's headline does not take it for its own.
#[test]
fn stages_have_diagnoses() {
    let source = policy("Allow", r#"{"StringEquals":{"oidc.fly.io/acme:email":"a@b"}}"#);
    let claims = CLAIMS.replace("sts.amazonaws.com", "other");
    let simulation = simulate(&claims, &source);
    let diagnoses = diagnose_call(&simulation, &source);
    let found: Vec<_> = diagnoses.iter().map(|it| (it.stage, it.id)).collect();
    assert_eq!(
        found,
        [(StageName::Audience, "aud.not-in-provider"), (StageName::TrustPolicy, "claim.missing")]
    );
    let decision = simulation.decision().expect("decided");
    let text = explain_decision(decision, &diagnoses, &source);
    let headline = text.lines().next().expect("a headline");
    assert!(headline.contains("`email`"), "{headline}");
}

#[test]
fn claims_for_aws_have_a_form() {
    let source = policy("Allow", "{}").replace(
        r#""sts:AssumeRoleWithWebIdentity""#,
        r#"["sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity"]"#,
    );
    let answer = |claim: &str| {
        let claims = CLAIMS.replace("\"iss\"", &format!("{claim},\"iss\""));
        let simulation = simulate_as(&claims, &source, |call| {
            call.role.arn = Some("arn:aws:iam::012345678910:role/reader");
        });
        match simulation.outcome {
            CallOutcome::Allowed(_) => "allowed".to_owned(),
            CallOutcome::Denied(error) | CallOutcome::Error(error) => error.message,
        }
    };
    let tags = |tags: &str| format!(r#""https://aws.amazon.com/tags":{tags}"#);
    let roles = |roles: &str| format!(r#""https://aws.amazon.com/roles":{roles}"#);
    let (format, generic) = (
        "principal_tags passed in claim is not in correct format.",
        "The web identity token provided could not be validated. See the \
         AssumeRoleWithWebIdentity documentation for requirements.",
    );
    let (none, other, unsupported) = (
        "The roles claim contains no valid role ARNs",
        "The target role ARN is not present in the roles claim of the identity token",
        "The roles claim is not in a supported format",
    );
    let many = (0..51).map(|tag| format!(r#""{tag}":["a"]"#)).collect::<Vec<_>>().join(",");
    for (claim, expected) in [
        (tags("null"), "allowed"),
        (tags("{}"), "allowed"),
        (tags(r#"{"principal_tags":{"Team":["a"]}}"#), "allowed"),
        (tags(r#"{"principal_tags":{"Team":[""]}}"#), "allowed"),
        (tags(r#"{"principal_tags":{"Team":"a"}}"#), format),
        (tags(r#"{"principal_tags":{"Team":["a","b"]}}"#), format),
        (tags(r#"{"principal_tags":{"Team":[7]}}"#), format),
        (tags(r#"{"principal_tags":["Team"]}"#), format),
        (tags(&format!(r#"{{"principal_tags":{{{many}}}}}"#)), generic),
        (tags(r#"{"principal_tags":{"aws:x":["a"]}}"#), generic),
        (tags(r#"{"principal_tags":{"a":["a"],"A":["a"]}}"#), generic),
        (
            tags(r#"{"transitive_tag_keys":["Team"]}"#),
            "The specified transitive tag key must be included in the requested tags.",
        ),
        (r#""https://aws.amazon.com/tags/principal_tags/Team":"a""#.into(), "allowed"),
        (r#""https://aws.amazon.com/tags/principal_tags/Team":["a"]"#.into(), format),
        (r#""https://aws.amazon.com/source_identity":"ann""#.into(), "allowed"),
        (r#""https://aws.amazon.com/source_identity":"a""#.into(), generic),
        (r#""https://aws.amazon.com/source_identity":"aws:a""#.into(), generic),
        (roles(r#"" arn:aws:iam::012345678910:role/reader ;x""#), "allowed"),
        (roles(r#"[" arn:aws:iam::012345678910:role/reader", 7]"#), "allowed"),
        (roles(r#""arn:aws:iam::012345678910:role/other""#), other),
        (roles(r#""""#), none),
        (roles(r#"["reader", "arn:aws:iam::012345678910:user/reader"]"#), none),
        (roles("7"), unsupported),
    ] {
        assert_eq!(answer(&claim), expected, "{claim}");
    }
}

#[test]
fn a_session_is_not_longer_than_the_role_allows() {
    let answer = |asked: i64, most: u32| {
        simulate_as(CLAIMS, &policy("Allow", "{}"), |call| {
            call.session =
                RoleSession { duration: Some(asked), name: Some("m-1"), ..RoleSession::default() };
            call.role = Role {
                arn: Some("arn:aws:iam::012345678910:role/team/reader"),
                max_session_duration: Some(Seconds(most)),
                ..Role::default()
            };
        })
        .outcome
    };
    let CallOutcome::Error(error) = answer(7200, 3600) else { panic!("longer than the maximum") };
    assert_eq!(error.code, "ValidationError");
    let CallOutcome::Allowed(identity) = answer(7200, 7200) else { panic!("within the maximum") };
    assert_eq!(identity.duration, Seconds(7200));
    assert_eq!(identity.expires_at.seconds(), 7200);
    assert_eq!(
        identity.assumed_role.as_deref(),
        Some("arn:aws:sts::012345678910:assumed-role/reader/m-1")
    );
}

#[test]
fn providers() {
    let google = policy("Allow", "{}").replace(PROVIDER, "accounts.google.com");
    let claims = CLAIMS.replace("https://oidc.fly.io/acme", "accounts.google.com");
    let role = |call: &mut AssumeRole<'_>| {
        call.role.arn = Some("arn:aws:iam::012345678910:role/reader");
    };
    assert!(is_allowed(&simulate_as(&claims, &google, role)));

    let source = policy("Allow", "{}");
    let provider = |arn: &'static str| {
        simulate_as(CLAIMS, &source, |call| {
            role(call);
            call.provider.arn = Some(arn);
        })
    };
    assert!(is_allowed(&provider(PROVIDER)));
    for wrong in [
        "arn:aws:iam::999999999999:oidc-provider/oidc.fly.io/acme",
        "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/ACME",
        "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/other",
    ] {
        assert!(matches!(provider(wrong).outcome, CallOutcome::Error(_)), "{wrong}");
    }
}

/// A fix never does what its sentence does not say, and never takes wildcards from a token.
#[test]
fn fixes_are_offered_only_where_they_are_safe() {
    let edit = |subject: &str, condition: &str| {
        let claims = CLAIMS.replace("acme:foo-bar:m", subject);
        let source = policy("Allow", condition);
        let diagnoses = diagnose_call(&simulate(&claims, &source), &source);
        diagnoses
            .into_iter()
            .next()
            .map(|it| (it.id, it.fix.and_then(|fix| Some(fix.edits.first()?.replacement.clone()))))
    };
    let sub = |operator: &str, value: &str| {
        format!(r#"{{"{operator}":{{"oidc.fly.io/acme:sub":"{value}"}}}}"#)
    };
    let like = sub("StringLike", "acme:foo-bar:*");
    assert_eq!(edit("acme:cat:m", &like), Some(("sub.other-app", Some(r#""acme:cat:*""#.into()))));
    assert_eq!(edit("acme:*:m", &like), Some(("sub.other-app", None)));
    assert_eq!(edit("acme:${x}:m", &like), Some(("sub.other-app", None)));
    assert_eq!(edit("acme:c\\u200bat:m", &like), Some(("sub.other-app", None)));
    assert_eq!(edit("evil:foo-bar:m", &like), Some(("sub.other-organization", None)));
    for excluded in [sub("StringNotEquals", "acme:evil:m"), sub("StringNotLike", "acme:evil:*")] {
        assert_eq!(edit("acme:evil:m", &excluded), Some(("policy.excluded-value", None)));
    }
    assert_eq!(
        edit("acme:foo-bar:m", &sub("StringEquals", "acme:Foo-Bar:m")),
        Some(("sub.case", Some(r#""acme:foo-bar:m""#.into())))
    );
    let equals = sub("StringEquals", "acme:foo-bar:*");
    assert_eq!(
        edit("acme:foo-bar:m", &equals),
        Some(("policy.wildcard-in-equals", Some(r#""StringLike""#.into())))
    );
    let taken = r#"{"StringEquals":{"oidc.fly.io/acme:sub":"acme:*"},"StringLike":{"oidc.fly.io/acme:aud":"*"}}"#;
    assert_eq!(edit("acme:foo-bar:m", taken), Some(("policy.wildcard-in-equals", None)));
    let shared = r#"{"StringEquals":{"oidc.fly.io/acme:sub":"acme:*","oidc.fly.io/acme:aud":"sts.amazonaws.com"}}"#;
    assert_eq!(
        edit("acme:foo-bar:m", shared),
        Some(("policy.wildcard-in-equals", Some(r#""StringLike""#.into())))
    );
    // What another condition takes literally must not become a pattern.
    let literal = r#"{"StringEquals":{"oidc.fly.io/acme:sub":"acme:*","oidc.fly.io/acme:aud":["a*","sts.amazonaws.com"]}}"#;
    assert_eq!(edit("acme:foo-bar:m", literal), Some(("policy.wildcard-in-equals", None)));
}

#[test]
fn an_explicit_deny_has_no_fix_of_an_allow() {
    let deny = policy("Deny", "{}");
    let [diagnosis] = &*diagnose_call(&simulate(CLAIMS, &deny), &deny) else { panic!("one") };
    assert_eq!(diagnosis.id, "policy.explicit-deny");
    assert!(diagnosis.fix.as_ref().is_some_and(|fix| fix.edits.is_empty()));
}

/// A claim can neither move the cursor, forge a line nor turn the direction of writing.
#[test]
fn claims_cannot_write_the_explanation() {
    let hostile = r"acme:cat` is trusted\u001b[2J\nallowed; statement 1\u202e\u061c\u200b:m";
    let source = policy("Allow", r#"{"StringLike":{"oidc.fly.io/acme:sub":"acme:foo-bar:*"}}"#);
    let claims = CLAIMS.replace("acme:foo-bar:m", hostile);
    let simulation = simulate(&claims, &source);
    let diagnoses = diagnose_call(&simulation, &source);
    let decision = simulation.decision().expect("decided");
    for text in [
        explain_simulation(&simulation, &diagnoses, &source),
        explain_decision(decision, &diagnoses, &source),
    ] {
        assert!(text.contains(r"\u{1b}[2J\u{a}allowed"), "{text}");
        let headline = text.lines().next().expect("a headline");
        assert_eq!(headline.matches('`').count(), 4, "{headline}");
        let hidden = ['\u{1b}', '\u{202e}', '\u{61c}', '\u{200b}'];
        assert!(!text.contains(hidden), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("allowed")), "{text}");
    }
}

/// What a decision may cost is bounded where the text is, not where the time is.
#[test]
fn conditions_hold_a_bounded_amount_of_text() {
    let refused = |condition: String| {
        let errors = TrustPolicy::parse(&policy("Allow", &condition), &Limits::default());
        assumable::Explain::code(errors.expect_err("too much").iter().next().expect("an error"))
    };
    let values = "\"\",".repeat(20_000);
    assert_eq!(
        refused(format!(r#"{{"StringNotLike":{{"a:b":[{values}""]}}}}"#)),
        "policy-too-much-text"
    );
    let long = "*a".repeat(9_000);
    assert_eq!(
        refused(format!(r#"{{"StringNotLike":{{"a:b":"{long}"}}}}"#)),
        "policy-too-much-text"
    );
}

#[test]
fn long_values_are_cut_in_explanations() {
    let claims = CLAIMS.replace("acme:foo-bar:m", &"x".repeat(10_000));
    let source = policy("Allow", r#"{"StringLike":{"oidc.fly.io/acme:sub":"y"}}"#);
    let simulation = simulate(&claims, &source);
    assert!(explain_simulation(&simulation, &[], &source).len() < 4_000);
}

const PROVIDER: &str = "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme";

const CLAIMS: &str =
    r#"{"iss":"https://oidc.fly.io/acme","sub":"acme:foo-bar:m","aud":"sts.amazonaws.com"}"#;
