//! The policy in Terraform's language, as `terraform fmt` leaves it.
//!
//! Source: [`aws_iam_policy_document`], whose version is 2012-10-17 unless it is told otherwise.
//!
//! [`aws_iam_policy_document`]: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Owner;
use super::statement::{Block, Statement};
use crate::aws::is_built_in;
use crate::fix::quoted;

pub(super) fn write(statements: &[Statement], owner: &Owner<'_>) -> String {
    let needs_account = statements.iter().any(|it| !is_built_in(&it.provider));
    let mut written = String::new();
    if owner.account.is_none() && needs_account {
        written.push_str("data \"aws_caller_identity\" \"current\" {}\n\n");
    }
    let statements: Vec<String> = statements.iter().map(|it| statement(it, owner)).collect();
    written.push_str("data \"aws_iam_policy_document\" \"trust\" {\n");
    written.push_str(&statements.join("\n"));
    written.push_str("}\n");
    written
}

fn statement(statement: &Statement, owner: &Owner<'_>) -> String {
    // A reference, so not escaped; a provider's name has nothing that would need it.
    let account = owner.account.unwrap_or("${data.aws_caller_identity.current.account_id}");
    let principal = owner.principal(&statement.provider, account);
    let actions: Vec<String> = statement.actions.iter().map(|action| text(action)).collect();
    let conditions: String = statement.blocks.iter().map(conditions).collect();
    format!(
        r#"  statement {{
    effect  = "Allow"
    actions = [{}]

    principals {{
      type        = "Federated"
      identifiers = ["{principal}"]
    }}
{conditions}  }}
"#,
        actions.join(", ")
    )
}

fn conditions(block: &Block) -> String {
    let condition = |(key, values): &(String, Vec<String>)| {
        format!(
            r#"
    condition {{
      test     = {}
      variable = {}
      {}
    }}
"#,
            text(block.operator),
            text(key),
            list(values),
        )
    };
    block.keys.iter().map(condition).collect()
}

fn list(values: &[String]) -> String {
    match values {
        [one] => format!("values   = [{}]", text(one)),
        many => {
            let lines: String = many.iter().map(|it| format!("        {},\n", text(it))).collect();
            format!("values = [\n{lines}      ]")
        }
    }
}

/// A quoted template without any gap: `$${` stands for `${`.
fn text(value: &str) -> String {
    quoted(value).replace("${", "$${")
}
