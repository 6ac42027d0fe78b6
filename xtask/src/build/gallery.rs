//! The inspector's examples: `www/gallery.json` names cases of `vectors/`; each becomes a file of its
//! own, which the page fetches when somebody opens it.
//!
//! | in `dist/www/gallery/` | what |
//! |---|---|
//! | `index.json` | per group its `title` and `cases`: `id`, `title`, `description`, `outcome`, `shows` (causes, the error code) |
//! | `<id>.json` | the case without `expect` and `partner` |

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::files;
use crate::workspace::Workspace;

/// What the page is not to know: the answer, and what tests compare with.
const NOT_SERVED: [&str; 2] = ["expect", "partner"];

/// Writes `gallery/` into the folder of the site.
pub(super) fn write(workspace: &Workspace, dist: &Path) -> Result<()> {
    let folder = dist.join("gallery");
    files::fresh(&folder)?;
    let mut index = Vec::new();
    for group in array(&read(&workspace.root.join("www/gallery.json"))?, "a list of groups")? {
        let mut entries = Vec::new();
        for path in array(member(group, "cases"), "a list of cases")? {
            let path = path.as_str().context("a case of www/gallery.json is no path")?;
            let case = read(&workspace.root.join("vectors").join(format!("{path}.json")))?;
            let (id, entry, case) = taken_apart(path, case)?;
            files::write(&folder.join(format!("{id}.json")), case.to_string())?;
            entries.push(entry);
        }
        index.push(json!({ "title": member(group, "title"), "cases": entries }));
    }
    files::write(&folder.join("index.json"), Value::Array(index).to_string())
}

/// The name of a case, what the index says of it, and the case itself.
fn taken_apart(path: &str, mut case: Value) -> Result<(String, Value, Value)> {
    let id = path.rsplit('/').next().unwrap_or(path).to_owned();
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !id.chars().all(is_name) {
        bail!("`{id}` is no name of a case: it becomes a part of an address");
    }
    let expect = member(&case, "expect");
    let causes = member(expect, "causes").as_array().into_iter().flatten();
    let code = Some(member(expect, "awsCode")).filter(|code| code.is_string());
    let shows: Vec<&Value> = causes.chain(code).collect();
    let entry = json!({
        "id": id,
        "title": member(&case, "title"),
        "description": member(&case, "description"),
        "outcome": member(expect, "outcome"),
        "shows": shows,
    });
    let members = case.as_object_mut().with_context(|| format!("{path} is no case"))?;
    members.retain(|name, _| !NOT_SERVED.contains(&name.as_str()));
    Ok((id, entry, case))
}

/// What is not there is `null`.
fn member<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

fn array<'a>(value: &'a Value, what: &str) -> Result<&'a [Value]> {
    let list = value.as_array().with_context(|| format!("www/gallery.json: this is not {what}"))?;
    Ok(list)
}

fn read(path: &Path) -> Result<Value> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::taken_apart;

    #[test]
    fn a_case_goes_without_its_answer() {
        let case = json!({
            "title": "t", "description": "d", "token": "a.b.c", "partner": {},
            "expect": { "outcome": "denied", "awsCode": "AccessDenied", "causes": ["sub.other-app"] },
        });
        let (id, entry, case) = taken_apart("gallery/fly-a", case).unwrap();
        assert_eq!(id, "fly-a");
        let expected = json!({
            "id": "fly-a", "title": "t", "description": "d",
            "outcome": "denied", "shows": ["sub.other-app", "AccessDenied"],
        });
        assert_eq!(entry, expected);
        assert_eq!(case, json!({ "title": "t", "description": "d", "token": "a.b.c" }));
        assert!(taken_apart("gallery/A b", json!({})).is_err());
    }
}
