//! Times the stages of a page, as far as they are public, on pages of our own.
//!
//! `cargo bench --bench stages`. The bare parse of scraper is the yardstick: everything that we do is to cost little
//! more. Our pages are small, so each sample is one kind of page repeated up to about 200 KB.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench fails by panicking; criterion's macros document nothing")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dehusk::render::{Format, Style, render};
use dehusk::{Classifier, Kind, decode_page};
use scraper::Html;

/// Name of the sample, and the page that it repeats.
const SAMPLES: [(&str, &str); 5] = [
    ("article", "training/pages/en/pellbury-lido-reopens.html"),
    ("comments", "training/pages/en/planning-row-windmill-comments.html"),
    ("forum", "training/pages/en/flarum-cycling-touring-thread.html"),
    ("chinese", "training/pages/cjk/sc-portal-longform-river.html"),
    ("hidden", "fixtures/pages/hidden-every-way/page.html"),
];
const SAMPLE_BYTES: usize = 200_000;

fn sample(path: &str) -> Vec<u8> {
    let page = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    page.repeat(SAMPLE_BYTES.div_ceil(page.len()))
}

fn stages(criterion: &mut Criterion) {
    let classifier = Classifier::shipped().unwrap();
    for (name, path) in SAMPLES {
        let bytes = sample(path);
        let (html, _) = decode_page(&bytes, None);
        let page = classifier.classify_str(&html, Kind::Html);
        let text: Vec<&str> = page.blocks().map(|block| block.text()).collect();
        let text = text.join("\n");
        let style = Style::default();

        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(bytes.len() as u64)).sample_size(20);
        group.bench_function("scraper, bare parse", |b| b.iter(|| Html::parse_document(black_box(&html))));
        group.bench_function("decode", |b| b.iter(|| decode_page(black_box(&bytes), None).0.len()));
        group.bench_function("classify", |b| b.iter(|| classifier.classify(black_box(&bytes), Kind::Html, None)));
        group.bench_function("classify, decoded", |b| b.iter(|| classifier.classify_str(black_box(&html), Kind::Html)));
        group.bench_function("render", |b| b.iter(|| render(black_box(&page), Format::Text, &style)));
        // The blocks' text as plain text: no parse, and the heads for text.
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("classify, text", |b| b.iter(|| classifier.classify_str(black_box(&text), Kind::Text)));
        group.finish();
    }
}

fn loading(criterion: &mut Criterion) {
    criterion.bench_function("load the shipped model", |b| b.iter(|| Classifier::shipped().unwrap()));
}

criterion_group!(benches, loading, stages);
criterion_main!(benches);
