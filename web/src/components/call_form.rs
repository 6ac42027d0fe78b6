use yew::{Html, InputEvent, html};

use super::act::Act;
use crate::icons;
use crate::inputs::{Action, CallField, CallForm};
use crate::platform;
use crate::words;

/// What is known of the role, its provider and the call. What is left out is not checked.
pub(super) fn draw(call: &CallForm, act: &Act) -> Html {
    let given = FIELDS.iter().filter(|field| !call.get(field.field).trim().is_empty());
    let summary = match given.count() {
        0 => String::from("none given"),
        count => words::count(count, "setting"),
    };
    html! {
        <div class="section">
            <details class="fold">
                <summary>
                    { icons::fold() }{ "Role, provider and call" }
                    <span class="fold-aside soft small">{ summary }</span>
                </summary>
                <div class="fold-body">
                    <p class="soft small">{ "What is left out is not checked." }</p>
                    { for FIELDS.iter().map(|field| self::field(call, act, field)) }
                </div>
            </details>
        </div>
    }
}

fn field(call: &CallForm, act: &Act, field: &Field) -> Html {
    let which = field.field;
    let oninput = act.reform(move |event: InputEvent| Action::Call(which, platform::typed(&event)));
    let wrong = call.problem(which);
    let id = wrong.map(|_| format!("{which:?}-wrong"));
    html! {
        <label class="field">
            <span>{ field.name }</span>
            <input
                autocomplete="off"
                spellcheck="false"
                maxlength="2048"
                placeholder={field.example}
                value={call.get(which).to_owned()}
                aria-invalid={wrong.map(|_| "true")}
                aria-describedby={id.clone()}
                {oninput}
            />
            if let Some(wrong) = wrong {
                <span class="small tone-bad" {id}>{ wrong }</span>
            }
        </label>
    }
}

struct Field {
    field: CallField,
    name: &'static str,
    example: &'static str,
}

const FIELDS: [Field; 7] = [
    Field {
        field: CallField::RoleArn,
        name: "Role ARN",
        example: "arn:aws:iam::012345678910:role/name",
    },
    Field {
        field: CallField::Provider,
        name: "OIDC provider, as ARN or URL",
        example: "https://oidc.fly.io/acme",
    },
    Field {
        field: CallField::ClientIds,
        name: "Client ids of the provider (the audiences it accepts)",
        example: "sts.amazonaws.com",
    },
    Field { field: CallField::SessionName, name: "Role session name", example: "my-session" },
    Field { field: CallField::Duration, name: "Session length in seconds", example: "3600" },
    Field { field: CallField::SourceIp, name: "Source IP address", example: "203.0.113.7" },
    Field { field: CallField::Region, name: "Region of the endpoint", example: "eu-west-1" },
];
