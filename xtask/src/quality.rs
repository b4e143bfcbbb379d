//! How well padan finds what people type, held against graded titles and beside other searches.

use lexopt::prelude::*;

use crate::run::{Cmd, Outcome, at};
use crate::{build, setup};

/// What `--help` says.
pub const HELP: &str = "\
cargo xtask quality [--half HALF] [--failures] [--pool FILE]

Builds the program and the wasm if need be, asks padan and other searches the judged queries of tests/quality/ and
prints recall@10, nDCG@10 and more of each as Markdown; target/quality/quality.json holds them too. Fails when padan is
below tests/quality/floors.json. tests/quality/README.md says how the set was made and what it cannot tell.

  --half HALF   only tune (to look at while changing the search) or report (to measure with)
  --failures    list the queries of the tune half that padan answers worst
  --pool FILE   write the titles all searches found, with their grades, for a judge to read";

const FOLDER: &str = "tests/quality";

/// Arguments of the script, in its own order.
#[derive(Default)]
pub struct Quality(Vec<String>);

impl Quality {
    /// Takes one option of the command line; false if it is none of these.
    pub fn option(&mut self, name: &str, args: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        match name {
            "half" | "pool" => self.0.extend([format!("--{name}"), args.value()?.string()?]),
            "failures" => self.0.push(format!("--{name}")),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Tests the measures, then measures.
    pub fn run(self) -> Outcome {
        setup::run(setup::Scope::Build)?;
        setup::npm_packages(FOLDER)?;
        build::native()?;
        build::wasm(false)?;
        Cmd::new(&format!("node --test {FOLDER}/measure.test.mjs")).run()?;
        let script = Cmd::new(&format!("node {FOLDER}/quality.mjs")).env("PADAN_PROGRAM", at(build::PROGRAM));
        self.0.into_iter().fold(script, Cmd::arg).run()
    }
}
