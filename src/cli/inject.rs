//! `dehusk inject`: plant spam into labelled pages.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use dehusk::inject::{Family, Material, Plan};
use rayon::prelude::*;

#[derive(clap::Args)]
pub struct Args {
    /// Labelled pages, JSONL
    corpora: Vec<PathBuf>,
    /// Folder of the phrase material
    #[arg(long, default_value = "training/spam")]
    material: PathBuf,
    /// Where the planted pages go
    #[arg(long)]
    out: PathBuf,
    /// Planted copies of every page
    #[arg(long, default_value_t = 1)]
    copies: u64,
    /// Every how many-th page is taken
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Write plain text instead of HTML
    #[arg(long)]
    lines: bool,
    /// Only this family of spam
    #[arg(long)]
    family: Option<String>,
    /// Seed of what is drawn
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(args: &Args) -> Result<()> {
    let material = Material::from_toml_dir(&args.material)?;
    let family = match &args.family {
        Some(name) => Some(Family::ALL.iter().copied().find(|f| f.name() == name).with_context(|| format!("no family {name}"))?),
        None => None,
    };
    let mut out = std::io::BufWriter::new(std::fs::File::create(&args.out)?);
    for path in &args.corpora {
        super::corpus::for_each_chunk(path, |chunk| {
            let lines: Vec<Vec<String>> = chunk.par_iter().filter(|(n, _)| n % args.every == 0).map(|(n, line)| {
                let page: dehusk::LabelledPage = serde_json::from_str(line).with_context(|| format!("{}:{n}", path.display()))?;
                let lang = dehusk::train::language_of(&page);
                let mut rows = Vec::new();
                for copy in 0..args.copies {
                    let seed = args.seed.wrapping_mul(1_000_003) ^ (*n as u64) << 8 ^ copy;
                    let plan = family.map_or_else(|| Plan::draw(seed, lang), |f| Plan::draw_family(seed, f, lang));
                    let planted = if args.lines { dehusk::train::plant_lines(&page, &plan, &material) } else { dehusk::train::plant(&page, &plan, &material) };
                    rows.extend(planted.map(|p| serde_json::to_string(&p)).transpose()?);
                }
                Ok(rows)
            }).collect::<Result<_>>()?;
            for l in lines.into_iter().flatten() { writeln!(out, "{l}")?; }
            Ok(())
        })?;
    }
    Ok(())
}
