//! Every operator against a direct, slow reading of the truth table, on random conditions.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use std::cmp::Ordering;

use assumable::aws::{self, ContextType, ContextValue, Request, RequestContext, TrustPolicy};
use assumable::{Limits, Outcome};
use proptest::prelude::*;
use serde_json::json;

/// Some operators of one type, with values to try. What fits what is written down by hand: a value
/// of the policy is a list of the ranks it fits, a value of the request has one rank.
struct Family {
    operators: &'static [(&'static str, Reading)],
    /// `None`: malformed.
    policy: &'static [(&'static str, Option<&'static [i32]>)],
    request: &'static [(&'static str, Option<i32>)],
    /// A malformed value of the request makes even a negated operator false.
    strict: bool,
    /// A malformed value of the policy fails the statement.
    fails: bool,
}

#[derive(Clone, Copy)]
enum Reading {
    Member,
    NoMember,
    Order(fn(Ordering) -> bool),
}
use Reading::{Member, NoMember, Order};

const FAMILIES: [Family; 8] = [
    Family {
        operators: &[("StringEquals", Member), ("StringNotEquals", NoMember)],
        policy: &[("a", Some(&[1])), ("*", Some(&[2])), ("A", Some(&[3])), ("", Some(&[4]))],
        request: &[("a", Some(1)), ("*", Some(2)), ("A", Some(3)), ("", Some(4)), ("b", Some(5))],
        strict: false,
        fails: false,
    },
    Family {
        operators: &[("StringEqualsIgnoreCase", Member), ("StringNotEqualsIgnoreCase", NoMember)],
        policy: &[("a", Some(&[1])), ("B", Some(&[2])), ("ΟΣ", Some(&[3]))],
        request: &[("A", Some(1)), ("b", Some(2)), ("ος", Some(3)), ("c", Some(4))],
        strict: false,
        fails: false,
    },
    Family {
        operators: &[("StringLike", Member), ("StringNotLike", NoMember)],
        policy: &[("a*", Some(&[1, 2, 3])), ("a?", Some(&[2])), ("*b", Some(&[2, 4]))],
        request: &[
            ("a", Some(1)),
            ("ab", Some(2)),
            ("abc", Some(3)),
            ("b", Some(4)),
            ("", Some(5)),
        ],
        strict: false,
        fails: false,
    },
    Family {
        operators: &[
            ("NumericEquals", Member),
            ("NumericNotEquals", NoMember),
            ("NumericLessThan", Order(Ordering::is_lt)),
            ("NumericLessThanEquals", Order(Ordering::is_le)),
            ("NumericGreaterThan", Order(Ordering::is_gt)),
            ("NumericGreaterThanEquals", Order(Ordering::is_ge)),
        ],
        policy: &[("-1", Some(&[-1])), ("0.5", Some(&[0])), ("01", Some(&[1])), ("NaN", None)],
        request: &[
            ("-1.0", Some(-1)),
            (".5", Some(0)),
            ("1", Some(1)),
            ("9", Some(9)),
            ("x", None),
        ],
        strict: false,
        fails: false,
    },
    Family {
        operators: &[
            ("DateEquals", Member),
            ("DateNotEquals", NoMember),
            ("DateLessThan", Order(Ordering::is_lt)),
            ("DateLessThanEquals", Order(Ordering::is_le)),
            ("DateGreaterThan", Order(Ordering::is_gt)),
            ("DateGreaterThanEquals", Order(Ordering::is_ge)),
        ],
        policy: &[("1970-01-01", Some(&[0])), ("1970-01-01T00:00:01Z", Some(&[1])), ("x", None)],
        request: &[("0", Some(0)), ("1", Some(1)), ("2", Some(2)), ("soon", None)],
        strict: false,
        fails: false,
    },
    Family {
        operators: &[("Bool", Member)],
        policy: &[("true", Some(&[1])), ("FALSE", Some(&[0])), ("yes", Some(&[0]))],
        request: &[("True", Some(1)), ("false", Some(0)), ("", Some(0)), ("1", Some(0))],
        strict: false,
        fails: false,
    },
    Family {
        operators: &[("IpAddress", Member), ("NotIpAddress", NoMember)],
        policy: &[
            ("10.0.0.0/31", Some(&[0, 1])),
            ("10.0.0.1", Some(&[1])),
            ("2001:db8::/64", Some(&[6])),
            ("2001:db8::1/64", Some(&[])),
            ("x", None),
        ],
        request: &[
            ("10.0.0.0", Some(0)),
            ("::ffff:10.0.0.1", Some(1)),
            ("10.0.0.2", Some(2)),
            ("2001:db8::1", Some(6)),
            ("x", None),
        ],
        strict: true,
        fails: false,
    },
    Family {
        operators: &[
            ("ArnEquals", Member),
            ("ArnLike", Member),
            ("ArnNotEquals", NoMember),
            ("ArnNotLike", NoMember),
        ],
        policy: &[
            ("arn:aws:iam::1:user/*", Some(&[1, 2])),
            ("arn:aws:iam::*:*/a", Some(&[1, 3])),
            ("x", None),
        ],
        request: &[
            ("arn:aws:iam::1:user/a", Some(1)),
            ("arn:aws:iam::1:user/b", Some(2)),
            ("arn:aws:iam::1:role/a", Some(3)),
            ("x", None),
        ],
        strict: true,
        fails: true,
    },
];

