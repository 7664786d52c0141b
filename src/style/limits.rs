//! In: nothing. Out: the bounds that keep style reading linear on any input.
//!
//! Whatever lies beyond a bound is left unread, silently: a missed rule only
//! loses evidence. Nothing here is a tuning knob of the model.

/// Bytes of CSS read over all `<style>` elements of a page; later text is ignored.
pub(crate) const MAX_CSS_BYTES: usize = 4 << 20;
/// Selectors kept over all rules of a page (a rule with three selectors counts three).
pub(crate) const MAX_SELECTORS: usize = 30_000;
/// Selectors read of one rule's selector list.
pub(crate) const MAX_SELECTORS_PER_RULE: usize = 64;
/// Compound selectors in one selector; a longer selector is dropped.
pub(crate) const MAX_COMPOUNDS: usize = 10;
/// Simple selectors in one compound; a longer selector is dropped.
pub(crate) const MAX_SIMPLES: usize = 10;
/// Declarations with a bearing on hiding kept of one rule or style attribute.
pub(crate) const MAX_DECLARATIONS: usize = 48;
/// Nested at-rules (`@media` in `@supports` …) entered; deeper blocks are skipped.
pub(crate) const MAX_AT_RULE_DEPTH: usize = 16;
/// Bytes of one `style` attribute read.
pub(crate) const MAX_INLINE_BYTES: usize = 8 << 10;
/// Classes of one element looked at.
pub(crate) const MAX_CLASSES: usize = 24;
/// Selectors tried on one element, latest first, in each of the two indexes.
pub(crate) const MAX_SELECTORS_TRIED: usize = 128;
/// Steps to ancestors taken for one element over all selectors tried on it.
pub(crate) const MAX_ANCESTOR_STEPS: usize = 192;
/// Ancestors asked for a background behind pale text.
pub(crate) const MAX_BACKGROUND_STEPS: usize = 6;
/// Steps to further ancestors taken for each of them, over all selectors.
pub(crate) const MAX_BACKGROUND_ANCESTOR_STEPS: usize = 32;
/// Selectors tried on each of them in each index.
pub(crate) const MAX_BACKGROUND_SELECTORS_TRIED: usize = 32;
/// Bytes of each one's `style` attribute read.
pub(crate) const MAX_BACKGROUND_INLINE_BYTES: usize = 512;
/// Selectors without id, class or tag (`[hidden]`, `*`) kept in each index.
pub(crate) const MAX_KEYLESS_SELECTORS: usize = 48;
/// Bytes of script text read over all `<script>` elements of a page.
pub(crate) const MAX_SCRIPT_BYTES: usize = 8 << 20;
/// Places with a word of interest that are considered in one script, for each word.
pub(crate) const MAX_SCRIPT_PLACES: usize = 50_000;
/// Places in all scripts of a page that are looked at closely.
pub(crate) const MAX_SCRIPT_HITS: usize = 2_000;
/// Bytes of CSS gathered from scripts.
pub(crate) const MAX_SCRIPT_CSS_BYTES: usize = 256 << 10;
/// Bytes looked back for what a script variable was assigned from.
pub(crate) const MAX_LOOK_BACK: usize = 1_500;
