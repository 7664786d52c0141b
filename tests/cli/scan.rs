//! Verdicts on pages: what `scan` prints, in which order, and how it ends.

use serde_json::Value;

use crate::util::{Folder, article};

/// Nothing but planted lines, so that no model that is worth shipping calls it clean.
fn doorway() -> String {
    let line = |n: usize| {
        format!(
            "<p><a href=http://pills{n}.example/>buy cheap viagra online no prescription</a>, \
             <a href=http://slots{n}.example/>online casino slots free spins bonus</a>, cheap cialis generic levitra, \
             slot gacor maxwin terpercaya, replica watches outlet sale, payday loans no credit check {n}</p>"
        )
    };
    let lines: String = (0..12).map(line).collect();
    format!(
        "<html><head><title>buy cheap viagra online - online casino slots bonus</title></head><body>{lines}</body></html>"
    )
}

/// A folder with a clean page and, between others, one that is not.
fn crawl() -> Folder {
    let folder = Folder::new();
    folder.write("d/a.html", article(1)).write("d/m.html", doorway()).write("d/z.html", article(2));
    folder
}

#[test]
fn clean_pages_end_well_in_the_order_of_their_names() {
    let folder = Folder::new();
    folder.write("b.html", article(1)).write("a.html", article(2)).write("empty.html", "");
    let text = folder.run(&["scan", "b.html", "empty.html", "a.html"]).ok().text();
    assert_eq!(text, "clean\t0.0000\ta.html\t\nclean\t0.0000\tb.html\t\nclean\t0.0000\tempty.html\t\n");
}

#[test]
fn what_a_limit_leaves_out_is_told() {
    let folder = Folder::new();
    folder.write("a.html", article(1)).write("b.html", "<p>x".repeat(100_001));
    let rows = folder.run(&["scan", "--json", "a.html", "b.html"]).rows();
    let told: Vec<(&str, bool)> =
        rows.iter().filter_map(|row| Some((row["source"].as_str()?, row["truncated"] == true))).collect();
    assert!(told.contains(&("a.html", false)) && told.contains(&("b.html", true)), "{told:?}");
}

#[test]
fn the_worst_page_comes_first_and_sets_the_exit_code() {
    let folder = crawl();
    let ran = folder.run(&["scan", "d"]).failed(1, &[]);
    assert_eq!(ran.err, "");
    let lines: Vec<Vec<String>> =
        ran.text().lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    let sources: Vec<&str> = lines.iter().map(|line| line[2].as_str()).collect();
    assert_eq!(sources, ["d/m.html", "d/a.html", "d/z.html"]);
    assert!(lines.iter().all(|line| line.len() == 4), "{lines:?}");
    assert!(lines[0][0] != "clean" && lines[0][1].parse().is_ok_and(|share: f64| share > 0.0), "{lines:?}");
    assert!(lines[0][3].contains("spam") && lines[0][3].contains("block"), "{lines:?}");
}

#[test]
fn json_has_the_verdicts_that_classify_gives() {
    let folder = crawl();
    let line = serde_json::json!({"id": 7, "url": "http://a.example/", "html": doorway()});
    folder.write("d/p.jsonl", format!("{line}\n"));
    let rows = folder.run(&["scan", "--json", "d"]).failed(1, &[]).rows();
    let classified = folder.run(&["classify", "d"]).ok().rows();
    assert_eq!(rows.len(), 4);
    for row in &rows {
        let page = classified.iter().find(|page| page["source"] == row["source"]).map(|page| &page["page"]);
        let verdict: Vec<Option<&Value>> = ["spam_share", "verdict", "evidence"].map(|key| row.get(key)).to_vec();
        let expected = ["spam_share", "verdict", "evidence"].map(|key| page.and_then(|page| page.get(key))).to_vec();
        assert!(verdict == expected && !verdict.contains(&None), "{row}");
        assert_eq!(row["source"] == "d/p.jsonl:1", row["id"] == 7 && row["url"] == "http://a.example/", "{row}");
    }
}

#[test]
fn the_share_is_that_of_the_blocks() {
    let folder = crawl();
    for page in folder.run(&["classify", "d"]).ok().rows() {
        let body: Vec<&Value> =
            page["blocks"].as_array().expect("blocks").iter().filter(|b| b["head"] == false).collect();
        let n_chars = |blocks: &[&&Value]| -> usize {
            blocks.iter().filter_map(|b| b["text"].as_str()).map(|text| text.chars().count()).sum()
        };
        let spam: Vec<&&Value> = body.iter().filter(|b| b["label"] == "spam").collect();
        let share = n_chars(&spam) as f64 / n_chars(&body.iter().collect::<Vec<_>>()) as f64;
        let told = page["page"]["spam_share"].as_f64().expect("a share");
        assert!((share - told).abs() < 1e-4, "{share} is not {told}");
    }
}

#[test]
fn failed_inputs_and_wrong_use_have_their_codes() {
    let folder = Folder::new();
    folder.write("a.html", article(1)).write("no-model", "GIF89a");
    let ran = folder.run(&["scan", "missing.html", "a.html"]).failed(1, &["dehusk: missing.html: "]);
    assert!(ran.text().contains("\ta.html\t"), "{}", ran.text());
    folder.run(&["scan", "--nonsense", "a.html"]).failed(2, &["--nonsense"]);
    folder.run(&["scan", "--model", "no-model", "a.html"]).failed(2, &["not a dehusk model"]);
}

#[test]
fn scans_do_not_depend_on_threads() {
    let folder = crawl();
    for n in 0..20 {
        folder.write(&format!("d/{n:02}.html"), article(n).repeat(1 + n % 3));
    }
    let with = |jobs: &'static str| folder.run(&["scan", "--jobs", jobs, "d"]).out;
    assert!(with("1") == with("2"));
}
