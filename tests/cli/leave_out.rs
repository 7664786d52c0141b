//! Planted pages: what was planted is told, and what was left out of training is reported.

use serde_json::{Value, json};

use crate::util::{Folder, article};

/// Sites of the corpus that is planted into.
const N_SITES: usize = 30;
/// The material that comes with the sources.
const MATERIAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/training/spam");

fn rows(folder: &Folder, name: &str) -> Vec<Value> {
    let text = String::from_utf8(folder.read(name)).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("json")).collect()
}

/// A corpus of clean pages, and the same pages planted, as HTML and as lines.
fn planted() -> Folder {
    let folder = Folder::new();
    let page = |n: usize| {
        let blocks = ["Home", "News", "About"].map(|text| json!({"text": text, "label": "chrome"}));
        let headline = json!({"text": format!("The mill number {n}"), "label": "content"});
        let blocks: Vec<Value> = blocks.into_iter().chain([headline]).collect();
        let url = format!("http://site{n}.example/");
        json!({"id": format!("p{n}"), "url": url, "set": "mill", "lang": "en", "html": article(n), "blocks": blocks})
    };
    folder.write("clean.jsonl", (0..N_SITES).map(|n| page(n).to_string() + "\n").collect::<String>());
    for (name, more) in [("html.jsonl", &["--copies", "6"][..]), ("lines.jsonl", &["--copies", "6", "--lines"])] {
        let args = ["inject", "clean.jsonl", "--material", MATERIAL, "--out", name];
        folder.run(&[&args[..], more].concat()).ok();
    }
    folder
}

fn n_tags(row: &Value) -> usize {
    row["html"].as_str().map_or(0, |html| html.matches('<').count())
}

/// The tags of the clean page that a row was made of; its number is in the address.
fn n_tags_before(row: &Value) -> usize {
    let number = row["url"].as_str().expect("url").replace(|c: char| !c.is_ascii_digit(), "");
    article(number.parse().expect("number")).matches('<').count()
}

#[test]
fn a_planted_page_says_what_was_planted() {
    let folder = planted();
    for (name, has_trick) in [("html.jsonl", true), ("lines.jsonl", false)] {
        let rows = rows(&folder, name);
        assert_eq!(rows.len(), 6 * N_SITES);
        for row in &rows {
            let planted = &row["planted"];
            assert_eq!(row["set"].as_str(), planted["family"].as_str().map(|f| format!("planted-{f}")).as_deref());
            assert!(planted["lang"].is_string() && planted["place"].is_string(), "{planted}");
            assert_eq!(planted["trick"].is_string(), has_trick, "{planted}");
            let blocks = row["blocks"].as_array().expect("blocks");
            let is_marked = |block: &&Value| block["planted"] == true;
            let n_marked = blocks.iter().filter(is_marked).count();
            match planted["family"].as_str() {
                Some("glued") => assert_eq!(n_marked, 0, "{row}"),
                // Empty elements are no blocks, but they are there.
                Some("tag_soup") => assert!(n_marked > 0 || n_tags(row) > n_tags_before(row), "{row}"),
                _ => assert!(n_marked > 0, "{row}"),
            }
            assert!(blocks.iter().filter(is_marked).all(|block| block["label"] == "spam"));
        }
    }
}

#[test]
fn what_was_left_out_is_reported_and_makes_no_model() {
    let folder = planted();
    let corpora =
        ["train", "clean.jsonl", "html.jsonl", "lines.jsonl", "--quiet", "--rows", "300", "--iterations", "1"];
    let ran = folder.run(&[&corpora[..], &["--leave-out", "family", "--report", "r"]].concat()).ok();
    assert!(ran.text().contains("left out by family: "), "{}", ran.text());
    for (kind, is_text) in [("html", false), ("text", true)] {
        let report: Value = serde_json::from_slice(&folder.read(&format!("r/{kind}/report.json"))).expect("json");
        let (n_planted, n_judged) = (&report["left_out"]["n_planted"], &report["left_out"]["n_judged"]);
        assert!(n_judged.as_u64() > Some(0) && n_judged.as_u64() < n_planted.as_u64(), "{}", report["left_out"]);
        let families = report["spam"]["families"].as_array().expect("families");
        assert!(families.iter().all(|family| family["is_text"] == is_text));
        let n_pages: u64 = families.iter().filter_map(|family| family["n_pages"].as_u64()).sum();
        assert!(is_text || Some(n_pages) == n_judged.as_u64(), "{n_pages}");
        assert_eq!(report["spam"]["tricks"].as_array().map(Vec::is_empty), Some(is_text));
        assert_eq!(report["spam"]["clean_sets"][0]["n_pages"], N_SITES);
        let cases: Vec<Value> =
            ["found", "missed"].iter().flat_map(|name| rows(&folder, &format!("r/{kind}/{name}.jsonl"))).collect();
        assert!(!cases.is_empty() && cases.iter().all(|case| case["gold"] == "spam" && case["planted"].is_object()));
        rows(&folder, &format!("r/{kind}/alarms.jsonl"));
    }
    assert_eq!(folder.names(), ["clean.jsonl", "html.jsonl", "lines.jsonl", "r"]);
}

