//! Drives the built program as people and scripts do: files in, output and exit codes out.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking and says what it saw")]

mod corpora;
mod errors;
mod inputs;
mod leave_out;
mod outputs;
mod repair;
mod scan;
mod util;
