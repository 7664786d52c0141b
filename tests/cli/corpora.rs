//! Labelled pages: aligned, classified, learned from, measured on.

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::util::{Folder, article};

/// Sites of the corpus that the tests train on.
const N_SITES: usize = 24;

fn labelled(n: usize) -> Value {
    let chrome = ["Home", "News", "About"].map(|text| json!({"text": text, "label": "chrome"}));
    let content = [
        format!("The mill number {n}"),
        format!(
            "The old mill by the river number {n} was opened again on Monday, after the wheel had been mended for two years."
        ),
        "Neighbours had collected the money, the council had given the timber, and a carpenter had given his winter."
            .to_owned(),
    ];
    let content = content.map(|text| json!({"text": text, "label": "content"}));
    let footer = json!({"text": format!("Copyright Valley paper number {n}. All rights reserved."), "label": "chrome"});
    let blocks: Vec<Value> = chrome.into_iter().chain(content).chain([footer]).collect();
    json!({"id": format!("page-{n}"), "url": format!("http://site{n}.example/"), "set": "mill", "html": article(n), "blocks": blocks})
}

fn corpus() -> String {
    (0..N_SITES).map(|n| labelled(n).to_string() + "\n").collect()
}

#[test]
fn marks_and_weights_are_checked() {
    let folder = Folder::new();
    folder.write("a.html", "<p data-label=content>The old mill was opened.<p data-label=Spam>pills");
    let wanted = ["a.html: expected data-label=", "found \"Spam\" on <p>"];
    folder.run(&["align", "--marked", "a.html", "--out", "a.jsonl"]).failed(2, &wanted);
    let weighed = |weight: f64| corpus().replace("{\"blocks\"", &format!("{{\"weight\":{weight},\"blocks\""));
    folder.write("none.jsonl", weighed(0.0)).write("less.jsonl", weighed(-1.0));
    folder.run(&["train", "none.jsonl", "--quiet", "--out", "m"]).failed(2, &["weighs more than 0", "found is 0"]);
    folder.run(&["train", "less.jsonl", "--quiet", "--out", "m"]).failed(2, &["less.jsonl:1: \"weight\" must be"]);
    assert_eq!(folder.names(), ["a.html", "less.jsonl", "none.jsonl"]);
}

#[test]
fn nothing_that_is_read_is_written_over() {
    let folder = Folder::new();
    folder.write("c.jsonl", corpus());
    folder.run(&["train", "c.jsonl", "--out", "c.jsonl"]).failed(2, &["c.jsonl: is read or written already"]);
    let args = ["train", "c.jsonl", "--out", "p.text.jsonl", "--predictions", "p.jsonl"];
    folder.run(&args).failed(2, &["p.text.jsonl: is read or written already"]);
    assert_eq!((folder.names(), folder.read("c.jsonl")), (vec!["c.jsonl".to_owned()], corpus().into_bytes()));
}

#[cfg(unix)]
#[test]
fn output_follows_links_and_leaves_what_is_no_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("a.html", "<p data-label=content>The old mill was opened.").write("real.jsonl", "");
    let mode = || folder.path("real.jsonl").metadata().expect("the file").permissions().mode() & 0o777;
    std::fs::set_permissions(folder.path("real.jsonl"), std::fs::Permissions::from_mode(0o600)).expect("a mode");
    std::os::unix::fs::symlink("real.jsonl", folder.path("link.jsonl")).expect("a link");
    let align = |out: &str| folder.run(&["align", "--marked", "a.html", "--out", out]);
    align("link.jsonl").ok();
    assert!(folder.path("link.jsonl").is_symlink() && !folder.read("real.jsonl").is_empty());
    assert_eq!(mode(), 0o600);
    assert_eq!(align("/dev/stdout").ok().out, folder.read("real.jsonl"));
    align("-").failed(2, &["-: stands for standard input"]);
}

