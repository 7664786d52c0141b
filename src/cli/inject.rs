//! `dehusk inject`: plant spam into labelled pages.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use dehusk::LabelledPage;
use dehusk::inject::{Family, Material, Plan};
use dehusk::train::{language_of, plant, plant_lines};

use crate::cli::Outcome;
use crate::cli::corpus::{Corpora, LABELLED_PAGE, for_each_line};
use crate::cli::output::NewFile;
use crate::cli::stream::Jobs;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    corpora: Corpora,
    /// Directory of the phrases that are planted
    #[arg(long, value_name = "DIR", default_value = "training/spam")]
    material: PathBuf,
    /// Where the planted pages go, compressed if the name ends in .gz
    #[arg(long, value_name = "CORPUS")]
    out: PathBuf,
    /// Planted copies of every page
    #[arg(long, default_value_t = 1)]
    copies: u64,
    /// Every how many-th line is taken
    #[arg(long, value_name = "N", default_value_t = 1)]
    every: usize,
    /// Write plain text instead of HTML
    #[arg(long)]
    lines: bool,
    /// Plant only this family of spam
    #[arg(long)]
    family: Option<String>,
    /// Seed of what is drawn
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    jobs: Jobs,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    ensure!(args.every > 0, "--every must be more than zero");
    let material = Material::from_toml_dir(&args.material).context("the phrases that are planted (--material)")?;
    let place = args.material.display();
    ensure!(!material.languages().is_empty(), "{place}: expected .toml files with phrases (--material), found none");
    let family = args.family.as_deref().map(family_of).transpose()?;
    let mut out = NewFile::create(&args.out)?;
    let make = |_: &Path, number: usize, page: LabelledPage| {
        if !number.is_multiple_of(args.every) {
            return Ok(Vec::new());
        }
        planted_lines(args, family, &material, number as u64, &page)
    };
    let read = args.jobs.run(|| {
        for_each_line(&args.corpora.paths, LABELLED_PAGE, make, |lines| {
            lines.iter().try_for_each(|line| writeln!(out, "{line}")).context("cannot be written")
        })
    })?;
    ensure!(read.files.iter().any(|file| file.n_pages > 0), "no labelled page to plant spam into");
    out.finish()?;
    Ok(Outcome::of(read.n_failed))
}

fn family_of(name: &str) -> Result<Family> {
    Family::ALL.iter().copied().find(|family| family.name() == name).with_context(|| {
        let names: Vec<&str> = Family::ALL.iter().map(|family| family.name()).collect();
        format!("no family {name}; families are {}", names.join(", "))
    })
}

fn planted_lines(
    args: &Args,
    family: Option<Family>,
    material: &Material,
    number: u64,
    page: &LabelledPage,
) -> Result<Vec<String>> {
    let lang = language_of(page);
    let mut lines = Vec::new();
    for copy in 0..args.copies {
        let seed = args.seed.wrapping_mul(1_000_003) ^ (number << 8) ^ copy;
        let plan = family.map_or_else(|| Plan::draw(seed, lang), |family| Plan::draw_family(seed, family, lang));
        let planted = if args.lines { plant_lines(page, &plan, material) } else { plant(page, &plan, material) };
        lines.extend(planted.map(|page| serde_json::to_string(&page)).transpose()?);
    }
    Ok(lines)
}
