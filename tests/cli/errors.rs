//! Bad inputs, bad models, and readers who go away.

use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::util::{Folder, article};

/// What a hostile page may take; a debug build on a busy machine is many times slower than a release.
const BOUND: Duration = Duration::from_secs(60);

#[test]
fn bad_inputs_are_told_and_the_rest_goes_on() {
    let folder = Folder::new();
    folder.write("a.html", "<p>first").write("b.html", "\u{89}").write("z.html", "<p>last");
    folder
        .write("b.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        .write("c.gz", b"\x1f\x8b\x08 not gzip")
        .write("noise", [1, 2, 0, 5].repeat(99));
    let ran = folder.run(&["classify", "a.html", "b.html", "missing.html", "c.gz", "noise", "z.html"]);
    let ran = ran.failed(
        1,
        &["dehusk: b.html: a PNG picture", "dehusk: missing.html: ", "dehusk: c.gz: ", "dehusk: noise: binary"],
    );
    let sources: Vec<_> = ran.rows().iter().map(|row| row["source"].clone()).collect();
    assert_eq!(sources, ["a.html", "z.html"]);
}

#[test]
fn damaged_gzip_is_told_as_such() {
    let folder = Folder::new();
    folder.write_gz("whole.html.gz", article(1)).write_gz("lines.jsonl.gz", "{\"text\":\"one\"}\n".repeat(9));
    let mut bytes = folder.read("whole.html.gz");
    folder.write("cut.html.gz", &bytes[..bytes.len() / 2]);
    let middle = bytes.len() - 6;
    bytes[middle] ^= 0xff;
    folder.write("flipped.html.gz", &bytes);
    let lines = folder.read("lines.jsonl.gz");
    folder.write("lines.jsonl.gz", &lines[..lines.len() - 4]);
    folder.run(&["clean", "cut.html.gz"]).failed(1, &["cut.html.gz: the gzip data is cut off"]);
    folder.run(&["clean", "flipped.html.gz"]).failed(1, &["flipped.html.gz: the gzip data is damaged: "]);
    folder.run(&["classify", "lines.jsonl.gz"]).failed(1, &["lines.jsonl.gz:10: the gzip data is cut off"]);
    folder.run(&["train", "lines.jsonl.gz", "--out", "m"]).failed(2, &["lines.jsonl.gz:10: the gzip data is cut off"]);
}

#[test]
fn a_broken_line_has_one_number_and_a_column() {
    let folder = Folder::new();
    folder.write("pages.jsonl", "\n\n{\"html\": \"<p>a\"\n");
    for verb in ["classify", "evaluate"] {
        let ran = folder.run(&[verb, "pages.jsonl"]);
        assert!(ran.err.contains("pages.jsonl:3: expected a ") && ran.err.contains(" at column 15\n"), "{}", ran.err);
        assert!(!ran.err.contains("line 1"), "{}", ran.err);
    }
}

#[test]
fn bad_lines_fail_alone() {
    let folder = Folder::new();
    folder.write(
        "pages.jsonl",
        b"{\"text\":\"one\"}\nnonsense\n{\"id\":1}\n{\"text\":5}\n{\"text\":\"bad \xff byte\"}\n",
    );
    let ran = folder
        .run(&["classify", "pages.jsonl"])
        .failed(1, &["pages.jsonl:2: ", "pages.jsonl:3: neither", "pages.jsonl:4: "]);
    assert_eq!(ran.rows().len(), 2);
    assert_eq!(ran.rows()[1]["blocks"][0]["text"], "bad \u{fffd} byte");
}

#[test]
fn a_line_that_is_too_long_fails_alone() {
    let folder = Folder::new();
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(65 << 20));
    folder.write("pages.jsonl", format!("{{\"text\":\"one\"}}\n{long}\n{{\"text\":\"three\"}}\n"));
    let ran = folder.run(&["classify", "pages.jsonl"]).failed(1, &["pages.jsonl:2: the line is longer than 64 MB"]);
    assert_eq!(ran.rows().len(), 2);
}

#[test]
fn an_empty_file_is_a_page_without_blocks() {
    let folder = Folder::new();
    folder.write("empty.html", "").write("empty.txt", "").write("empty.jsonl", "").write("empty", "");
    let rows = folder.run(&["classify", "empty.html", "empty.txt", "empty.jsonl", "empty"]).ok().rows();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row["blocks"].as_array().is_some_and(Vec::is_empty)));
    assert_eq!(folder.run(&["clean", "empty.html"]).ok().text(), "");
    let rows = folder.run(&["clean", "--format", "jsonl", "empty.html"]).ok().rows();
    assert!(rows[0]["title"].is_null() && rows[0]["text"] == "");
}

