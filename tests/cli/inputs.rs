//! What can be read, and how it is told apart.

use crate::util::{Folder, article};

/// A page of one block, whatever a model says of it.
const PAGE: &str = "<p>One block of a page.</p>";

#[test]
fn rows_have_the_promised_shape() {
    let folder = Folder::new();
    folder.write("page.html", article(1));
    let rows = folder.run(&["classify", "page.html"]).ok().rows();
    assert_eq!(rows.len(), 1);
    let keys: Vec<&str> = rows[0].as_object().map(|o| o.keys().map(String::as_str).collect()).unwrap_or_default();
    assert_eq!(keys, ["blocks", "encoding", "page", "source"]);
    assert_eq!((rows[0]["source"].as_str(), rows[0]["encoding"].as_str()), (Some("page.html"), Some("UTF-8")));
    let page: Vec<&str> =
        rows[0]["page"].as_object().map(|o| o.keys().map(String::as_str).collect()).unwrap_or_default();
    assert_eq!(page, ["evidence", "spam_share", "verdict"]);
    for (n, block) in rows[0]["blocks"].as_array().expect("blocks").iter().enumerate() {
        assert_eq!(block["n"], n);
        for key in ["label", "scores", "role", "text", "path", "hidden", "head"] {
            assert!(!block[key].is_null(), "{key} in {block}");
        }
        assert!(block["line"].is_null());
        let sum: f64 = ["content", "chrome", "spam"].iter().filter_map(|l| block["scores"][l].as_f64()).sum();
        assert!((sum - 1.0).abs() < 2e-4, "{block}");
    }
}

#[test]
fn plain_text_has_lines_instead_of_paths() {
    let folder = Folder::new();
    folder.write("page.txt", "First\n\nSecond\n");
    let rows = folder.run(&["classify", "page.txt"]).ok().rows();
    let lines: Vec<&serde_json::Value> =
        rows[0]["blocks"].as_array().expect("blocks").iter().map(|b| &b["line"]).collect();
    assert_eq!(lines, [1, 3]);
    assert!(rows[0]["blocks"][0]["path"].is_null());
}

#[test]
fn directories_are_walked_in_order() {
    let folder = Folder::new();
    for name in ["d/b.html", "d/a/z.txt", "d/c.xhtml", "d/e.htm", "d/notes.md", "d/f.text"] {
        folder.write(name, PAGE);
    }
    folder.write_gz("d/a.html.gz", PAGE).write_gz("d/g.jsonl.gz", "{\"html\":\"<p>x\"}\n\n{\"text\":\"y\"}\n");
    let rows = folder.run(&["classify", "d"]).ok().rows();
    let sources: Vec<&str> = rows.iter().filter_map(|row| row["source"].as_str()).collect();
    assert_eq!(
        sources,
        [
            "d/a/z.txt",
            "d/a.html.gz",
            "d/b.html",
            "d/c.xhtml",
            "d/e.htm",
            "d/f.text",
            "d/g.jsonl.gz:1",
            "d/g.jsonl.gz:3"
        ]
    );
}

#[test]
fn standard_input_is_told_by_its_contents() {
    let folder = Folder::new();
    for (input, texts) in [
        ("<p>one</p><p>two</p>", vec!["one", "two"]),
        ("one\ntwo < three\n", vec!["one", "two < three"]),
        ("{\"text\":\"one\\ntwo\"}\n", vec!["one", "two"]),
        ("{not json}\ntwo", vec!["{not json}", "two"]),
        ("\u{feff}<!doctype html><p>one", vec!["one"]),
        ("", vec![]),
    ] {
        assert_eq!(folder.run_with(&["classify", "-"], input.as_bytes()).ok().block_texts(), texts, "{input}");
        assert_eq!(folder.run_with(&["classify"], input.as_bytes()).ok().block_texts(), texts, "{input}");
    }
}