#[test]
fn leaving_out_asks_for_a_report_and_for_something_planted() {
    let folder = planted();
    let left_out = ["train", "clean.jsonl", "--quiet", "--leave-out", "language"];
    folder.run(&left_out).failed(2, &["--report"]);
    folder.run(&[&left_out[..], &["--report", "r", "--out", "m"]].concat()).failed(2, &["--out"]);
    folder.run(&[&left_out[..], &["--report", "r"]].concat()).failed(2, &["cannot train", "(language)"]);
    folder.run(&["train", "clean.jsonl"]).failed(2, &["--out"]);
}

#[test]
fn sets_are_left_out_whole() {
    let folder = planted();
    let of_two_sets = rows(&folder, "clean.jsonl").into_iter().enumerate().map(|(n, mut page)| {
        page["set"] = json!(if n % 2 == 0 { "mill" } else { "quarry" });
        page.to_string() + "\n"
    });
    folder.write("two.jsonl", of_two_sets.collect::<String>());
    let args = ["--quiet", "--rows", "300", "--iterations", "1", "--leave-out", "set", "--report", "r"];
    let ran = folder.run(&[&["train", "two.jsonl", "--predictions", "p.jsonl"], &args[..]].concat()).ok();
    assert!(ran.text().contains("left out by set\n"), "{}", ran.text());
    assert_eq!(rows(&folder, "p.jsonl").len(), N_SITES);
    folder.run(&[&["train", "clean.jsonl"], &args[..]].concat()).failed(2, &["cannot train", "(set)"]);
}

/// The text of a donor's spam, by its number.
const DONORS: [(&str, &str); 3] = [("en", "cheap pills"), ("en", "payday loans"), ("tr", "deneme bonusu")];

#[test]
fn spam_of_marked_pages_is_put_into_others_with_its_markup() {
    let folder = planted();
    for (n, (lang, spam)) in DONORS.into_iter().enumerate() {
        let page = format!(
            "<html lang={lang} data-url='http://donor{n}.example/'><body><h1 data-label=content>The well</h1>\
             <div class=x data-label=spam><a href=y>{spam}</a></div></body></html>"
        );
        folder.write(&format!("donors/{n}.html"), page);
    }
    folder.write("donors/clean.html", "<html data-url='http://clean.example/'><p data-label=content>Nothing</p>");
    let args = ["inject", "clean.jsonl", "--graft", "donors", "--out"];
    folder.run(&[&args[..], &["grafted.jsonl"]].concat()).ok();
    folder.run(&[&args[..], &["again.jsonl"]].concat()).ok();
    assert_eq!(folder.read("grafted.jsonl"), folder.read("again.jsonl"));
    let mut donors = Vec::new();
    for row in rows(&folder, "grafted.jsonl") {
        let own = |row: &Value| row["planted"]["donors"].as_array().cloned().unwrap_or_default();
        assert_eq!((&row["set"], &row["weight"]), (&json!("planted-grafted"), &json!(0.3)));
        for donor in own(&row) {
            let number = donor.as_str().and_then(|site| site.strip_prefix("donor")?.parse::<usize>().ok());
            let (_, spam) = DONORS[number.expect("a donor")];
            let blocks = row["blocks"].as_array().expect("blocks");
            let planted: Vec<&Value> = blocks.iter().filter(|block| block["planted"] == true).collect();
            assert!(planted.iter().any(|block| block["text"] == spam && block["label"] == "spam"), "{row}");
            let html = row["html"].as_str().expect("html");
            assert!(html.contains(&format!("<div class=\"x\"><a href=\"y\">{spam}</a></div>")), "{html}");
            donors.push(donor);
        }
        assert!(row["blocks"].as_array().is_some_and(|blocks| blocks.iter().any(|b| b["text"] == "Home")));
    }
    assert_eq!(donors.len(), DONORS.len(), "every donor is used once");
    folder.run(&[&args[..], &["w.jsonl", "--weight", "2"]].concat()).ok();
    assert_eq!(rows(&folder, "w.jsonl")[0]["weight"], 2.0);
}

#[test]
fn grafts_that_cannot_be_made_leave_no_corpus() {
    let folder = planted();
    folder
        .write("clean/a.html", "<p data-label=content>Nothing</p>")
        .write("clean/b.html", "<p data-label=spam>slots of no site</p>");
    let graft = |donors: &str| folder.run(&["inject", "clean.jsonl", "--graft", donors, "--out", "c.jsonl"]);
    graft("clean").failed(2, &["no marked page with spam to plant and a data-url (--graft)"]);
    graft("missing").failed(2, &["missing: ", "no marked page with spam"]);
    folder.run(&["inject", "clean.jsonl", "--graft", "clean", "--lines", "--out", "c.jsonl"]).failed(2, &["--lines"]);
    folder.run(&["inject", "clean.jsonl", "--weight=-1", "--out", "c.jsonl"]).failed(2, &["--weight"]);
    assert!(!folder.names().contains(&"c.jsonl".to_owned()));
}
