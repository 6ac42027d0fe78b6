use yew::UseStateHandle;

use super::Step;
use crate::components::act::Act;
use crate::discovery;
use crate::inputs::Action;
use crate::platform::{Called, FetchError, get_text};
use crate::words;

/// Asking one issuer for its keys.
pub(super) struct Task {
    pub(super) issuer: String,
    pub(super) step: UseStateHandle<Step>,
    pub(super) act: Act,
    pub(super) called: Called,
}

/// Why there is no next step.
enum Stop {
    /// Nobody waits for one.
    CalledOff,
    /// In a sentence.
    Failed(String),
}

impl Task {
    /// Begins with the discovery document, or with the keys themselves.
    pub(super) async fn run(self, url: String, is_document: bool) {
        self.step.set(Step::Asking(url.clone()));
        let next = if is_document { self.document(&url).await } else { self.keys(&url).await };
        match next {
            Ok(next) => self.step.set(next),
            Err(Stop::Failed(why)) => self.step.set(Step::Failed(why)),
            Err(Stop::CalledOff) => {}
        }
    }

    async fn document(&self, url: &str) -> Result<Step, Stop> {
        let document = self.text(url).await?;
        let keys = discovery::keys_url(&document, &self.issuer).map_err(Stop::Failed)?;
        if !discovery::is_reachable(&keys) {
            Err(Stop::Failed(out_of_reach(&keys)))
        } else if discovery::origin(&keys) == discovery::origin(url) {
            self.keys(&keys).await
        } else {
            Ok(Step::MayAskKeys(keys))
        }
    }

    async fn keys(&self, url: &str) -> Result<Step, Stop> {
        let text = self.text(url).await?;
        self.act.emit(Action::FetchedKeys { issuer: self.issuer.clone(), text });
        Ok(Step::Idle)
    }

    async fn text(&self, url: &str) -> Result<String, Stop> {
        get_text(url, &self.called).await.map_err(|error| failure(error, url))
    }
}

fn failure(error: FetchError, url: &str) -> Stop {
    let url = words::value(url);
    Stop::Failed(match error {
        FetchError::CalledOff => return Stop::CalledOff,
        FetchError::Blocked => format!(
            "The browser could not read `{url}`. Most issuers do not let pages of another origin \
             read their keys. Open the address yourself and paste what it shows below."
        ),
        FetchError::TimedOut => format!("`{url}` gave no whole answer within five seconds."),
        FetchError::Status(status) => format!("`{url}` answered with HTTP status {status}."),
        FetchError::TooLong => format!("`{url}` answered with more than 64 KiB."),
        FetchError::NotText => format!("What `{url}` answered is not text."),
    })
}

/// An address that the page must not contact.
pub(super) fn out_of_reach(url: &str) -> String {
    let url = words::value(url);
    format!(
        "This page may contact https addresses, and http only at `localhost` and `127.0.0.1`, so \
         not `{url}`. Open the address yourself and paste what it shows below."
    )
}
