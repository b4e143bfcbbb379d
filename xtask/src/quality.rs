//! How well padan finds what people type and matches people with vacancies, held against grades and beside other systems.

use lexopt::prelude::*;

use crate::run::{Cmd, Outcome, at};
use crate::{build, setup};

/// What `--help` says.
pub const HELP: &str = "\
cargo xtask quality [--half HALF] [--failures] [--pool FILE] [--pairs FILE] [--without-tantivy]

Builds the program, the wasm and tantivy if need be, asks padan and other searches (MiniSearch, uFuzzy, tantivy,
substring) the judged queries of tests/quality/, then ranks vacancies for its judged people, by padan and by plainer
ways, and prints recall, nDCG@10 and more of each as Markdown; target/quality/ holds them as JSON too. Fails when padan
is below tests/quality/floors.json.
tests/quality/README.md says how the sets were made and what they cannot tell.

  --half HALF    only tune (to look at while changing the search or the score) or report (to measure with)
  --failures     list the queries and people of the tune half that padan serves worst
  --pool FILE    write the titles all searches found, with their grades, for a judge to read
  --pairs FILE   write the pooled pairs of person and vacancy, with their grades, for a judge to read
  --without-tantivy
                 neither build nor ask tantivy; building it at first fetches its crates and takes minutes, and where it
                 cannot be built the run says so and goes on without it";

const FOLDER: &str = "tests/quality";

/// Arguments of the scripts, in their own order.
#[derive(Default)]
pub struct Quality {
    search: Vec<String>,
    matching: Vec<String>,
    without_tantivy: bool,
}

impl Quality {
    /// Takes one option of the command line; false if it is none of these.
    pub fn option(&mut self, name: &str, args: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        let mut given = vec![format!("--{name}")];
        match name {
            "half" | "pool" | "pairs" => given.push(args.value()?.string()?),
            "failures" => (),
            "without-tantivy" => self.without_tantivy = true,
            _ => return Ok(false),
        }
        if name != "pairs" {
            self.search.extend_from_slice(&given);
        }
        if !["pool", "without-tantivy"].contains(&name) {
            self.matching.extend(given);
        }
        Ok(true)
    }

    /// Tests the measures, then measures the search, then the matching.
    pub fn run(mut self) -> Outcome {
        setup::run(setup::Scope::Build)?;
        setup::npm_packages(FOLDER)?;
        build::native()?;
        build::wasm(false)?;
        if !self.without_tantivy && build::tantivy().is_err() {
            println!("tantivy: could not be built, its own words are above; the run goes on without it");
            self.search.push("--without-tantivy".to_owned());
        }
        Cmd::new(&format!("node --test {FOLDER}/measure.test.mjs {FOLDER}/match/match.test.mjs")).run()?;
        for (script, given) in [("quality.mjs", self.search), ("match/match.mjs", self.matching)] {
            let script = Cmd::new(&format!("node {FOLDER}/{script}")).env("PADAN_PROGRAM", at(build::PROGRAM));
            given.into_iter().fold(script, Cmd::arg).run()?;
        }
        Ok(())
    }
}
