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

impl TextCounts {
    /// Counts the characters of `text`.
    pub(crate) fn of(text: &str) -> Self {
        let mut counts =
            TextCounts { n_lines: 1, first: text.chars().next().unwrap_or(' '), last: ' ', ..Self::default() };
        let (mut previous, mut before) = (' ', ' ');
        let mut script = Script::None;
        let mut n_since_angle = None;
        for c in text.chars() {
            n_since_angle = counts.follow_tag(c, n_since_angle);
            let now = if c.is_ascii() { counts.add_ascii(c, previous) } else { counts.add_other(c, previous) };
            counts.n_inner_dots += u32::from(previous == '.' && c.is_alphanumeric() && before.is_alphanumeric());
            counts.n_han_gaps += u32::from(previous == ' ' && is_han(c) && is_han(before));
            before = previous;
            if script != Script::None && now != Script::None && script != now {
                counts.n_script_mixes += 1;
            }
            script = now;
            previous = c;
        }
        counts.last = if previous == ' ' { counts.last } else { previous };
        counts
    }

    /// Counts the characters of tags written out; `n_open` are those since a `<` that is not closed yet.
    fn follow_tag(&mut self, c: char, n_open: Option<u32>) -> Option<u32> {
        match (c, n_open) {
            ('<', _) => Some(1),
            ('>', Some(n)) => {
                self.n_tag_chars += n + 1;
                None
            }
            ('\n', _) => None,
            (_, Some(n)) => Some(n + u32::from(is_visible(c))),
            (_, None) => None,
        }
    }

    fn add_ascii(&mut self, c: char, previous: char) -> Script {
        if c == ' ' || c == '\t' {
            return Script::None;
        }
        if c == '\n' {
            self.n_lines += 1;
            return Script::None;
        }
        self.n_chars += 1;
        match c {
            'a'..='z' | 'A'..='Z' => {
                if c.is_ascii_lowercase() {
                    self.n_lower += 1;
                } else {
                    self.n_upper += 1;
                }
                self.n_words += u32::from(!is_word_part(previous));
                return Script::Latin;
            }
            '0'..='9' => {
                self.n_digits += 1;
                self.n_words += u32::from(!is_word_part(previous));
            }
            '.' | '!' | '?' => {
                self.n_sentence_ends += 1;
                self.n_lost += u32::from(c == '?' && (previous == '?' || is_han(previous)));
            }
            ',' | ';' => self.n_commas += 1,
            ':' => self.n_colons += 1,
            '_' | '|' => {
                self.n_separators += 1;
                self.n_bars += 1;
            }
            '<' | '>' => {
                self.n_separators += 1;
                self.n_angles += 1;
            }
            '/' | '\\' | '-' => self.n_separators += 1,
            '"' | '\'' => self.n_quotes += 1,
            '(' | ')' | '[' | ']' | '{' | '}' => self.n_brackets += 1,
            '\0'..='\x1f' | '\x7f' => self.n_odd += 1,
            _ => self.n_symbols += 1,
        }
        Script::None
    }

    fn add_other(&mut self, c: char, previous: char) -> Script {
        match c {
            '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' => return Script::None,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
                self.n_invisible += 1;
                return Script::None;
            }
            _ => self.n_chars += 1,
        }
        let counter = match c {
            _ if is_han(c) => {
                match han_form(c) {
                    HanForm::Simplified => self.n_simplified += 1,
                    HanForm::Traditional => self.n_traditional += 1,
                    HanForm::Common => {}
                }
                &mut self.n_han
            }
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

fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c) || c == '\'' || c == '’'
}

/// Whether a character takes a place that a reader sees: neither white space nor a sign without width.
pub(crate) fn is_visible(c: char) -> bool {
    !matches!(c, ' ' | '\t' | '\n' | '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{ad}')
        && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a character is a Chinese ideograph.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '\u{3007}')
}

/// Whether a character belongs to a script that puts no spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3040}'..='\u{30ff}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
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
    fn sees_letters_of_two_scripts_in_one_word() {
        assert_eq!(TextCounts::of("c\u{430}sino").n_script_mixes, 2);
        assert_eq!(TextCounts::of("casino слот").n_script_mixes, 0);
    }
}
