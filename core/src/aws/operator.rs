//! Condition operators: their names, and what the names are made of.

mod meaning;

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
    /// A comparison of decimal numbers.
    Numeric(Relation),
    /// A comparison of points in time.
    Date(Relation),
    /// Whether the text is `true`; every other text counts as `false`.
    Bool,
    /// Whether the bytes are the same.
    Binary,
    /// Whether the address lies in a range.
    IpAddress {
        /// Whether it must lie outside all of the ranges.
        negated: bool,
    },
    /// Whether the name fits, part by part. `ArnEquals` and `ArnLike` are the same.
    Arn {
        /// Whether it is spelt with `Like`.
        like: bool,
        /// Whether it must *not* match any of the values.
        negated: bool,
    },
    /// Whether the key is missing (`true`) or there (`false`).
    Null,
}

/// How the value of the request must relate to that of the policy.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Relation {
    /// The same.
    Equals,
    /// Not the same as any.
    NotEquals,
    /// Less, or earlier.
    LessThan,
    /// Less or the same.
    LessThanEquals,
    /// Greater, or later.
    GreaterThan,
    /// Greater or the same.
    GreaterThanEquals,
}

impl Relation {
    /// Whether it only asks if both are the same.
    #[must_use]
    pub fn is_equality(self) -> bool {
        matches!(self, Self::Equals | Self::NotEquals)
    }
}

impl Test {
    /// Whether it must *not* match any of the values.
    #[must_use]
    pub fn is_negated(self) -> bool {
        match self {
            Self::String { negated, .. }
            | Self::IpAddress { negated }
            | Self::Arn { negated, .. } => negated,
            Self::Numeric(relation) | Self::Date(relation) => relation == Relation::NotEquals,
            Self::Bool | Self::Binary | Self::Null => false,
        }
    }

    /// Whether `*` and `?` in the values are wildcards.
    #[must_use]
    pub fn takes_wildcards(self) -> bool {
        matches!(self, Self::String { matching: StringMatching::Like, .. } | Self::Arn { .. })
    }

    /// Whether `${…}` in the values is replaced. About `Bool` AWS's pages on [operators] and
    /// [variables] disagree; the former is followed.
    ///
    /// [operators]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    /// [variables]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    #[must_use]
    pub fn takes_variables(self) -> bool {
        matches!(self, Self::String { .. } | Self::Arn { .. } | Self::Bool)
    }
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

impl Operator {
    /// As it is written in a policy.
    pub(super) fn name(self) -> String {
        self.parts().concat()
    }

    fn parts(self) -> [&'static str; 3] {
        let name = TESTS.iter().find(|(_, test)| *test == self.test);
        let prefix = self.qualifier.map_or("", SetQualifier::prefix);
        [prefix, name.map_or("", |(name, _)| name), if self.if_exists { "IfExists" } else { "" }]
    }

    /// `Err` holds the operator that was perhaps meant.
    pub(super) fn parse(name: &str) -> Result<Self, Option<String>> {
        let (qualifier, rest) = split_qualifier(name);
        // `Null` has no `IfExists` form.
        let (rest, if_exists) = match rest.strip_suffix("IfExists") {
            Some(rest) if rest != "Null" => (rest, true),
            _ => (rest, false),
        };
        if let Some((_, test)) = TESTS.iter().find(|(name, _)| *name == rest) {
            return Ok(Self { qualifier, test: *test, if_exists });
        }
        let nearest = nearest(rest, TESTS.iter().map(|(name, _)| *name));
        Err(nearest.map(|nearest| {
            let prefix = qualifier.map_or("", SetQualifier::prefix);
            let suffix = if if_exists { "IfExists" } else { "" };
            alloc::format!("{prefix}{nearest}{suffix}")
        }))
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
        self.parts().into_iter().try_for_each(|part| f.write_str(part))
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

const TESTS: [(&str, Test); 27] = [
    ("StringEquals", string(StringMatching::Exact, false)),
    ("StringNotEquals", string(StringMatching::Exact, true)),
    ("StringEqualsIgnoreCase", string(StringMatching::IgnoreCase, false)),
    ("StringNotEqualsIgnoreCase", string(StringMatching::IgnoreCase, true)),
    ("StringLike", string(StringMatching::Like, false)),
    ("StringNotLike", string(StringMatching::Like, true)),
    ("NumericEquals", Test::Numeric(Relation::Equals)),
    ("NumericNotEquals", Test::Numeric(Relation::NotEquals)),
    ("NumericLessThan", Test::Numeric(Relation::LessThan)),
    ("NumericLessThanEquals", Test::Numeric(Relation::LessThanEquals)),
    ("NumericGreaterThan", Test::Numeric(Relation::GreaterThan)),
    ("NumericGreaterThanEquals", Test::Numeric(Relation::GreaterThanEquals)),
    ("DateEquals", Test::Date(Relation::Equals)),
    ("DateNotEquals", Test::Date(Relation::NotEquals)),
    ("DateLessThan", Test::Date(Relation::LessThan)),
    ("DateLessThanEquals", Test::Date(Relation::LessThanEquals)),
    ("DateGreaterThan", Test::Date(Relation::GreaterThan)),
    ("DateGreaterThanEquals", Test::Date(Relation::GreaterThanEquals)),
    ("Bool", Test::Bool),
    ("BinaryEquals", Test::Binary),
    ("IpAddress", Test::IpAddress { negated: false }),
    ("NotIpAddress", Test::IpAddress { negated: true }),
    ("ArnEquals", Test::Arn { like: false, negated: false }),
    ("ArnNotEquals", Test::Arn { like: false, negated: true }),
    ("ArnLike", Test::Arn { like: true, negated: false }),
    ("ArnNotLike", Test::Arn { like: true, negated: true }),
    ("Null", Test::Null),
];

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn names_round_trip() {
        for qualifier in ["", "ForAllValues:", "ForAnyValue:"] {
            for (name, _) in TESTS {
                let name = alloc::format!("{qualifier}{name}");
                assert_eq!(Operator::parse(&name).unwrap().to_string(), name);
            }
        }
        let name = "ForAnyValue:StringNotLikeIfExists";
        assert_eq!(Operator::parse(name).unwrap().to_string(), name);
    }

    #[test]
    fn misspelt_names_get_a_suggestion() {
        let suggest = |name| Operator::parse(name).unwrap_err();
        assert_eq!(suggest("stringlike").as_deref(), Some("StringLike"));
        assert_eq!(
            suggest("ForAnyValue:StringEqualIfExists").as_deref(),
            Some("ForAnyValue:StringEqualsIfExists")
        );
        assert_eq!(suggest("NullIfExists").as_deref(), None);
        assert_eq!(suggest("Resource"), None);
        assert_eq!(
            suggest("NumericGreaterThenEquals").as_deref(),
            Some("NumericGreaterThanEquals")
        );
    }
}
