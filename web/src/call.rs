//! What is known of the call, as it was typed.

use std::net::IpAddr;
use std::num::ParseIntError;

/// What is known of the role, its provider and the call.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CallForm {
    pub(crate) role_arn: String,
    /// ARN or URL.
    pub(crate) provider: String,
    /// Separated by commas or white space.
    pub(crate) client_ids: String,
    pub(crate) session_name: String,
    /// In seconds.
    pub(crate) duration: String,
    pub(crate) source_ip: String,
    pub(crate) region: String,
}

/// The fields of [`CallForm`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum CallField {
    RoleArn,
    Provider,
    ClientIds,
    SessionName,
    Duration,
    SourceIp,
    Region,
}

impl CallForm {
    /// The text of one field.
    pub(crate) fn get(&self, field: CallField) -> &str {
        match field {
            CallField::RoleArn => &self.role_arn,
            CallField::Provider => &self.provider,
            CallField::ClientIds => &self.client_ids,
            CallField::SessionName => &self.session_name,
            CallField::Duration => &self.duration,
            CallField::SourceIp => &self.source_ip,
            CallField::Region => &self.region,
        }
    }

    /// The session length in seconds, if one was typed; what is no number of seconds is an error.
    pub(crate) fn seconds(&self) -> Result<Option<u32>, ParseIntError> {
        let typed = self.duration.trim();
        if typed.is_empty() { Ok(None) } else { typed.parse().map(Some) }
    }

    /// What is wrong with the text of a field.
    pub(crate) fn problem(&self, field: CallField) -> Option<&'static str> {
        let text = self.get(field).trim();
        match field {
            CallField::Duration => self.seconds().is_err().then_some(NO_LENGTH),
            CallField::SourceIp if text.is_empty() => None,
            CallField::SourceIp => text.parse::<IpAddr>().is_err().then_some(NO_ADDRESS),
            _ => None,
        }
    }

    /// The first setting that cannot be read.
    pub(crate) fn first_problem(&self) -> Option<&'static str> {
        [CallField::Duration, CallField::SourceIp].into_iter().find_map(|field| self.problem(field))
    }

    /// The text of one field, to be changed.
    pub(crate) fn field(&mut self, field: CallField) -> &mut String {
        match field {
            CallField::RoleArn => &mut self.role_arn,
            CallField::Provider => &mut self.provider,
            CallField::ClientIds => &mut self.client_ids,
            CallField::SessionName => &mut self.session_name,
            CallField::Duration => &mut self.duration,
            CallField::SourceIp => &mut self.source_ip,
            CallField::Region => &mut self.region,
        }
    }
}

const NO_LENGTH: &str = "The session length is not a whole number of seconds.";

const NO_ADDRESS: &str = "The source IP address is not an IP address.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_or_length_is_a_problem() {
        let form = |source_ip: &str, duration: &str| CallForm {
            source_ip: source_ip.into(),
            duration: duration.into(),
            ..CallForm::default()
        };
        for (ip, duration) in [("", ""), (" 203.0.113.7 ", "3600"), ("2001:db8::1", " ")] {
            assert_eq!(form(ip, duration).first_problem(), None, "{ip} {duration}");
        }
        for ip in ["300.1.1.1", "203.0.113.0/24", "here"] {
            assert_eq!(form(ip, "").first_problem(), Some(NO_ADDRESS), "{ip}");
        }
        assert_eq!(form("here", "1.5").first_problem(), Some(NO_LENGTH));
    }
}
