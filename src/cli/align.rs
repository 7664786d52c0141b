use anyhow::{Context, Result};
use rayon::prelude::*;
use std::io::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args { pairs: Vec<PathBuf>, #[arg(long)] out: PathBuf, #[arg(long)] marked: bool }

pub fn run(args: &Args) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(&args.out)?);
    for path in &args.pairs {
        if args.marked {
            let html = std::fs::read_to_string(path)?;
            let id = path.file_stem().unwrap_or_default().to_string_lossy();
            writeln!(out, "{}", serde_json::to_string(&dehusk::train::labelled_from_marks(&html, &id))?)?;
            continue;
        }
        let dir = path.parent().map(PathBuf::from).unwrap_or_default();
        super::corpus::for_each_chunk(path, |chunk| {
            let lines: Vec<Result<String>> = chunk.par_iter().map(|(n, line)| {
                let pair: dehusk::train::Pair = serde_json::from_str(line).with_context(|| format!("{}:{n}", path.display()))?;
                let bytes = if pair.html.contains('<') { pair.html.clone().into_bytes() } else { std::fs::read(dir.join(&pair.html))? };
                Ok(serde_json::to_string(&dehusk::train::align_pair(&bytes, &pair))?)
            }).collect();
            for l in lines { writeln!(out, "{}", l?)?; }
            Ok(())
        })?;
    }
    Ok(())
}