#[test]
fn a_folder_without_pages_is_an_error() {
    let folder = Folder::new();
    folder.write("d/readme.md", "x");
    folder.run(&["classify", "d"]).failed(1, &["dehusk: d: no file inside ends in"]);
}

#[test]
fn wrong_use_is_exit_code_2() {
    let folder = Folder::new();
    folder.write("a.html", "<p>x");
    for args in [
        &["classify", "--input-format", "pdf"][..],
        &["clean", "--without", "heading,nonsense", "a.html"],
        &["clean", "--format", "pdf", "a.html"],
        &["nonsense"],
        &["train", "--out", "m"],
        &["explain"],
        &["explain", "a.html", "--block", "9"],
    ] {
        let ran = folder.run(args);
        assert!(ran.code == 2 && !ran.err.is_empty() && ran.out.is_empty(), "{args:?}: {} {}", ran.code, ran.err);
    }
}

#[test]
fn hostile_pages_are_answered_in_time() {
    let folder = Folder::new();
    folder.write("deep.html", "<div>".repeat(100_000) + "deep down" + &"</div>".repeat(100_000));
    folder.write("line.html", "a line without end ".repeat((50 << 20) / 19));
    folder.write("line.txt", "a line without end ".repeat((50 << 20) / 19));
    for (name, verb) in
        [("deep.html", "classify"), ("deep.html", "clean"), ("line.html", "clean"), ("line.txt", "classify")]
    {
        let begin = Instant::now();
        let ran = folder.run(&[verb, name]);
        assert!(ran.code <= 1 && begin.elapsed() < BOUND, "{name}: {} after {:?}", ran.code, begin.elapsed());
    }
}

#[test]
fn a_gzip_bomb_is_read_up_to_the_limit() {
    let folder = Folder::new();
    folder.write_gz("bomb.txt.gz", "bomb ".repeat(70 << 20 >> 2));
    let ran = folder.run(&["clean", "bomb.txt.gz"]);
    assert!(ran.code == 0 && ran.err.contains("bomb.txt.gz: longer than 64 MB, the rest is left out"), "{}", ran.err);
}

#[test]
fn a_closed_pipe_is_quiet() {
    let folder = Folder::new();
    folder.write("pages.jsonl", "{\"text\":\"a line of a page that is printed again and again\"}\n".repeat(5000));
    let mut command = folder.command(&["classify", "pages.jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    let mut begin = [0; 10];
    child.stdout.take().expect("output").read_exact(&mut begin).expect("some output");
    let output = child.wait_with_output().expect("the end");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::new();
    folder.write("a.html", article(1));
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let output = folder.command(&["classify", "a.html"]).stdout(full).output().expect("the program");
    assert_eq!(output.status.code(), Some(2));
    assert!(!output.stderr.is_empty());
}

#[test]
fn damaged_models_are_refused() {
    let folder = Folder::new();
    let shipped =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/v1/model.dehusk")).expect("the shipped model");
    folder.write("a.html", article(1)).write("good", &shipped);
    let refused = |name: &str, bytes: &[u8], reason: &str| {
        folder.write(name, bytes);
        let ran = folder.run(&["classify", "--model", name, "a.html"]).failed(2, &[name, reason]);
        assert!(ran.out.is_empty());
        folder.run(&["model", name]).failed(2, &[reason]);
    };
    folder.run(&["classify", "--model", "good", "a.html"]).ok();
    refused("foreign", b"GIF89a, no model", "not a dehusk model");
    refused("nothing", b"", "not a dehusk model");
    refused("cut", &shipped[..shipped.len() / 2], "cut off");
    refused("header", &shipped[..20], "cut off");
    let mut newer = shipped.clone();
    newer[8] = 99;
    refused("newer", &newer, "format 99");
    for at in (0..shipped.len()).step_by(shipped.len() / 12) {
        let mut flipped = shipped.clone();
        flipped[at] ^= 1;
        refused("flipped", &flipped, "model");
    }
    folder.run(&["classify", "--model", "missing", "a.html"]).failed(2, &["missing"]);
}
