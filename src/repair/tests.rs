//! What is restored, and what stays as it was written. The sentences are made up for these tests.

use super::*;

/// Restores texts, of which those that begin with `code:` are code.
fn repaired(texts: &[&str]) -> (Vec<String>, Repairs) {
    let texts: Vec<PageText<'_>> =
        texts.iter().map(|text| PageText { text, is_code: text.starts_with("code:") }).collect();
    let (once, repairs) = repair_texts(&texts);
    let again: Vec<PageText<'_>> =
        once.iter().zip(&texts).map(|(text, first)| PageText { text, is_code: first.is_code }).collect();
    assert_eq!(repair_texts(&again), (once.clone(), Repairs::default()), "a second time changes something");
    (once, repairs)
}

fn check_restored(texts: &[&str], expected: &[&str], kind: RepairKind, n: usize) {
    let (restored, repairs) = repaired(texts);
    assert_eq!(restored, expected);
    assert_eq!((repairs.count(kind), repairs.changes.len()), (n, n), "{:?}", repairs.changes);
}

fn check_stays(texts: &[&str]) {
    let (restored, repairs) = repaired(texts);
    assert_eq!((restored, repairs), (texts.iter().map(|text| (*text).to_owned()).collect(), Repairs::default()));
}

const TONED: [&str; 3] = [
    "橋邊(biān)的書(shū)店",
    "這(zhè)家書(shū)店開(kāi)在河邊(biān)的老街上,店主說(shuō)每天早上都有人來(lái)借書(shū),下午是孩子寫(xiě)作業(yè)的時(shí)間。",
    "去年冬天屋頂(dǐng)漏雨,鄰(lín)居湊錢把屋頂 (dǐng)修好,那些書( shū )一本也沒(méi)丟,這(zhè)件事後來(lái)寫(xiě)進(jìn)了村史。",
];

#[test]
fn readings_of_converted_characters_are_taken_out() {
    check_restored(
        &TONED,
        &[
            "橋邊的書店",
            "這家書店開在河邊的老街上,店主說每天早上都有人來借書,下午是孩子寫作業的時間。",
            "去年冬天屋頂漏雨,鄰居湊錢把屋頂修好,那些書一本也沒丟,這件事後來寫進了村史。",
        ],
        RepairKind::Reading,
        21,
    );
}

#[test]
fn an_authors_own_reading_on_a_damaged_page_stays() {
    let own = "村口的井叫汆(cuān)井。";
    let texts = [TONED[0], TONED[1], TONED[2], own];
    let (restored, repairs) = repaired(&texts);
    assert_eq!((restored[3].as_str(), repairs.changes.len()), (own, 21));
}

#[test]
fn readings_without_tones_are_taken_out_where_they_come_again_and_again() {
    let text = "這家(jia)小廠用(yong)心做木器(qi),家(jia)具好用(yong)又有(you)樣子,工人都是本地人,有(you)人做了三十年木器(qi)。";
    let bare = "這家小廠用心做木器,家具好用又有樣子,工人都是本地人,有人做了三十年木器。";
    check_restored(&[text, text, text], &[bare, bare, bare], RepairKind::Reading, 24);
}

#[test]
fn readings_for_learners_stay() {
    // Every character.
    let all = "我(wǒ)們(men)學(xué)習(xí)漢(hàn)語(yǔ),老(lǎo)師(shī)說(shuō)這(zhè)個(gè)書(shū)寫(xiě)的(de)時(shí)候(hòu)很(hěn)好(hǎo)。";
    check_stays(&[all, all, all]);
    // Words to learn.
    let words =
        "學生(xué sheng)去圖書館(tú shū guǎn)借書(shū),在那裡遇見老師(lǎo shī),兩個人談了很久關於讀書(dú shū)的事情。";
    check_stays(&[words, words, words, words, words, words, words, words]);
    // A list of characters.
    check_stays(&[
        "書(shū)",
        "學(xué)",
        "書(shū)",
        "學(xué)",
        "說(shuō)",
        "說(shuō)",
        "來(lái)",
        "來(lái)",
        "時(shí)",
        "時(shí)",
    ]);
    // Simplified characters.
    let simple = "小明去书(shū)店买书(shū),店里的书(shū)很多,他学(xué)了一个下午,回家又学(xué)了一个晚上才睡觉。";
    check_stays(&[simple, simple, simple]);
}

