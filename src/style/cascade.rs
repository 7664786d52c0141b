//! In: the declarations that meet in one element. Out: which of them wins, by property.
//!
//! Weighs importance, inline style, specificity and order. Cascade layers count as none.

use super::declarations::Declaration;
use super::hiding::HidingSource;
use super::property::{Property, Value};

/// The weight of a declaration; the greater wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight(u64);

const IMPORTANT: u64 = 1 << 63;
const INLINE: u64 = 1 << 62;

impl Weight {
    /// What attributes such as `hidden` and `color` weigh: less than any rule.
    pub(super) fn hint() -> Self {
        Weight(1)
    }

    pub(super) fn inline() -> Self {
        Weight(INLINE)
    }

    pub(super) fn rule(specificity: u32, order: u32) -> Self {
        Weight(1 | u64::from(specificity & 0xFF_FFFF) << 33 | u64::from(order) << 1)
    }

    /// Above all others: what would hold in another state.
    pub(super) fn overlay() -> Self {
        Weight(u64::MAX)
    }
}

/// The winner for one property.
#[derive(Clone, Copy, Debug)]
pub(super) struct Winner {
    weight: Weight,
    pub(super) value: Value,
    pub(super) source: HidingSource,
}

const NOBODY: Winner = Winner { weight: Weight(0), value: Value::Plain, source: HidingSource::StyleRule };

/// The winners of all properties.
#[derive(Clone, Copy, Debug)]
pub(super) struct Computed {
    winners: [Winner; Property::COUNT],
}

impl Computed {
    pub(super) fn new() -> Self {
        Computed { winners: [NOBODY; Property::COUNT] }
    }

    /// Lets declarations compete.
    pub(super) fn apply(&mut self, declarations: &[Declaration], weight: Weight, source: HidingSource) {
        for declaration in declarations {
            let importance = if declaration.important { IMPORTANT } else { 0 };
            let weight = Weight(weight.0 | importance);
            if let Some(winner) = self.winners.get_mut(declaration.property as usize)
                && weight >= winner.weight
            {
                *winner = Winner { weight, value: declaration.value, source };
            }
        }
    }

    /// The winning value; [`Value::Plain`] if the property was not set.
    pub(super) fn value(&self, property: Property) -> Value {
        self.winner(property).value
    }

    pub(super) fn winner(&self, property: Property) -> Winner {
        self.winners.get(property as usize).copied().unwrap_or(NOBODY)
    }
}
