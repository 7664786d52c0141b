//! In: the texts of `<script>` elements. Out: the elements that they hide, asked like a sheet.
//!
//! Nothing is run. Assignments to `.style`, jQuery's `hide` and `css`, style elements
//! written or built at run time, and texts spelt in character codes are turned into style
//! rules; conditions are guessed from braces alone.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::element::StyledElement;
use super::hiding::{Hiding, HidingSource};
use super::limits::{MAX_SCRIPT_BYTES, MAX_SCRIPT_CSS_BYTES, MAX_SCRIPT_HITS, MAX_SCRIPT_PLACES};
use super::scan::head_of;
use super::script_decode::decoded;
use super::script_flow::Flow;
use super::script_text::{
    argument_declarations, assigned_text, hyphenated, literals_after, receiver, style_element_text,
};
use super::sheet::StyleSheet;

/// What scripts of a page hide.
#[derive(Clone, Debug)]
pub(crate) struct ScriptHiding {
    sheet: StyleSheet,
}

impl ScriptHiding {
    /// Whether no script hides anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.sheet.is_empty()
    }

    /// Hiding of this element by a script; the source is always [`HidingSource::Script`].
    ///
    /// The purpose is `Disclosure` if a script also shows the element, or hides it only
    /// inside a function that does not look like a load handler.
    pub(crate) fn hiding<E: StyledElement>(&self, element: &E) -> Option<Hiding> {
        if self.sheet.is_empty() { None } else { self.sheet.hiding_by_rules(*element) }
    }

    /// Whether a script seems able to show the element: a reason to read hiding that
    /// comes from elsewhere as [`HidingPurpose::Disclosure`](super::HidingPurpose).
    pub(crate) fn shows<E: StyledElement>(&self, element: &E) -> bool {
        self.sheet.shows_in_other_state(*element)
    }
}

/// Reads the texts of all `<script>` elements, in document order, in one pass.
///
/// Leave out data blocks (`type="application/json"` and the like). Never fails.
pub(crate) fn script_hidden<'a>(scripts: impl Iterator<Item = &'a str>) -> ScriptHiding {
    let mut gathered = Gathered { css: String::new(), hits_left: MAX_SCRIPT_HITS };
    let mut bytes_left = MAX_SCRIPT_BYTES;
    for script in scripts {
        let script = head_of(script, bytes_left);
        bytes_left -= script.len();
        gathered.read(script);
        if let Some(plain) = decoded(script) {
            gathered.read(&plain);
        }
    }
    let css = (!gathered.css.is_empty()).then_some(gathered.css.as_str());
    ScriptHiding { sheet: StyleSheet::parse_from(css.into_iter(), HidingSource::Script) }
}

/// Pieces of text that may begin something of interest.
const NEEDLES: [&str; 9] =
    ["style", ".hide(", ".show(", "oggle(", ".fadeIn(", ".slideDown(", ".fadeOut(", ".css(", ".hidden"];

static FINDERS: LazyLock<[Finder<'static>; NEEDLES.len()]> = LazyLock::new(|| NEEDLES.map(Finder::new));

/// Whether the word `style` at `at` may be a property, an attribute or an element's name.
fn may_matter(script: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| script.get(before));
    let after = script.get(at + "style".len());
    match before {
        Some(b'.') => matches!(after, Some(b'.' | b'[' | b' ')),
        Some(b'<' | b'c' | b'C') => true,
        Some(b'"' | b'\'') => matches!(after, Some(b'"' | b'\'')),
        _ => false,
    }
}

/// What `setAttribute("` and jQuery's `attr("` are called on, if `before` ends with one.
fn attribute_call(before: &str) -> Option<&str> {
    let call = before.strip_suffix(['"', '\''])?;
    call.strip_suffix(".setAttribute(").or_else(|| call.strip_suffix(".attr("))
}

/// What an element is given when a script shows it.
const SHOWN: &str = "display:block;visibility:visible;opacity:1;position:static;margin:0;width:auto;height:auto;\
    max-height:none;transform:none;clip:auto;text-indent:0;font-size:medium;color:#000";

/// CSS that amounts to what scripts do.
struct Gathered {
    css: String,
    hits_left: usize,
}

