//! What building and testing need, looked for first and installed only where it is missing. Nothing lands outside
//! `.tools/` and `node_modules/` but what only the system can hold: Rust's wasm target and Debian's Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::run::{Cmd, Halt, Outcome, at, read_file};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const WASM_PACK: &str = "0.15.1";
const NODE_MAJOR: u32 = 20;

/// How much is needed: formatting and native tests take the Rust steps, a demo no browser, the tests all of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Rust with rustfmt and clippy, and the wasm target.
    Rust,
    /// What makes `pkg/` and `www/dist/`.
    Build,
    /// A browser besides.
    All,
}

struct Step {
    name: String,
    scope: Scope,
    takes: &'static str,
    present: fn() -> Outcome<bool>,
    install: fn() -> Outcome,
}

/// Takes the steps up to `scope`, saying for each whether it was there or how long it took.
pub fn run(scope: Scope) -> Outcome {
    let steps: Vec<Step> = steps()?.into_iter().filter(|step| step.scope <= scope).collect();
    let count = steps.len();
    for (number, step) in (1..).zip(&steps) {
        let name = &step.name;
        if (step.present)()? {
            println!("[{number}/{count}] {name}: already there");
            continue;
        }
        println!("[{number}/{count}] {name}: installing (about {})…", step.takes);
        let start = Instant::now();
        (step.install)()?;
        if !(step.present)()? {
            return Err(Halt::new(
                format!("{name} was installed without an error, and is still not to be found"),
                format!("{name}, where its own installer puts it"),
                "cargo xtask setup   (after a look at PATH)",
            ));
        }
        println!("[{number}/{count}] {name}: installed in {:.0} s", start.elapsed().as_secs_f32());
    }
    let leftovers = at(".tools/target");
    if scope >= Scope::Build && leftovers.exists() {
        let _ = fs::remove_dir_all(leftovers);
    }
    Ok(())
}

fn steps() -> Outcome<Vec<Step>> {
    let bindgen = wasm_bindgen_version()?;
    Ok(vec![
        Step {
            name: format!("Rust {} with rustfmt and clippy", rustc_version()?),
            scope: Scope::Rust,
            takes: "20 s",
            present: || {
                Ok(Cmd::new("cargo fmt --version").read().and(Cmd::new("cargo clippy --version").read()).is_some())
            },
            install: || {
                let line = "rustup component add rustfmt clippy";
                Cmd::new(line).quiet().map_err(|said| {
                    Halt::new(said, "Rust's own formatter and linter", format!("{line}   (with a network)"))
                })
            },
        },
        Step {
            name: format!("Rust target {WASM_TARGET}"),
            scope: Scope::Rust,
            takes: "10 s",
            present: || Ok(has_wasm_std()? || has_std_source()?),
            install: install_wasm_target,
        },
        Step {
            name: "source of Rust's std".to_owned(),
            scope: Scope::Build,
            takes: "10 s",
            present: has_std_source,
            install: || {
                if Cmd::new("rustup component add rust-src").quiet().is_err() && !debian_std_source()? {
                    println!(
                        "      not to be had: what browsers download will be a tenth larger (docs/decisions/0021)"
                    );
                }
                Ok(())
            },
        },
        Step {
            name: format!("Node {NODE_MAJOR} or later, npm"),
            scope: Scope::Build,
            takes: "a minute",
            present: has_node,
            install: || Err(node_halt("no node or no npm on PATH".to_owned())),
        },
        Step {
            name: "npm packages of package-lock.json".to_owned(),
            scope: Scope::Build,
            takes: "10 s",
            present: || has_npm_packages("."),
            install: || install_npm_packages("."),
        },
        Step {
            name: format!("wasm-bindgen {bindgen}"),
            scope: Scope::Build,
            takes: "a minute or two",
            present: || has_tool("wasm-bindgen", &wasm_bindgen_version()?),
            install: || cargo_install("wasm-bindgen-cli", &wasm_bindgen_version()?),
        },
        Step {
            name: format!("wasm-pack {WASM_PACK}"),
            scope: Scope::Build,
            takes: "a minute",
            present: || has_tool("wasm-pack", WASM_PACK),
            install: || cargo_install("wasm-pack", WASM_PACK),
        },
        Step {
            name: "Chromium with chromedriver".to_owned(),
            scope: Scope::All,
            takes: "a minute",
            present: || Ok(on_path("chromium").and(on_path("chromedriver")).is_some()),
            install: install_chromium,
        },
    ])
}

