//! Promises of the whole injector: exact ranges, repeatability, coverage, and no panic on any page.

use std::path::Path;

use super::*;

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>Büro &amp; Garten</title><meta name=keywords content=garden>\
<meta name=\"description\" content='A page'><style>p{color:red}</style></head>\n<body class=\"a>b\"><nav><ul><li><a href=/>Home</a></li>\
<li><a href=/b>Beds</a></li><li>Tools</li><li>Seeds</li></ul></nav><h1>Pruning roses — 修剪玫瑰</h1><script>var a='<p>';</script>\
<p>Roses are pruned in early spring, when the last frosts are over and buds begin to swell.</p><!-- <p>no</p> -->\
<h2>Tools</h2><p>A clean knife is enough, says the gardener, but sharp shears are better for old wood.</p><h2>After</h2>\
<textarea></p></textarea><div>x</div><div>y</div><table><tr><td>Jan</td><td>no</td></tr></table><footer>© 2020</footer></body></html>\n";
const TEXT: &str = "Garden club\r\n\n  • Home\n  • Beds\nPruning roses\n\nRoses are pruned in early spring, when the last frosts are over.\n\n?\n";

fn material() -> Material {
    Material::from_toml_dir(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/training/spam"))).unwrap()
}

fn check_html(page: &str, plan: &Plan, material: &Material) -> PlantedHtml {
    let planted = plant_html(page, plan, material);
    let mut last = 0;
    for range in &planted.planted {
        assert!(range.start >= last && range.end > range.start, "{plan:?}");
        assert!(planted.html.is_char_boundary(range.start) && planted.html.is_char_boundary(range.end));
        last = range.end;
    }
    assert_eq!(planted.original(), page, "{plan:?}");
    planted
}

#[test]
fn ranges_are_exact_for_every_family_place_and_trick() {
    let material = material();
    for &family in Family::ALL {
        for seed in 0..120 {
            let plan = Plan::draw_family(seed, family, None);
            let planted = check_html(PAGE, &plan, &material);
            assert_eq!(planted, plant_html(PAGE, &plan, &material));
            assert_ne!(planted.html, PAGE, "{plan:?}");
            assert_eq!(planted.planted.is_empty(), family == Family::Glued, "{plan:?}");
        }
    }
    for (idx, &trick) in Trick::ALL.iter().enumerate() {
        for &place in Place::ALL {
            let plan = Plan { place, trick, family: Family::KeywordLine, ..Plan::draw(idx as u64, None) };
            assert!(!check_html(PAGE, &plan, &material).planted.is_empty());
        }
    }
}

#[test]
fn nothing_is_planted_inside_raw_text_or_comments() {
    let material = material();
    for seed in 0..1500 {
        let planted = plant_html(PAGE, &Plan::draw(seed, None), &material);
        let whole = planted.plan.family == Family::Doorway;
        for kept in [
            "<script>var a='<p>';</script>",
            "<textarea></p></textarea>",
            "<!-- <p>no</p> -->",
            "<style>p{color:red}</style>",
        ] {
            assert!(planted.html.contains(kept) || whole, "seed {seed}");
        }
    }
}

#[test]
fn every_family_and_language_says_something_of_its_own() {
    let material = material();
    for &family in Family::ALL {
        for language in Language::ALL {
            let plan = Plan { language, ..Plan::draw_family(11, family, None) };
            let lines: Vec<String> = (0..6).map(|seed| material.line(&plan, &mut Rng::new(seed))).collect();
            // Second bytes of Shift-JIS may be braces.
            let is_left_open = |line: &str| family != Family::Mojibake && line.contains(['{', '}']);
            let is_line = |line: &String| line.trim().len() > 3 && !is_left_open(line) && !line.contains('\n');
            assert!(lines.iter().all(is_line), "{plan:?} {lines:?}");
            assert!(lines.iter().any(|line| *line != lines[0]), "{plan:?}");
            assert!(plant_text(TEXT, &plan, &material).lines.iter().any(|line| line.1) || family == Family::Glued);
        }
    }
}

#[test]
fn phrases_are_many() {
    let material = material();
    for language in Language::ALL {
        let mut rng = Rng::new(5);
        let phrases: std::collections::BTreeSet<String> =
            (0..2000).map(|_| material.phrase(Family::KeywordLine, language, &mut rng)).collect();
        assert!(phrases.len() > 1200, "{language:?} {}", phrases.len());
        assert!(material.languages().contains(&language));
    }
}

#[test]
fn text_lines_outside_the_planted_ones_stay() {
    let material = material();
    for seed in 0..3000 {
        let plan = Plan::draw(seed, None);
        let planted = plant_text(TEXT, &plan, &material);
        assert_eq!(planted, plant_text(TEXT, &plan, &material));
        assert!(
            planted
                .lines
                .iter()
                .all(|(line, is_planted)| !is_planted || (!line.trim().is_empty() && !line.contains('\n')))
        );
        if matches!(plan.family, Family::Glued | Family::Replaced | Family::Doorway) {
            continue;
        }
        let mut rest = planted.lines.iter().filter(|line| !line.1).map(|line| line.0.as_str());
        assert!(TEXT.split('\n').all(|line| rest.any(|other| other == line)), "{plan:?}");
    }
}

#[test]
fn garbage_pages_do_not_panic_and_stay_whole() {
    let material = material();
    let parts = [
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "<p>",
        "</p>",
        "<title>",
        "<body",
        "\"",
        "'",
        "=",
        "<script>",
        "</html>",
        "<li>",
        "é",
        "国",
        " ",
        "<ul>",
        "</ul",
        "<td>",
        "\u{0}",
        "<meta name=keywords content=",
    ];
    for seed in 0..3000 {
        let mut rng = Rng::new(seed);
        let count = rng.between(0, 40);
        let page: String = match rng.chance(70) {
            true => (0..count).map(|_| rng.word(&parts)).collect(),
            false => {
                String::from_utf8_lossy(&(0..count * 4).map(|_| rng.bits() as u8).collect::<Vec<u8>>()).into_owned()
            }
        };
        let plan = Plan::draw(seed, None);
        check_html(&page, &plan, &material);
        plant_text(&page, &plan, &material);
    }
}

#[test]
fn templates_name_only_slots_that_exist() {
    let dir = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/training/spam"));
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let slots = |grammar: &toml::Value| {
            grammar.get("slots").and_then(|slots| slots.as_table()).cloned().unwrap_or_default()
        };
        let common = slots(&table["common"]);
        for (name, niche) in table["niche"].as_table().unwrap() {
            let own = slots(niche);
            let words = own.values().chain(common.values()).filter_map(|value| value.as_str());
            let lists = niche["templates"]
                .as_table()
                .unwrap()
                .values()
                .chain(table["common"]["templates"].as_table().unwrap().values());
            let patterns = lists.flat_map(|list| list.as_array().unwrap()).filter_map(|value| value.as_str());
            for slot in
                words.chain(patterns).flat_map(|text| text.split('{').skip(1)).filter_map(|part| part.split('}').next())
            {
                let slot = slot.trim_start_matches('=').trim_end_matches('?');
                let known = slot.starts_with(['#', '@']) || own.contains_key(slot) || common.contains_key(slot);
                assert!(known, "{} {name} {slot}", table["language"]);
            }
        }
    }
}
