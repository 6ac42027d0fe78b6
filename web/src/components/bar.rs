use yew::{Html, Properties, component, html, use_memo, use_node_ref};

use super::act::{Act, on_click};
use crate::example::Example;
use crate::icons;
use crate::inputs::{Action, Theme};
use crate::platform;

/// Properties of [`Bar`].
#[derive(PartialEq, Properties)]
pub(crate) struct BarProps {
    pub(crate) theme: Theme,
    pub(crate) act: Act,
}

/// The name, the examples, the theme.
#[component]
pub(crate) fn Bar(props: &BarProps) -> Html {
    let examples = use_memo((), |()| Example::all());
    let menu = use_node_ref();
    platform::use_dismissal(&menu);
    let item = |example: &Example| {
        let (act, menu, example) = (props.act.clone(), menu.clone(), example.clone());
        let (title, description) = (example.title.clone(), example.description.clone());
        let onclick = move |_| {
            platform::close(&menu);
            act.emit(Action::Example(Box::new(example.clone())));
        };
        html! {
            <li>
                <button class="menu-item" {onclick}>
                    <span class="menu-item-title">{ title }</span>
                    <span class="soft small">{ description.replace('`', "") }</span>
                </button>
            </li>
        }
    };
    html! {
        <header class="bar">
            <a class="brand" href="./">{ icons::logo() }<span class="brand-name">{ "assumable" }</span></a>
            <p class="bar-line">{ "May this workload assume this role, and why?" }</p>
            <details class="menu" ref={&menu}>
                <summary class="button">{ "Examples" }{ icons::down() }</summary>
                <ul class="menu-list">{ for examples.iter().map(item) }</ul>
            </details>
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
