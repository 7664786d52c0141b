//! Tells whether loose inline material at an offset would be a block of its own or run into its neighbours.

/// Whether an offset stands between two block elements, so that loose inline material there is a block of its own.
pub(crate) fn is_between_blocks(html: &str, at: usize) -> bool {
    let before = html.get(..at).unwrap_or("").trim_end();
    let after = html.get(at..).unwrap_or("").trim_start();
    let name = |tag: &str| -> String {
        let tag = tag.trim_start_matches(['<', '/']);
        tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let ends = before.is_empty()
        || (before.ends_with('>')
            && before.rfind('<').is_some_and(|start| is_block(&name(before.get(start..).unwrap_or("")))));
    let starts = after.is_empty() || (after.starts_with('<') && is_block(&name(after)));
    ends && starts
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 30] = [
        "html",
        "body",
        "head",
        "div",
        "p",
        "ul",
        "ol",
        "dl",
        "table",
        "section",
        "article",
        "main",
        "nav",
        "footer",
        "header",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "form",
        "center",
        "hr",
        "blockquote",
        "figure",
        "pre",
        "fieldset",
        "address",
    ];
    BLOCKS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_boundaries() {
        let html = "<p>a</p> text <div></div>";
        assert!(!is_between_blocks(html, 8));
        assert!(is_between_blocks(html, html.len()));
        assert!(!is_between_blocks("a", 1));
    }
}
