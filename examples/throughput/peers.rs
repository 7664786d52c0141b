//! Our side of `scripts/bench-peers`: a start and a path come in a line, the time of the page goes out.
//!
//! The answer is the nanoseconds of processor time to cleaned text, from the page's bytes or from decoded text, and the
//! encoding, so that the other tools are given the same text. Reading the file counts for nobody.

use std::fs;
use std::io::{BufRead, Write, stdin, stdout};

use dehusk::render::{Format, Style, render};
use dehusk::{Classifier, Kind, decode_page};

use crate::measure::seconds_of;

/// Answers until the input ends.
pub(crate) fn serve() {
    let classifier = Classifier::shipped().unwrap();
    let style = Style::default();
    let clean = |html: &str| render(&classifier.classify_str(html, Kind::Html), Format::Text, &style);
    for line in stdin().lock().lines().map(Result::unwrap) {
        let (start, path) = line.split_once(' ').unwrap();
        let bytes = fs::read(path).unwrap();
        let (html, encoding) = decode_page(&bytes, None);
        let seconds = match start {
            "bytes" => seconds_of(|| clean(&decode_page(&bytes, None).0)),
            _ => seconds_of(|| clean(&html)),
        };
        println!("{} {encoding}", (seconds * 1e9) as u64);
        stdout().flush().unwrap();
    }
}
