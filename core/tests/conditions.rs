//! Conditions decided as the real AWS was recorded deciding them.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use assumable::aws::{self, ContextType, ContextValue, Request, RequestContext, TrustPolicy};
use assumable::{Explain as _, Limits, Outcome};
use serde_json::{Value, json};

/// Every recorded row whose operators this version decides agrees with the record; the others are
/// refused by name rather than guessed.
#[test]
fn recorded_decisions() {
    let rows: Vec<Value> =
        serde_json::from_str(include_str!("../../vectors/aws/conditions.json")).unwrap();
    let (mut decided, mut not_decided, mut divergent) = (0, 0, Vec::new());
    for row in rows.iter().filter(|row| row["expect"] != "store-error") {
        match decide(row) {
            Some(outcome) if outcome == row["expect"] => decided += 1,
            Some(_) => divergent.push(row["id"].as_str().unwrap().to_owned()),
            None => not_decided += 1,
        }
    }
    assert_eq!(divergent, Vec::<String>::new());
    assert_eq!((decided, not_decided), (DECIDED, NOT_DECIDED));
}

fn decide(row: &Value) -> Option<&'static str> {
    let source = document(row).to_string();
    let policy = match TrustPolicy::parse(&source, &Limits::default()) {
        Ok(policy) => policy,
        Err(errors) => {
            let refused = |code| NAMED_REFUSALS.contains(&code);
            assert!(errors.iter().all(|error| refused(error.code())), "{}: {errors}", row["id"]);
            return None;
        }
    };
    let context = context(&row["context"]);
    let request = Request { federated: "provider", action: "iam:TagUser", context: &context };
    Some(match aws::evaluate(&policy, request).outcome() {
        Outcome::Allowed => "allow",
        Outcome::Denied => "deny",
    })
}

/// The recorded calls went through `iam:TagUser`; the language is the same.
fn document(row: &Value) -> Value {
    let statement = |effect: &Value| json!({ "Effect": effect, "Principal": { "Federated": "provider" }, "Action": "iam:*" });
    let mut conditional = statement(&row["effect"]);
    conditional["Condition"] = row["condition"].clone();
    let mut statements = vec![conditional];
    if row["base_allow"] == true {
        statements.push(statement(&json!("Allow")));
    }
    json!({ "Version": row["version"], "Statement": statements })
}

fn context(entries: &Value) -> RequestContext {
    let mut context = RequestContext::default();
    for (key, entry) in entries.as_object().unwrap() {
        let kind = match entry["type"].as_str().unwrap() {
            "StringList" => ContextType::StringList,
            _ => ContextType::String,
        };
        let values = entry["values"].as_array().unwrap();
        let values = values.iter().map(|value| value.as_str().unwrap().to_owned()).collect();
        context.insert(key, ContextValue { kind, values });
    }
    context
}

const NAMED_REFUSALS: [&str; 2] = ["policy-operator-not-decided", "policy-variable-not-decided"];
/// Rows of the string operators and `Null`.
const DECIDED: usize = 164;
const NOT_DECIDED: usize = 400;
