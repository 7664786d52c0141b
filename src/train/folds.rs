//! Share pages out to folds by site, so that no site is learned from and tested on at once.

use std::collections::BTreeMap;

use crate::hash::hash_bytes;
use crate::train::PreparedPage;
use crate::train::counts::N_FOLDS;

/// The fold of every page. Pages of a site share one; folds get about as many pages of every set.
pub(crate) fn folds_of(pages: &[PreparedPage], seed: u64) -> Vec<usize> {
    let mut sites: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for page in pages {
        sites.entry(&page.key.site).or_insert((0, &page.key.set)).0 += 1;
    }
    let mut order: Vec<(&str, usize, &str)> = sites.into_iter().map(|(site, (n, set))| (site, n, set)).collect();
    order.sort_by_key(|(site, n, _)| (usize::MAX - n, hash_bytes(seed as u32, site.as_bytes()), *site));
    let mut load: BTreeMap<&str, [usize; N_FOLDS]> = BTreeMap::new();
    let mut fold_of_site: BTreeMap<&str, usize> = BTreeMap::new();
    for (site, n, set) in order {
        let load = load.entry(set).or_default();
        let fold = (0..N_FOLDS).min_by_key(|fold| load[*fold]).unwrap_or_default();
        load[fold] += n;
        fold_of_site.insert(site, fold);
    }
    pages.iter().map(|page| fold_of_site.get(page.key.site.as_str()).copied().unwrap_or_default()).collect()
}
