//! `padan`, the command line: builds snapshots and asks them.

fn main() -> std::process::ExitCode {
    padan::cli::main()
}
