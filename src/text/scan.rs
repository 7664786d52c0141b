//! Count the signs of a text in one pass.

use crate::text::fold::{HanForm, han_form};

/// What the characters of a text are. White space counts nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TextCounts {
    pub(crate) n_chars: u32,
    /// Words of alphabetic scripts, and runs of digits.
    pub(crate) n_words: u32,
    pub(crate) n_han: u32,
    pub(crate) n_kana: u32,
    pub(crate) n_hangul: u32,
    pub(crate) n_cyrillic: u32,
    /// Thai, Lao, Khmer and Burmese letters: scripts without spaces.
    pub(crate) n_unspaced_indic: u32,
    /// Latin letters outside ASCII.
    pub(crate) n_accented: u32,
    pub(crate) n_upper: u32,
    pub(crate) n_lower: u32,
    pub(crate) n_digits: u32,
    /// `.`, `!`, `?` and their wide forms, where a sentence can end.
    pub(crate) n_sentence_ends: u32,
    pub(crate) n_commas: u32,
    /// `_`, `|`, `/`, `>`, `»`, `·`, `-` between words and the like.
    pub(crate) n_separators: u32,
    pub(crate) n_quotes: u32,
    pub(crate) n_brackets: u32,
    pub(crate) n_symbols: u32,
    /// U+FFFD and question marks inside words: signs that were lost.
    pub(crate) n_lost: u32,
    /// Private use and control characters, C1 letters of wrong decoding.
    pub(crate) n_odd: u32,
    pub(crate) n_invisible: u32,
    pub(crate) n_full_width: u32,
    /// Changes between scripts inside a word.
    pub(crate) n_script_mixes: u32,
    /// `<` and `>`.
    pub(crate) n_angles: u32,
    /// `_` and `|`, narrow and wide: signs that hardly stand in sentences.
    pub(crate) n_bars: u32,
    /// `【` and `】`.
    pub(crate) n_corners: u32,
    /// Full stops between letters, as in domain names.
    pub(crate) n_inner_dots: u32,
    pub(crate) n_colons: u32,
    /// Spaces between two Chinese characters.
    pub(crate) n_han_gaps: u32,
    /// Characters only simplified Chinese writes so, and only traditional Chinese.
    pub(crate) n_simplified: u32,
    pub(crate) n_traditional: u32,
    /// Characters from a `<` to the next `>` of one line: tags written out as text.
    pub(crate) n_tag_chars: u32,
    pub(crate) n_lines: u32,
    pub(crate) first: char,
    pub(crate) last: char,
}

/// The scripts that may not meet inside one word.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    None,
    Latin,
    Greek,
    Cyrillic,
    Other,
}

// Classes of ASCII characters; letters and digits come first.
const LOWER: u8 = 0;
const UPPER: u8 = 1;
const DIGIT: u8 = 2;
const BLANK: u8 = 3;
const LINE_END: u8 = 4;
const FULL_STOP: u8 = 5;
const QUESTION: u8 = 6;
const COMMA: u8 = 7;
const COLON: u8 = 8;
const BAR: u8 = 9;
const ANGLE: u8 = 10;
const SEPARATOR: u8 = 11;
const QUOTE: u8 = 12;
const BRACKET: u8 = 13;
const CONTROL: u8 = 14;
const SYMBOL: u8 = 15;
const N_CLASSES: usize = 16;

static CLASSES: [u8; 128] = {
    let mut classes = [SYMBOL; 128];
    let mut byte = 0;
    while byte < 128u8 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t' => BLANK,
            b'\n' => LINE_END,
            b'.' | b'!' => FULL_STOP,
            b'?' => QUESTION,
            b',' | b';' => COMMA,
            b':' => COLON,
            b'_' | b'|' => BAR,
            b'<' | b'>' => ANGLE,
            b'/' | b'\\' | b'-' => SEPARATOR,
            b'"' | b'\'' => QUOTE,
            b'(' | b')' | b'[' | b']' | b'{' | b'}' => BRACKET,
            0..=0x1f | 0x7f => CONTROL,
            _ => SYMBOL,
        };
        byte += 1;
    }
    classes
};

/// For every ASCII byte a one in the lane of its class: sixteen counts of eight bits that are added up at once.
static LANES: [u128; 256] = {
    let mut lanes = [0u128; 256];
    let mut byte = 0;
    while byte < 128 {
        lanes[byte] = 1 << (8 * CLASSES[byte]);
        byte += 1;
    }
    lanes
};

/// For every ASCII byte whether it is a letter or digit (1), and whether it is part of a word (2).
static WORD_PARTS: [u8; 256] = {
    let mut parts = [0u8; 256];
    let mut byte = 0;
    while byte < 128 {
        parts[byte] = if CLASSES[byte] <= DIGIT { 3 } else { 0 };
        byte += 1;
    }
    parts[b'\'' as usize] = 2;
    parts
};

