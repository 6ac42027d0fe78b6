use std::rc::Rc;

use yew::{Html, html};

use super::act::{Act, on_click};
use super::tools::Tools;
use crate::icons;
use crate::inputs::{Action, Case, Theme, View};
use crate::report::Report;

/// The name, the tools, the theme.
pub(crate) fn draw(view: &View, case: &Case, report: &Rc<Report>, act: &Act) -> Html {
    html! {
        <header class="bar">
            <a class="brand" href="./">{ icons::logo() }<span class="brand-name">{ "assumable" }</span></a>
            <p class="bar-line">{ "May this workload assume this role, and why?" }</p>
            <Tools case={case.clone()} {report} open={view.sheet} {act} />
            <div class="choice choice-icons" role="group" aria-label="Theme">
                { for THEMES.iter().map(|(it, name)| choice(*it, name, *it == view.theme, act)) }
            </div>
        </header>
    }
}

fn choice(theme: Theme, name: &'static str, pressed: bool, act: &Act) -> Html {
    let pressed = pressed.to_string();
    let icon = match theme {
        Theme::System => icons::system(),
        Theme::Light => icons::sun(),
        Theme::Dark => icons::moon(),
    };
    let onclick = on_click(act, Action::Theme(theme));
    html! {
        <button aria-pressed={pressed} aria-label={name} title={name} {onclick}>{ icon }</button>
    }
}

const THEMES: [(Theme, &str); 3] =
    [(Theme::System, "As the system has it"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
