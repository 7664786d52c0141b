//! Share pages out to folds by site, so that no site is learned from and tested on at once; and by what was planted
//! on them, so that no family or no language is either.
//!
//! Families (or languages) are shared out to as many groups as there are folds. The head of a fold, and the evidence
//! it goes by, see no page of the fold's sites and no planted page of the group with the fold's number. Of the
//! planted pages, those are judged whose site and whose group have the same number.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::hash::hash_bytes;
use crate::label::Planted;
use crate::train::PreparedPage;
use crate::train::counts::N_FOLDS;

/// Families or languages that must be there for one to be left out.
const MIN_GROUPS: usize = 2;

/// What is left out of the heads and the evidence that judge a planted page, beside its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveOut {
    /// Every planted page of the page's family.
    Family,
    /// Every planted page with phrases in the language of the page's planted phrases.
    Language,
}

impl LeaveOut {
    /// The name used in reports and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            LeaveOut::Family => "family",
            LeaveOut::Language => "language",
        }
    }

    fn of(self, planted: &Planted) -> &str {
        match self {
            LeaveOut::Family => &planted.family,
            LeaveOut::Language => &planted.lang,
        }
    }

    fn names(self, pages: &[PreparedPage]) -> BTreeSet<&str> {
        pages.iter().filter_map(|page| page.key.planted.as_ref()).map(|planted| self.of(planted)).collect()
    }

    /// Sees that there is enough to leave out.
    pub(crate) fn check(self, pages: &[PreparedPage]) -> Result<()> {
        let n = self.names(pages).len();
        if n < MIN_GROUPS {
            let what = self.name();
            return Err(Error::TooLittle(format!(
                "the planted pages name {n} of what is to be left out ({what}), at least {MIN_GROUPS} are needed"
            )));
        }
        Ok(())
    }
}

/// Where a page stands in the cross-validation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fold {
    /// The fold of its site, whose head judges it.
    pub(crate) site: usize,
    /// The group of what was planted on it, where that is left out.
    pub(crate) group: Option<usize>,
}

impl Fold {
    /// Whether the head of a fold, and the evidence it goes by, may see the page.
    pub(crate) fn teaches(self, fold: usize) -> bool {
        self.site != fold && self.group != Some(fold)
    }

    /// Whether the head that judges the page saw nothing of what was planted on it.
    pub(crate) fn is_judged(self) -> bool {
        self.group.is_none_or(|group| group == self.site)
    }
}

/// The fold of every page. Pages of a site share one; folds get about as many pages of every set.
pub(crate) fn folds_of(pages: &[PreparedPage], seed: u64, leave_out: Option<LeaveOut>) -> Vec<Fold> {
    let mut sites: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for page in pages {
        sites.entry(&page.key.site).or_insert((0, &page.key.set)).0 += 1;
    }
    let mut order: Vec<(&str, usize, &str)> = sites.into_iter().map(|(site, (n, set))| (site, n, set)).collect();
    order.sort_by_key(|(site, n, _)| (usize::MAX - n, hash_bytes(seed as u32, site.as_bytes()), *site));
    let mut loads: BTreeMap<&str, [usize; N_FOLDS]> = BTreeMap::new();
    let mut fold_of_site: BTreeMap<&str, usize> = BTreeMap::new();
    for (site, n, set) in order {
        let load = loads.entry(set).or_default();
        // Sets begin at folds of their own, so that small ones do not all fill the same.
        let first = hash_bytes(seed as u32, set.as_bytes()) as usize % N_FOLDS;
        let fold = (first..first + N_FOLDS).map(|fold| fold % N_FOLDS).min_by_key(|fold| load[*fold]);
        let fold = fold.unwrap_or_default();
        load[fold] += n;
        fold_of_site.insert(site, fold);
    }
    let groups = groups_of(pages, leave_out);
    let of = |page: &PreparedPage| Fold {
        site: fold_of_site.get(page.key.site.as_str()).copied().unwrap_or_default(),
        group: page.key.planted.as_ref().zip(leave_out).and_then(|(planted, by)| groups.get(by.of(planted)).copied()),
    };
    pages.iter().map(of).collect()
}

/// The group of every family or language, shared out in the order of their names.
fn groups_of(pages: &[PreparedPage], leave_out: Option<LeaveOut>) -> BTreeMap<&str, usize> {
    let names = leave_out.map(|by| by.names(pages)).unwrap_or_default();
    names.into_iter().enumerate().map(|(at, name)| (name, at % N_FOLDS)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::LabelledPage;
    use crate::train::prepare;

    fn pages() -> Vec<PreparedPage> {
        let families = ["", "a", "b", "c", "d", "e", "f", "g"];
        let page = |n: usize| {
            let family = families[n % families.len()].to_owned();
            let planted = Planted { family, lang: "en".to_owned(), ..Planted::default() };
            let planted = Some(planted).filter(|planted| !planted.family.is_empty());
            let site = Some(format!("site{}", n / families.len()));
            LabelledPage { site, planted, text: Some("One\n".to_owned()), ..LabelledPage::default() }
        };
        (0..480).filter_map(|n| prepare(&page(n)).ok()).collect()
    }

    #[test]
    fn who_judges_a_page_saw_neither_its_site_nor_its_family() {
        let pages = pages();
        let folds = folds_of(&pages, 1, Some(LeaveOut::Family));
        let judged = pages.iter().zip(&folds).filter(|(_, fold)| fold.is_judged());
        let mut n_planted = 0;
        for (page, fold) in judged {
            n_planted += usize::from(page.key.planted.is_some());
            for (teacher, at) in pages.iter().zip(&folds).filter(|(_, at)| at.teaches(fold.site)) {
                let family = |page: &PreparedPage| page.key.planted.as_ref().map(|planted| planted.family.clone());
                assert_ne!(teacher.key.site, page.key.site);
                assert!(family(page).is_none() || family(teacher) != family(page), "{fold:?} {at:?}");
            }
        }
        assert!(n_planted >= 10, "{n_planted}");
        // Pages with nothing planted are judged all the same.
        assert!(pages.iter().zip(&folds).all(|(page, fold)| page.key.planted.is_some() || fold.is_judged()));
    }

    #[test]
    fn nothing_changes_where_nothing_is_left_out() {
        let pages = pages();
        let plain = folds_of(&pages, 1, None);
        let left_out = folds_of(&pages, 1, Some(LeaveOut::Family));
        assert!(plain.iter().all(|fold| fold.group.is_none() && fold.is_judged()));
        assert!(plain.iter().zip(&left_out).all(|(a, b)| a.site == b.site));
    }

    #[test]
    fn one_language_is_too_little_to_leave_out() {
        assert!(matches!(LeaveOut::Language.check(&pages()), Err(Error::TooLittle(_))));
        assert!(LeaveOut::Family.check(&pages()).is_ok());
    }
}
