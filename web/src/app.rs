//! All the wiring there is.

use std::rc::Rc;

use yew::{
    Html, Reducible, classes, component, html, use_callback, use_memo, use_reducer, use_state_eq,
};

use crate::components::{
    Border, MeetingPane, bar, foot, policy_pane, stages, tabs, token_pane, undo, use_keep,
    use_splitter, use_templates, verdict,
};
use crate::inputs::{Action, Clock, Inputs, Tab};
use crate::platform;
use crate::report::{Report, Stage};

impl Reducible for Inputs {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let after = (*self).clone().after(action);
        if after == *self { self } else { Rc::new(after) }
    }
}

/// The inspector.
#[component]
pub(crate) fn App() -> Html {
    let inputs = use_reducer(|| Inputs::opening(platform::stored_theme()));
    // A chosen moment does not depend on the clock.
    let is_chosen = matches!(inputs.case.clock, Clock::At(_));
    let now = platform::use_now(!is_chosen);
    let tick = if is_chosen { 0 } else { now };
    let report = use_memo((inputs.case.clone(), tick), |(case, now)| Report::new(case, *now));
    platform::use_theme(inputs.view.theme);
    // The row under the pointer or the focus. Not worth a place among the inputs.
    let hovered = use_state_eq(|| None::<usize>);
    let hover = use_callback((), {
        let hovered = hovered.setter();
        move |row, ()| hovered.set(row)
    });
    let act = use_callback((), {
        let dispatcher = inputs.dispatcher();
        move |action: Action, ()| dispatcher.dispatch(action)
    });
    let templates = use_templates(&act);
    let [left, right] = [use_splitter(LEFT), use_splitter(RIGHT)];
    let said = use_keep(&inputs.case, &inputs.view, &act);
    let first = match &report.meeting {
        Stage::Done(meeting) => meeting.first_failing(),
        Stage::Waiting | Stage::Failed(_) => None,
    };
    let lit = hovered.or(inputs.view.row).or(first);
    let (view, case) = (&inputs.view, &inputs.case);
    let tab = match view.tab {
        Tab::Token => "token",
        Tab::Match => "match",
        Tab::Policy => "policy",
    };
    // The example must not be taken for what the link brings.
    let Some(said) = said else {
        return Html::default();
    };
    html! {
        <div class="app">
            { bar::draw(view, case, &report, &act) }
            <section class={classes!("answer", report.verdict.tone.class())} aria-label="Verdict">
                { verdict::draw(&report, undo::draw(&inputs.past, &act), &act) }
                { stages::draw(&report.stages, view.stage, &act) }
            </section>
            { tabs::draw(view.tab, &report, &act) }
            <main class="panes" data-tab={tab}>
                { token_pane::draw(&token_pane::Shown {
                    report: &report,
                    lit,
                    claims_as: view.claims_as,
                    templates: &templates,
                    act: &act,
                }) }
                { left }
                <MeetingPane report={&report} {lit} hover={&hover} act={&act} />
                { right }
                { policy_pane::draw(&policy_pane::Shown {
                    report: &report,
                    lit,
                    hover: &hover,
                    chosen: view.row.map(|row| (row, view.rows_chosen)),
                    call: &case.call,
                    act: &act,
                }) }
            </main>
            { foot::draw() }
            { said }
        </div>
    }
}

const LEFT: Border = Border {
    property: "--split-token",
    label: "Between token and match",
    first: 28,
    least: 18,
    most: 44,
};

const RIGHT: Border = Border {
    property: "--split-policy",
    label: "Between match and policy",
    first: 60,
    least: 46,
    most: 80,
};
