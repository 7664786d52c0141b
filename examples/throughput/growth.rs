//! Time and peak memory against the size of the page, for ordinary pages and for pages made to hurt.
//!
//! Every point is a process of its own, because the peak of memory cannot be set back.

use std::fs;
use std::path::Path;
use std::process::Command;

use dehusk::{Classifier, Kind};

use crate::chart::{Line, write_svg};
use crate::measure::{memory, pages_below, seconds_of};

/// A point that took longer than this ends its line.
const PATIENCE: f64 = 60.0;
/// Sizes are this far apart.
const STEP: f64 = 3.162_277_660_168_379_5;
const SMALLEST: f64 = 10_000.0;

/// Names of pages, and the piece that each repeats; `{i}` is its number. Ordinary pages are ours, one after another.
const FAMILIES: [(&str, &str); 8] = [
    ("ordinary pages", ""),
    ("nested div", "<div>"),
    ("b soup", "<p><b><i>x</p><font color={i}>y</b>"),
    ("attributes", " a{i}=x"),
    ("one long line", "word and "),
    ("tables in tables", "<table><tr><td>x"),
    ("links", "<a href=/page/{i}>page {i}</a> "),
    ("style rules", ".c{i}, #i{i} > p { display: none } "),
];

fn page_of(family: &str, n_bytes: usize) -> Vec<u8> {
    let piece = FAMILIES.iter().find(|(name, _)| *name == family).unwrap().1;
    let mut page = Vec::with_capacity(n_bytes + 100_000);
    page.extend_from_slice(match family {
        "attributes" => b"<p",
        "style rules" => b"<style>",
        _ => b"".as_slice(),
    });
    if piece.is_empty() {
        let ours = pages_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("training/pages"), 1);
        let ours: Vec<Vec<u8>> = ours.iter().map(|path| fs::read(path).unwrap()).collect();
        for one in ours.iter().cycle() {
            page.extend_from_slice(one);
            if page.len() >= n_bytes {
                break;
            }
        }
    }
    let mut i = 0;
    while page.len() < n_bytes {
        page.extend_from_slice(piece.replace("{i}", &i.to_string()).as_bytes());
        i += 1;
    }
    page.truncate(n_bytes);
    page
}

/// Classifies one page and prints seconds and bytes of memory beyond what was in use before.
pub(crate) fn print_point(family: &str, n_bytes: usize) {
    let classifier = Classifier::shipped().unwrap();
    let page = page_of(family, n_bytes);
    classifier.classify(&page[..n_bytes.min(5_000)], Kind::Html, None);
    let before = memory("VmRSS");
    let classify = || classifier.classify(&page, Kind::Html, None);
    let mut best = seconds_of(classify);
    let peak = memory("VmHWM");
    for _ in 0..(0.3 / best.max(1e-5)).min(4.0) as usize {
        best = best.min(seconds_of(classify));
    }
    println!("{best} {}", peak.saturating_sub(before));
}

/// Measures all families and writes the drawing.
pub(crate) fn draw(svg: &Path, largest: usize) {
    let mut lines = Vec::new();
    println!("{:18} {:>11} {:>11} {:>9} {:>11} {:>9}", "page", "bytes", "seconds", "ns/byte", "memory", "bytes/byte");
    for (family, _) in FAMILIES {
        let mut line = Line { name: family, points: Vec::new() };
        for n_bytes in sizes(largest) {
            let (seconds, peak) = point(family, n_bytes);
            let size = n_bytes as f64;
            println!(
                "{family:18} {n_bytes:11} {seconds:11.6} {:9.1} {peak:11.0} {:9.1}",
                seconds / size * 1e9,
                peak / size
            );
            line.points.push([size, seconds, peak]);
            if seconds > PATIENCE {
                break;
            }
        }
        lines.push(line);
    }
    write_svg(svg, &lines);
}

fn sizes(largest: usize) -> Vec<usize> {
    let mut sizes: Vec<usize> = (0..)
        .map(|step| (SMALLEST * STEP.powi(step)).round() as usize)
        .take_while(|size| (*size as f64) < largest as f64 * 0.9)
        .collect();
    sizes.push(largest);
    sizes
}

fn point(family: &str, n_bytes: usize) -> (f64, f64) {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).args(["point", family, &n_bytes.to_string()]).output().unwrap();
    let answer = String::from_utf8(output.stdout).unwrap();
    let mut numbers = answer.split_whitespace().map(|number| number.parse().unwrap());
    let mut next = || numbers.next().unwrap_or_else(|| panic!("{family}, {n_bytes} bytes: no answer"));
    (next(), next())
}
