//! Our whole against scraper's bare parse, page by page; one thread against several.
//!
//! Both get bytes that are in memory. Ours decodes them itself; scraper is given the decoded text.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use dehusk::{Classifier, Kind, decode_page};
use rayon::prelude::*;
use scraper::Html;

use crate::measure::{memory, pages_below, seconds_of};
use crate::stats::{quantile, ratio};

/// Pages below this many bytes are left out of time per KB, where the cost of an almost empty page would show.
const SMALL_PAGE: usize = 4_000;

/// What was measured on one page.
struct Times {
    n_bytes: usize,
    is_chinese: bool,
    ours: f64,
    scraper: f64,
}

/// Measures every page in turns and prints the figures.
pub(crate) fn compare(folder: &Path, rounds: usize, every: usize) {
    let classifier = Classifier::shipped().unwrap();
    let paths = pages_below(folder, every);
    let times: Vec<Times> = paths.iter().map(|path| measure(&classifier, path, rounds)).collect();
    report("all pages", &times);
    let (chinese, others): (Vec<Times>, Vec<Times>) = times.into_iter().partition(|page| page.is_chinese);
    for (name, part) in [("chinese", chinese), ("others", others)] {
        if !part.is_empty() {
            report(name, &part);
        }
    }
    println!("peak memory, both tools together: {:.0} MB", memory("VmHWM") as f64 / 1e6);
}

fn measure(classifier: &Classifier, path: &Path, rounds: usize) -> Times {
    let bytes = fs::read(path).unwrap();
    let (html, _) = decode_page(&bytes, None);
    let mut times = Times { n_bytes: bytes.len(), is_chinese: is_chinese(&html), ours: f64::MAX, scraper: f64::MAX };
    for round in 0..rounds.max(1) {
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                times.ours = times.ours.min(seconds_of(|| classifier.classify(&bytes, Kind::Html, None)));
            } else {
                times.scraper = times.scraper.min(seconds_of(|| Html::parse_document(&html)));
            }
        }
    }
    times
}

/// Whether a page has Chinese words to speak of, and few Japanese ones.
fn is_chinese(html: &str) -> bool {
    let n_han = html.chars().filter(|c| ('\u{4E00}'..'\u{A000}').contains(c)).count();
    let n_kana = html.chars().filter(|c| ('\u{3040}'..'\u{3100}').contains(c)).count();
    n_han >= 200 && n_kana * 10 < n_han
}

fn report(name: &str, times: &[Times]) {
    let megabytes = times.iter().map(|page| page.n_bytes).sum::<usize>() as f64 / 1e6;
    println!("{name}: {} pages, {megabytes:.1} MB", times.len());
    for (tool, seconds) in [("ours", (|page| page.ours) as fn(&Times) -> f64), ("scraper", |page| page.scraper)] {
        let mut all: Vec<f64> = times.iter().map(seconds).collect();
        let sum: f64 = all.iter().sum();
        let n_pages = times.len() as f64;
        let large = times.iter().filter(|page| page.n_bytes >= SMALL_PAGE);
        let mut per_kb: Vec<f64> = large.map(|page| seconds(page) * 1e9 / page.n_bytes as f64).collect();
        let (median, p99) = (quantile(&mut all, 0.5), quantile(&mut all, 0.99));
        println!(
            "  {tool:8} {:6.1} MB/s {:6.0} pages/s  mean {:6.3} ms  median {:6.3}  p99 {:6.2}",
            megabytes / sum,
            n_pages / sum,
            sum / n_pages * 1e3,
            median * 1e3,
            p99 * 1e3,
        );
        if !per_kb.is_empty() {
            let (median, p99) = (quantile(&mut per_kb, 0.5), quantile(&mut per_kb, 0.99));
            println!("           µs per KB: median {median:.2}, p99 {p99:.2}, p99 / median {:.2}", p99 / median);
        }
    }
    let (value, [low, high]) = ratio(&times.iter().map(|page| (page.ours, page.scraper)).collect::<Vec<_>>());
    println!("  ours / scraper {value:.3} [{low:.3}, {high:.3}]");
}

/// Classifies all pages on one thread and on several and prints how much faster several are.
pub(crate) fn scale(folder: &Path, jobs: usize, rounds: usize) {
    let classifier = Classifier::shipped().unwrap();
    let paths = pages_below(folder, 1);
    let (mut one, mut many) = (f64::MAX, f64::MAX);
    for _ in 0..rounds.max(1) {
        one = one.min(classify_all(&classifier, &paths, 1));
        many = many.min(classify_all(&classifier, &paths, jobs));
    }
    println!("wall time: 1 thread {one:.2} s, {jobs} threads {many:.2} s, {:.2} times as fast", one / many);
    println!("peak memory: {:.0} MB", memory("VmHWM") as f64 / 1e6);
}

/// Classifies all pages and prints how many bytes they had.
pub(crate) fn run(folder: &Path, rounds: usize, every: usize, jobs: usize) {
    let classifier = Classifier::shipped().unwrap();
    let paths = pages_below(folder, every);
    for _ in 0..rounds {
        classify_all(&classifier, &paths, jobs);
    }
    let n_bytes: u64 = paths.iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    println!("bytes {n_bytes}");
    println!("peak memory {:.0} MB", memory("VmHWM") as f64 / 1e6);
}

/// Wall time of classifying all pages. A worker reads a page when it takes it, so memory is that of its page.
fn classify_all(classifier: &Classifier, paths: &[PathBuf], jobs: usize) -> f64 {
    let one = |path: &PathBuf| classifier.classify(&fs::read(path).unwrap(), Kind::Html, None).n_blocks();
    let start = Instant::now();
    let n_blocks: usize = if jobs == 1 {
        paths.iter().map(one).sum()
    } else {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().unwrap();
        pool.install(|| paths.par_iter().with_max_len(1).map(one).sum())
    };
    std::hint::black_box(n_blocks);
    start.elapsed().as_secs_f64()
}
