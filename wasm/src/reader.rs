//! Arguments, read strictly: what the contract does not know is refused, with its place.
//!
//! The doors hand arguments over as JSON, so that no getter runs while the core works. Messages
//! never repeat a value, which may be a token.

use std::fmt;

use assumable::json::{self, Kind, Object, Value};
use assumable::quotable;
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::dto::Failure;

/// Reads an argument.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let value =
        json::parse(text, MAX_DEPTH).map_err(|error| Failure::invalid(&error.to_string()))?;
    T::deserialize(Reader(&value)).map_err(|error| Failure::invalid(&error.to_string()))
}

struct Reader<'de>(&'de Value);

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match &self.0.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(*value),
            Kind::Number(text) => match text.parse() {
                Ok(integer) => visitor.visit_i64(integer),
                Err(_) => Err(de::Error::invalid_type(Unexpected::Other(""), &visitor)),
            },
            Kind::String(text) => visitor.visit_borrowed_str(text),
            Kind::Array(elements) => visitor.visit_seq(Elements { elements, next: 0 }),
            Kind::Object(object) => visitor.visit_map(Members { object, next: 0 }),
        }
    }

    /// Apart from the others, so that a module without such an argument cannot read doubles.
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match &self.0.kind {
            Kind::Number(text) => match text.parse() {
                Ok(number) => visitor.visit_f64(number),
                Err(_) => Err(de::Error::custom("it is not a number")),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.0.as_str() {
            Some(name) => visitor.visit_enum(Name(name)),
            None => {
                let found = self.0.json_type().to_string();
                Err(de::Error::invalid_type(Unexpected::Other(&found), &"a string"))
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Elements<'de> {
    elements: &'de [Value],
    next: usize,
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let Some(element) = self.elements.get(self.next) else { return Ok(None) };
        let place = format!("[{}]", self.next);
        self.next += 1;
        seed.deserialize(Reader(element)).map(Some).map_err(|error| error.inside(&place))
    }
}

struct Members<'de> {
    object: &'de Object,
    next: usize,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        let Some(member) = self.object.iter().nth(self.next) else { return Ok(None) };
        let name: StrDeserializer<'_, Mismatch> = member.name.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let member = self.object.iter().nth(self.next);
        let member = member.ok_or_else(|| <Mismatch as de::Error>::custom("a value is missing"))?;
        self.next += 1;
        seed.deserialize(Reader(&member.value)).map_err(|error| error.inside(&member.name))
    }
}

struct Name<'de>(&'de str);

