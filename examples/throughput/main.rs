//! Measures the whole of classifying on real pages: speed against the bare parse of scraper, scaling over threads,
//! growth with the size of the page.
//!
//! `cargo run --release --example throughput -- compare FOLDER`. Times are processor times of the thread, the best of
//! some rounds, because machines are shared. The program reads pages and prints figures; it judges nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic, reason = "a measuring program may stop and prints")]

mod chart;
mod compare;
mod growth;
mod measure;
mod peers;
mod stats;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Measure how fast pages are classified")]
struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Classify every page below a folder and parse it with scraper, in turns
    Compare {
        folder: PathBuf,
        /// Rounds; the best time of a page counts
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        /// Take every n-th page only
        #[arg(long, default_value_t = 1)]
        every: usize,
    },
    /// Classify every page on one thread and on several, in turns, by wall time
    Scale {
        folder: PathBuf,
        /// Threads of the second run
        #[arg(long, default_value_t = 2)]
        jobs: usize,
        /// Rounds; the best time counts
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// Classify every page some times and do nothing else, for profilers and for peak memory
    Run {
        folder: PathBuf,
        /// How often
        #[arg(long, default_value_t = 1)]
        rounds: usize,
        /// Take every n-th page only
        #[arg(long, default_value_t = 1)]
        every: usize,
        /// Threads
        #[arg(long, default_value_t = 1)]
        jobs: usize,
    },
    /// Draw time and peak memory against the size of the page
    Growth {
        /// The drawing to write
        svg: PathBuf,
        /// Size of the largest page
        #[arg(long, default_value_t = 50_000_000)]
        largest: usize,
    },
    /// One point of the drawing, in a process of its own
    #[command(hide = true)]
    Point { family: String, bytes: usize },
    /// Answer paths on standard input with times, for `scripts/bench-peers`
    #[command(hide = true)]
    Serve,
}

fn main() {
    match Args::parse().what {
        What::Compare { folder, rounds, every } => compare::compare(&folder, rounds, every),
        What::Scale { folder, jobs, rounds } => compare::scale(&folder, jobs, rounds),
        What::Run { folder, rounds, every, jobs } => compare::run(&folder, rounds, every, jobs),
        What::Growth { svg, largest } => growth::draw(&svg, largest),
        What::Point { family, bytes } => growth::print_point(&family, bytes),
        What::Serve => peers::serve(),
    }
}
