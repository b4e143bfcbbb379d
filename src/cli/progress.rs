//! How far a long step is: a bar on a terminal, a plain line now and then elsewhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Time between plain lines.
const PLAIN: Duration = Duration::from_secs(5);

/// The progress of one step, on standard error.
pub struct Progress {
    bar: ProgressBar,
    what: String,
    last: Instant,
}

impl Progress {
    /// Starts a step of `total` units, bytes or rows.
    pub fn new(what: &str, total: u64, bytes: bool) -> Self {
        let amount = if bytes { "{bytes}/{total_bytes}" } else { "{human_pos}/{human_len} rows" };
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(&format!("{{msg:24}} {{bar:32}} {amount} {{eta}} left")) {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        Self { bar, what: what.to_owned(), last: Instant::now() }
    }

    /// Says how far the step is.
    pub fn set(&mut self, done: u64) {
        self.bar.set_position(done);
        if self.bar.is_hidden() && self.last.elapsed() >= PLAIN {
            self.last = Instant::now();
            let percent = 100 * done / self.bar.length().unwrap_or(0).max(1);
            eprintln!("{}: {percent} %", self.what);
        }
    }

    /// Ends the step.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
