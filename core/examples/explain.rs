//! Explains whether a token may assume a role: `cargo run --example explain -- TOKEN POLICY`.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use assumable::aws::{self, AssumeRole, Presented, TrustPolicy};
use assumable::{Limits, PolicyErrors, Timestamp, diagnose_call, explain_simulation};

fn explain(token: &str, source: &str, now: Timestamp) -> Result<String, PolicyErrors> {
    let policy = TrustPolicy::parse(source, &Limits::default())?;
    let call = AssumeRole::new(Presented::Token(token), &policy, now);
    let answer = aws::simulate(&call);
    Ok(explain_simulation(&answer, &diagnose_call(&answer), source))
}

#[expect(clippy::print_stdout, reason = "a command line program")]
fn main() -> Result<(), Box<dyn Error>> {
    let (Some(token), Some(policy)) = (env::args().nth(1), env::args().nth(2)) else {
        return Err("give two files: a token and a trust policy".into());
    };
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().try_into()?;
    let now = Timestamp::from_seconds(seconds).ok_or("the clock is off by millennia")?;
    println!("{}", explain(fs::read_to_string(token)?.trim(), &fs::read_to_string(policy)?, now)?);
    Ok(())
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
}