#[derive(Debug)]
struct Case {
    family: usize,
    operator: usize,
    qualifier: usize,
    if_exists: bool,
    deny: bool,
    policy: Vec<usize>,
    /// Whether the key is of list type, and its values.
    request: Option<(bool, Vec<usize>)>,
}

fn cases() -> impl Strategy<Value = Case> {
    let request = prop_oneof![
        1 => Just(None),
        4 => any::<usize>().prop_map(|value| Some((false, vec![value]))),
        4 => prop::collection::vec(any::<usize>(), 0..4).prop_map(|values| Some((true, values))),
    ];
    let policy = prop::collection::vec(any::<usize>(), 0..4);
    (any::<[usize; 3]>(), any::<[bool; 2]>(), policy, request).prop_map(
        |([family, operator, qualifier], [if_exists, deny], policy, request)| Case {
            family: family % FAMILIES.len(),
            operator,
            qualifier: qualifier % 3,
            if_exists,
            deny,
            policy,
            request,
        },
    )
}

/// The condition as a person reads it in AWS's pages. `Err`: the statement cannot be evaluated.
fn reading(case: &Case) -> Result<bool, ()> {
    let family = &FAMILIES[case.family];
    let (_, reading) = family.operators[case.operator % family.operators.len()];
    let negated = matches!(reading, NoMember);
    let Some((list, values)) = &case.request else {
        return Ok(match case.qualifier {
            1 => true,
            2 => case.if_exists,
            _ => case.if_exists || negated,
        });
    };
    if *list && case.qualifier == 0 {
        return Ok(false);
    }
    let holds = |value: &usize| {
        let (_, actual) = family.request[value % family.request.len()];
        if family.strict && actual.is_none() {
            return Ok(false);
        }
        for value in &case.policy {
            let (_, expected) = family.policy[value % family.policy.len()];
            let Some(expected) = expected else {
                if family.fails {
                    return Err(());
                }
                continue;
            };
            let fits = match (actual, reading) {
                (None, _) => false,
                (Some(actual), Member | NoMember) => expected.contains(&actual),
                (Some(actual), Order(order)) => order(actual.cmp(&expected[0])),
            };
            if fits {
                return Ok(!negated);
            }
        }
        Ok(negated)
    };
    let all = case.qualifier == 1;
    for value in values {
        if holds(value)? != all {
            return Ok(!all);
        }
    }
    Ok(all)
}

fn decided(case: &Case) -> bool {
    let family = &FAMILIES[case.family];
    let (name, _) = family.operators[case.operator % family.operators.len()];
    let qualifier = ["", "ForAllValues:", "ForAnyValue:"][case.qualifier];
    let name = format!("{qualifier}{name}{}", if case.if_exists { "IfExists" } else { "" });
    let values: Vec<&str> =
        case.policy.iter().map(|value| family.policy[value % family.policy.len()].0).collect();
    let statement = |effect: &str| json!({ "Effect": effect, "Principal": { "Federated": "p" }, "Action": "*" });
    let mut conditional = statement(if case.deny { "Deny" } else { "Allow" });
    conditional["Condition"] = json!({ name: { "x:y": values } });
    let mut statements = vec![conditional];
    if case.deny {
        statements.push(statement("Allow"));
    }
    let policy = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let policy = TrustPolicy::parse(&policy, &Limits::default()).unwrap();
    let mut context = RequestContext::default();
    if let Some((list, values)) = &case.request {
        let text = |value: &usize| family.request[value % family.request.len()].0.to_owned();
        let kind = if *list { ContextType::StringList } else { ContextType::String };
        let values = values.iter().map(text).collect();
        context.insert("x:y", ContextValue { kind, values });
    }
    let request = Request { federated: "p", action: "a:b", context: &context };
    let allowed = aws::evaluate(&policy, request).outcome() == Outcome::Allowed;
    allowed != case.deny
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn operators_follow_the_truth_table(case in cases()) {
        // What cannot be evaluated keeps an Allow from applying, and lets a Deny apply.
        let expected = reading(&case).unwrap_or(case.deny);
        prop_assert_eq!(decided(&case), expected);
    }
}
