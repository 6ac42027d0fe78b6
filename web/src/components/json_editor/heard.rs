use std::cell::RefCell;
use std::rc::Rc;

use super::{JsonEditorProps, Writes};
use crate::language::{Kind, Word};
use crate::platform::{Listener, Written};

/// The editor speaks to the properties as they are by then.
pub(super) struct Heard(Rc<RefCell<JsonEditorProps>>);

impl Heard {
    pub(super) fn new(latest: Rc<RefCell<JsonEditorProps>>) -> Self {
        Self(latest)
    }
}

impl Listener for Heard {
    fn typed(&self, written: Written) {
        let on_text = self.0.borrow().on_text.clone();
        on_text.emit(written);
    }

    fn pointed(&self, line: Option<usize>) {
        let (hover, row) = {
            let props = self.0.borrow();
            let line = line.and_then(|line| props.lines.get(line - 1));
            (props.hover.clone(), line.and_then(|line| line.rows.first().copied()))
        };
        hover.emit(row);
    }

    fn explain(&self, word: &str, is_name: bool) -> Option<String> {
        let props = self.0.borrow();
        match props.writes {
            Writes::Policy => props.language.of_policy(word),
            Writes::Claims if is_name => props.language.of_claim(word),
            Writes::Claims => None,
        }
    }

    fn known(&self, kind: Kind) -> Vec<Word> {
        let props = self.0.borrow();
        let fits = (kind == Kind::Claim) == (props.writes == Writes::Claims);
        if fits { props.language.known(kind) } else { Vec::new() }
    }
}