/// A model that was trained once for all tests, its second training, and what the first run printed.
fn trained() -> &'static (Vec<u8>, Vec<u8>, String) {
    static TRAINED: OnceLock<(Vec<u8>, Vec<u8>, String)> = OnceLock::new();
    TRAINED.get_or_init(|| {
        let folder = Folder::new();
        folder.write("corpus.jsonl", corpus());
        let train = |out: &str, jobs: &str| {
            let ran = folder
                .run(&[
                    "train",
                    "corpus.jsonl",
                    "--out",
                    out,
                    "--quiet",
                    "--jobs",
                    jobs,
                    "--rows",
                    "300",
                    "--iterations",
                    "1",
                    "--predictions",
                    "p.jsonl",
                ])
                .ok();
            (folder.read(out), ran.text())
        };
        let (first, report) = train("first.dehusk", "1");
        let (second, _) = train("second.dehusk", "2");
        assert_eq!(folder.names(), ["corpus.jsonl", "first.dehusk", "p.jsonl", "p.text.jsonl", "second.dehusk"]);
        let predictions = String::from_utf8(folder.read("p.jsonl")).expect("text");
        assert_eq!(predictions.lines().count(), N_SITES);
        assert!(predictions.starts_with("{\"key\":\"mill/page-0\",\"text\":\""), "{predictions}");
        (first, second, report)
    })
}

#[test]
fn training_again_gives_the_same_bytes() {
    let (first, second, report) = trained();
    assert!(first == second && first.len() > 1000);
    assert!(report.contains("HTML, out of fold") && report.contains("Plain text, out of fold"), "{report}");
}

#[test]
fn a_trained_model_is_used_and_measured() {
    let folder = Folder::new();
    folder.write("corpus.jsonl", corpus()).write("model", &trained().0).write("page.html", article(99));
    let text = folder.run(&["clean", "--model", "model", "page.html"]).ok().text();
    assert!(text.contains("The old mill by the river number 99"), "{text}");
    assert!(folder.run(&["model", "model"]).ok().text().contains("corpus.jsonl, 24 pages"));
    let json =
        &folder.run(&["evaluate", "corpus.jsonl", "--model", "model", "--json", "--report", "report"]).ok().rows()[0];
    assert!(json["by_block"]["labels"]["content"]["f1"].as_f64() > Some(0.8), "{json}");
    for name in ["report.json", "report.txt", "precision-recall.svg", "reliability.svg"] {
        assert!(!folder.read(&format!("report/{name}")).is_empty());
    }
    for name in ["found.jsonl", "missed.jsonl", "alarms.jsonl"] {
        assert!(folder.read(&format!("report/{name}")).is_empty(), "{name}");
    }
    assert!(folder.run(&["evaluate", "corpus.jsonl", "--model", "model"]).ok().text().contains("content"));
}

#[test]
fn pages_of_html_can_be_judged_as_lines() {
    let folder = Folder::new();
    folder.write("corpus.jsonl", corpus());
    let lines =
        json!({"id": "t", "text": "One line.\nAnother.\n", "blocks": [{"text": "One line.", "label": "content"}]});
    folder.write("text.jsonl", format!("{lines}\n"));
    let n_text_and_html = |args: &[&str]| {
        let report =
            &folder.run(&[&["evaluate", "corpus.jsonl", "text.jsonl", "--json"], args].concat()).ok().rows()[0];
        let n_pages = |is_text: bool| {
            let sets = report["spam"]["clean_sets"].as_array().expect("sets");
            sets.iter().filter(|set| set["is_text"] == is_text).map(|set| set["n_pages"].as_u64().expect("count")).sum()
        };
        (n_pages(true), n_pages(false))
    };
    assert_eq!(n_text_and_html(&[]), (1, N_SITES as u64));
    assert_eq!(n_text_and_html(&["--lines"]), (1 + N_SITES as u64, 0));
}

#[test]
fn a_set_may_count_more_and_the_model_says_so() {
    let folder = Folder::new();
    folder.write("corpus.jsonl", corpus());
    let train = |weight: &str| {
        folder.run(&["train", "corpus.jsonl", "--out", "model", "--rows", "2000", "--quiet", "--set-weight", weight])
    };
    train("mill=0.25").ok();
    assert!(folder.run(&["model", "model"]).ok().text().contains("set weight  mill 0.25"));
    train("mill").failed(2, &["expected NAME=W"]);
    train("mill=-1").failed(2, &["a weight is from 0 to 100"]);
    train("mil=2").failed(2, &["no page is of the set \"mil\"; sets are \"mill\""]);
}