#[test]
fn gzip_is_told_by_its_contents() {
    let folder = Folder::new();
    folder.write_gz("page", PAGE).write_gz("page.html", PAGE).write("plain.html.gz", PAGE);
    for name in ["page", "page.html", "plain.html.gz"] {
        assert_eq!(folder.run(&["classify", name]).ok().block_texts(), ["One block of a page."]);
    }
    let gz = folder.read("page");
    assert_eq!(folder.run_with(&["classify", "-"], &gz).ok().block_texts(), ["One block of a page."]);
}

#[test]
fn the_format_can_be_forced() {
    let folder = Folder::new();
    folder.write("page.html", PAGE);
    let texts = folder.run(&["classify", "--input-format", "text", "page.html"]).ok().block_texts();
    assert_eq!(texts, [PAGE]);
    let texts = folder.run_with(&["classify", "--input-format", "html", "-"], b"plain").ok().block_texts();
    assert_eq!(texts, ["plain"]);
}

#[test]
fn an_encoding_is_a_hint() {
    let folder = Folder::new();
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("<p>Мельница</p>");
    folder.write("page.html", &bytes).write("utf8.html", "<p>Mühle</p>");
    let ran = folder.run(&["classify", "--encoding", "windows-1251", "page.html"]).ok();
    assert_eq!(
        (ran.block_texts(), ran.rows()[0]["encoding"].as_str()),
        (vec!["Мельница".to_owned()], Some("windows-1251"))
    );
    assert_eq!(folder.run(&["classify", "--encoding", "gbk", "utf8.html"]).ok().block_texts(), ["Mühle"]);
    folder.run(&["classify", "--encoding", "klingon", "utf8.html"]).failed(2, &["klingon"]);
}

#[test]
fn jsonl_keeps_id_and_url() {
    let folder = Folder::new();
    folder.write(
        "pages.jsonl",
        "{\"id\":7,\"url\":\"http://a.example/\",\"html\":\"<p>x\",\"more\":1}\n{\"text\":\"y\"}\n",
    );
    for verb in [&["classify"][..], &["clean", "--format", "jsonl"]] {
        let rows = folder.run(&[verb, &["pages.jsonl"]].concat()).ok().rows();
        assert_eq!((&rows[0]["id"], rows[0]["url"].as_str()), (&7.into(), Some("http://a.example/")));
        assert!(rows[1].get("id").is_none() && rows[1].get("url").is_none());
        assert_eq!(rows[1]["source"], "pages.jsonl:2");
    }
}

#[test]
fn one_line_of_jsonl_can_be_named() {
    let folder = Folder::new();
    folder.write("pages.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    assert_eq!(folder.run(&["classify", "pages.jsonl:2"]).ok().block_texts(), ["two"]);
    assert!(folder.run(&["explain", "pages.jsonl:2"]).ok().text().contains("\"two\""));
    folder.run(&["classify", "pages.jsonl:3"]).failed(1, &["pages.jsonl:3: no such line"]);
    folder.run(&["classify", "pages.jsonl:0"]).failed(1, &["pages.jsonl:0: No such file"]);
    folder.write("pages.jsonl", "\u{feff}{\"text\":\"one\"}\n\n");
    assert_eq!(folder.run(&["classify", "pages.jsonl"]).ok().block_texts(), ["one"]);
    folder.run(&["classify", "pages.jsonl:2"]).failed(1, &["pages.jsonl:2: the line is blank"]);
    folder.run(&["evaluate", "pages.jsonl:1"]).failed(2, &["pages.jsonl:1: names one line; a corpus is read whole"]);
}

#[test]
fn order_does_not_depend_on_threads() {
    let folder = Folder::new();
    for n in 0..40 {
        folder.write(&format!("d/{n:02}.html"), article(n).repeat(1 + n * 7 % 11));
    }
    for verb in [&["classify"][..], &["clean"], &["clean", "--format", "jsonl"], &["classify", "--with-source"]] {
        let with = |jobs: &'static str| folder.run(&[verb, &["--jobs", jobs, "d"]].concat()).ok().out;
        assert!(with("1") == with("2"), "{verb:?}");
    }
}
