//! The three things padan is built into: the native program, `pkg/` and `www/dist/`; and tantivy, to compare with.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::run::{Cmd, Outcome, at};
use crate::setup;

/// The native program's path once [`native`] has run.
pub const PROGRAM: &str = "target/cli/padan";

/// Builds the native program.
pub fn native() -> Outcome {
    Cmd::new("cargo build --quiet --profile cli --features cli --bin padan").run()
}

/// The two modules: the crate's feature that exports each, and where wasm-pack is to put it. A folder of its own, for
/// wasm-pack optimises all it finds beside the module it builds. The engine is the package's main file and comes last.
const MODULES: [(&str, &str); 2] = [
    ("charts", "--out-dir pkg/charts --out-name charts --no-pack --no-gitignore"),
    ("engine", "--out-dir pkg --out-name padan"),
];

/// Builds `pkg/`, unless it is newer than everything it is made from. package.json is written last.
pub fn wasm(force: bool) -> Outcome {
    let built = fs::metadata(at("pkg/package.json")).and_then(|file| file.modified()).ok();
    let made_from = ["src", "Cargo.toml", "Cargo.lock"].into_iter().filter_map(|path| newest(&at(path))).max();
    if !force && built.is_some() && made_from <= built {
        println!("pkg/: up to date");
        return Ok(());
    }
    // wasm-pack looks for the target unless told to go on regardless, and cannot know that cargo will build it.
    let mode = if setup::has_wasm_std()? { "no-install" } else { "force" };
    for (feature, place) in MODULES {
        let line = format!("wasm-pack build --target web --release --mode {mode} {place}");
        setup::for_browsers(Cmd::new(&format!("{line} -- --no-default-features --features {feature}")))?.run()?;
    }
    // wasm-pack lists neither the other module nor, in a new folder, the licences; and the packages that it takes from
    // package.json are the page's.
    for change in ["set files[]=charts files[]=LICENSE-*", "delete dependencies"] {
        let changed = Cmd::new(&format!("npm pkg {change} --prefix pkg")).run();
        changed.inspect_err(|_| drop(fs::remove_file(at("pkg/package.json"))))?;
    }
    Ok(())
}

/// Compiles benches/tantivy/ into target/bench/tantivy/, for browsers and for Node.
pub fn tantivy() -> Outcome {
    println!("building tantivy…");
    let cargo = Cmd::new("cargo build --release --manifest-path benches/tantivy/Cargo.toml")
        .arg("--target=wasm32-unknown-unknown")
        .arg("--target-dir=target/tantivy")
        .env("RUSTFLAGS", "--cfg getrandom_backend=\"wasm_js\" -C target-feature=+simd128");
    setup::for_wasm(cargo)?.run()?;
    let module = "target/tantivy/wasm32-unknown-unknown/release/padan_rival_tantivy.wasm";
    Cmd::new(&format!("wasm-bindgen --target web --out-dir target/bench/tantivy {module}")).run()
}

/// Bundles `www/dist/`.
pub fn page() -> Outcome {
    Cmd::new("node www/build.mjs").run()?;
    Cmd::new("node www/sbom.mjs").run()
}

/// Compares the sizes in `www/dist/` with their budgets.
pub fn budget() -> Outcome {
    Cmd::new("node tests/sizes.mjs").run()
}

/// The latest change in a file or a folder; a folder changes when a file in it comes or goes.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).and_then(|file| file.modified()).ok()?;
    let inner = fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| newest(&entry.path())).max();
    Some(inner.map_or(own, |inner| inner.max(own)))
}

#[cfg(test)]
mod tests {
    use super::newest;
    use std::fs;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_folder_is_as_new_as_the_newest_file_below_it() {
        let folder = std::env::temp_dir().join(format!("padan-xtask-{}", std::process::id()));
        let deep = folder.join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("old"), "").unwrap();
        let later = SystemTime::now() + Duration::from_secs(3600);
        fs::File::create(deep.join("new")).unwrap().set_modified(later).unwrap();
        let found = newest(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, Some(later));
    }
}
