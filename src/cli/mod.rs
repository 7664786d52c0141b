//! The command line: one verb a file. This room alone knows paths, standard streams, threads and terminals.
//!
//! A verb ends in one of three ways: done; done, but some inputs failed or are not as they should be; or it could not
//! do its work.

mod align;
mod classify;
mod clean;
mod corpus;
mod evaluate;
mod explain;
mod inject;
mod input;
mod marked;
mod model;
mod model_file;
mod output;
mod page_args;
mod page_head;
mod progress;
mod repairs;
mod scan;
mod stream;
mod train;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Tells the article from the page around it and from injected spam, block by block
#[derive(Parser)]
#[command(name = "dehusk", disable_version_flag = true, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Args {
    /// Print the version and the name of the shipped model
    #[arg(short = 'V', long)]
    version: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 done, some inputs failed or (scan) some page is not clean; \
    2 usage, model or output error.";

#[derive(Subcommand)]
enum Verb {
    /// Label the blocks of pages: one JSON object a page, a line each
    Classify(classify::Args),
    /// Keep the content of pages
    Clean(clean::Args),
    /// Tell which features decided over a page's blocks
    Explain(explain::Args),
    /// List pages with their verdicts, those with planted text first
    Scan(scan::Args),
    /// Train a model on labelled pages
    Train(train::Args),
    /// Measure a model on labelled pages
    Evaluate(evaluate::Args),
    /// Turn pages with their main text, or with marks, into labelled pages
    Align(align::Args),
    /// Tell what is in a model file
    Model(model::Args),
    /// Plant spam into labelled pages
    Inject(inject::Args),
}

/// How a verb ended that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    SomeFailed,
    /// Some pages carry spam.
    SomeNotClean,
}

impl Outcome {
    /// The outcome of work on inputs of which some failed.
    fn of(n_failed: usize) -> Self {
        if n_failed == 0 { Outcome::Done } else { Outcome::SomeFailed }
    }
}

/// Reads the arguments, does what the verb says, and tells how it ended.
pub(crate) fn run() -> ExitCode {
    let args = Args::parse();
    let result = match args.verb {
        _ if args.version => print_version(),
        None => Args::command().print_help().map(|()| Outcome::Done).map_err(Into::into),
        Some(Verb::Classify(args)) => classify::run(&args),
        Some(Verb::Clean(args)) => clean::run(&args),
        Some(Verb::Explain(args)) => explain::run(&args),
        Some(Verb::Scan(args)) => scan::run(&args),
        Some(Verb::Train(args)) => train::run(&args),
        Some(Verb::Evaluate(args)) => evaluate::run(&args),
        Some(Verb::Align(args)) => align::run(&args),
        Some(Verb::Model(args)) => model::run(&args),
        Some(Verb::Inject(args)) => inject::run(&args),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed | Outcome::SomeNotClean) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Tells people something on standard error. Nobody listening is no error.
fn report(message: &str) {
    let _ = writeln!(std::io::stderr(), "dehusk: {message}");
}

/// Whether the one who read our output has gone, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

fn print_version() -> anyhow::Result<Outcome> {
    let name = dehusk::Classifier::shipped()?.model_info().name;
    let name = if name.is_empty() { "without a name" } else { &name };
    output::to_stdout(|out| writeln!(out, "dehusk {}\nmodel {name}", env!("CARGO_PKG_VERSION")))?;
    Ok(Outcome::Done)
}
