//! One verb a file; this room alone knows paths, standard streams and threads.

mod align;
mod inject;
mod train;
mod corpus;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "dehusk", version)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Turn pages with their main text into labelled pages
    Align(align::Args),
    /// Plant spam into labelled pages
    Inject(inject::Args),
    /// Train a model on labelled pages
    Train(train::Args),
}

pub fn run() -> ExitCode {
    let args = Args::parse();
    let r = match args.verb {
        Verb::Align(a) => align::run(&a),
        Verb::Inject(a) => inject::run(&a),
        Verb::Train(a) => train::run(&a),
    };
    match r { Ok(()) => ExitCode::SUCCESS, Err(e) => { eprintln!("dehusk: {e:#}"); ExitCode::from(2) } }
}
