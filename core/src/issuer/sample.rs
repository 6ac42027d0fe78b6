//! Claims as a workload of a family would have them, for who has no token yet.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::subject::Shape;
use super::template;
use super::{Profile, SubjectField};
use crate::time::Timestamp;

impl Profile {
    /// The claims of a made-up workload of this family, as JSON: its issuer and its subject have the
    /// form that the family's have, the other claims are those that it documents. Names begin with
    /// `my-`, to be replaced. `None` if the family has no issuer or subject that could be made up.
    ///
    /// ```
    /// use assumable::Timestamp;
    /// use assumable::issuer::Profile;
    ///
    /// let fly = Profile::of("oidc.fly.io/acme").unwrap();
    /// let claims = fly.sample(Timestamp::from_seconds(1_712_615_065).unwrap()).unwrap();
    /// assert!(claims.starts_with("{\n  \"iss\": \"https://oidc.fly.io/my-organization\",\n"));
    /// assert!(claims.contains("  \"sub\": \"my-organization:my-app:my-machine\",\n"));
    /// ```
    #[must_use]
    pub fn sample(&self, issued: Timestamp) -> Option<String> {
        let (issuer, subject) = (self.sample_issuer()?, self.sample_subject()?);
        let lifetime = u64::from(self.lifetime.unwrap_or(USUAL_LIFETIME));
        let times = [("iat", 0), ("nbf", 0), ("exp", lifetime)].map(|(name, after)| {
            (name, (issued.seconds().saturating_add_unsigned(after)).to_string())
        });
        let own = self.claims.iter().map(|note| note.claim);
        let own = own.filter(|claim| !claim.ends_with('*') && !STANDARD.contains(claim));
        let text = |text: &str| format!("\"{text}\"");
        let mut members =
            alloc::vec![("iss", text(&issuer)), ("sub", text(&subject)), ("aud", text(AUDIENCE)),];
        members.extend(times);
        members.extend(own.map(|claim| (claim, text(&made_up(claim)))));
        let lines: Vec<String> =
            members.iter().map(|(name, value)| format!("  \"{name}\": {value}")).collect();
        Some(format!("{{\n{}\n}}", lines.join(",\n")))
    }

    fn sample_issuer(&self) -> Option<String> {
        // Software that customers run has a host of theirs.
        let template = match self.issuers.first() {
            Some(template) if template.contains('.') => template,
            _ if self.self_hosted => "oidc.example.com",
            _ => return None,
        };
        let names: Vec<(&str, String)> =
            template::names(template).map(|name| (name, made_up(name))).collect();
        let value = |name: &str| text_of(&names, name);
        template::render(template, value).map(|issuer| format!("https://{issuer}"))
    }

    fn sample_subject(&self) -> Option<String> {
        let names: Vec<(&str, String)> =
            self.fields.iter().map(|field| (field.name, field.sample())).collect();
        self.subjects
            .iter()
            .filter_map(|template| template::render(template, |name| text_of(&names, name)))
            .find(|subject| self.split_subject(subject).is_some())
    }
}

impl SubjectField {
    fn sample(&self) -> String {
        match self.shape {
            Shape::OneOf(values) => values.first().copied().unwrap_or_default().to_string(),
            Shape::Fixed(value) => value.to_string(),
            Shape::Digits => String::from("1234567"),
            Shape::Uuid => String::from("00000000-0000-4000-8000-000000000000"),
            Shape::Without(_) | Shape::EmptyOrWithout(_) => made_up(self.name),
        }
    }
}

fn text_of<'a>(names: &'a [(&str, String)], name: &str) -> Option<&'a str> {
    names.iter().find(|(known, _)| *known == name).map(|(_, text)| &**text)
}

/// `my-service-account` for `service account`.
fn made_up(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().map(plain).collect();
    format!("my-{name}")
}

/// What AWS's own actions and SDKs ask for.
const AUDIENCE: &str = "sts.amazonaws.com";

const USUAL_LIFETIME: u32 = 3600;

const STANDARD: [&str; 6] = ["iss", "sub", "aud", "iat", "nbf", "exp"];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::json;

    #[test]
    fn a_sample_is_of_its_family() {
        let issued = Timestamp::from_seconds(1_712_615_065).unwrap();
        let mut without: Vec<&str> = Vec::new();
        for profile in Profile::all() {
            let Some(claims) = profile.sample(issued) else {
                without.push(profile.workload);
                continue;
            };
            let claims = json::parse(&claims, 4).unwrap();
            let text =
                |name: &str| claims.as_object().unwrap().get(name).unwrap().as_str().unwrap();
            let (issuer, subject) = (text("iss"), text("sub"));
            let found = Profile::recognise(issuer, subject).unwrap();
            assert_eq!(found.workload, profile.workload, "{issuer} {subject}");
            assert!(profile.split_subject(subject).is_some(), "{subject}");
        }
        assert_eq!(without, Vec::<&str>::new());
    }
}