#[test]
fn readings_of_rare_characters_and_glosses_stay() {
    check_stays(&[
        "從歙(shè)縣到黟(yī)縣的路上要過三道嶺,再往北走是亳(bó)州,老人說這些地名外地人十個有九個唸錯。",
        "盱(xū)眙(yí)在湖的南邊,甪(lù)直在湖的東邊,邗(hán)江又在另一邊,寫信的人常把它們寫成別的字。",
        "鄞(yín)縣的鄞字有人讀錯,婺(wù)源也一樣,還有郫(pí)縣、儋(dān)州、耒(lěi)陽,都得查字典才知道。",
    ]);
    let english =
        "The old masters write that qi 氣(qi) follows breath and 氣(qi) follows thought, and 氣(qi) is neither.";
    check_stays(&[english; 10]);
    check_stays(&["東京(とうきょう)と京都(きょうと)は遠(とお)いですが、電車(でんしゃ)で行(い)けます。"; 10]);
    let enumerated = "如圖(a)所示水從上方流入,如圖(e)所示水從下方流出,兩張圖(a)和圖(e)的比例相同,只是方向不同。";
    check_stays(&[enumerated; 12]);
    let typed = "這個函數(long)的參數(int)必須大於零,否則函數(long)會返回錯誤,調用它的函數(long)應當檢查返回的數值。";
    check_stays(&[typed; 12]);
}

#[test]
fn strewn_signs_are_taken_out() {
    check_restored(
        &[
            "The mi\u{200b}ll by the ri\u{200c}ver was o\u{200d}pened aga\u{200b}in on Mon\u{200b}day.",
            "Nei\u{feff}ghbours ga\u{2063}ve the t\u{200b}imber, \u{200b} and a carpenter gave h\u{200b}is winter\u{200b}.",
            "Na rece ot\u{200b}vorili mli\u{200b}n.",
        ],
        &[
            "The mill by the river was opened again on Monday.",
            "Neighbours gave the timber, and a carpenter gave his winter.",
            "Na rece otvorili mlin.",
        ],
        RepairKind::Invisible,
        13,
    );
    let (texts, _) = repaired(&["河邊\u{200c}的\u{2060}書店每\u{200d}天開\u{feff}門,下\u{200c}雨也開。"; 5]);
    assert_eq!(texts, ["河邊的書店每天開門,下雨也開。"; 5]);
}

#[test]
fn signs_in_a_row_go_with_the_spaces_between_them() {
    let strewn = "T\u{200b}he mi\u{200b}ll by the ri\u{200b}ver was o\u{200b}pened aga\u{200b}in";
    let (texts, _) = repaired(&[strewn, &format!("\u{200b} {strewn} \u{200b} \u{feff} on Monday \u{200b} \u{200b}")]);
    assert_eq!(texts[1].trim_end(), "The mill by the river was opened again on Monday");
}

#[test]
fn signs_that_do_something_stay() {
    let strewn = "The mi\u{200b}ll by the ri\u{200b}ver was o\u{200b}pened aga\u{200b}in on Monda\u{200b}y.";
    let persian = "کتاب\u{200c}ها را می\u{200c}خوانم";
    let hindi = "क्\u{200d}ष और क्\u{200c}ष";
    let family = "👨\u{200d}👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈";
    let thai = "ภาษา\u{200b}ไทย";
    let hyphens = "Dampf\u{ad}schiff\u{ad}fahrt";
    let marks = "abc \u{200f}שלום\u{200e} def";
    let texts = [strewn, strewn, persian, hindi, family, thai, hyphens, marks];
    let (restored, _) = repaired(&texts);
    assert_eq!(restored[0], "The mill by the river was opened again on Monday.");
    assert_eq!(restored[2..], texts[2..]);
}

