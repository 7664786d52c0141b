//! Evidence that an element is hidden, from static HTML and CSS.
//!
//! In: the texts of `<style>` and `<script>` elements, and elements one by one. Out: how
//! each is hidden, where that is written, and which normal practice it looks like.
//! Refuses to fetch linked sheets, to run scripts, to compute layout and to say whether
//! hidden text is spam. Any text may come in; all work is linear and bounded, see [`limits`].

mod attributes;
mod cascade;
mod colour;
mod declarations;
mod element;
mod hiding;
pub(crate) mod limits;
mod lookup;
mod matching;
mod media;
mod names;
mod property;
mod purpose;
mod rule_index;
mod scan;
mod script;
mod script_decode;
mod script_flow;
mod script_text;
mod selector;
mod selector_text;
mod sheet;
#[cfg(test)]
mod tests;
mod values;
mod verdict;

pub(crate) use element::StyledElement;
pub(crate) use hiding::{Hiding, HidingPurpose, HidingSource, HidingTrick};
pub(crate) use names::{Names, OpenNames};
pub(crate) use script::{ScriptHiding, script_hidden};
pub(crate) use sheet::StyleSheet;
