//! `dehusk inject`: plant spam into labelled pages.

mod graft;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use dehusk::LabelledPage;
use dehusk::inject::{Family, Material, Plan};
use dehusk::train::{language_of, plant, plant_lines};

use crate::cli::Outcome;
use crate::cli::corpus::{Corpora, CorporaRead, LABELLED_PAGE, for_each_line};
use crate::cli::output::{NewFile, check_places};
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
    /// Plant the spam of these marked HTML pages with its markup instead of composed phrases; each is used once at most
    #[arg(long, value_name = "HTML", num_args = 1.., conflicts_with_all = ["material", "lines", "family", "copies"])]
    graft: Vec<PathBuf>,
    /// What a planted page counts in training, against 1 for other pages, instead of 0.3
    #[arg(long, value_name = "W")]
    weight: Option<f32>,
    /// Seed of what is drawn
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    jobs: Jobs,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    ensure!(args.every > 0, "--every must be more than zero");
    ensure!(args.weight.is_none_or(|weight| (0.0..=100.0).contains(&weight)), "--weight must be from 0 to 100");
    check_places(&[&args.out], &args.corpora.paths)?;
    let mut out = NewFile::create(&args.out)?;
    let mut n_written = 0;
    let mut push = |pages: Vec<LabelledPage>| {
        pages.into_iter().try_for_each(|page| {
            n_written += 1;
            let page = LabelledPage { weight: args.weight.or(page.weight), ..page };
            writeln!(out, "{}", serde_json::to_string(&page)?).context("cannot be written")
        })
    };
    let read = args.jobs.run(|| match args.graft.as_slice() {
        [] => plant_all(args, &mut push),
        donors => graft_all(args, donors, &mut push),
    })?;
    ensure!(read.files.iter().any(|file| file.n_pages > 0), "no labelled page to plant spam into");
    ensure!(n_written > 0, "nothing planted: no page was taken, or none has a place for it");
    out.finish()?;
    Ok(Outcome::of(read.n_failed))
}

/// Plants composed phrases into every page that is taken.
fn plant_all(args: &Args, push: &mut (impl FnMut(Vec<LabelledPage>) -> Result<()> + Send)) -> Result<CorporaRead> {
    let material = Material::from_toml_dir(&args.material).context("the phrases that are planted (--material)")?;
    let place = args.material.display();
    ensure!(!material.languages().is_empty(), "{place}: expected .toml files with phrases (--material), found none");
    let family = args.family.as_deref().map(family_of).transpose()?;
    let make = |_: &Path, number: usize, page: LabelledPage| {
        let is_taken = number.is_multiple_of(args.every);
        Ok(if is_taken { copies(args, family, &material, number as u64, &page) } else { Vec::new() })
    };
    for_each_line(&args.corpora.paths, LABELLED_PAGE, make, push)
}

/// Plants the spam of marked pages. All pages are read first, because who gets what depends on their languages.
fn graft_all(
    args: &Args,
    donors: &[PathBuf],
    push: &mut (impl FnMut(Vec<LabelledPage>) -> Result<()> + Send),
) -> Result<CorporaRead> {
    let (donors, n_failed) = graft::read_donors(donors)?;
    ensure!(!donors.is_empty(), "no marked page with spam to plant and a data-url (--graft)");
    let mut pages = Vec::new();
    let make = |_: &Path, number: usize, page: LabelledPage| Ok((number.is_multiple_of(args.every)).then_some(page));
    let mut read = for_each_line(&args.corpora.paths, LABELLED_PAGE, make, |page| {
        pages.extend(page.filter(graft::is_fit));
        Ok(())
    })?;
    read.n_failed += n_failed;
    graft::push_copies(&pages, &donors, args.seed, push)?;
    Ok(read)
}

fn family_of(name: &str) -> Result<Family> {
    Family::ALL.iter().copied().find(|family| family.name() == name).with_context(|| {
        let names: Vec<&str> = Family::ALL.iter().map(|family| family.name()).collect();
        format!("no family {name}; families are {}", names.join(", "))
    })
}

/// The planted copies of a page.
fn copies(
    args: &Args,
    family: Option<Family>,
    material: &Material,
    number: u64,
    page: &LabelledPage,
) -> Vec<LabelledPage> {
    let lang = language_of(page);
    let of = |copy: u64| {
        let seed = seed_of(args.seed, number, copy);
        let plan = family.map_or_else(|| Plan::draw(seed, lang), |family| Plan::draw_family(seed, family, lang));
        if args.lines { plant_lines(page, &plan, material) } else { plant(page, &plan, material) }
    };
    (0..args.copies).filter_map(of).collect()
}

/// The seed of one copy of one page.
fn seed_of(seed: u64, number: u64, copy: u64) -> u64 {
    seed.wrapping_mul(1_000_003) ^ (number << 8) ^ copy
}