#[test]
fn unusable_lines_are_named_by_file_line_and_block() {
    let folder = Folder::new();
    let stray = json!({"id": "x", "html": "<p>one</p>", "blocks": [{"text": "one", "label": "content"}, {"text": "elsewhere", "label": "chrome"}]});
    folder.write("good.jsonl", corpus()).write("bad.jsonl", format!("{}\n\n{stray}\nnonsense\n", labelled(0)));
    let needles = [
        "bad.jsonl:3: page \"x\": block 1 cannot be placed",
        "elsewhere",
        "bad.jsonl:4: expected a labelled page as JSON",
    ];
    folder.run(&["train", "good.jsonl", "bad.jsonl", "--out", "m"]).failed(2, &needles);
    folder.run(&["evaluate", "bad.jsonl"]).failed(1, &needles);
    folder.run(&["train", "missing.jsonl", "--out", "m"]).failed(2, &["missing.jsonl"]);
    assert_eq!(folder.names(), ["bad.jsonl", "good.jsonl"]);
}

#[test]
fn too_little_to_learn_from_leaves_the_old_model() {
    let folder = Folder::new();
    folder.write("corpus.jsonl", labelled(0).to_string()).write("m", "old");
    folder.run(&["train", "corpus.jsonl", "--out", "m", "--quiet"]).failed(2, &["cannot train"]);
    assert_eq!((folder.read("m"), folder.names()), (b"old".to_vec(), vec!["corpus.jsonl".to_owned(), "m".to_owned()]));
    folder
        .run(&["train", "corpus.jsonl", "--out", "no/such/folder/m", "--quiet"])
        .failed(2, &["no/such/folder/m: cannot be written"]);
}

#[test]
fn places_and_knobs_are_seen_before_the_work() {
    let folder = Folder::new();
    folder.write("corpus.jsonl", corpus()).write("taken", "a file");
    let report = ["--report", "taken"];
    folder.run(&[&["train", "corpus.jsonl", "--out", "m"][..], &report].concat()).failed(2, &["taken: cannot be made"]);
    folder.run(&[&["evaluate", "corpus.jsonl"][..], &report].concat()).failed(2, &["taken: cannot be made"]);
    folder
        .run(&["train", "missing.jsonl", "--out", "m", "--predictions", "no/p.jsonl"])
        .failed(2, &["no/p.jsonl: cannot be written"]);
    folder.run(&["train", "corpus.jsonl", "--out", "m", "--alpha", "-1"]).failed(2, &["--alpha must be zero or more"]);
    assert_eq!(folder.names(), ["corpus.jsonl", "taken"]);
}

#[test]
fn a_directory_of_corpora_is_walked_for_jsonl_alone() {
    let folder = Folder::new();
    folder.write("d/corpus.jsonl", corpus()).write("d/page.html", article(1)).write("e/page.html", article(1));
    folder.run(&["evaluate", "d"]).ok();
    folder.run(&["evaluate", "e"]).failed(2, &["e: no file inside ends in .jsonl\n", "no labelled page"]);
}

#[test]
fn what_gives_no_page_leaves_the_old_corpus() {
    let folder = Folder::new();
    folder
        .write("c.jsonl", "old")
        .write("marked/picture.html", b"\x89PNG\r\n\x1a\n")
        .write("pairs.jsonl", "nonsense\n");
    folder
        .run(&["align", "--marked", "marked", "--out", "c.jsonl"])
        .failed(2, &["picture.html: a PNG picture, not a page", "nothing aligned"]);
    folder.run(&["align", "pairs.jsonl", "--out", "c.jsonl"]).failed(2, &["pairs.jsonl:1: expected a pair as JSON"]);
    folder.run(&["align", "missing.jsonl", "--out", "c.jsonl"]).failed(2, &["missing.jsonl: "]);
    std::fs::create_dir(folder.path("none")).expect("a directory");
    let inject =
        |material: &str, pages: &str| folder.run(&["inject", "--material", material, pages, "--out", "c.jsonl"]);
    inject("none", "pairs.jsonl").failed(2, &["none: expected .toml files with phrases (--material), found none"]);
    inject("missing", "pairs.jsonl").failed(2, &["--material", "missing: "]);
    let spam = concat!(env!("CARGO_MANIFEST_DIR"), "/training/spam");
    inject(spam, "pairs.jsonl").failed(2, &["no labelled page to plant spam into"]);
    folder.write("pages.jsonl", corpus());
    let args = ["inject", "--material", spam, "pages.jsonl", "--every", "1000", "--out", "c.jsonl"];
    folder.run(&args).failed(2, &["nothing planted"]);
    assert_eq!(folder.read("c.jsonl"), b"old");
}