impl Gathered {
    fn read(&mut self, script: &str) {
        let mut hits = Vec::new();
        for (needle, finder) in NEEDLES.into_iter().zip(FINDERS.iter()) {
            let found = finder.find_iter(script.as_bytes());
            let found =
                found.take(MAX_SCRIPT_PLACES).filter(|&at| needle != "style" || may_matter(script.as_bytes(), at));
            hits.extend(found.take(self.hits_left).map(|at| (at, needle)));
        }
        hits.sort_unstable();
        let mut flow = Flow::default();
        for (at, needle) in hits.into_iter().take(self.hits_left) {
            self.hits_left -= 1;
            let (before, after) =
                (script.get(..at).unwrap_or_default(), script.get(at + needle.len()..).unwrap_or_default());
            match needle {
                "style" => self.read_style(before, after, &mut flow),
                ".hide(" | ".fadeOut(" => self.set(before, "display:none", &mut flow),
                ".css(" => {
                    if let Some(declarations) = argument_declarations(after) {
                        self.set(before, &declarations, &mut flow);
                    }
                }
                ".hidden" => {
                    if let Some(value) = after.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start) {
                        let hides = ["true", "!0", "1"].into_iter().any(|yes| value.starts_with(yes));
                        self.set(before, if hides { "display:none" } else { SHOWN }, &mut flow);
                    }
                }
                "oggle(" => {
                    let call = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                    self.show(call.strip_suffix('.').unwrap_or(call));
                }
                _ => self.show(before),
            }
        }
    }

    /// What stands around the word `style`: a property, an attribute or a style element.
    fn read_style(&mut self, before: &str, after: &str, flow: &mut Flow) {
        let bytes = before.as_bytes();
        if let Some(css) = style_element_text(before, after) {
            self.push_sheet(&css, before, flow);
        } else if before.ends_with("createElement('") || before.ends_with("createElement(\"") {
            let css: String =
                literals_after(after.get(1..).unwrap_or_default()).filter(|text| text.contains('{')).collect();
            self.push_sheet(&css, before, flow);
        } else if bytes.last() == Some(&b'.') {
            let Some((name, value)) = assigned_text(after) else {
                return;
            };
            let declarations = if name == "cssText" { value } else { format!("{}:{value}", hyphenated(&name)) };
            self.set(before.strip_suffix('.').unwrap_or(before), &declarations, flow);
        } else if let Some(call) = attribute_call(before)
            && let Some(value) = literals_after(after.get(1..).unwrap_or_default()).next()
        {
            self.set(call, &value, flow);
        }
    }

    /// Takes a style element in; one written under a condition may also stay unwritten.
    fn push_sheet(&mut self, css: &str, before: &str, flow: &mut Flow) {
        self.push(css);
        if !flow.runs_at_load(before) {
            for (selector, _) in css.split('}').filter_map(|rule| rule.split_once('{')) {
                self.show_selector(selector);
            }
        }
    }

    /// Gives declarations to what `before` ends with, if that names elements.
    fn set(&mut self, before: &str, declarations: &str, flow: &mut Flow) {
        let Some(selector) = receiver(before) else {
            return;
        };
        if declarations.contains(['{', '}']) {
            return;
        }
        let probe = super::declarations::read_inline(declarations);
        if !probe.iter().any(|declaration| declaration.hides) {
            use super::property::Property as P;
            if probe.iter().any(|declaration| matches!(declaration.property, P::Display | P::Visibility | P::Opacity)) {
                self.show_selector(&selector);
            }
            return;
        }
        self.push(&format!("{selector}{{{declarations}}}\n"));
        if !flow.runs_at_load(before) {
            self.show_selector(&selector);
        }
    }

    fn show(&mut self, before: &str) {
        if let Some(selector) = receiver(before) {
            self.show_selector(&selector);
        }
    }

    /// Notes that the elements may be shown, as a rule for another state.
    fn show_selector(&mut self, selector: &str) {
        let states: Vec<String> = selector.split(',').map(|one| format!("{}:active", one.trim_ascii())).collect();
        self.push(&format!("{}{{{SHOWN}}}\n", states.join(",")));
    }

    fn push(&mut self, css: &str) {
        if self.css.len() + css.len() <= MAX_SCRIPT_CSS_BYTES {
            self.css.push_str(css);
            self.css.push('\n');
        }
    }
}
