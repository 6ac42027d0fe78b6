//! Explains whether a token may assume a role: `cargo run --example explain -- TOKEN POLICY`.

use std::error::Error;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use assumable::aws::{self, AssumeRole, Presented, TrustPolicy};
use assumable::{Limits, PolicyErrors, Timestamp, diagnose_call, explain_simulation};

fn explain(token: &str, source: &str, now: Timestamp) -> Result<String, PolicyErrors> {
    let policy = TrustPolicy::parse(source, &Limits::default())?;
    let call = AssumeRole::new(Presented::Token(token), &policy, now);
    let answer = aws::simulate(&call);
    Ok(explain_simulation(&answer, &diagnose_call(&answer, &policy), source))
}

fn run(arguments: &[String]) -> Result<String, Box<dyn Error>> {
    use assumable::{Explain as _, PolicyError, Span};

    let [token, policy] = arguments else {
        return Err("give two files: a token and a trust policy".into());
    };
    let (token, source) = (read(token)?, read(policy)?);
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().try_into()?;
    let now = Timestamp::from_seconds(seconds).ok_or("the clock is off by millennia")?;
    let place = |error: &PolicyError| {
        let place = error.span().unwrap_or(Span::at(0)).position(&source);
        format!("{policy}:{}:{}: {error}", place.line, place.column)
    };
    explain(token.trim(), &source, now)
        .map_err(|errors| errors.iter().map(place).collect::<Vec<_>>().join("\n").into())
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line program")]
fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(explanation) => println!("{explanation}"),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_shows_this_program_and_its_answer() {
        let readme = include_str!("../../README.md");
        let program = include_str!("explain.rs");
        let shown = readme.split("```rust\n").nth(1).unwrap().split("```").next().unwrap();
        assert!(program.contains(shown), "{shown}");

        let example = include_str!("../../vectors/examples/fly-other-app.json");
        let example: serde_json::Value = serde_json::from_str(example).unwrap();
        let text = |name: &str| example[name].as_str().unwrap();
        let now = Timestamp::from_seconds(example["now"].as_i64().unwrap()).unwrap();
        let answer = explain(text("token"), text("trustPolicy"), now).unwrap();
        let headline = answer.lines().next().unwrap();
        assert!(readme.contains(headline), "{answer}");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_file() {
        let said = |files: &[&str]| {
            let files: Vec<String> = files.iter().map(ToString::to_string).collect();
            run(&files).unwrap_err().to_string()
        };
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        assert!(said(&["no-such-file", manifest]).starts_with("no-such-file: "));
        assert!(said(&[manifest, manifest]).starts_with(&format!("{manifest}:1:")));
        assert_eq!(said(&[]), "give two files: a token and a trust policy");
    }
}
