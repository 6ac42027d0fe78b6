//! The fenced code blocks of a Markdown text.

use anyhow::{Result, bail};

/// A block, its language and the line on which it opens, counted from one.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    pub(super) language: String,
    pub(super) line: usize,
    pub(super) code: String,
}

/// All blocks in order. A block without a language, or without an end, is an error.
pub(super) fn of(text: &str) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (None, None) => {}
            (None, Some(mut block)) => {
                block.code.push_str(line);
                block.code.push('\n');
                open = Some(block);
            }
            (Some(_), Some(block)) => blocks.push(block),
            (Some(info), None) => {
                let language = info.split([',', ' ']).next().unwrap_or_default().to_owned();
                if language.is_empty() {
                    bail!("the code block on line {} names no language", index + 1);
                }
                open = Some(Block { language, line: index + 1, code: String::new() });
            }
        }
    }
    match open {
        Some(block) => bail!("the code block on line {} has no end", block.line),
        None => Ok(blocks),
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, of};

    #[test]
    fn finds_blocks_with_their_line() {
        let blocks = of("# A\n\n```js\na();\nb();\n```\n\n```rust,no_run\nc();\n```\n").unwrap();
        let block = |language: &str, line, code: &str| Block {
            language: language.to_owned(),
            line,
            code: code.to_owned(),
        };
        assert_eq!(blocks, [block("js", 3, "a();\nb();\n"), block("rust", 8, "c();\n")]);
    }

    #[test]
    fn refuses_what_would_not_be_checked() {
        let error = |text| of(text).unwrap_err().to_string();
        assert_eq!(error("\n```\na\n```\n"), "the code block on line 2 names no language");
        assert_eq!(error("```js\na\n"), "the code block on line 1 has no end");
    }
}
