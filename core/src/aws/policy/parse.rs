use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Actions, Condition, PrincipalKind, Principals, Statement, TrustPolicy, Version};
use crate::aws::operator::Operator;
use crate::aws::suggest::nearest;
use crate::decision::Effect;
use crate::error::{Explain as _, JsonError, PolicyError, PolicyErrors};
use crate::json::{self, Kind, Member, Object, Value};
use crate::limits::Limits;
use crate::span::{Span, Spanned};

pub(super) fn parse(source: &str, limits: &Limits) -> Result<TrustPolicy, PolicyErrors> {
    let document = document(source, limits)
        .map_err(|error| PolicyErrors(alloc::vec![PolicyError::Json(error)]))?;
    let mut parser = Parser { errors: Vec::new() };
    let policy = parser.policy(&document);
    parser.bound_text(policy.as_ref(), limits.condition_bytes, document.span);
    match policy {
        Some(policy) if parser.errors.is_empty() => Ok(policy),
        _ => {
            parser.errors.sort_by_key(|error| error.span().unwrap_or_default().start);
            Err(PolicyErrors(parser.errors))
        }
    }
}

fn document(source: &str, limits: &Limits) -> Result<Value, JsonError> {
    if source.len() > limits.policy_bytes {
        return Err(JsonError::TooLong { actual: source.len(), limit: limits.policy_bytes });
    }
    json::parse(source, limits.json_depth)
}

/// Reads on after an error, so that all are found: `None` stands for what was not understood.
struct Parser {
    errors: Vec<PolicyError>,
}

impl Parser {
    fn policy(&mut self, document: &Value) -> Option<TrustPolicy> {
        let object = self.object("policy", document)?;
        self.refuse_unknown(object, &POLICY_ELEMENTS);
        if let Some(id) = object.get("Id") {
            self.string("Id", id);
        }
        let version = object.get("Version").and_then(|value| self.version(value));
        let statement = self.required(object, "Statement", document.span)?;
        let statements = match &statement.kind {
            Kind::Array(elements) => {
                elements.iter().map(|element| self.statement(element)).collect()
            }
            _ => alloc::vec![self.statement(statement)],
        };
        let statements = statements.into_iter().collect::<Option<Vec<_>>>()?;
        if statements.is_empty() {
            self.errors.push(PolicyError::Missing { element: "Statement", span: statement.span });
        }
        Some(TrustPolicy { version, statements })
    }

    /// Work is text of the policy times text of the request; this bounds the one side.
    fn bound_text(&mut self, policy: Option<&TrustPolicy>, limit: usize, span: Span) {
        let statements = policy.iter().flat_map(|policy| policy.statements());
        let actual = statements
            .flat_map(|statement| &statement.conditions)
            .flat_map(|condition| {
                let values = condition.values.iter().map(|value| value.value.len() + 1);
                core::iter::once(condition.key.len() + 1).chain(values)
            })
            .sum();
        if actual > limit {
            self.errors.push(PolicyError::TooMuchText { actual, limit, span });
        }
    }

    fn version(&mut self, value: &Value) -> Option<Version> {
        match self.string("Version", value)? {
            "2008-10-17" => Some(Version::V2008),
            "2012-10-17" => Some(Version::V2012),
            other => {
                self.unknown_value("Version", other, "`2012-10-17` or `2008-10-17`", value.span)
            }
        }
    }

    fn statement(&mut self, value: &Value) -> Option<Statement> {
        let object = self.object("Statement", value)?;
        self.refuse_unknown(object, &STATEMENT_ELEMENTS);
        let sid = object.get("Sid").map(|sid| self.string("Sid", sid).map(ToString::to_string));
        let effect = self.effect(object, value.span);
        let principal = self
            .required(object, "Principal", value.span)
            .and_then(|value| Some((self.principals(value)?, value.span)));
        let actions = self.actions(object, value.span);
        let conditions = match object.get("Condition") {
            Some(conditions) => self.conditions(conditions),
            None => Some(Vec::new()),
        };
        let ((principals, principal_span), (actions, action_span)) = (principal?, actions?);
        Some(Statement {
            sid: sid.flatten(),
            effect: effect?,
            principals,
            principal_span,
            actions,
            action_span,
            conditions: conditions?,
            span: value.span,
        })
    }

    fn effect(&mut self, statement: &Object, span: Span) -> Option<Effect> {
        let value = self.required(statement, "Effect", span)?;
        match self.string("Effect", value)? {
            "Allow" => Some(Effect::Allow),
            "Deny" => Some(Effect::Deny),
            other => self.unknown_value("Effect", other, "`Allow` or `Deny`", value.span),
        }
    }

    fn principals(&mut self, value: &Value) -> Option<Principals> {
        if value.as_str() == Some("*") {
            return Some(Principals::Anyone(value.span));
        }
        let kinds = match &value.kind {
            Kind::Object(kinds) => kinds,
            _ => return self.wrong_type("Principal", "an object or `\"*\"`", value),
        };
        let mut listed = Some(Vec::new());
        for Member { name, name_span, value } in kinds.iter() {
            let Some((_, kind)) = PRINCIPAL_KINDS.iter().find(|(known, _)| known == name) else {
                let expected = "`Federated`, `AWS`, `Service` or `CanonicalUser`";
                listed = self.unknown_value("Principal", name, expected, *name_span);
                continue;
            };
            let names = self.strings("Principal", value);
            listed = listed.zip(names).map(|(mut listed, names)| {
                listed.extend(names.into_iter().map(|name| (*kind, name)));
                listed
            });
        }
        listed.map(Principals::Listed)
    }

