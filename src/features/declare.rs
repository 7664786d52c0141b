//! The form in which features are declared.

use std::sync::LazyLock;

/// Declares a family of features: for each a name, what it measures, and its value for a block.
///
/// ```text
/// features! {
///     /// What the family is about.
///     pub(crate) const FAMILY: Family<First>, |view, idx| {
///         let block = &view.page.blocks[idx];      // statements shared by the entries
///     } {
///         "log_chars": "Natural logarithm of the characters plus one." => ln1p(n), knots [3.0, 5.0];
///     }
/// }
/// ```
macro_rules! features {
    (
        $(#[$meta:meta])*
        $vis:vis const $family:ident: Family<$pass:ty>, |$view:ident, $idx:ident| { $($setup:tt)* } {
            $($name:literal: $doc:literal => $value:expr $(, knots [$($knot:literal),*])?;)*
        }
    ) => {
        $(#[$meta])*
        $vis const $family: $crate::features::Family<$pass> = {
            fn fill($view: &<$pass as $crate::features::Pass>::View<'_>, $idx: usize, row: &mut Vec<f32>) {
                $($setup)*
                row.extend_from_slice(&[$($value),*]);
            }
            $crate::features::Family {
                entries: &[$($crate::features::Declared { name: $name, doc: $doc, knots: &[$($($knot),*)?] }),*],
                fill,
            }
        };
    };
}

pub(crate) use features;

/// One for true.
pub(crate) fn flag(condition: bool) -> f32 {
    f32::from(u8::from(condition))
}

/// `part / whole`, zero where there is no whole.
pub(crate) fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Whole numbers whose logarithms are kept: most of what is counted is whole and small.
const N_LOGS: usize = 1024;

static LOGS: LazyLock<[f32; N_LOGS]> = LazyLock::new(|| std::array::from_fn(|n| (n as f32).ln_1p()));

/// Natural logarithm of one more than `n`.
pub(crate) fn ln1p(n: f32) -> f32 {
    let n = n.max(0.0);
    let whole = n as u32;
    match LOGS.get(whole as usize) {
        Some(log) if whole as f32 == n => *log,
        _ => n.ln_1p(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_that_are_kept_are_those_that_are_computed() {
        for n in [-1.0f32, 0.0, 0.6, 1.0, 7.0, 1023.0, 1023.4, 1024.0, 1e9, f32::NAN] {
            assert_eq!(ln1p(n), n.max(0.0).ln_1p());
        }
    }
}
