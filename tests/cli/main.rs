//! Drives the built program as people and scripts do: files in, output and exit codes out.

mod corpora;
mod errors;
mod inputs;
mod outputs;
mod util;
