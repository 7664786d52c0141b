//! Our side of `scripts/bench-peers`: a path comes in a line, the time of the page goes out.
//!
//! The answer is the nanoseconds of processor time from decoded text to cleaned text, and the encoding, so that the
//! other tools are given the same text. Reading and decoding count for nobody.

use std::fs;
use std::io::{BufRead, Write, stdin, stdout};

use dehusk::render::{Format, Style, render};
use dehusk::{Classifier, Kind, decode_page};

use crate::measure::seconds_of;

/// Answers until the input ends.
pub(crate) fn serve() {
    let classifier = Classifier::shipped().unwrap();
    let style = Style::default();
    for path in stdin().lock().lines() {
        let bytes = fs::read(path.unwrap()).unwrap();
        let (html, encoding) = decode_page(&bytes, None);
        let clean = || render(&classifier.classify_str(&html, Kind::Html), Format::Text, &style);
        println!("{} {encoding}", (seconds_of(clean) * 1e9) as u64);
        stdout().flush().unwrap();
    }
}