    fn actions(&mut self, statement: &Object, span: Span) -> Option<(Actions, Span)> {
        let (name, value) = match (statement.get("Action"), statement.member("NotAction")) {
            (Some(value), None) => ("Action", value),
            (None, Some(member)) => ("NotAction", &member.value),
            (None, None) => {
                self.errors.push(PolicyError::Missing { element: "Action", span });
                return None;
            }
            (Some(_), Some(Member { name_span, .. })) => {
                self.errors.push(PolicyError::Conflicting {
                    one: "Action",
                    other: "NotAction",
                    span: *name_span,
                });
                return None;
            }
        };
        let patterns = self.strings(name, value)?;
        Some((Actions { negated: name == "NotAction", patterns }, value.span))
    }

    fn conditions(&mut self, value: &Value) -> Option<Vec<Condition>> {
        let operators = self.object("Condition", value)?;
        let mut conditions = Some(Vec::new());
        for Member { name, name_span, value } in operators.iter() {
            let operator = self.operator(name, *name_span);
            let keys = self.object("Condition", value);
            for member in keys.iter().flat_map(|keys| keys.iter()) {
                let values = self.condition_values(&member.value);
                let condition = operator.zip(values).map(|(operator, values)| Condition {
                    operator,
                    operator_span: *name_span,
                    key: member.name.clone(),
                    values,
                    span: Span::new(member.name_span.start, member.value.span.end),
                });
                conditions = conditions.zip(condition).map(|(mut conditions, condition)| {
                    conditions.push(condition);
                    conditions
                });
            }
            conditions = conditions.filter(|_| operator.is_some() && keys.is_some());
        }
        conditions
    }

    fn operator(&mut self, name: &str, span: Span) -> Option<Operator> {
        let known = Operator::parse(name);
        known
            .map_err(|suggestion| {
                let name = name.to_string();
                self.errors.push(PolicyError::UnknownOperator { name, suggestion, span });
            })
            .ok()
    }

    /// A value or a list of values. Quotes around numbers and booleans are optional.
    fn condition_values(&mut self, value: &Value) -> Option<Vec<Spanned<String>>> {
        one_or_many(value).iter().map(|value| self.condition_value(value)).collect()
    }

    fn condition_value(&mut self, value: &Value) -> Option<Spanned<String>> {
        let text = match &value.kind {
            Kind::String(text) | Kind::Number(text) => text.clone(),
            Kind::Bool(value) => value.to_string(),
            Kind::Null | Kind::Array(_) | Kind::Object(_) => {
                return self.wrong_type("Condition", "strings, numbers or booleans", value);
            }
        };
        Some(Spanned { value: text, span: value.span })
    }

    fn strings(&mut self, element: &'static str, value: &Value) -> Option<Vec<Spanned<String>>> {
        one_or_many(value)
            .iter()
            .map(|value| {
                let text = self.string(element, value)?.to_string();
                Some(Spanned { value: text, span: value.span })
            })
            .collect()
    }

    fn object<'a>(&mut self, element: &'static str, value: &'a Value) -> Option<&'a Object> {
        value.as_object().or_else(|| self.wrong_type(element, "an object", value))
    }

    fn string<'a>(&mut self, element: &'static str, value: &'a Value) -> Option<&'a str> {
        value.as_str().or_else(|| self.wrong_type(element, "a string", value))
    }

    fn required<'a>(
        &mut self,
        object: &'a Object,
        element: &'static str,
        span: Span,
    ) -> Option<&'a Value> {
        let value = object.get(element);
        if value.is_none() {
            self.errors.push(PolicyError::Missing { element, span });
        }
        value
    }

    fn refuse_unknown(&mut self, object: &Object, known: &[&'static str]) {
        for Member { name, name_span: span, .. } in object.iter() {
            if known.contains(&&**name) {
                continue;
            }
            let error = match NOT_IN_TRUST_POLICY.iter().find(|element| *element == name) {
                Some(name) => PolicyError::NotInTrustPolicy { name, span: *span },
                None => PolicyError::UnknownElement {
                    name: name.clone(),
                    suggestion: nearest(name, known.iter().copied()),
                    span: *span,
                },
            };
            self.errors.push(error);
        }
    }

    fn wrong_type<T>(
        &mut self,
        element: &'static str,
        expected: &'static str,
        value: &Value,
    ) -> Option<T> {
        let (found, span) = (value.json_type(), value.span);
        self.errors.push(PolicyError::WrongType { element, expected, found, span });
        None
    }

    fn unknown_value<T>(
        &mut self,
        element: &'static str,
        value: &str,
        expected: &'static str,
        span: Span,
    ) -> Option<T> {
        let value = value.to_string();
        self.errors.push(PolicyError::UnknownValue { element, value, expected, span });
        None
    }
}

/// Brackets around a single value are optional everywhere in the language.
fn one_or_many(value: &Value) -> &[Value] {
    value.as_array().unwrap_or(core::slice::from_ref(value))
}

const POLICY_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

const STATEMENT_ELEMENTS: [&str; 6] =
    ["Sid", "Effect", "Principal", "Action", "NotAction", "Condition"];

const NOT_IN_TRUST_POLICY: [&str; 3] = ["Resource", "NotResource", "NotPrincipal"];

const PRINCIPAL_KINDS: [(&str, PrincipalKind); 4] = [
    ("Federated", PrincipalKind::Federated),
    ("AWS", PrincipalKind::Aws),
    ("Service", PrincipalKind::Service),
    ("CanonicalUser", PrincipalKind::CanonicalUser),
];
