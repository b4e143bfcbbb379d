//! How well padan finds what people type and matches people with vacancies, held against grades and beside other systems.

use lexopt::prelude::*;

use crate::run::{Cmd, Outcome, at};
use crate::{build, setup};

/// What `--help` says.
pub const HELP: &str = "\
cargo xtask quality [--half HALF] [--failures] [--pool FILE] [--pairs FILE]

Builds the program and the wasm if need be, asks padan and other searches the judged queries of tests/quality/, then
ranks vacancies for its judged people, by padan and by plainer ways, and prints recall, nDCG@10 and more of each as
Markdown; target/quality/ holds them as JSON too. Fails when padan is below tests/quality/floors.json.
tests/quality/README.md says how the sets were made and what they cannot tell.

  --half HALF    only tune (to look at while changing the search or the score) or report (to measure with)
  --failures     list the queries and people of the tune half that padan serves worst
  --pool FILE    write the titles all searches found, with their grades, for a judge to read
  --pairs FILE   write the pooled pairs of person and vacancy, with their grades, for a judge to read";

const FOLDER: &str = "tests/quality";

/// Arguments of the scripts, in their own order.
#[derive(Default)]
pub struct Quality {
    search: Vec<String>,
    matching: Vec<String>,
}

impl Quality {
    /// Takes one option of the command line; false if it is none of these.
    pub fn option(&mut self, name: &str, args: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        let mut given = vec![format!("--{name}")];
        match name {
            "half" | "pool" | "pairs" => given.push(args.value()?.string()?),
            "failures" => (),
            _ => return Ok(false),
        }
        if name != "pairs" {
            self.search.extend_from_slice(&given);
        }
        if name != "pool" {
            self.matching.extend(given);
        }
        Ok(true)
    }

    /// Tests the measures, then measures the search, then the matching.
    pub fn run(self) -> Outcome {
        setup::run(setup::Scope::Build)?;
        setup::npm_packages(FOLDER)?;
        build::native()?;
        build::wasm(false)?;
        Cmd::new(&format!("node --test {FOLDER}/measure.test.mjs {FOLDER}/match/match.test.mjs")).run()?;
        for (script, given) in [("quality.mjs", self.search), ("match/match.mjs", self.matching)] {
            let script = Cmd::new(&format!("node {FOLDER}/{script}")).env("PADAN_PROGRAM", at(build::PROGRAM));
            given.into_iter().fold(script, Cmd::arg).run()?;
        }
        Ok(())
    }
}
