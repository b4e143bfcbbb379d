//! Any bytes, taken as one or two cores, open or give an error; what opens answers a query.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run open --fuzz-dir tests/fuzz -- -rss_limit_mb=2048 -max_total_time=600`
//! from the repository's root (cargo-fuzz wants a nightly compiler, or the variable). Seeds: inflated golden cores.

#![no_main]

use libfuzzer_sys::fuzz_target;
use padan::query::{Engine, Query};
use padan::record::Profile;
use padan::snapshot::Snapshot;

fuzz_target!(|bytes: &[u8]| {
    // A first byte of 0 is one core; any other says where, in 256ths, a second one starts.
    let Some((&cut, rest)) = bytes.split_first() else { return };
    let (base, change) = rest.split_at(rest.len() * usize::from(cut) / 256);
    let cores: Vec<&[u8]> = if cut == 0 { vec![change] } else { vec![base, change] };
    if let Ok(snapshot) = Snapshot::open(&cores) {
        if snapshot.rows() < 10_000 {
            let query = Query { text: "satf gudang bekasi excel -kasir st".into(), ..Query::default() };
            let engine = Engine::new(snapshot);
            let _ = engine.query(&query, Some(&Profile { home: Some("3216".into()), ..Profile::default() }));
            let _ = engine.suggest(&query, 8);
        }
    }
});