impl TextCounts {
    /// Counts the characters of `text`.
    pub(crate) fn of(text: &str) -> Self {
        let mut counts =
            TextCounts { n_lines: 1, first: text.chars().next().unwrap_or(' '), last: ' ', ..Self::default() };
        if text.is_ascii() {
            counts.add_ascii_text(text.as_bytes());
            counts.n_tag_chars = if counts.n_angles > 0 { n_tag_chars(text) } else { 0 };
            return counts;
        }
        let mut seen = [0u32; N_CLASSES];
        let (mut previous, mut before) = (' ', ' ');
        let mut script = Script::None;
        for c in text.chars() {
            let now = if c.is_ascii() {
                let class = CLASSES[c as usize];
                seen[usize::from(class)] += 1;
                counts.add_ascii(class, previous, before)
            } else {
                counts.n_han_gaps += u32::from(previous == ' ' && is_han(c) && is_han(before));
                counts.n_inner_dots += u32::from(previous == '.' && c.is_alphanumeric() && before.is_alphanumeric());
                counts.add_other(c, previous)
            };
            before = previous;
            if script != Script::None && now != Script::None && script != now {
                counts.n_script_mixes += 1;
            }
            script = now;
            previous = c;
        }
        counts.add_seen(&seen);
        counts.n_tag_chars = n_tag_chars(text);
        counts.last = if previous == ' ' { counts.last } else { previous };
        counts
    }

    /// Adds text that is ASCII alone, without a branch or a counter in memory for its bytes.
    fn add_ascii_text(&mut self, text: &[u8]) {
        let mut seen = [0u32; N_CLASSES];
        let mut previous = 0u8;
        for chunk in text.chunks(usize::from(u8::MAX)) {
            let (mut lanes, mut n_words) = (0u128, 0u32);
            for &byte in chunk {
                lanes += LANES[usize::from(byte)];
                let part = WORD_PARTS[usize::from(byte)];
                n_words += u32::from(part & 1 & !(previous >> 1));
                previous = part;
            }
            seen.iter_mut().zip(lanes.to_le_bytes()).for_each(|(seen, n)| *seen += u32::from(n));
            self.n_words += n_words;
        }
        self.add_seen(&seen);
        if seen[usize::from(QUESTION)] > 1 {
            self.n_lost += text.array_windows().filter(|pair| *pair == b"??").count() as u32;
        }
        if seen[usize::from(FULL_STOP)] > 0 {
            let is_inner = |[before, dot, behind]: &&[u8; 3]| {
                *dot == b'.' && before.is_ascii_alphanumeric() && behind.is_ascii_alphanumeric()
            };
            self.n_inner_dots += text.array_windows().filter(is_inner).count() as u32;
        }
        self.last = text.last().map_or(' ', |last| char::from(*last));
    }

    /// What an ASCII character's class does not tell alone.
    fn add_ascii(&mut self, class: u8, previous: char, before: char) -> Script {
        if class <= DIGIT {
            self.n_words += u32::from(!is_word_part(previous));
            self.n_inner_dots += u32::from(previous == '.' && before.is_alphanumeric());
            return if class == DIGIT { Script::None } else { Script::Latin };
        }
        self.n_lost += u32::from(class == QUESTION && (previous == '?' || is_han(previous)));
        Script::None
    }

    /// Adds the ASCII characters, counted by class.
    fn add_seen(&mut self, seen: &[u32; N_CLASSES]) {
        let of = |class: u8| seen[usize::from(class)];
        self.n_chars += seen.iter().sum::<u32>() - of(BLANK) - of(LINE_END);
        self.n_lines += of(LINE_END);
        self.n_lower += of(LOWER);
        self.n_upper += of(UPPER);
        self.n_digits += of(DIGIT);
        self.n_sentence_ends += of(FULL_STOP) + of(QUESTION);
        self.n_commas += of(COMMA);
        self.n_colons += of(COLON);
        self.n_bars += of(BAR);
        self.n_angles += of(ANGLE);
        self.n_separators += of(BAR) + of(ANGLE) + of(SEPARATOR);
        self.n_quotes += of(QUOTE);
        self.n_brackets += of(BRACKET);
        self.n_odd += of(CONTROL);
        self.n_symbols += of(SYMBOL);
    }

