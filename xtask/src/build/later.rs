//! What the first answer does not need becomes a module of its own, which `www/later.js` fetches.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{files, split, wasm_opt};
use crate::workspace::Workspace;

const SCRIPT: &str = "later.js";

/// For cargo: the names of functions tell of what type a generic one is.
pub(super) const NAMES: [&str; 2] = [
    "--config",
    r#"target.wasm32-unknown-unknown.rustflags = ["-C", "symbol-mangling-version=v0"]"#,
];

/// Parts of the names of functions that move, all but what is so short that a stub would take as much. Tests in
/// the browser see to it that the example is decided without them.
const LATER: &[&str] = &[
    // Why it was denied, and what would change that.
    "assumable::diagnose",
    "components::cause::",
    // Whether an edit lets anybody in; who else gets in, said of somebody who does.
    "analyze::consequence",
    "analyze::trust::Search>::admitted",
    // What comes of something that a person did.
    "inputs::Inputs, <assumable_web::app::App as yew::functional::FunctionProvider>::run",
    "inputs::case::Case as core::cmp::PartialEq",
    "report::Report> as core::cmp::PartialEq",
    "report::verdict::undecided",
    "components::message::drawn",
    "paste::found",
    "paste::policy::decoded",
    "assumable_web::saved::kept",
    "assumable_web::saved::read",
    "assumable_web::saved::written",
    "json_editor::heard",
    "language::Language>::key",
    "language::sentence",
    // More than a few things to be sorted or kept in order.
    "quicksort::quicksort::<usize, <[usize]>::sort_by<assumable::sorted::order",
    "drift::sort::<usize, <[usize]>::sort_by<assumable::sorted::order",
    "BalancingContext",
    // The sheets, but for the hooks that have them closed.
    "components::compare::cell",
    "components::compare::draw",
    "components::compare::versions",
    "components::dialog::draw",
    "components::error_message::",
    "components::gallery::draw",
    "components::gallery::found",
    "components::share::choice",
    "components::share::draw",
    "components::templates::",
    "assumable_web::compare",
    "assumable_web::export",
    "assumable_web::gallery",
    "assumable_web::secrets",
    // Error messages that are pasted, and those about what was pasted.
    "report::error_message::view",
    "assumable::error_message",
    "Error as core::fmt::Display>::fmt",
    "aws::suggest",
    // Keys that are fetched.
    "components::fetch_keys::task",
    "gloo_net",
    "platform::fetch",
    "discovery::is_near",
    "discovery::shown",
    // Signatures other than RS256.
    "algorithm::ecdsa",
    "algorithm::eddsa",
    "algorithm::rsa::pss",
    "curve25519_dalek",
    "ed25519",
    "sha512",
    "Sha512",
    // What few policies have: rules about their text that AWS checks when one is written, and values that
    // are no texts.
    "aws::write",
    "aws::compare::date",
    "aws::compare::ip",
    "aws::compare::number",
    "net::parser",
    "<str>::to_lowercase",
    "conversions::to_lower",
    // What yew can draw, and we do not.
    "bsuspense",
    "vraw",
    "vsuspense",
    "BRaw",
    "BSuspense",
    "VPortal",
    "VRaw",
    "VSuspense",
    // What is said when the engine stops.
    "console_error_panic_hook",
    "core::panicking",
    "escape_debug",
    "grapheme_extend",
    "ops::range::Range<usize> as core::fmt::Debug",
    "slice_error_fail",
    "PadAdapter",
];

/// Functions that have a part of `LATER` in their names, as types do, and are needed.
const FIRST: &[&str] = &["report::policy::notes"];

/// Cuts the program's module in two, beside it, and has the glue put the second to the first when it is called.
pub(super) fn cut(workspace: &Workspace, module: &Path, glue: &Path) -> Result<()> {
    let whole = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let unused = RefCell::new(BTreeSet::from_iter(LATER));
    let parts = split::split(&whole, |name| {
        let name = without_hashes(name);
        let named: Vec<_> = LATER.iter().filter(|part| name.contains(**part)).collect();
        named.iter().for_each(|part| _ = unused.borrow_mut().remove(part));
        !named.is_empty() && !FIRST.iter().any(|part| name.contains(*part))
    })?;
    // The compiler may have put it into its caller.
    for part in unused.borrow().iter() {
        println!("no function is called {part}: xtask/src/build/later.rs need not name it");
    }
    let name = format!("later-{}.wasm", parts.tie);
    let later = module.with_file_name(&name);
    let passes = [wasm_opt::SMALLEST, &["--strip-debug"]].concat();
    for (path, bytes) in [(module, parts.first), (&*later, parts.second)] {
        files::write(path, bytes)?;
        wasm_opt::optimise(workspace, &passes, path, path)?;
    }
    let script = read(&workspace.root.join("www").join(SCRIPT))?;
    files::write(&module.with_file_name(SCRIPT), files::replaced(&script, "LATER", &name)?)?;
    let calls = format!("{IMPORTS}\n        {}: () => connect(wasm),", split::LOAD);
    let text = files::replaced(&read(glue)?, IMPORTS, &calls)?;
    files::write(glue, format!("import {{ connect }} from \"./{SCRIPT}\";\n{text}"))
}

/// How wasm-bindgen begins what a module imports.
const IMPORTS: &str = "const import0 = {\n        __proto__: null,";

/// `core[c5930c85a12de822]::fmt` is one version of `core::fmt`.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => plain.push_str(rest),
            _ => plain.extend(["[", part]),
        }
    }
    plain
}

fn is_hash(text: &str) -> bool {
    text.len() > 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::without_hashes;

    #[test]
    fn names_lose_the_hashes_of_crates_alone() {
        let name = "<alloc[3ca501edff3f0c7c]::rc::Rc<[u8]>>::from::<[usize; 4], core[c5930c85a12de822]::A>";
        assert_eq!(without_hashes(name), "<alloc::rc::Rc<[u8]>>::from::<[usize; 4], core::A>");
    }
}
