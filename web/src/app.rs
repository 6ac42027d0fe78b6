//! All the wiring there is.

use std::rc::Rc;

use yew::{
    Html, Reducible, classes, component, html, use_callback, use_memo, use_reducer, use_state_eq,
};

use crate::components::{
    Bar, Foot, Keep, MeetingPane, PolicyPane, Stages, Tabs, TokenPane, Verdict,
};
use crate::inputs::{Action, Inputs, Tab};
use crate::platform;
use crate::report::{Report, Stage};
use crate::tone::Tone;

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
    let now = platform::use_now();
    let at = inputs.case.pinned.unwrap_or(now);
    let report = use_memo((inputs.case.clone(), at), |(case, at)| Report::new(case, *at));
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
    let tone = if report.verdict.stale { Tone::Neutral } else { report.verdict.tone };
    html! {
        <div class="app">
            <Bar theme={view.theme} case={case.clone()} report={&report} act={&act} />
            <section class={classes!("answer", tone.class())} aria-label="Verdict">
                <Verdict
                    verdict={report.verdict.clone()}
                    at={report.at}
                    live={report.live}
                    act={&act}
                />
                <Stages stages={report.stages.clone()} chosen={view.stage} act={&act} />
            </section>
            <Tabs tab={view.tab} report={&report} act={&act} />
            <main class="panes" data-tab={tab}>
                <TokenPane report={&report} claims_as={view.claims_as} act={&act} />
                <MeetingPane report={&report} {lit} {hover} act={&act} />
                <PolicyPane report={&report} {lit} call={case.call.clone()} act={&act} />
            </main>
            <Foot />
            <Keep case={case.clone()} own={view.own} act={&act} />
        </div>
    }
}
