//! What `clean`, `explain` and `model` write.

use crate::util::{Folder, article};

fn clean(page: &str, args: &[&str]) -> String {
    let folder = Folder::new();
    folder.write("page.html", page);
    folder.run(&[&["clean"], args, &["page.html"]].concat()).ok().text()
}

#[test]
fn text_has_the_title_an_empty_line_and_readable_structure() {
    let text = clean(&article(3), &[]);
    assert!(text.starts_with("The mill number 3\n\nThe old mill by the river"), "{text}");
    for piece in [
        "\n1. The wheel turns again, slowly, when the water is high enough.\n2. The stones are new",
        "\nYear | Sacks of flour\n1890 | 4,100\n1920 | 2,300\n",
        "\nwheel  = 5 m\n  stones = 2\n",
        "\n> It sounds as it did",
    ] {
        assert!(text.contains(piece), "{piece:?} in {text}");
    }
    assert!(!text.contains("Copyright") && !text.contains("About"), "{text}");
}

#[test]
fn jsonl_is_the_texts_of_the_blocks() {
    let folder = Folder::new();
    folder.write("page.html", article(3));
    let rows = folder.run(&["clean", "--format", "jsonl", "page.html"]).ok().rows();
    assert_eq!((rows[0]["source"].as_str(), rows[0]["title"].as_str()), (Some("page.html"), Some("The mill number 3")));
    let text = rows[0]["text"].as_str().expect("text");
    assert!(text.starts_with("The old mill by the river") && text.contains("high enough.\nThe stones"), "{text}");
    assert!(!text.contains("The mill number 3\n"));
}

#[test]
fn html_is_a_document_of_what_is_kept() {
    let html = clean(&article(3), &["--format", "html"]);
    assert!(html.starts_with("<!DOCTYPE html>\n") && html.trim_end().ends_with("</html>"), "{html}");
    for piece in [
        "<h1>The mill number 3</h1>",
        "<ol>\n<li value=\"1\">The wheel",
        "<tr><th>Year</th><th>Sacks of flour</th></tr>",
        "<td>1890</td><td>4,100</td>",
        "<pre>\nwheel  = 5 m\n  stones = 2</pre>",
        "<blockquote>\n<p>It sounds",
        "<a href=\"/flour\">its flour</a>",
    ] {
        assert!(html.contains(piece), "{piece:?} in {html}");
    }
}

#[test]
fn markdown_has_its_own_dress() {
    let markdown = clean(&article(3), &["--format", "markdown"]);
    for piece in [
        "# The mill number 3\n\nThe old mill",
        "\n1. The wheel turns",
        "\n| Year | Sacks of flour |\n| --- | --- |\n| 1890 | 4,100 |\n",
        "\n```\nwheel  = 5 m\n  stones = 2\n```\n",
        "\n> It sounds",
        "and its flour can",
    ] {
        assert!(markdown.contains(piece), "{piece:?} in {markdown}");
    }
    let linked = clean(&article(3), &["--format", "markdown", "--links"]);
    assert!(linked.contains("[its flour](/flour)"), "{linked}");
}

