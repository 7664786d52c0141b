//! `clean --repair`.

use serde_json::json;

use crate::util::{Folder, article};

/// An article as a conversion left it; the sentences are ours.
fn damaged() -> String {
    "<!DOCTYPE html><html lang=\"zh-TW\"><head><title>老橋邊(biān)的書(shū)店</title></head><body><nav><a href=\"/\">首頁</a> \
     <a href=\"/news\">新聞</a> <a href=\"/about\">關於</a></nav><article><h1>老橋邊(biān)的書(shū)店</h1>\
     <p>這(zhè)家書(shū)店開(kāi)在河邊(biān)的<a href=\"/street\">老街(jiē)</a>上,店主說(shuō)每天早上都有人來(lái)借書(shū),下午是孩子寫(xiě)作業(yè)的時(shí)間,晚上才輪到附近的老人。</p>\
     <p>去年冬天屋頂(dǐng)漏雨,鄰(lín)居湊錢把屋頂(dǐng)修好,那些書(shū)一本也沒(méi)丟,這(zhè)件事後來(lái)寫(xiě)進(jìn)了村史,每年都有學校帶學生來聽。</p>\
     <p>店主的女兒在城裡讀(dú)完大學以後回到老街,她說(shuō)城裡的書(shū)店雖然大,卻沒有人記得每個客人讀到了哪一頁。</p>\
     </article><footer><p>版權所有 老街報</p></footer></body></html>"
        .to_owned()
}

#[test]
fn damage_is_restored_and_told_only_when_asked_for() {
    let folder = Folder::new();
    folder.write("page.html", damaged());
    let as_it_is = folder.run(&["clean", "page.html"]).ok().text();
    assert!(as_it_is.contains("這(zhè)家書(shū)店開(kāi)在"), "{as_it_is}");
    for format in ["text", "html", "markdown"] {
        let ran = folder.run(&["clean", "--repair", "--format", format, "page.html"]);
        let (text, err) = (ran.text(), ran.err.clone());
        assert_eq!(ran.code, 0);
        assert!(err.contains("page.html: repaired: 2") && err.contains("readings in brackets taken out"), "{err}");
        assert!(text.contains("老橋邊的書店") && text.contains("這家書店開在河邊的"), "{text}");
        // A reading of a character that no conversion changes is the author's.
        assert!(text.contains("老街(jiē)"), "{text}");
        assert!(!text.contains("(shū)"), "{text}");
    }
    let links = folder.run(&["clean", "--repair", "--format", "markdown", "--links", "page.html"]).text();
    assert!(links.contains("河邊的[老街(jiē)](/street)上,店主說每天"), "{links}");
}

#[test]
fn jsonl_counts_repairs() {
    let folder = Folder::new();
    folder.write("a.html", damaged()).write("b.html", article(3));
    let ran = folder.run(&["clean", "--repair", "--format", "jsonl", "a.html", "b.html"]);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 1), "{}", ran.err);
    let rows = ran.rows();
    assert_eq!(rows[0]["title"], "老橋邊的書店");
    assert!(rows[0]["repairs"]["readings"].as_u64() > Some(20), "{}", rows[0]);
    assert_eq!(rows[1]["repairs"], json!({}));
    let plain = folder.run(&["clean", "--format", "jsonl", "b.html"]).ok().rows();
    assert!(plain[0].get("repairs").is_none());
    assert_eq!(plain[0]["text"], rows[1]["text"]);
}
