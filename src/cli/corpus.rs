//! Read corpora.
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Calls `take` with chunks of lines: (line number, line).
pub fn for_each_chunk(path: &Path, mut take: impl FnMut(Vec<(usize, String)>) -> Result<()>) -> Result<()> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut chunk = Vec::new();
    let mut n = 0;
    for (i, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("{}:{}", path.display(), i + 1))?;
        n += line.len();
        if !line.trim().is_empty() { chunk.push((i + 1, line)); }
        if n > 16 << 20 { take(std::mem::take(&mut chunk))?; n = 0; }
    }
    take(chunk)
}
