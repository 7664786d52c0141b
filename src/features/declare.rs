//! The form in which features are declared.

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

/// Natural logarithm of one more than `n`.
pub(crate) fn ln1p(n: f32) -> f32 {
    n.max(0.0).ln_1p()
}
