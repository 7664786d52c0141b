//! Disguises for a keyword line: look-alikes, full width, zero-width characters, digits, spacing, brackets.
//!
//! Each takes a line and gives a line; how thoroughly it is disguised is drawn once a line.

use super::rng::Rng;

/// Letters and what passes for them; Greek, Cyrillic, superscripts, small capitals, radicals, shape-alikes.
const LOOK_ALIKES: [(char, &str); 104] = [
    ('a', "αаɑᵃ"),
    ('b', "Ьƅᵇ"),
    ('c', "сϲᶜ"),
    ('d', "ԁɗᵈ"),
    ('e', "еєᵉ"),
    ('f', "ƒғ"),
    ('g', "ɡցᵍ"),
    ('h', "һɦʰ"),
    ('i', "іιⁱ"),
    ('j', "јʲ"),
    ('k', "κкᵏ"),
    ('l', "ⅼӏˡ"),
    ('m', "мᴍᵐ"),
    ('n', "ոηⁿ"),
    ('o', "οоᵒ"),
    ('p', "рρᵖ"),
    ('q', "ԛգ"),
    ('r', "гʀʳ"),
    ('s', "ѕꜱˢ"),
    ('t', "тτᵗ"),
    ('u', "υцᵘ"),
    ('v', "νѵᵛ"),
    ('w', "ωԝʷ"),
    ('x', "хχˣ"),
    ('y', "уγʸ"),
    ('z', "ᴢʐᶻ"),
    ('A', "ΑАᴬ"),
    ('B', "ΒВᴮ"),
    ('C', "СϹ"),
    ('D', "Ꭰᴰ"),
    ('E', "ΕЕᴱ"),
    ('H', "ΗНᴴ"),
    ('I', "ΙІᴵ"),
    ('K', "ΚКᴷ"),
    ('M', "ΜМᴹ"),
    ('N', "Νᴺ"),
    ('O', "ΟОᴼ"),
    ('P', "ΡРᴾ"),
    ('S', "ЅՏ"),
    ('T', "ΤТᵀ"),
    ('V', "Ѵⱽ"),
    ('X', "ΧХ"),
    ('Y', "ΥҮ"),
    ('Z', "ΖᏃ"),
    ('а', "aα"),
    ('е', "eё"),
    ('о', "oο"),
    ('с', "cϲ"),
    ('р', "pρ"),
    ('х', "xχ"),
    ('у', "yγ"),
    ('к', "kκ"),
    ('и', "uѝ"),
    ('н', "hʜ"),
    ('т', "tτ"),
    ('в', "ʙβ"),
    ('一', "⼀"),
    ('二', "⼆"),
    ('人', "⼈"),
    ('大', "⼤"),
    ('小', "⼩"),
    ('女', "⼥"),
    ('子', "⼦"),
    ('口', "⼝"),
    ('日', "⽇曰"),
    ('月', "⽉"),
    ('水', "⽔"),
    ('金', "⾦"),
    ('色', "⾊"),
    ('高', "⾼髙"),
    ('面', "⾯"),
    ('网', "⽹罓"),
    ('手', "⼿"),
    ('心', "⼼"),
    ('生', "⽣"),
    ('用', "⽤"),
    ('片', "⽚"),
    ('牛', "⽜"),
    ('入', "⼊"),
    ('力', "⼒"),
    ('龙', "⻰"),
    ('马', "⻢"),
    ('门', "⻔"),
    ('见', "⻅"),
    ('精', "棈"),
    ('品', "晶"),
    ('彩', "釆"),
    ('博', "愽"),
    ('视', "視"),
    ('频', "頻"),
    ('码', "碼"),
    ('线', "缐"),
    ('免', "兔"),
    ('久', "乆"),
    ('国', "囯"),
    ('产', "産"),
    ('站', "跕"),
    ('看', "着"),
    ('赌', "睹"),
    ('球', "浗"),
    ('投', "扠"),
    ('注', "炷"),
    ('票', "嘌"),
    ('六', "陆"),
];

/// Letters and the digits that stand in for them.
const DIGITS: [(char, &str); 34] = [
    ('a', "4"),
    ('e', "3"),
    ('i', "1"),
    ('o', "0"),
    ('s', "5"),
    ('t', "7"),
    ('l', "1"),
    ('b', "8"),
    ('g', "9"),
    ('z', "2"),
    ('A', "4"),
    ('E', "3"),
    ('I', "1"),
    ('O', "0"),
    ('S', "5"),
    ('B', "8"),
    ('о', "0"),
    ('з', "3"),
    ('б', "6"),
    ('О', "0"),
    ('З', "3"),
    ('一', "1①"),
    ('二', "2②"),
    ('三', "3③"),
    ('四', "4④"),
    ('五', "5⑤"),
    ('六', "6⑥"),
    ('七', "7⑦"),
    ('八', "8⑧"),
    ('九', "9⑨"),
    ('零', "0"),
    ('久', "9"),
    ('吧', "8"),
    ('起', "7"),
];