#[test]
fn nothing_of_the_page_becomes_markup() {
    let page = article(4)
        .replace("on Monday", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; *stars* on Monday")
        .replace("/flour", "javascript:alert(1)");
    let html = clean(&page, &["--format", "html"]);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;"), "{html}");
    assert!(!html.contains("<script") && !html.contains("javascript:"), "{html}");
    let markdown = clean(&page, &["--format", "markdown", "--links"]);
    assert!(
        markdown.contains("\\<script>") && markdown.contains("\\*stars\\*") && !markdown.contains("javascript:"),
        "{markdown}"
    );
}

#[test]
fn roles_can_be_left_out() {
    let text = clean(&article(5), &["--without", "list_item,table_cell", "--without", "headline"]);
    assert!(!text.contains("The wheel turns") && !text.contains("1890") && text.starts_with("The old mill"), "{text}");
    let folder = Folder::new();
    folder.write("page.html", article(5));
    let rows = folder.run(&["clean", "--format", "jsonl", "--without", "headline", "page.html"]).ok().rows();
    assert!(rows[0]["title"].is_null());
}

#[test]
fn several_pages_are_set_apart() {
    let folder = Folder::new();
    folder.write("a.html", article(1)).write("b.html", article(2));
    let text = folder.run(&["clean", "a.html", "b.html"]).ok().text();
    assert!(
        text.starts_with("==> a.html <==\nThe mill number 1\n")
            && text.contains("\n\n==> b.html <==\nThe mill number 2\n"),
        "{text}"
    );
    let html = folder.run(&["clean", "--format", "html", "a.html", "b.html"]).ok().text();
    assert_eq!((html.matches("<article>").count(), html.matches("</html>").count()), (2, 1));
    let markdown = folder.run(&["clean", "--format", "markdown", "a.html", "b.html"]).ok().text();
    assert!(markdown.starts_with("<!-- a.html -->\n\n# The mill"), "{markdown}");
}

#[test]
fn the_first_of_several_pages_of_standard_input_has_its_name_too() {
    let folder = Folder::new();
    let row = |n: usize| serde_json::json!({"html": article(n)}).to_string() + "\n";
    let two = row(1) + &row(2);
    let text =
        |format: &str, input: &str| folder.run_with(&["clean", "--format", format], input.as_bytes()).ok().text();
    assert!(text("text", &two).starts_with("==> -:1 <==\nThe mill number 1\n"));
    assert!(text("text", &two).contains("\n\n==> -:2 <==\nThe mill number 2\n"));
    assert!(text("markdown", &two).starts_with("<!-- -:1 -->\n\n# The mill number 1\n"));
    assert!(text("text", &row(3)).starts_with("The mill number 3\n"));
    assert_eq!(text("html", &two).matches("<article>").count(), 2);
}

#[test]
fn text_pages_keep_their_lines() {
    let body = "The old mill by the river was opened again on Monday, after the wheel had been mended for two years.\n";
    let folder = Folder::new();
    folder.write("page.txt", format!("{body}{body}\n{body}"));
    let text = folder.run(&["clean", "--without", "headline", "page.txt"]).ok().text();
    assert!(text.lines().all(|line| line.is_empty() || line == body.trim_end()), "{text}");
}

#[test]
fn explanations_add_up() {
    let folder = Folder::new();
    folder.write("page.html", article(1));
    let overview = folder.run(&["explain", "page.html"]).ok().text();
    let n_blocks = folder.run(&["classify", "page.html"]).ok().block_texts().len();
    assert_eq!(overview.lines().count(), n_blocks);
    let rows = folder.run(&["explain", "page.html", "--block", "4", "--json", "--top", "100000"]).ok().rows();
    for pass in rows[0]["passes"].as_array().expect("passes") {
        let added: f64 =
            pass["features"].as_array().expect("features").iter().filter_map(|f| f["contribution"].as_f64()).sum();
        let (bias, margin) = (pass["bias"].as_f64().unwrap_or(0.0), pass["margin"].as_f64().unwrap_or(0.0));
        assert!((bias + added - margin).abs() < 1e-2, "{bias} + {added} = {margin}");
    }
    let full = folder.run(&["explain", "page.html", "--block", "4", "--label", "spam", "--top", "3"]).ok().text();
    assert!(full.contains("pass 1: margin for spam") && full.contains("others"), "{full}");
    folder.run(&["explain", "missing.html"]).failed(1, &["missing.html"]);
}

#[test]
fn hiding_is_explained() {
    let folder = Folder::new();
    folder.write("page.html", "<p>Seen.</p><div style='display:none'>Not seen.</div>");
    let text = folder.run(&["explain", "page.html", "--block", "1"]).ok().text();
    assert!(text.contains("hidden  display none by inline style"), "{text}");
    let rows = folder.run(&["classify", "page.html"]).ok().rows();
    assert_eq!((&rows[0]["blocks"][0]["hidden"], &rows[0]["blocks"][1]["hidden"]), (&false.into(), &true.into()));
}

#[test]
fn the_model_is_described() {
    let folder = Folder::new();
    let text = folder.run(&["model"]).ok().text();
    for key in ["name ", "size ", "tokens ", "html ", "text ", "trained by "] {
        assert!(text.contains(key), "{key} in {text}");
    }
    let features = folder.run(&["model", "--features"]).ok().text();
    assert!(features.contains("log_chars") && features.contains("plain text, later passes"));
    let json = &folder.run(&["model", "--json", "--features"]).ok().rows()[0];
    assert!(
        json["n_bytes"].as_u64() > Some(1000)
            && json["features"]["html_first"].as_array().is_some_and(|f| f.len() > 50)
    );
    let version = folder.run(&["--version"]).ok().text();
    assert!(version.contains(env!("CARGO_PKG_VERSION")) && version.contains("model"), "{version}");
}

#[test]
fn targets_move_the_thresholds_along_the_models_curves() {
    let folder = Folder::new();
    folder.write("page.html", "<p>A page.</p>");
    // Many pages, so that there are blocks between the thresholds whatever the model is.
    let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let n_called = |label: &str, args: &[&str]| {
        let rows = folder.run(&[&["classify", pages], args].concat()).ok().rows();
        let blocks = rows.iter().flat_map(|row| row["blocks"].as_array().expect("blocks"));
        blocks.filter(|block| block["label"] == label).count()
    };
    for (label, surer, more) in [
        ("content", ["--target-precision", "0.92"], ["--target-recall", "0.99"]),
        ("spam", ["--spam-recall", "0.5"], ["--spam-recall", "0.95"]),
    ] {
        let (sure, usual, all) = (n_called(label, &surer), n_called(label, &[]), n_called(label, &more));
        assert!(sure < usual && usual < all, "{label}: {sure} {usual} {all}");
    }
    folder.run(&["clean", "page.html", "--spam-precision", "1"]).failed(2, &["no threshold meets the target", "spam"]);
    // Plain text does not reach it, and none is asked for.
    let precise = ["clean", "page.html", "--target-precision", "0.96"];
    folder.run(&precise).failed(2, &["content of plain text reaches a precision of"]);
    folder.run(&[&precise[..], &["--input-format", "html"]].concat()).ok();
    folder.run(&["clean", "page.html", "--target-recall", "7"]).failed(2, &["a number from 0 to 1"]);
    folder
        .run(&["clean", "page.html", "--target-recall", "0.9", "--target-precision", "0.9"])
        .failed(2, &["cannot be used with"]);
}

#[test]
fn weights_are_listed_by_pass_and_label() {
    let folder = Folder::new();
    let text = folder.run(&["model", "--weights"]).ok().text();
    for title in
        ["\nHTML, pass 1, content: bias ", "\nHTML, pass 2, spam: bias ", "\nplain text, pass 2, chrome: bias "]
    {
        assert!(text.contains(title), "{title}");
    }
    let json = &folder.run(&["model", "--json", "--weights"]).ok().rows()[0];
    let heads = json["weights"]["html"].as_array().expect("heads");
    assert_eq!(heads.len(), 3 * json["html"]["n_features"].as_array().expect("passes").len());
    for (n, head) in heads.iter().enumerate() {
        assert_eq!(head["label"], ["content", "chrome", "spam"][n % 3]);
        assert_eq!(head["pass"], n / 3 + 1);
        let weights = head["weights"].as_array().expect("weights");
        assert_eq!(weights.len() as u64, json["html"]["n_features"][n / 3].as_u64().unwrap_or(0));
        let sizes: Vec<f64> = weights.iter().map(|w| w["weight"].as_f64().expect("a number").abs()).collect();
        assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[0] > 0.0);
    }
    // The weights are those that explanations are made of.
    let of = |head: usize| heads[head]["weights"].as_array().into_iter().flatten();
    let weight = |head: usize, name: &str| of(head).find(|w| w["feature"] == name).and_then(|w| w["weight"].as_f64());
    let sum: f64 = (0..3).filter_map(|head| weight(head, "log_chars")).sum();
    assert!(sum.abs() < 1e-4, "against the mean of the labels: {sum}");
    assert!(folder.run(&["model", "--json"]).ok().rows()[0].get("weights").is_none());
}
