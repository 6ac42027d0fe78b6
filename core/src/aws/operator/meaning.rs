//! What an operator asks, in words.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use super::{Operator, Relation, SetQualifier, StringMatching, TESTS, Test};

impl Operator {
    /// The operator of this name, as it is written in a policy.
    ///
    /// ```
    /// use assumable::aws::Operator;
    ///
    /// let operator = Operator::from_name("StringLikeIfExists").unwrap();
    /// assert_eq!(
    ///     operator.meaning(),
    ///     "the value fits one of these patterns, in which `*` stands for any text and `?` for one \
    ///      character; a missing key matches",
    /// );
    /// assert!(Operator::from_name("StringLik").is_none());
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::parse(name).ok()
    }

    /// Every operator without `ForAllValues:`, `ForAnyValue:` and `IfExists`.
    pub fn all() -> impl Iterator<Item = Self> {
        TESTS.iter().map(|(_, test)| Self { qualifier: None, test: *test, if_exists: false })
    }

    /// When it matches, in one sentence.
    #[must_use]
    pub fn meaning(self) -> String {
        let whose = match self.qualifier {
            None => "the value",
            Some(SetQualifier::ForAllValues) => "each value of the key",
            Some(SetQualifier::ForAnyValue) => "at least one value of the key",
        };
        let test = self.test.meaning();
        let missing = match (self.qualifier, self.test, self.if_exists) {
            (_, Test::Null, _) => "",
            (Some(SetQualifier::ForAllValues), ..) => "; a missing key has none, so it matches",
            (_, _, true) => "; a missing key matches",
            (None, test, false) if test.is_negated() => "; a missing key matches too",
            (_, _, false) => "; a missing key does not match",
        };
        match self.test {
            Test::Null => String::from(&*test),
            _ => format!("{whose} {test}{missing}"),
        }
    }
}

impl Test {
    fn meaning(self) -> Cow<'static, str> {
        let fixed = match self {
            Self::String { matching, negated } => match (matching, negated) {
                (StringMatching::Exact, false) => {
                    "is exactly one of these, where `*` and `?` stand for themselves"
                }
                (StringMatching::Exact, true) => {
                    "is none of these, where `*` and `?` stand for themselves"
                }
                (StringMatching::IgnoreCase, false) => "is one of these in whatever letter case",
                (StringMatching::IgnoreCase, true) => "is none of these in whatever letter case",
                (StringMatching::Like, false) => {
                    "fits one of these patterns, in which `*` stands for any text and `?` for one \
                     character"
                }
                (StringMatching::Like, true) => {
                    "fits none of these patterns, in which `*` stands for any text and `?` for one \
                     character"
                }
            },
            Self::Numeric(relation) => {
                let (how, whose) = relation.words("less than", "greater than");
                return format!("is a number {how} {whose}").into();
            }
            Self::Date(relation) => {
                let (how, whose) = relation.words("before", "after");
                return format!("is a point in time {how} {whose}").into();
            }
            Self::Bool => "is `true` or `false` as here",
            Self::Binary => "has the same bytes as one of these, which are written in base64",
            Self::IpAddress { negated: false } => "is an address in one of these ranges",
            Self::IpAddress { negated: true } => "is an address outside all of these ranges",
            Self::Arn { negated: false, .. } => {
                "is an ARN that fits one of these part by part, with `*` and `?` as wildcards"
            }
            Self::Arn { negated: true, .. } => {
                "is an ARN that fits none of these part by part, with `*` and `?` as wildcards"
            }
            Self::Null => "`true` asks that the key is missing, `false` that it is there",
        };
        fixed.into()
    }
}

impl Relation {
    fn words(self, less: &'static str, more: &'static str) -> (Cow<'static, str>, &'static str) {
        match self {
            Self::Equals => ("equal to".into(), "one of these"),
            Self::NotEquals => ("equal to".into(), "none of these"),
            Self::LessThan => (less.into(), "one of these"),
            Self::LessThanEquals => (format!("{less} or equal to").into(), "one of these"),
            Self::GreaterThan => (more.into(), "one of these"),
            Self::GreaterThanEquals => (format!("{more} or equal to").into(), "one of these"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn every_operator_says_when_it_matches() {
        let prefixed = ["ForAllValues:StringEquals", "ForAnyValue:StringNotLike"];
        let others = ["StringEqualsIfExists", "ForAnyValue:ArnLikeIfExists"];
        let names: Vec<String> = Operator::all().map(|operator| operator.to_string()).collect();
        let names = names.iter().map(|name| &**name).chain(prefixed).chain(others);
        let lines: Vec<String> = names
            .map(|name| format!("{name}: {}", Operator::from_name(name).unwrap().meaning()))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