#[test]
fn pages_with_signs_in_their_places_stay() {
    check_stays(&["می\u{200c}خواهم کتاب\u{200c}ها را بخوانم و نمی\u{200c}توانم."; 10]);
    check_stays(&["Auf\u{200c}lage und Kauf\u{200c}leute, Schilf\u{200c}insel und Stoff\u{200c}fetzen."; 10]);
    check_stays(&["今日は\u{200b}天気が\u{200b}いいので\u{200b}川まで\u{200b}歩きます。"; 10]);
    check_stays(&["call get\u{200b}Value and set\u{200b}Old\u{200b}Value of java.\u{200b}util.\u{200b}List"; 10]);
    check_stays(&["The limit lim\u{200b}x is taken at \u{200b}the end\u{200b}."; 10]);
    check_stays(&["👩\u{200d}🔬 and 👨\u{200d}🚀"; 10]);
    check_stays(&["\u{200b}", "\u{feff}Headline", "A paragraph\u{200b}\u{200b}."]);
}

#[test]
fn references_escaped_twice_are_decoded() {
    check_restored(
        &["Caf&eacute; by the river", "Open&nbsp; all&nbsp;&nbsp;day &amp; night", "That&amp;#039;s it.&nbsp;"],
        &["Café by the river", "Open all day & night", "That's it."],
        RepairKind::Entity,
        6,
    );
    check_restored(&["河邊&#26360;&#24215;每天開門"], &["河邊書店每天開門"], RepairKind::Entity, 2);
    check_restored(&["A rise of 40&percnt; in a year"], &["A rise of 40% in a year"], RepairKind::Entity, 1);
}

#[test]
fn references_that_are_meant_stay() {
    let damaged = "Caf&eacute; by the river, open&nbsp;all day";
    check_stays(&["Write &lt;b&gt; for bold", damaged]);
    check_stays(&["In HTML, a space that does not break is &nbsp; and é is &eacute;", damaged]);
    check_stays(&["Named entities begin with an ampersand", damaged]);
    check_stays(&["The sign \"&nbsp;\" stands for a space", damaged]);
    check_stays(&["code: a &amp;&amp; b", damaged]);
    check_stays(&["left over: <br> and more", damaged]);
    check_stays(&["See http://a.example/?a=1&amp;b=2&amp;copy=3 and more"]);
    check_stays(&["Bread &amp; butter"]);
    check_stays(&["&nbsp;", "&nbsp;", "&nbsp;"]);
    check_stays(&["AT&T, R&D; a & b", "x &unknown; y &unknown; z"]);
}

#[test]
fn very_many_changes_are_counted_and_not_all_listed() {
    let text = TONED[1].repeat(1_000);
    let (_, repairs) = repaired(&[&text, TONED[2]]);
    assert_eq!((repairs.count(RepairKind::Reading), repairs.changes.len()), (10_009, MAX_LISTED));
}

#[test]
fn links_keep_their_words() {
    use crate::blocks::cut_html;
    use crate::document::{Limits, parse};
    use crate::label::Scores;
    use crate::model::Thresholds;
    use crate::render::{Format, Style, render};

    let html = format!("<p>{}</p><p>{}</p>", TONED[1].replace("老街", "<a href='/old'>老街</a>"), TONED[2]);
    let html = html.replace("作業(yè)", "<a href='/work'>作業(yè)</a>");
    let blocks = cut_html(&parse(&html, &Limits::default()), html.len());
    let scores = vec![Scores { content: 1.0, chrome: 0.0, spam: 0.0 }; blocks.blocks.len()];
    let mut page = Page::new(blocks, scores, Thresholds::default(), None);
    let repairs = page.repair();
    assert_eq!((repairs.changes.len(), repairs.changes[0].n), (19, 0));
    let markdown = render(&page, Format::Markdown, &Style { links: true, ..Style::default() });
    assert!(markdown.contains("河邊的[老街](/old)上") && markdown.contains("孩子寫[作業](/work)的時間"), "{markdown}");
    assert!(page.repair().changes.is_empty());
}