/// Makes cargo build std itself where only its source could be had; the target's own build of it needs nothing.
pub fn for_wasm(command: Cmd) -> Outcome<Cmd> {
    if has_wasm_std()? {
        return Ok(command);
    }
    Ok(command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort,proc_macro,test"))
}

/// What browsers download: std is built along, for size and so that a panic is a trap and nothing more. Where its source
/// could not be had, as [`for_wasm`].
pub fn for_browsers(command: Cmd) -> Outcome<Cmd> {
    if !has_std_source()? {
        return for_wasm(command);
    }
    Ok(command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort"))
}

fn rustc_version() -> Outcome<String> {
    Cmd::new("rustc --version")
        .read()
        .and_then(|line| line.split(' ').nth(1).map(str::to_owned))
        .ok_or_else(|| Halt::new("no rustc on PATH", "Rust, by rustup", "rustup toolchain install stable"))
}

fn sysroot() -> Outcome<PathBuf> {
    Cmd::new("rustc --print sysroot")
        .read()
        .map(PathBuf::from)
        .ok_or_else(|| Halt::new("rustc that names no sysroot", "a working Rust", "rustup toolchain install stable"))
}

/// Whether rustup has laid down the target's own build of std.
pub fn has_wasm_std() -> Outcome<bool> {
    Ok(sysroot()?.join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir())
}

fn std_source() -> Outcome<PathBuf> {
    Ok(sysroot()?.join("lib/rustlib/src/rust"))
}

fn has_std_source() -> Outcome<bool> {
    Ok(std_source()?.join("library/Cargo.lock").is_file())
}

/// rustup's build of std; where rustup reaches no server, Debian's source of the very same version, which cargo then
/// builds along with padan.
fn install_wasm_target() -> Outcome {
    let line = format!("rustup target add {WASM_TARGET}");
    let Err(rustup_said) = Cmd::new(&line).quiet() else { return Ok(()) };
    if debian_std_source()? {
        return Ok(());
    }
    let version = rustc_version()?;
    Err(Halt::new(
        format!("rustup said: {rustup_said}\n        and Debian has no rust-src {version}"),
        format!("Rust's {WASM_TARGET} target, or the source of std for exactly Rust {version}"),
        format!("{line}   (with a network)"),
    ))
}

/// Debian's source of std, where it is of the very same version; says whether it is there now.
fn debian_std_source() -> Outcome<bool> {
    let version = rustc_version()?;
    println!("      rustup could not; trying Debian's source of Rust {version}'s std…");
    let packages = ["rust-src", "rust-web-src"];
    let unpacked = PathBuf::from(format!("/usr/src/rustc-{version}"));
    let fetched = packages.iter().any(|package| apt_install(&[&format!("{package}={version}*")]).is_ok());
    let link = std_source()?;
    if fetched && !has_std_source()? {
        let linked = link.parent().map(fs::create_dir_all).transpose().and_then(|_| symlink(&unpacked, &link));
        if let Err(error) = linked {
            return Err(Halt::new(
                format!("{} cannot be linked to {}: {error}", link.display(), unpacked.display()),
                "the source of std where cargo looks for it",
                format!("ln -s {} {}", unpacked.display(), link.display()),
            ));
        }
    }
    has_std_source()
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::Error::other("Debian's packages are for Debian"))
}

fn has_node() -> Outcome<bool> {
    let (Some(node), true) = (Cmd::new("node --version").read(), on_path("npm").is_some()) else { return Ok(false) };
    match node.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok()) {
        Some(major) if major >= NODE_MAJOR => Ok(true),
        _ => Err(node_halt(format!("Node {node}"))),
    }
}

