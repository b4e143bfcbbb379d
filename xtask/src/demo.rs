//! From a fresh clone to a page in the browser: a made-up set of vacancies, or the reader's own, built into a snapshot
//! and served beside the page under the Content-Security-Policy that padan promises to live with.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use lexopt::prelude::*;

use crate::run::{Cmd, Halt, Outcome, at};
use crate::{build, setup};

/// What `--help` says.
pub const HELP: &str = "\
cargo xtask demo [--input FILE --format FORMAT] [--rows N] [--port PORT] [--no-serve]

Sets up what is missing, builds the program, the wasm and the page, builds a snapshot into demo/snapshot/, the same
vacancies as plain pages into demo/daftar/, and serves it all on 127.0.0.1. The first run takes some minutes, later ones seconds.

  --input FILE      your own vacancies instead of made-up ones
  --format FORMAT   what FILE is: jsonl, maganghub or karirhub (jsonl if not given)
  --rows N          how many vacancies to make up (5000)
  --port PORT       where to serve; the next free port if that one is taken (8000)
  --no-serve        stop once everything is built";

/// The demo's options.
pub struct Demo {
    input: Option<String>,
    format: String,
    rows: u32,
    port: u16,
    serve: bool,
}

impl Default for Demo {
    fn default() -> Self {
        Self { input: None, format: "jsonl".to_owned(), rows: 5000, port: 8000, serve: true }
    }
}

impl Demo {
    /// Takes one option of the command line; false if it is none of the demo's.
    pub fn option(&mut self, name: &str, args: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        match name {
            "input" => self.input = Some(args.value()?.string()?),
            "format" => self.format = args.value()?.string()?,
            "rows" => self.rows = args.value()?.parse()?,
            "port" => self.port = args.value()?.parse()?,
            "no-serve" => self.serve = false,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Builds, then serves until interrupted.
    pub fn run(self) -> Outcome {
        let input = self.input.as_deref().map(given).transpose()?;
        setup::run(setup::Scope::Build)?;
        println!("building the program, the wasm and the page…");
        build::native()?;
        build::wasm(false)?;
        build::page()?;
        self.snapshot(input)?;
        Cmd::new(&format!("{} pages demo/snapshot --out demo/daftar --hosts go.id,example.invalid", build::PROGRAM))
            .run()?;
        let mounts = "--mount /snapshot=demo/snapshot --mount /daftar=demo/daftar";
        let server = Cmd::new(&format!("node www/serve.mjs --root www/dist {mounts} --port"));
        let server = server.arg(self.port.to_string());
        if self.serve {
            server.become_it()
        } else {
            println!("\nbuilt; to serve it: {server}");
            Ok(())
        }
    }

    fn snapshot(&self, input: Option<String>) -> Outcome {
        let made_up = input.is_none();
        let input = input.unwrap_or_else(|| "demo/sample.jsonl".to_owned());
        fs::create_dir_all(at("demo")).map_err(|error| halt_at_demo(&error))?;
        if made_up {
            let (program, rows, today) = (build::PROGRAM, self.rows, date(today_in_jakarta()));
            Cmd::new(&format!("{program} sample --rows {rows} --seed 1 --as-of {today} --out {input}")).run()?;
        }
        if at("demo/snapshot").exists() {
            fs::remove_dir_all(at("demo/snapshot")).map_err(|error| halt_at_demo(&error))?;
        }
        let format = &self.format;
        let mut command =
            Cmd::new(&format!("{} build --format {format} --out demo/snapshot", build::PROGRAM)).arg(&input);
        for (option, file) in [("--courses", "demo/sample.courses.jsonl"), ("--supply", "demo/sample.supply.jsonl")] {
            if made_up && at(file).exists() {
                command = command.arg(option).arg(file);
            }
        }
        command.run()
    }
}

fn given(input: &str) -> Outcome<String> {
    let path = std::path::absolute(input).ok().filter(|path| path.is_file());
    path.map(|path| path.to_string_lossy().into_owned()).ok_or_else(|| {
        Halt::new(format!("no file {input}"), "a file of vacancies, or no --input", "cargo xtask demo --help")
    })
}

fn halt_at_demo(error: &std::io::Error) -> Halt {
    Halt::new(format!("demo/: {error}"), "a folder that can be written", "rm -r demo")
}

/// Days since 1970-01-01 where the portal's readers are, seven hours ahead of UTC.
fn today_in_jakarta() -> u64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    (seconds + 7 * 3600) / 86_400
}

/// Year, month and day of a day since 1970-01-01, by whole Gregorian years that begin on 1 March.
fn date(day: u64) -> String {
    let day = day + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{of_month:02}", era * 400 + year + later)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_have_the_dates_of_the_calendar() {
        for (day, expected) in [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_781, "2026-11-24"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(date(day), expected);
        }
    }
}
