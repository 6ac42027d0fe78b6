//! Condition operators: their names, and what the names are made of.

use alloc::string::String;
use core::fmt;

use super::suggest::nearest;

/// A condition operator, such as `ForAllValues:StringNotLikeIfExists`.
///
/// Source: [condition operators].
///
/// [condition operators]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Operator {
    /// `ForAllValues:` or `ForAnyValue:` before the name.
    pub qualifier: Option<SetQualifier>,
    /// What is tested.
    pub test: Test,
    /// `IfExists` after the name: a missing key satisfies the condition.
    pub if_exists: bool,
}

/// How an operator treats a key of several values.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SetQualifier {
    /// Every value of the request must match; of no values, this is true.
    ForAllValues,
    /// At least one must.
    ForAnyValue,
}

/// What an operator tests.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Test {
    /// A comparison of text.
    String {
        /// How.
        matching: StringMatching,
        /// Whether it must *not* match any of the values.
        negated: bool,
    },
    /// Whether the key is missing (`true`) or there (`false`).
    Null,
}

/// How texts are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StringMatching {
    /// Character for character; `*` and `?` stand for themselves.
    Exact,
    /// After both are lower-cased.
    IgnoreCase,
    /// As a glob.
    Like,
}

/// Why a name is no operator that is decided here.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum NotAnOperator {
    /// The language has it, but it is not decided yet.
    NotDecided,
    /// The language does not have it; perhaps this was meant.
    Unknown(Option<String>),
}

impl Operator {
    pub(super) fn parse(name: &str) -> Result<Self, NotAnOperator> {
        let (qualifier, rest) = split_qualifier(name);
        // `Null` has no `IfExists` form.
        let (rest, if_exists) = match rest.strip_suffix("IfExists") {
            Some(rest) if rest != "Null" => (rest, true),
            _ => (rest, false),
        };
        if let Some((_, test)) = DECIDED.iter().find(|(name, _)| *name == rest) {
            return Ok(Self { qualifier, test: *test, if_exists });
        }
        if NOT_DECIDED.contains(&rest) {
            return Err(NotAnOperator::NotDecided);
        }
        let names = DECIDED.iter().map(|(name, _)| *name).chain(NOT_DECIDED.iter().copied());
        let nearest = nearest(rest, names);
        Err(NotAnOperator::Unknown(nearest.map(|nearest| {
            let prefix = qualifier.map_or("", SetQualifier::prefix);
            let suffix = if if_exists { "IfExists" } else { "" };
            alloc::format!("{prefix}{nearest}{suffix}")
        })))
    }
}

impl SetQualifier {
    fn prefix(self) -> &'static str {
        match self {
            Self::ForAllValues => "ForAllValues:",
            Self::ForAnyValue => "ForAnyValue:",
        }
    }
}

/// As it is written in a policy.
impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.qualifier.map_or("", SetQualifier::prefix))?;
        let name = DECIDED.iter().find(|(_, test)| *test == self.test);
        f.write_str(name.map_or("", |(name, _)| name))?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

fn split_qualifier(name: &str) -> (Option<SetQualifier>, &str) {
    [SetQualifier::ForAllValues, SetQualifier::ForAnyValue]
        .into_iter()
        .find_map(|qualifier| Some((Some(qualifier), name.strip_prefix(qualifier.prefix())?)))
        .unwrap_or((None, name))
}

const fn string(matching: StringMatching, negated: bool) -> Test {
    Test::String { matching, negated }
}

const DECIDED: [(&str, Test); 7] = [
    ("StringEquals", string(StringMatching::Exact, false)),
    ("StringNotEquals", string(StringMatching::Exact, true)),
    ("StringEqualsIgnoreCase", string(StringMatching::IgnoreCase, false)),
    ("StringNotEqualsIgnoreCase", string(StringMatching::IgnoreCase, true)),
    ("StringLike", string(StringMatching::Like, false)),
    ("StringNotLike", string(StringMatching::Like, true)),
    ("Null", Test::Null),
];

const NOT_DECIDED: [&str; 20] = [
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
];

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn names_round_trip() {
        for qualifier in ["", "ForAllValues:", "ForAnyValue:"] {
            for (name, _) in DECIDED {
                let name = alloc::format!("{qualifier}{name}");
                assert_eq!(Operator::parse(&name).unwrap().to_string(), name);
            }
        }
        let name = "ForAnyValue:StringNotLikeIfExists";
        assert_eq!(Operator::parse(name).unwrap().to_string(), name);
    }

    #[test]
    fn misspelt_names_get_a_suggestion() {
        let suggest = |name| match Operator::parse(name) {
            Err(NotAnOperator::Unknown(suggestion)) => suggestion,
            other => panic!("{other:?}"),
        };
        assert_eq!(suggest("stringlike").as_deref(), Some("StringLike"));
        assert_eq!(
            suggest("ForAnyValue:StringEqualIfExists").as_deref(),
            Some("ForAnyValue:StringEqualsIfExists")
        );
        assert_eq!(suggest("NullIfExists").as_deref(), None);
        assert_eq!(suggest("Resource"), None);
        assert_eq!(Operator::parse("Bool"), Err(NotAnOperator::NotDecided));
    }
}
