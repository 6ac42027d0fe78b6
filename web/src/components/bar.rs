use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::act::{Act, on_click};
use super::tools::Tools;
use crate::icons;
use crate::inputs::{Action, Case, Theme};
use crate::report::Report;

/// Properties of [`Bar`].
#[derive(PartialEq, Properties)]
pub(crate) struct BarProps {
    pub(crate) theme: Theme,
    pub(crate) case: Case,
    pub(crate) report: Rc<Report>,
    pub(crate) act: Act,
}

/// The name, the tools, the theme.
#[component]
pub(crate) fn Bar(props: &BarProps) -> Html {
    html! {
        <header class="bar">
            <a class="brand" href="./">{ icons::logo() }<span class="brand-name">{ "assumable" }</span></a>
            <p class="bar-line">{ "May this workload assume this role, and why?" }</p>
            <Tools case={props.case.clone()} report={&props.report} act={&props.act} />
            <div class="choice choice-icons" role="group" aria-label="Theme">
                { for THEMES.iter().map(|(theme, name)| choice(props, *theme, name)) }
            </div>
        </header>
    }
}

fn choice(props: &BarProps, theme: Theme, name: &'static str) -> Html {
    let pressed = (props.theme == theme).to_string();
    let icon = match theme {
        Theme::System => icons::system(),
        Theme::Light => icons::sun(),
        Theme::Dark => icons::moon(),
    };
    let onclick = on_click(&props.act, Action::Theme(theme));
    html! {
        <button aria-pressed={pressed} aria-label={name} title={name} {onclick}>{ icon }</button>
    }
}

const THEMES: [(Theme, &str); 3] =
    [(Theme::System, "As the system has it"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