fn node_halt(found: String) -> Halt {
    Halt::new(
        found,
        format!("Node {NODE_MAJOR} or later with npm, on PATH"),
        format!(
            "apt-get install nodejs npm   (if `apt-cache policy nodejs` offers {NODE_MAJOR} or later; else Node's own download)"
        ),
    )
}

/// The package-lock.json that node_modules/ was filled from.
const NPM_STAMP: &str = "node_modules/.padan-lock.json";

/// Fills a folder's own node_modules/ from its package-lock.json, unless that is done.
pub fn npm_packages(folder: &str) -> Outcome {
    if has_npm_packages(folder)? { Ok(()) } else { install_npm_packages(folder) }
}

fn has_npm_packages(folder: &str) -> Outcome<bool> {
    let lock = read_file(&format!("{folder}/package-lock.json"))?;
    Ok(fs::read(at(folder).join(NPM_STAMP)).ok() == Some(lock.into_bytes()))
}

fn install_npm_packages(folder: &str) -> Outcome {
    let line = format!("npm ci --no-progress --prefix {folder}");
    Cmd::new(&line).quiet().map_err(|said| {
        Halt::new(
            said,
            format!("the packages of {folder}/package-lock.json"),
            format!("{line}   (with a network; `npm ping` tells)"),
        )
    })?;
    let folder = at(folder);
    fs::copy(folder.join("package-lock.json"), folder.join(NPM_STAMP)).map(drop).map_err(|error| {
        Halt::new(format!("node_modules/ cannot be written to: {error}"), "a writable folder", "ls -ld node_modules")
    })
}

fn has_tool(name: &str, version: &str) -> Outcome<bool> {
    let path = at(".tools/bin").join(name);
    let said = Cmd::new(&path.to_string_lossy()).arg("--version").read();
    Ok(said.is_some_and(|said| said.split(' ').nth(1) == Some(version)))
}

/// A debug build is fast enough for these tools and takes a fifth of the time; the folder is shared, since they are
/// made of the same crates.
fn cargo_install(package: &str, version: &str) -> Outcome {
    let line = format!("cargo install --debug --quiet --force {package}@{version} --root .tools");
    let install = |line: &str| {
        Cmd::new(line).env("CARGO_TARGET_DIR", at(".tools/target")).env("CARGO_PROFILE_DEV_DEBUG", "0").quiet()
    };
    install(&format!("{line} --locked"))
        .or_else(|_| install(&line))
        .map_err(|said| Halt::new(said, format!("{package} {version}"), format!("{line}   (with a network)")))
}

fn install_chromium() -> Outcome {
    apt_install(&["chromium", "chromium-driver"]).map_err(|said| {
        Halt::new(
            said,
            "`chromium` and `chromedriver` of one version on PATH",
            "sudo apt-get update && sudo apt-get install chromium chromium-driver",
        )
    })
}

fn apt_install(packages: &[&str]) -> Result<(), String> {
    if on_path("apt-get").is_none() {
        return Err("no apt-get: not a Debian system".to_owned());
    }
    let root = Cmd::new("id -u").read().as_deref() == Some("0");
    let sudo = match (root, on_path("sudo").is_some()) {
        (true, _) => "",
        (false, true) => "sudo -n ",
        (false, false) => return Err("a user who is not root, and no sudo".to_owned()),
    };
    Cmd::new(&format!("{sudo}apt-get update -qq")).quiet()?;
    let line = "env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends";
    packages.iter().fold(Cmd::new(&format!("{sudo}{line}")), Cmd::arg).quiet()
}

/// Where the system has a program.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The crate and its command-line tool must be of one version, and Cargo.lock has it.
fn wasm_bindgen_version() -> Outcome<String> {
    locked_version(&read_file("Cargo.lock")?, "wasm-bindgen").ok_or_else(|| {
        Halt::new("no wasm-bindgen in Cargo.lock", "the lock file as committed", "git checkout Cargo.lock")
    })
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("\nname = \"{package}\"\n")))?;
    let version = entry.lines().find_map(|line| line.strip_prefix("version = \""))?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_lock_files_version_is_that_of_the_package_named_in_full() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.79\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
