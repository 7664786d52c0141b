//! Count the steps of training and tell of each that begins.
//!
//! Heads are fitted side by side and end in any order; what is told is in order all the same, because counting
//! and telling happen under one lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Told how far training has come.
pub trait Progress: Sync {
    /// A step of training begins; `done` of `all` have ended. Calls never overlap, and `done` never falls.
    fn step(&self, what: &str, done: usize, all: usize);
}

/// The steps of one training.
pub(super) struct Steps<'p> {
    progress: &'p dyn Progress,
    n_done: Mutex<usize>,
    n_all: usize,
}

impl<'p> Steps<'p> {
    pub(super) fn new(progress: &'p dyn Progress, n_all: usize) -> Self {
        Steps { progress, n_done: Mutex::new(0), n_all }
    }

    /// A step begins.
    pub(super) fn begin(&self, what: &str) {
        let n_done = self.n_done();
        self.progress.step(what, *n_done, self.n_all);
    }

    /// Steps have ended, or are left out.
    pub(super) fn end(&self, n: usize) {
        *self.n_done() += n;
    }

    fn n_done(&self) -> MutexGuard<'_, usize> {
        self.n_done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[derive(Default)]
    struct Told(Mutex<Vec<usize>>);

    impl Progress for Told {
        fn step(&self, _: &str, done: usize, all: usize) {
            assert!(done <= all);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(done);
        }
    }

    #[test]
    fn steps_side_by_side_are_told_in_order() {
        let told = Told::default();
        let steps = Steps::new(&told, 200);
        (0..200).into_par_iter().for_each(|_| {
            steps.begin("a head");
            steps.end(1);
        });
        steps.begin("done");
        let told = told.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        assert!(told.is_sorted(), "{told:?}");
        assert_eq!((told.len(), told.last()), (201, Some(&200)));
    }
}
