//! Tell what repairing changed on a page: a line for people, counts for JSONL.

use std::collections::BTreeSet;

use dehusk::repair::{Change, RepairKind, Repairs};
use serde_json::{Map, Value, json};

use crate::cli::report;

/// Different changes of a kind that are shown.
const N_SHOWN: usize = 3;
/// Characters of a change that are shown.
const MAX_SHOWN: usize = 24;

/// The changes of every kind that there are, as a row of JSONL has them.
pub(super) fn counts(repairs: &Repairs) -> Map<String, Value> {
    let kinds = RepairKind::ALL.into_iter().map(|kind| (kind, repairs.count(kind))).filter(|(_, n)| *n > 0);
    kinds.map(|(kind, n)| (kind.name().to_owned(), json!(n))).collect()
}

/// Tells on standard error what was changed, if anything was.
pub(super) fn tell(source: &str, repairs: &Repairs) {
    if repairs.changes.is_empty() {
        return;
    }
    let kinds = RepairKind::ALL.into_iter().filter(|kind| repairs.count(*kind) > 0);
    let lines: Vec<String> = kinds.map(|kind| kind_line(kind, repairs)).collect();
    report(&format!("{source}: repaired: {}", lines.join("; ")));
}

fn kind_line(kind: RepairKind, repairs: &Repairs) -> String {
    let n = repairs.count(kind);
    let s = if n == 1 { "" } else { "s" };
    let what = match kind {
        RepairKind::Reading => format!("{n} reading{s} in brackets taken out"),
        RepairKind::Invisible => format!("{n} run{s} of invisible signs taken out"),
        RepairKind::Entity => format!("{n} escaped reference{s} decoded"),
    };
    format!("{what}, such as {}", examples(kind, &repairs.changes).join(" "))
}

/// The first different changes of a kind; what cannot be seen is written out.
fn examples(kind: RepairKind, changes: &[Change]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let of_kind = changes.iter().filter(|change| change.kind == kind && seen.insert(&change.was));
    of_kind.take(N_SHOWN).map(|change| visible(&change.was)).collect()
}

fn visible(text: &str) -> String {
    let shown = text.trim().chars().take(MAX_SHOWN);
    shown
        .map(|c| match c {
            '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => format!("U+{:04X}", c as u32),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect()
}
