use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::repeated;
use super::{Actions, Condition, PrincipalKind, Principals, Statement, TrustPolicy, Version};
use crate::aws::operand::Operand;
use crate::aws::operator::Operator;
use crate::aws::suggest::nearest;
use crate::decision::Effect;
use crate::error::{Explain as _, JsonError, PolicyError, PolicyErrors};
use crate::json::{self, Kind, Member, Object, Value};
use crate::limits::Limits;
use crate::sorted::sort_by_key;
use crate::span::{Span, Spanned};

pub(super) fn parse(source: &str, limits: &Limits) -> Result<TrustPolicy, PolicyErrors> {
    let document = document(source, limits)
        .map_err(|error| PolicyErrors(alloc::vec![repeated::or_not_json(error)]))?;
    let mut parser = Parser { errors: Vec::new(), version: None };
    let policy = parser.policy(source, &document);
    parser.bound_text(policy.as_ref(), limits.condition_bytes, document.span);
    match policy {
        Some(policy) if parser.errors.is_empty() => Ok(policy),
        _ => {
            sort_by_key(&mut parser.errors, |error| error.span().unwrap_or_default().start);
            parser.errors.truncate(PolicyErrors::MOST);
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
    version: Option<Version>,
}

impl Parser {
    fn policy(&mut self, source: &str, document: &Value) -> Option<TrustPolicy> {
        let object = self.object("policy", document)?;
        self.refuse_unknown(object, &POLICY_ELEMENTS);
        if let Some(id) = object.get("Id") {
            self.string("Id", id);
        }
        self.version = object.get("Version").and_then(|value| self.version(value));
        let statement = self.required(object, "Statement", document.span)?;
        let statements = all(one_or_many(statement).iter().map(|one| self.statement(one)))?;
        if statements.is_empty() {
            self.errors.push(PolicyError::Empty { element: "Statement", span: statement.span });
        }
        Some(TrustPolicy { source: source.into(), version: self.version, statements })
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
            other => self.unknown_value("Version", other, VERSIONS, value.span),
        }
    }

    fn statement(&mut self, value: &Value) -> Option<Statement> {
        let object = self.object("Statement", value)?;
        self.refuse_unknown(object, &STATEMENT_ELEMENTS);
        let sid = object.get("Sid").and_then(|sid| self.spanned("Sid", sid));
        let effect = self.effect(object, value.span);
        let principal = self.principal(object, value.span);
        let actions = self.actions(object, value.span);
        let conditions = match object.get("Condition") {
            Some(conditions) => self.conditions(conditions),
            None => Some(Vec::new()),
        };
        let ((principals, principal_span), (actions, action_span)) = (principal?, actions?);
        Some(Statement {
            sid,
            effect: effect?,
            principals,
            principal_span,
            actions,
            action_span,
            conditions: conditions?,
            condition_span: object.get("Condition").map(|conditions| conditions.span),
            resources: resources(object),
            span: value.span,
        })
    }

    fn effect(&mut self, statement: &Object, span: Span) -> Option<Effect> {
        let value = self.required(statement, "Effect", span)?;
        match self.string("Effect", value)? {
            "Allow" => Some(Effect::Allow),
            "Deny" => Some(Effect::Deny),
            other => self.unknown_value("Effect", other, EFFECTS, value.span),
        }
    }

    fn principal(&mut self, statement: &Object, span: Span) -> Option<(Principals, Span)> {
        let (name, value) = self.either(statement, "Principal", "NotPrincipal", span)?;
        let principals = match value.as_str() {
            Some("*") if name == "Principal" => Principals::Anyone(value.span),
            _ if name == "Principal" => Principals::Listed(self.principals(name, value)?),
            _ => Principals::Except(self.principals(name, value)?),
        };
        Some((principals, value.span))
    }

    fn principals(
        &mut self,
        element: &'static str,
        value: &Value,
    ) -> Option<Vec<(PrincipalKind, Spanned<String>)>> {
        let kinds = match &value.kind {
            Kind::Object(kinds) => kinds,
            _ if element == "Principal" => {
                return self.wrong_type(element, "an object or `\"*\"`", value);
            }
            _ => return self.wrong_type(element, "an object", value),
        };
        let mut listed = Some(Vec::new());
        for Member { name, name_span, value } in kinds.iter() {
            let Some((known, kind)) = PRINCIPAL_KINDS.iter().find(|(known, _)| known == name)
            else {
                listed = self.unknown_value(element, name, KINDS, *name_span);
                continue;
            };
            let names = self.strings(known, value);
            listed = listed.zip(names).map(|(mut listed, names)| {
                listed.extend(names.into_iter().map(|name| (*kind, name)));
                listed
            });
        }
        listed
    }

    fn actions(&mut self, statement: &Object, span: Span) -> Option<(Actions, Span)> {
        let (name, value) = self.either(statement, "Action", "NotAction", span)?;
        let patterns = self.strings(name, value)?;
        Some((Actions::new(name == "NotAction", patterns), value.span))
    }

    fn conditions(&mut self, value: &Value) -> Option<Vec<Condition>> {
        let operators = self.object("Condition", value)?;
        let mut conditions = Some(Vec::new());
        for Member { name, name_span, value } in operators.iter() {
            let operator = self.operator(name, *name_span);
            let keys = self.object("Condition", value);
            for member in keys.iter().flat_map(|keys| keys.iter()) {
                let Some(values) = self.condition_values(&member.value) else {
                    conditions = None;
                    continue;
                };
                // Without an operator that is decided there is an error already.
                if let Some((operator, conditions)) = operator.zip(conditions.as_mut()) {
                    let variables = self.version == Some(Version::V2012);
                    let operand = |value: &Spanned<String>| {
                        Operand::new(operator.test, &value.value, variables)
                    };
                    conditions.push(Condition {
                        operator,
                        operator_span: *name_span,
                        key: member.name.clone(),
                        key_span: member.name_span,
                        name: member.name.to_ascii_lowercase(),
                        operands: values.iter().map(operand).collect(),
                        values,
                        span: Span::new(member.name_span.start, member.value.span.end),
                    });
                }
            }
            conditions = conditions.filter(|_| keys.is_some());
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
        all(one_or_many(value).iter().map(|value| self.condition_value(value)))
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
        all(one_or_many(value).iter().map(|value| self.spanned(element, value)))
    }

    fn spanned(&mut self, element: &'static str, value: &Value) -> Option<Spanned<String>> {
        let text = self.string(element, value)?.to_string();
        Some(Spanned { value: text, span: value.span })
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

    /// The one of two elements that is there.
    fn either<'a>(
        &mut self,
        object: &'a Object,
        one: &'static str,
        other: &'static str,
        span: Span,
    ) -> Option<(&'static str, &'a Value)> {
        let error = match (object.get(one), object.member(other)) {
            (Some(value), None) => return Some((one, value)),
            (None, Some(member)) => return Some((other, &member.value)),
            (None, None) => PolicyError::Missing { element: one, span },
            (Some(_), Some(member)) => {
                PolicyError::Conflicting { one, other, span: member.name_span }
            }
        };
        self.errors.push(error);
        None
    }

    fn refuse_unknown(&mut self, object: &Object, known: &[&'static str]) {
        for Member { name, name_span: span, .. } in object.iter() {
            if known.contains(&&**name) {
                continue;
            }
            self.errors.push(PolicyError::UnknownElement {
                name: name.clone(),
                suggestion: nearest(name, known.iter().copied()),
                span: *span,
            });
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
        (expected, names): Choice,
        span: Span,
    ) -> Option<T> {
        let suggestion = nearest(value, names.iter().copied());
        let value = value.to_string();
        self.errors.push(PolicyError::UnknownValue { element, value, expected, suggestion, span });
        None
    }
}

fn resources(statement: &Object) -> Vec<Spanned<&'static str>> {
    let mut found: Vec<_> = RESOURCES
        .iter()
        .filter_map(|name| Some(Spanned { value: *name, span: statement.member(name)?.name_span }))
        .collect();
    sort_by_key(&mut found, |name| name.span.start);
    found
}

/// All or nothing; every item is looked at all the same, so that no error stays unsaid.
fn all<T>(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let items: Vec<Option<T>> = items.collect();
    items.into_iter().collect()
}

/// Brackets around a single value are optional everywhere in the language.
fn one_or_many(value: &Value) -> &[Value] {
    value.as_array().unwrap_or(core::slice::from_ref(value))
}

const POLICY_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

const STATEMENT_ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Condition",
    "Resource",
    "NotResource",
];

const RESOURCES: [&str; 2] = ["Resource", "NotResource"];

/// What an element may be, in words and by name.
type Choice = (&'static str, &'static [&'static str]);

const VERSIONS: Choice = ("`2012-10-17` or `2008-10-17`", &["2012-10-17", "2008-10-17"]);

const EFFECTS: Choice = ("`Allow` or `Deny`", &["Allow", "Deny"]);

const KINDS: Choice = (
    "`Federated`, `AWS`, `Service` or `CanonicalUser`",
    &["Federated", "AWS", "Service", "CanonicalUser"],
);

const PRINCIPAL_KINDS: [(&str, PrincipalKind); 4] = [
    ("Federated", PrincipalKind::Federated),
    ("AWS", PrincipalKind::Aws),
    ("Service", PrincipalKind::Service),
    ("CanonicalUser", PrincipalKind::CanonicalUser),
];
