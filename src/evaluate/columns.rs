//! Text and figures in terminal columns.
//!
//! Page text and numbers come in; strings that keep a table straight go out.
//! Nothing that could steer a terminal passes: page text is foreign.

/// A share in four columns: `.941`, or `-` if there is none; `1.00` is exactly one, never rounded.
pub(super) fn share(figure: Option<f64>) -> String {
    match figure {
        None => "-".to_owned(),
        Some(1.0) => "1.00".to_owned(),
        Some(figure) => format!("{:.3}", figure.min(0.999)).trim_start_matches('0').to_owned(),
    }
}

/// A count with its thousands apart: `62,313`.
pub(super) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Foreign text on one line: blanks run together, control and invisible characters gone.
pub(super) fn printable(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .map(|word| word.chars().filter(|&c| !is_invisible(c)).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Columns a text takes.
pub(super) fn n_columns(text: &str) -> usize {
    text.chars().map(char_columns).sum()
}

/// The text in at most `width` columns, its end replaced by an ellipsis if it is longer.
pub(super) fn cut(text: &str, width: usize) -> String {
    if n_columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut n_used = 1;
    for c in text.chars() {
        n_used += char_columns(c);
        if n_used > width {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

/// The text cut or filled with blanks on its right to exactly `width` columns.
pub(super) fn left(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let n_blanks = width.saturating_sub(n_columns(&text));
    text + &" ".repeat(n_blanks)
}

/// Columns of one character: 0 if it combines with the one before, 2 if it is wide.
fn char_columns(c: char) -> usize {
    if is_combining(c) || is_invisible(c) {
        0
    } else if is_wide(c) {
        2
    } else {
        1
    }
}

/// Wide and full-width blocks of Unicode's annex 11, unassigned gaps included.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x231A..=0x231B | 0x2E80..=0x303E | 0x3041..=0x33FF
        | 0x3400..=0x4DBF | 0x4E00..=0xA4CF | 0xA960..=0xA97F | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE6F | 0xFF01..=0xFF60
        | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F64F | 0x1F680..=0x1F6FF | 0x1F900..=0x1FAFF
        | 0x20000..=0x3FFFD)
}

/// Marks that take no column of their own (the common blocks).
fn is_combining(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x064B..=0x065F
        | 0x0E31 | 0x0E34..=0x0E3A | 0x0E47..=0x0E4E | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF
        | 0x20D0..=0x20FF | 0x302A..=0x302D | 0x3099..=0x309A | 0xFE00..=0xFE0F
        | 0xFE20..=0xFE2F)
}

/// Zero-width characters and those that turn the direction of text.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x061C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
        | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_take_four_columns() {
        let shares = [Some(0.9414), Some(1.0), Some(0.0), Some(0.9996), None].map(share);
        assert_eq!(shares, [".941", "1.00", ".000", ".999", "-"]);
    }

    #[test]
    fn counts_have_their_thousands_apart() {
        assert_eq!([0, 999, 1000, 1234567].map(count), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn cutting_counts_han_characters_twice() {
        assert_eq!(cut("新闻正文", 8), "新闻正文");
        assert_eq!(cut("新闻正文", 7), "新闻正…");
        assert_eq!(cut("新闻正文", 6), "新闻…");
        assert_eq!(left("新a", 5), "新a  ");
        assert_eq!(left("新闻正文", 6), "新闻… ");
    }

    #[test]
    fn foreign_text_cannot_steer_the_terminal() {
        assert_eq!(printable(" a\x1b[2Jb\n\tc\u{202e}d\u{200b} \u{200b} "), "a [2Jb cd");
    }
}
