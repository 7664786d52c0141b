//! One value for each label, kept and written by name.
//!
//! A value per label comes in; the same goes out by field, by [`Label`] or in label order.
//! It knows nothing of what the values mean.

use serde::{Deserialize, Serialize};

use crate::label::Label;

/// A value for each of the three labels; in JSON an object with the labels as keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerLabel<T> {
    /// The value of [`Label::Content`].
    pub content: T,
    /// The value of [`Label::Chrome`].
    pub chrome: T,
    /// The value of [`Label::Spam`].
    pub spam: T,
}

impl<T> PerLabel<T> {
    /// Computes the value of each label.
    pub fn from_fn(mut value: impl FnMut(Label) -> T) -> Self {
        PerLabel { content: value(Label::Content), chrome: value(Label::Chrome), spam: value(Label::Spam) }
    }

    /// The value of one label.
    pub fn of(&self, label: Label) -> &T {
        match label {
            Label::Content => &self.content,
            Label::Chrome => &self.chrome,
            Label::Spam => &self.spam,
        }
    }

    /// The value of one label, to be changed.
    pub fn of_mut(&mut self, label: Label) -> &mut T {
        match label {
            Label::Content => &mut self.content,
            Label::Chrome => &mut self.chrome,
            Label::Spam => &mut self.spam,
        }
    }

    /// Labels and values in the order of [`Label::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Label, &T)> {
        Label::ALL.into_iter().map(|label| (label, self.of(label)))
    }
}