#[test]
fn classified_pages_are_a_corpus() {
    let folder = Folder::new();
    folder
        .write("pages.jsonl", corpus())
        .write("page.html", article(7))
        .write("page.txt", "One line.\nAnother line.\n");
    let ran = folder.run(&["classify", "--with-source", "pages.jsonl", "page.html", "page.txt"]).ok();
    let rows = ran.rows();
    assert_eq!(
        (rows[3]["id"].as_str(), rows[3]["url"].as_str(), rows[3]["set"].as_str()),
        (Some("page-3"), Some("http://site3.example/"), Some("mill"))
    );
    assert_eq!(
        (rows[N_SITES]["id"].as_str(), rows[N_SITES]["html"].as_str()),
        (Some("page.html"), Some(article(7).as_str()))
    );
    assert_eq!(rows[N_SITES + 1]["text"], "One line.\nAnother line.\n");
    let block = &rows[N_SITES]["blocks"][0];
    assert!(
        block["text"].is_string()
            && block["label"].is_string()
            && block["unsure"] == false
            && block["scores"]["spam"].is_number()
    );
    folder.write("corpus.jsonl", &ran.out);
    folder
        .run(&["train", "corpus.jsonl", "--out", "m", "--quiet", "--json", "--rows", "300", "--iterations", "1"])
        .ok();
    let json = &folder.run(&["evaluate", "corpus.jsonl", "--json"]).ok().rows()[0];
    assert_eq!(json["by_block"]["accuracy"], 1.0);
}

#[test]
fn pairs_become_labelled_pages() {
    let folder = Folder::new();
    let gold = "The mill number 1\nThe old mill by the river number 1 was opened again on Monday, after the wheel had been mended \
                for two years.\nNeighbours had collected the money, the council had given the timber, and a carpenter had given his winter.";
    let inline = json!({"id": "a", "url": "http://a.example/", "html": article(1), "gold": gold});
    let beside = json!({"id": "b", "html": "html/b.html", "gold": gold});
    let missing = json!({"id": "c", "html": "html/c.html", "gold": gold});
    folder
        .write("pairs/pairs.jsonl", format!("{inline}\n{beside}\n{missing}\n{{\"id\":\"d\"}}\n"))
        .write("pairs/html/b.html", article(1));
    folder
        .run(&["align", "pairs/pairs.jsonl", "--out", "corpus.jsonl.gz"])
        .failed(1, &["pairs.jsonl:3: ", "pairs.jsonl:4: \"html\" is missing"]);
    assert!(folder.read("corpus.jsonl.gz").starts_with(&[0x1f, 0x8b]));
    let json = folder.run(&["evaluate", "corpus.jsonl.gz", "--json"]).ok().rows();
    assert_eq!(json[0]["counts"]["n_pages"], 2);
    let rows = folder.run(&["classify", "--with-source", "corpus.jsonl.gz"]).ok().rows();
    assert_eq!((rows[0]["id"].as_str(), rows[1]["id"].as_str()), (Some("a"), Some("b")));
}

#[test]
fn marked_pages_become_labelled_pages() {
    let folder = Folder::new();
    let page = "<html><body><div data-label=chrome><a href=/>Home</a></div><article data-label=content><h1>Mill</h1><p>It turns.</p></article></body></html>";
    folder.write("marked/en/mill.html", page).write("marked/b.html", page);
    folder.run(&["align", "--marked", "marked", "--out", "corpus.jsonl"]).ok();
    let rows: Vec<Value> = String::from_utf8(folder.read("corpus.jsonl"))
        .expect("text")
        .lines()
        .map(|l| serde_json::from_str(l).expect("json"))
        .collect();
    let ids: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, ["b", "en/mill"]);
    let labels: Vec<&str> =
        rows[0]["blocks"].as_array().expect("blocks").iter().filter_map(|b| b["label"].as_str()).collect();
    assert_eq!(labels, ["chrome", "content", "content"]);
    folder.run(&["evaluate", "corpus.jsonl", "--json"]).ok();
}

#[test]
fn marked_pages_of_two_directories_have_names_of_their_own() {
    let folder = Folder::new();
    for name in ["a/x.html", "b/x.html"] {
        folder.write(name, "<html><body><p data-label=content>It turns.</p></body></html>");
    }
    folder.run(&["align", "--marked", "a", "b", "--out", "corpus.jsonl"]).ok();
    let corpus = String::from_utf8(folder.read("corpus.jsonl")).expect("text");
    let ids = corpus.lines().map(|line| serde_json::from_str::<Value>(line).expect("json")["id"].clone());
    assert_eq!(ids.collect::<Vec<_>>(), ["a/x", "b/x"]);
}
