//! Everything one does to padan besides editing it: set the tools up, build the wasm and the page, show a demo, run
//! every test. `cargo xtask --help` lists the verbs; each verb is one file here, and CI runs nothing but `test`.

mod bench;
mod boundaries;
mod build;
mod demo;
mod quality;
mod run;
mod setup;
mod test;
mod vitals;

use std::process::ExitCode;

use lexopt::prelude::*;
use run::{Halt, Outcome};

const HELP: &str = "\
cargo xtask VERB [OPTIONS]

  setup     install what building and testing need into .tools/ and node_modules/ (seconds when it is all there)
  demo      build everything and serve the page over a made-up or a given set of vacancies
  wasm      src/ -> pkg/: the two WebAssembly modules and their JavaScript, with wasm-pack
  page      www/src/ and pkg/ -> www/dist/: the files a portal puts on its server
  test      every test there is; what CI runs
  budget    weigh www/dist/ against tests/budgets.json
  bench     time padan beside its rivals in one browser
  vitals    what a visitor waits for, on a slow device with a slow line
  quality   how well padan finds, beside other searches
  boundaries  a GeoJSON of provinces -> src/chart/data/provinces.bin, what the map of provinces is drawn from

`cargo xtask VERB --help` says more about one verb.";

const SETUP_HELP: &str = "\
cargo xtask setup [--no-browser]

Checks Rust, its wasm32-unknown-unknown target, Node 20 or later and npm; installs wasm-bindgen (the version Cargo.lock
names) and wasm-pack into .tools/bin, the packages of package-lock.json into node_modules/, and Chromium with
chromedriver by apt-get. Steps already done are only looked at. Where a step cannot be done it says what to run.

  --no-browser   leave Chromium out: enough to build and to serve the demo";

const WASM_HELP: &str = "\
cargo xtask wasm [--force]

Builds src/ into pkg/ for browsers, optimised with wasm-opt: the engine (padan.js, padan_bg.wasm) and the charts
(charts/charts.js, charts/charts_bg.wasm), one npm package. Does nothing when pkg/ is newer than src/, Cargo.toml and Cargo.lock.

  --force   build even so";

const PAGE_HELP: &str = "\
cargo xtask page

Builds the wasm if need be and bundles www/src/ into www/dist/: padan.js, which a page includes under that name, and
the files it loads under names that change with their content. www/dist/files.json lists every file with its size and
its hash for an integrity attribute, www/dist/sbom.json the crates and packages that they are made of (CycloneDX).";

const TEST_HELP: &str = "\
cargo xtask test [--only STAGE]

Runs, in this order:
  fmt      rustfmt
  clippy   lints, natively and for wasm; a warning fails
  rust     unit, integration and documentation tests
  build    the native program, the wasm and the page
  wasm     tests/web.rs in headless Chromium
  types    the TypeScript compiler over www/src/
  lint     Biome over scripts, styles and JSON
  sizes    what a visitor downloads against tests/budgets.json
  e2e      tests/e2e/*.test.mjs: the page in headless Chromium

  --only STAGE   that stage, after what it needs";

const BUDGET_HELP: &str = "\
cargo xtask budget

Builds the page if need be and prints each part's size beside its budget; a part over its `must` fails.";

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(halt) => {
            eprintln!("{halt}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Outcome {
    let mut args = lexopt::Parser::from_env();
    let verb = match args.next()? {
        None | Some(Long("help") | Short('h')) => {
            println!("{HELP}");
            return Ok(());
        }
        Some(Value(verb)) => verb.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match verb.as_str() {
        "setup" => {
            let mut browser = true;
            if options(&mut args, SETUP_HELP, |option, _| Ok(option == "no-browser" && switch(&mut browser, false)))? {
                setup::run(if browser { setup::Scope::All } else { setup::Scope::Build })?;
            }
            Ok(())
        }
        "wasm" => {
            let mut force = false;
            if options(&mut args, WASM_HELP, |option, _| Ok(option == "force" && switch(&mut force, true)))? {
                setup::run(setup::Scope::Build)?;
                build::wasm(force)?;
            }
            Ok(())
        }
        "page" => {
            if options(&mut args, PAGE_HELP, |_, _| Ok(false))? {
                setup::run(setup::Scope::Build)?;
                build::wasm(false)?;
                build::page()?;
            }
            Ok(())
        }
        "budget" => {
            if options(&mut args, BUDGET_HELP, |_, _| Ok(false))? {
                setup::run(setup::Scope::Build)?;
                build::wasm(false)?;
                build::page()?;
                build::budget()?;
            }
            Ok(())
        }
        "bench" => {
            let mut bench = bench::Bench::default();
            let wanted = options(&mut args, bench::HELP, |option, args| bench.option(option, args))?;
            if wanted { bench.run() } else { Ok(()) }
        }
        "vitals" => {
            let mut vitals = vitals::Vitals::default();
            let wanted = options(&mut args, vitals::HELP, |option, args| vitals.option(option, args))?;
            if wanted { vitals.run() } else { Ok(()) }
        }
        "demo" => {
            let mut demo = demo::Demo::default();
            let wanted = options(&mut args, demo::HELP, |option, args| demo.option(option, args))?;
            if wanted { demo.run() } else { Ok(()) }
        }
        "quality" => {
            let mut quality = quality::Quality::default();
            let wanted = options(&mut args, quality::HELP, |option, args| quality.option(option, args))?;
            if wanted { quality.run() } else { Ok(()) }
        }
        "boundaries" => {
            let mut file = None;
            while let Some(arg) = args.next()? {
                match arg {
                    Long("help") | Short('h') => {
                        println!("{}", boundaries::HELP);
                        return Ok(());
                    }
                    Value(path) if file.is_none() => file = Some(path.string()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            let needed = || Halt::new("no file", "a GeoJSON of provinces", "cargo xtask boundaries --help");
            boundaries::run(&file.ok_or_else(needed)?)
        }
        "test" => {
            let mut only = None;
            let wanted = options(&mut args, TEST_HELP, |option, args| {
                if option == "only" {
                    only = Some(args.value()?.string()?);
                }
                Ok(option == "only")
            })?;
            if wanted { test::run(only.as_deref()) } else { Ok(()) }
        }
        unknown => Err(Halt::new(
            format!("no verb `{unknown}`"),
            "one of setup, demo, wasm, page, test, budget, bench, quality, boundaries",
            "cargo xtask --help",
        )),
    }
}

/// Hands every option to `take`, which answers whether it knows it. False when help was asked for and given.
fn options(
    args: &mut lexopt::Parser,
    help: &str,
    mut take: impl FnMut(&str, &mut lexopt::Parser) -> Result<bool, lexopt::Error>,
) -> Outcome<bool> {
    while let Some(arg) = args.next()? {
        match arg {
            Long("help") | Short('h') => {
                println!("{help}");
                return Ok(false);
            }
            Long(name) => {
                let name = name.to_owned();
                if !take(&name, args)? {
                    return Err(Long(&name).unexpected().into());
                }
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(true)
}

fn switch(place: &mut bool, to: bool) -> bool {
    *place = to;
    true
}
