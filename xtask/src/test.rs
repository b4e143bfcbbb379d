//! Every test there is, a stage at a time: each with a heading and a time, all of them run even if one fails, and one
//! line at the end that counts them.

use std::time::Instant;

use crate::build;
use crate::run::{Cmd, Halt, Outcome, at};
use crate::setup::{self, Scope, for_wasm};

struct Stage {
    name: &'static str,
    scope: Scope,
    needs_build: bool,
    run: fn() -> Outcome,
}

const STAGES: &[Stage] = &[
    Stage { name: "fmt", scope: Scope::Rust, needs_build: false, run: fmt },
    Stage { name: "clippy", scope: Scope::Rust, needs_build: false, run: clippy },
    Stage { name: "rust", scope: Scope::Rust, needs_build: false, run: rust },
    Stage { name: "build", scope: Scope::Build, needs_build: false, run: build_all },
    Stage { name: "wasm", scope: Scope::All, needs_build: false, run: wasm },
    Stage { name: "types", scope: Scope::Build, needs_build: true, run: types },
    Stage { name: "lint", scope: Scope::Build, needs_build: false, run: lint },
    Stage { name: "sizes", scope: Scope::Build, needs_build: true, run: build::budget },
    Stage { name: "e2e", scope: Scope::All, needs_build: true, run: e2e },
];

/// Runs every stage, or the one named after the build it needs.
pub fn run(only: Option<&str>) -> Outcome {
    let chosen: Vec<&Stage> = match only {
        None => STAGES.iter().collect(),
        Some(name) => {
            let names = STAGES.iter().map(|stage| stage.name).collect::<Vec<_>>().join(", ");
            let stage = STAGES.iter().find(|stage| stage.name == name).ok_or_else(|| {
                Halt::new(format!("no stage `{name}`"), format!("one of {names}"), "cargo xtask test --help")
            })?;
            STAGES.iter().filter(|other| other.name == name || stage.needs_build && other.name == "build").collect()
        }
    };
    let scope = chosen.iter().map(|stage| stage.scope).max().unwrap_or(Scope::Rust);
    println!("── set-up");
    setup::run(scope)?;

    let mut failed = Vec::new();
    for stage in &chosen {
        println!("\n── {}", stage.name);
        let start = Instant::now();
        let outcome = if stage.needs_build && failed.contains(&"build") {
            Err(Halt::new("no build to test", "the stage `build` to pass", "cargo xtask test --only build"))
        } else {
            (stage.run)()
        };
        let seconds = start.elapsed().as_secs_f32();
        match outcome {
            Ok(()) => println!("── {}: passed in {seconds:.1} s", stage.name),
            Err(halt) => {
                println!("{halt}\n── {}: FAILED after {seconds:.1} s", stage.name);
                failed.push(stage.name);
            }
        }
    }
    let passed = chosen.len() - failed.len();
    println!("\n{passed} passed, {} failed", failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    let again = failed.iter().map(|name| format!("cargo xtask test --only {name}")).collect::<Vec<_>>();
    Err(Halt::new(format!("stages that failed: {}", failed.join(", ")), "every stage to pass", again.join("; ")))
}

fn fmt() -> Outcome {
    Cmd::new("cargo fmt --all --check").run()
}

fn clippy() -> Outcome {
    Cmd::new("cargo clippy --quiet --workspace --features cli --all-targets -- -D warnings").run()?;
    let web = if has_web_tests() { " --test web" } else { "" };
    for what in [
        &format!("--lib{web}"),
        "--lib --no-default-features --features engine",
        "--lib --no-default-features --features charts",
    ] {
        for_wasm(Cmd::new(&format!("cargo clippy --quiet --target wasm32-unknown-unknown {what} -- -D warnings")))?
            .run()?;
    }
    Ok(())
}

fn rust() -> Outcome {
    if Cmd::new("cargo nextest --version").read().is_some() {
        Cmd::new("cargo nextest run --workspace --features cli").run()?;
    } else {
        Cmd::new("cargo test --quiet --workspace --features cli --lib --bins --tests").run()?;
    }
    Cmd::new("cargo test --quiet --package padan --features cli --doc").run()
}

fn build_all() -> Outcome {
    build::native()?;
    build::wasm(false)?;
    build::page()
}

/// As `wasm-pack test` does, which would build every native test for wasm too.
fn wasm() -> Outcome {
    if !has_web_tests() {
        println!("nothing to run: there is no tests/web.rs");
        return Ok(());
    }
    for_wasm(Cmd::new("cargo test --target wasm32-unknown-unknown --test web"))?
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", at(".tools/bin/wasm-bindgen-test-runner"))
        .env("CHROMEDRIVER", setup::on_path("chromedriver").unwrap_or_default())
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .run()
}

fn has_web_tests() -> bool {
    at("tests/web.rs").exists()
}

fn types() -> Outcome {
    Cmd::new("tsc --noEmit").run()
}

fn lint() -> Outcome {
    Cmd::new("biome check").run()
}

fn e2e() -> Outcome {
    let folder = at("tests/e2e");
    let files = std::fs::read_dir(&folder).map_err(|error| {
        Halt::new(format!("tests/e2e: {error}"), "the folder as committed", "git checkout tests/e2e")
    })?;
    let mut tests: Vec<_> =
        files.flatten().map(|file| file.path()).filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    tests.sort();
    tests
        .into_iter()
        .fold(Cmd::new("node --test --test-concurrency=1 --test-reporter=spec"), Cmd::arg)
        .env("PADAN_PROGRAM", at(build::PROGRAM))
        .run()
}