impl<'de> EnumAccess<'de> for Name<'de> {
    type Error = Mismatch;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Mismatch> {
        let name: StrDeserializer<'_, Mismatch> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

/// Variants are bare names.
impl<'de> VariantAccess<'de> for Name<'de> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Mismatch> {
        Err(de::Error::custom("it is a bare name"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Mismatch> {
        Err(de::Error::custom("it is a bare name"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Mismatch> {
        Err(de::Error::custom("it is a bare name"))
    }
}

/// An argument that is not what the contract says.
#[derive(Debug)]
struct Mismatch {
    path: String,
    what: What,
}

#[derive(Debug)]
enum What {
    /// What the value itself must be: the sentence goes on after its name.
    Must(String),
    /// What is wrong within it.
    Within(String),
}

impl Mismatch {
    fn must(rule: String) -> Self {
        Self { path: String::new(), what: What::Must(rule) }
    }

    fn inside(mut self, place: &str) -> Self {
        let period = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{place}{period}{}", self.path);
        self
    }
}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { path: String::new(), what: What::Within(message.to_string()) }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::must(format!("be {}, not {}", wanted(expected), kind(found)))
    }

    /// Of the right type, but outside its bounds; what it is may be a secret.
    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::must(format!("be {}", wanted(expected)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let expected = expected.join("`, `");
        Self::custom(format_args!("unknown member `{}`; known: `{expected}`", quotable(field)))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::must(format!("be one of `{}`", expected.join("`, `")))
    }

    fn missing_field(field: &'static str) -> Self {
        // The one member that is required and may be `null`.
        let help = if field == "audience" { "; `null` leaves the check out" } else { "" };
        Self::custom(format_args!("`{field}` is missing{help}"))
    }
}

/// What a type of the contract is to who writes JavaScript.
fn wanted(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    let words = match &*expected {
        "u32" => "a whole number from 0 to 4294967295",
        "i64" => "a whole number",
        "f64" => "a number",
        "a sequence" => "an array",
        "a map" => "an object",
        "struct ContextValue" => "an object `{ type, values }`",
        name if name.starts_with("struct ") => "an object",
        _ => return expected,
    };
    words.to_owned()
}

fn kind(found: Unexpected<'_>) -> &str {
    match found {
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Signed(_) | Unexpected::Unsigned(_) => "an integer",
        Unexpected::Float(_) => "a fraction",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        Unexpected::Other(kind) => kind,
        _ => "a string",
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.what, &*self.path) {
            (What::Must(rule), "") => write!(f, "it must {rule}"),
            (What::Must(rule), path) => write!(f, "`{}` must {rule}", quotable(path)),
            (What::Within(what), "") => f.write_str(what),
            (What::Within(what), path) => write!(f, "in `{}`: {what}", quotable(path)),
        }
    }
}

impl std::error::Error for Mismatch {}

/// As deep as the doors copy, and a level for the arguments themselves.
const MAX_DEPTH: usize = 66;

#[cfg(test)]
mod tests {
    use super::read;
    use crate::dto::{AssumeRoleInput, EvaluateInput, Failure, VerifierOptions};

    fn message<T>(result: Result<T, Failure>) -> String {
        result.err().map(|failure| failure.message).unwrap_or_default()
    }

    #[test]
    fn reads_what_the_contract_says() {
        let text = r#"{"issuers": [{"issuer": "a", "audience": null}], "requireExpiry": false}"#;
        let options: VerifierOptions = read(text).unwrap();
        assert_eq!(options.issuers[0].audience, None);
        assert_eq!(options.require_expiry, Some(false));
        let text = r#"{"context": {"a:sub": {"type": "StringList", "values": ["b"]}}}"#;
        let input: EvaluateInput = read(text).unwrap();
        assert_eq!(input.context.unwrap().0["a:sub"].values, ["b"]);
        let text = r#"{"trustPolicy": "", "now": 0, "role": {"tags": {"Team": "a"}},
            "request": {"providerId": "www.amazon.com"}}"#;
        let mut input: AssumeRoleInput = read(text).unwrap();
        assert_eq!(input.session().provider_id, Some("www.amazon.com"));
        assert_eq!(input.role_tags(), Some(vec![("Team".to_owned(), "a".to_owned())]));
    }

    #[test]
    fn refuses_the_rest_with_its_place() {
        let cases = [
            ("7", "it must be an object, not an integer"),
            ("{}", "`issuers` is missing"),
            (r#"{"issuers": 7}"#, "`issuers` must be an array, not an integer"),
            (
                r#"{"issuers": [{"issuer": "a"}]}"#,
                "in `issuers[0]`: `audience` is missing; `null` leaves the check out",
            ),
            (
                r#"{"issuers": [{"issuer": "a", "audience": ["b", 7]}]}"#,
                "`issuers[0].audience[1]` must be a string, not an integer",
            ),
            (
                r#"{"issuers": [], "clockToleranceSeconds": -1}"#,
                "`clockToleranceSeconds` must be a whole number from 0 to 4294967295",
            ),
            (
                r#"{"issuers": [], "requireExpiry": "yes"}"#,
                "`requireExpiry` must be a boolean, not a string",
            ),
            (
                r#"{"clock": 1}"#,
                "unknown member `clock`; known: `issuers`, `clockToleranceSeconds`, \
                 `maxTokenBytes`, `requireExpiry`, `cacheTokens`",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(message(read::<VerifierOptions>(text)), expected);
        }
        let text = r#"{"trustPolicy": "", "now": 0, "token": ["secret"]}"#;
        assert_eq!(
            message(read::<AssumeRoleInput>(text)),
            "`token` must be a string, not an array"
        );
        let text = r#"{"trustPolicy": "", "now": 0, "role": "arn:aws:iam::123456789012:role/a"}"#;
        assert_eq!(
            message(read::<AssumeRoleInput>(text)),
            "`role` must be an object, not a string"
        );
        let text = r#"{"context": {"a:sub": "b"}}"#;
        assert_eq!(
            message(read::<EvaluateInput>(text)),
            "`context.a:sub` must be an object `{ type, values }`, not a string"
        );
        let text = r#"{"context": {"a": {"type": 7, "values": []}}}"#;
        assert_eq!(
            message(read::<EvaluateInput>(text)),
            "`context.a.type` must be a string, not a number"
        );
        let text = r#"{"context": {"a": {"type": "Text", "values": []}}}"#;
        let found = message(read::<EvaluateInput>(text));
        assert!(found.starts_with("`context.a.type` must be one of `String`"), "{found}");
    }
}