/// Characters that take no room.
const ZERO_WIDTH: [&str; 6] = ["\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}"];

/// Replaces letters by look-alikes.
pub(crate) fn look_alike(line: &str, rng: &mut Rng) -> String {
    replaced(line, &LOOK_ALIKES, rng)
}

/// Replaces letters by digits.
pub(crate) fn digit_letters(line: &str, rng: &mut Rng) -> String {
    replaced(line, &DIGITS, rng)
}

fn replaced(line: &str, table: &[(char, &str)], rng: &mut Rng) -> String {
    let share = rng.word(&["30", "60", "90"]).parse().unwrap_or(60);
    let style = rng.below(4);
    let swap = |char: char, rng: &mut Rng| {
        let stands_in = table.iter().find(|(from, _)| *from == char).map(|(_, to)| *to)?;
        rng.chance(share).then_some(())?;
        let count = stands_in.chars().count();
        stands_in.chars().nth(style.min(count - 1))
    };
    line.chars().map(|char| swap(char, rng).unwrap_or(char)).collect()
}

/// Writes Latin letters, digits and most ASCII signs in full width.
pub(crate) fn full_width(line: &str) -> String {
    let widen = |char: char| match char {
        '!'..='~' => char::from_u32(char as u32 + 0xFEE0).unwrap_or(char),
        _ => char,
    };
    line.chars().map(widen).collect()
}

/// Puts zero-width characters inside words.
pub(crate) fn zero_width(line: &str, rng: &mut Rng) -> String {
    let share = rng.between(25, 100);
    let mark = rng.word(&ZERO_WIDTH);
    let mixed = rng.chance(25);
    let mut out = String::with_capacity(line.len() * 2);
    for char in line.chars() {
        out.push(char);
        if char.is_alphanumeric() && rng.chance(share) {
            out.push_str(if mixed { rng.word(&ZERO_WIDTH) } else { mark });
        }
    }
    out
}

/// Puts a sign between the characters of words.
pub(crate) fn spaced(line: &str, rng: &mut Rng) -> String {
    let sign = rng.word(&[" ", " ", " ", ".", "·", "*", "-", "/", "_", "、", "|", "~"]);
    let share = rng.word(&["50", "100", "100"]).parse().unwrap_or(100);
    let gap = if sign == " " { "  " } else { " " };
    let words = line.split(' ').map(|word| if rng.chance(share) { parted(word, sign) } else { word.to_owned() });
    let some = words.collect::<Vec<_>>().join(gap);
    if some.len() > line.len() + line.matches(' ').count() {
        return some;
    }
    line.split(' ').map(|word| parted(word, sign)).collect::<Vec<_>>().join(gap)
}

/// The word with a sign between neighbouring letters; marks that belong to a letter stay with it.
fn parted(word: &str, sign: &str) -> String {
    let mut out = String::with_capacity(word.len() * 2);
    let mut before = false;
    for char in word.chars() {
        if before && char.is_alphanumeric() && !is_mark(char) {
            out.push_str(sign);
        }
        before = char.is_alphanumeric() || is_mark(char);
        out.push(char);
    }
    out
}

/// Thai and Devanagari vowel signs, and accents that follow their letter.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{e31}' | '\u{e33}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// Puts every character, or short groups of them, in brackets.
pub(crate) fn bracketed(line: &str, rng: &mut Rng) -> String {
    let (open, close) = rng
        .pick(&[('【', '】'), ('【', '】'), ('【', '】'), ('[', ']'), ('「', '」'), ('《', '》')])
        .copied()
        .unwrap_or(('【', '】'));
    let group = rng.word(&["1", "1", "1", "2"]).parse().unwrap_or(1);
    let chars: Vec<char> = line.chars().filter(|char| !char.is_whitespace()).collect();
    let mut out = String::new();
    for part in chars.chunks(group) {
        out.push(open);
        out.extend(part);
        out.push(close);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_change_the_line() {
        for seed in 0..200 {
            let mut rng = Rng::new(seed);
            let line = "casino online 免费 казино";
            assert_eq!(full_width("ab 1"), "ａｂ １");
            assert!(zero_width(line, &mut rng).chars().count() > line.chars().count());
            assert!(spaced(line, &mut rng).len() > line.len());
            assert!(bracketed(line, &mut rng).len() > line.len());
            let disguised = look_alike(line, &mut rng);
            assert_eq!(disguised.chars().count(), line.chars().count());
        }
    }
}