    fn add_other(&mut self, c: char, previous: char) -> Script {
        match c {
            _ if is_han(c) => {
                self.n_chars += 1;
                self.n_han += 1;
                match han_form(c) {
                    HanForm::Simplified => self.n_simplified += 1,
                    HanForm::Traditional => self.n_traditional += 1,
                    HanForm::Common => {}
                }
                return Script::None;
            }
            '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' => return Script::None,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
                self.n_invisible += 1;
                return Script::None;
            }
            _ => self.n_chars += 1,
        }
        let counter = match c {
            '｜' | '＿' => {
                self.n_bars += 1;
                &mut self.n_separators
            }
            '：' => &mut self.n_colons,
            '【' | '】' => {
                self.n_corners += 1;
                &mut self.n_brackets
            }
            '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' => &mut self.n_kana,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => &mut self.n_unspaced_indic,
            '。' | '！' | '？' | '．' | '…' | '｡' => &mut self.n_sentence_ends,
            '，' | '、' | '；' => &mut self.n_commas,
            '·' | '•' | '»' | '›' | '→' | '–' | '—' | '／' | '－' | '●' | '▪' | '■' => {
                &mut self.n_separators
            }
            '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '«' | '„' => &mut self.n_quotes,
            '（' | '）' | '《' | '》' | '〈' | '〉' => &mut self.n_brackets,
            '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => &mut self.n_full_width,
            '\u{fffd}' => &mut self.n_lost,
            '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => &mut self.n_odd,
            _ if c.is_alphanumeric() => return self.add_letter(c, previous),
            _ => &mut self.n_symbols,
        };
        *counter += 1;
        Script::None
    }

    fn add_letter(&mut self, c: char, previous: char) -> Script {
        self.n_words += u32::from(!is_word_part(previous));
        if c.is_uppercase() {
            self.n_upper += 1;
        } else {
            self.n_lower += 1;
        }
        match c {
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                self.n_accented += 1;
                Script::Latin
            }
            '\u{370}'..='\u{3ff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => {
                self.n_cyrillic += 1;
                Script::Cyrillic
            }
            '\u{ac00}'..='\u{d7af}' => {
                self.n_hangul += 1;
                Script::Other
            }
            _ => Script::Other,
        }
    }

    /// Length in words, a character of a script without spaces counting as three fifths of a word.
    pub(crate) fn n_units(&self) -> f32 {
        self.n_words as f32 + 0.6 * self.n_unspaced() as f32
    }

    /// Characters of scripts without spaces.
    pub(crate) fn n_unspaced(&self) -> u32 {
        self.n_han + self.n_kana + self.n_unspaced_indic / 3
    }

    /// Letters and digits of any script.
    pub(crate) fn n_alphanumeric(&self) -> u32 {
        self.n_upper + self.n_lower + self.n_digits + self.n_han + self.n_kana + self.n_unspaced_indic
    }
}

/// Characters from each `<` to the next `>` of its line. White space does not count.
fn n_tag_chars(text: &str) -> u32 {
    let mut n_all = 0;
    let mut n_open: Option<u32> = None;
    let first = memchr::memchr(b'<', text.as_bytes()).unwrap_or(text.len());
    for c in text[first..].chars() {
        n_open = match (c, n_open) {
            ('<', _) => Some(1),
            ('>', Some(n)) => {
                n_all += n + 1;
                None
            }
            ('\n', _) | (_, None) => None,
            (_, Some(n)) => Some(n + u32::from(is_visible(c))),
        };
    }
    n_all
}

fn is_word_part(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '\'';
    }
    c.is_alphanumeric() && !is_han(c) || c == '’'
}

/// Whether a character takes a place that a reader sees: neither white space nor a sign without width.
pub(crate) fn is_visible(c: char) -> bool {
    !matches!(c, ' ' | '\t' | '\n' | '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{ad}')
        && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a character is a Chinese ideograph.
pub(crate) fn is_han(c: char) -> bool {
    c >= '\u{3007}'
        && matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '\u{3007}')
}

/// The runs of Chinese characters in folded text that may hold a word: those of two and more.
pub(crate) fn han_runs(folded: &[char]) -> impl Iterator<Item = &[char]> {
    folded.split(|c| !is_han(*c)).filter(|run| run.len() > 1)
}

/// Whether a character belongs to a script that puts no spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && (is_han(c)
            || matches!(c, '\u{3040}'..='\u{30ff}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_signs_and_scripts() {
        let counts = TextCounts::of("It's 10:30 now, isn't it?");
        assert_eq!((counts.n_words, counts.n_commas, counts.n_sentence_ends, counts.n_digits), (6, 1, 1, 4));
        let counts = TextCounts::of("医院，门诊。ABC");
        assert_eq!((counts.n_han, counts.n_words, counts.n_upper, counts.n_commas), (4, 1, 3, 1));
        assert_eq!((counts.first, counts.last), ('医', 'C'));
    }

    #[test]
    fn text_that_is_ascii_alone_counts_as_it_does_beside_other_text() {
        let every: String = (0..128u8).map(char::from).collect();
        let texts = ["", "a", "It's 10:30 now, isn't it?? <b>v1.2.x</b> .a. b.\nwww.example.org ", &every];
        for text in texts.into_iter().chain([texts.concat().repeat(9).as_str()]) {
            let other = TextCounts::of(&format!("{text}\u{3000}"));
            let expected = TextCounts {
                last: text.chars().last().unwrap_or(' '),
                first: text.chars().next().unwrap_or(' '),
                ..other
            };
            assert_eq!(TextCounts::of(text), expected, "{text:?}");
        }
    }

    #[test]
    fn sees_letters_of_two_scripts_in_one_word() {
        assert_eq!(TextCounts::of("c\u{430}sino").n_script_mixes, 2);
        assert_eq!(TextCounts::of("casino слот").n_script_mixes, 0);
    }
}
