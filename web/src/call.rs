//! What is known of the call, as it was typed.

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

    /// The same, to be changed.
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
