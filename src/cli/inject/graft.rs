//! What `dehusk inject --graft` takes from marked pages, and which page it goes into.
//!
//! Every site's spam goes into one page only, so that both sites can be kept apart from the rest when pages are split
//! by site; pages that name no site give none.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use dehusk::LabelledPage;
use dehusk::inject::{Donor, Language, Rng};
use dehusk::train::{donor_from_marks, graft, language_of};
use rayon::prelude::*;

use crate::cli::marked::for_each_marked;

use super::seed_of;

/// Donors whose spam stands on one page together.
const DONORS_A_PAGE: usize = 2;
/// Donor sites that a page gets at most because it is in their language.
const MAX_AT_HOME: usize = 4;
/// Of so many pages one gets the spam of a site in another language. More, and a language that few pages are in would
/// be met as spam alone.
const PAGES_A_FOREIGNER: usize = 4;
/// Pages larger than this many bytes are left alone: they cost much and teach no more.
const MAX_PAGE: usize = 400_000;
/// Pages whose copies are held at once, before they are written.
const PAGES_TOGETHER: usize = 64;

/// Whether a page is of a size that spam is put into.
pub(super) fn is_fit(page: &LabelledPage) -> bool {
    page.html.as_ref().is_some_and(|html| html.len() <= MAX_PAGE)
}

/// Makes the copies of all pages that get any spam, in the order of the pages.
pub(super) fn push_copies(
    pages: &[LabelledPage],
    donors: &[Donor],
    seed: u64,
    push: &mut (impl FnMut(Vec<LabelledPage>) -> Result<()> + Send),
) -> Result<()> {
    let languages: Vec<Option<Language>> = pages.iter().map(language_of).collect();
    let mut shares: Vec<Vec<&Donor>> = vec![Vec::new(); pages.len()];
    for (donor, page) in donors.iter().zip(assigned(donors, &languages, seed)) {
        if let Some(share) = page.and_then(|page| shares.get_mut(page)) {
            share.push(donor);
        }
    }
    let numbered: Vec<(u64, (&LabelledPage, Vec<&Donor>))> = (0..).zip(pages.iter().zip(shares)).collect();
    numbered.chunks(PAGES_TOGETHER).try_for_each(|chunk| {
        let copies = |(number, (page, share)): &(u64, (&LabelledPage, Vec<&Donor>))| -> Vec<LabelledPage> {
            let parts = (0..).zip(share.chunks(DONORS_A_PAGE));
            parts.filter_map(|(copy, donors)| graft(page, donors, seed_of(seed, *number, copy))).collect()
        };
        push(chunk.par_iter().flat_map_iter(copies).collect())
    })
}

/// The donors that hold any spam and name their site, in the order of their files, and how many files could not be read.
pub(super) fn read_donors(paths: &[PathBuf]) -> Result<(Vec<Donor>, usize)> {
    let mut donors = Vec::new();
    let n_failed = for_each_marked(
        paths,
        |_, html| Ok(donor_from_marks(html)),
        |donor| {
            donors.push(donor);
            Ok(())
        },
    )?;
    donors.retain(|donor| !donor.site.is_empty() && (donor.title.is_some() || !donor.grafts.is_empty()));
    Ok((donors, n_failed))
}

/// The page of every donor, by number: one in its own language while these have room, any other then; none where all are
/// taken. Donors of a site share one.
fn assigned(donors: &[Donor], pages: &[Option<Language>], seed: u64) -> Vec<Option<usize>> {
    let mut rng = Rng::for_part(seed, "donors");
    let mut order: Vec<usize> = (0..pages.len()).collect();
    rng.shuffle(&mut order);
    let mut at_home: BTreeMap<Language, Vec<usize>> = BTreeMap::new();
    for page in &order {
        if let Some(language) = pages[*page] {
            at_home.entry(written_alike(language)).or_default().push(*page);
        }
    }
    let mut sites: Vec<&str> = donors.iter().map(|donor| donor.site.as_str()).collect();
    sites.sort_unstable();
    sites.dedup();
    rng.shuffle(&mut sites);
    let language_of_site: BTreeMap<&str, Option<Language>> =
        donors.iter().map(|donor| (donor.site.as_str(), donor.language)).collect();
    let mut page_of_site: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut n_at_home, mut n_abroad) = (BTreeMap::new(), 0);
    for site in sites {
        let language = language_of_site.get(site).copied().flatten().map(written_alike);
        let home =
            language.and_then(|language| Some((at_home.get(&language)?, n_at_home.entry(language).or_insert(0))));
        let page = match home {
            Some((home, n)) if *n < home.len() * MAX_AT_HOME => {
                *n += 1;
                home.get((*n - 1) % home.len())
            }
            _ => {
                n_abroad += 1;
                order.get((n_abroad - 1) * PAGES_A_FOREIGNER)
            }
        };
        page_of_site.extend(page.map(|page| (site, *page)));
    }
    donors.iter().map(|donor| page_of_site.get(donor.site.as_str()).copied()).collect()
}

/// Chinese is one language here, whatever its script.
fn written_alike(language: Language) -> Language {
    if language.is_chinese() { Language::ZhHans } else { language }
}
