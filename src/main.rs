//! The command line of dehusk; everything that reads files, prints or starts threads.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
