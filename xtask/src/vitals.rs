//! What a visitor waits for on a slow device with a slow line: makes what `benches/vitals.mjs` needs and runs it.

use crate::bench::snapshot;
use crate::run::{Cmd, Outcome};
use crate::{build, setup};

/// What `--help` says.
pub const HELP: &str = "\
cargo xtask vitals [--strict] [--rounds N]

Measures the page in headless Chromium with its processor slowed 4 and 6 times and a line of 1.5 Mbit/s and 300 ms: first
results of a first and a second visit over 10,000 made-up vacancies, keys to painted lists over 50,000, the longest task
while typing, how much the page moves, bytes. Prints a table with a verdict a line; takes about five minutes on a machine
that does nothing else, and says how busy it was. docs/benchmarks.md keeps the last one.

  --strict     end with an error where a limit is missed
  --rounds N   how many first and second visits (5)";

/// The options, handed on as they are.
#[derive(Default)]
pub struct Vitals {
    given: Vec<String>,
}

impl Vitals {
    /// Takes one option of the command line; false if it is none of these.
    pub fn option(&mut self, name: &str, args: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        use lexopt::ValueExt;
        match name {
            "strict" => self.given.push("--strict".to_owned()),
            "rounds" => self.given.extend(["--rounds".to_owned(), args.value()?.string()?]),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Makes what is missing and measures.
    pub fn run(self) -> Outcome {
        setup::run(setup::Scope::All)?;
        build::wasm(false)?;
        build::page()?;
        let [small, large] = [snapshot("10000")?, snapshot("50000")?];
        let command = Cmd::new("node benches/vitals.mjs").arg(small).arg(large);
        self.given.iter().fold(command, Cmd::arg).run()
    }
}
