//! The policy as JSON.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::statement::{Block, Statement};
use super::{EXAMPLE_ACCOUNT, Owner};
use crate::fix::quoted;

pub(super) fn write(statements: &[Statement], owner: &Owner<'_>) -> String {
    let statements: Vec<String> = statements.iter().map(|it| statement(it, owner)).collect();
    format!(
        r#"{{
  "Version": "2012-10-17",
  "Statement": [
{}
  ]
}}"#,
        statements.join(",\n")
    )
}

fn statement(statement: &Statement, owner: &Owner<'_>) -> String {
    let account = owner.account.unwrap_or(EXAMPLE_ACCOUNT);
    let principal = quoted(&owner.principal(&statement.provider, account));
    let actions = one_or_many(&statement.actions, "      ");
    let blocks: Vec<String> = statement.blocks.iter().map(block).collect();
    format!(
        r#"    {{
      "Effect": "Allow",
      "Principal": {{
        "Federated": {principal}
      }},
      "Action": {actions},
      "Condition": {{
{}
      }}
    }}"#,
        blocks.join(",\n")
    )
}

fn block(block: &Block) -> String {
    let key = |(key, values): &(String, Vec<String>)| {
        format!("          {}: {}", quoted(key), one_or_many(values, "          "))
    };
    let keys: Vec<String> = block.keys.iter().map(key).collect();
    format!("        \"{}\": {{\n{}\n        }}", block.operator, keys.join(",\n"))
}

fn one_or_many<T: AsRef<str>>(values: &[T], indent: &str) -> String {
    match values {
        [one] => quoted(one.as_ref()),
        many => {
            let line = |value: &T| format!("{indent}  {}", quoted(value.as_ref()));
            let lines: Vec<String> = many.iter().map(line).collect();
            format!("[\n{}\n{indent}]", lines.join(",\n"))
        }
    }
}
