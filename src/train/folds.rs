//! Share pages out to folds by site, so that no site is learned from and tested on at once; and by set, or by what was
//! planted on them, so that no set, no family or no language is either.
//!
//! Families (or languages) are shared out to as many groups as there are folds. The head of a fold, and the evidence
//! it goes by, see no page of the fold's sites and no planted page of the group with the fold's number. Of the
//! planted pages, those are judged whose site and whose group have the same number.
//! Sets are folds of their own; where there are more sets than folds, some share one.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::Gold;
use crate::error::{Error, Result};
use crate::hash::hash_bytes;
use crate::label::Label;
use crate::train::PreparedPage;
use crate::train::counts::N_FOLDS;

/// Families, languages or sets that must be there for one to be left out.
const MIN_GROUPS: usize = 2;
/// Bytes of a block of content that two sites do not come to have by chance.
const LONG_BYTES: usize = 300;

/// What is left out of the heads and the evidence that judge a page, beside its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveOut {
    /// Where something was planted, every planted page of the page's family.
    Family,
    /// Where something was planted, every planted page with phrases in the language of the page's planted phrases.
    Language,
    /// Every page of the page's set: how well sets will do that nobody has labelled.
    Set,
}

impl LeaveOut {
    /// The name used in reports and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            LeaveOut::Family => "family",
            LeaveOut::Language => "language",
            LeaveOut::Set => "set",
        }
    }

    /// What a page is left out by; planted copies have no set of their own.
    fn of(self, page: &PreparedPage) -> Option<&str> {
        match (self, &page.key.planted) {
            (LeaveOut::Family, Some(planted)) => Some(&planted.family),
            (LeaveOut::Language, Some(planted)) => Some(&planted.lang),
            (LeaveOut::Set, None) => Some(&page.key.set),
            _ => None,
        }
    }

    /// The group of everything that can be left out, shared out in the order of the names.
    fn groups(self, pages: &[PreparedPage]) -> BTreeMap<&str, usize> {
        let names: BTreeSet<&str> = pages.iter().filter_map(|page| self.of(page)).collect();
        names.into_iter().enumerate().map(|(at, name)| (name, at % N_FOLDS)).collect()
    }

    /// Sees that there is enough to leave out.
    pub(crate) fn check(self, pages: &[PreparedPage]) -> Result<()> {
        let n = self.groups(pages).len();
        if n < MIN_GROUPS {
            let what = self.name();
            return Err(Error::TooLittle(format!(
                "the pages name {n} of what is to be left out ({what}), at least {MIN_GROUPS} are needed"
            )));
        }
        Ok(())
    }
}

/// Where a page stands in the cross-validation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fold {
    /// The fold of its site (or set), whose head judges it.
    pub(crate) site: usize,
    /// Folds whose heads must not learn from it because of what is left out, a bit each: the group of what was planted
    /// on it; with sets left out, those of all sets on its site. None where nothing is.
    pub(crate) hidden_from: u32,
}

impl Fold {
    /// Whether the head of a fold, and the evidence it goes by, may see the page.
    pub(crate) fn teaches(self, fold: usize) -> bool {
        self.site != fold && !self.is_hidden_from(fold)
    }

    /// Whether the head that judges the page saw nothing of what was to be left out.
    pub(crate) fn is_judged(self) -> bool {
        self.hidden_from == 0 || self.is_hidden_from(self.site)
    }

    fn is_hidden_from(self, fold: usize) -> bool {
        self.hidden_from & 1 << fold != 0
    }
}

/// Sites that stand together, because spam of one was put into pages of the other or because they have an article in
/// common: one of them for each. Sites that stand alone are not among them.
fn leaders(pages: &[PreparedPage]) -> BTreeMap<&str, &str> {
    let mut leaders: BTreeMap<&str, &str> = BTreeMap::new();
    let mut site_of_text: BTreeMap<&str, &str> = BTreeMap::new();
    for page in pages {
        for donor in page.key.planted.iter().flat_map(|planted| &planted.donors) {
            join(&mut leaders, &page.key.site, donor);
        }
        let is_copy = page.is_flattened || page.key.planted.is_some();
        for text in long_content(page).filter(|_| !is_copy) {
            let site = *site_of_text.entry(text).or_insert(&page.key.site);
            join(&mut leaders, site, &page.key.site);
        }
    }
    leaders
}

fn join<'a>(leaders: &mut BTreeMap<&'a str, &'a str>, a: &'a str, b: &'a str) {
    let (first, second) = (leader_of(leaders, a), leader_of(leaders, b));
    if first != second {
        leaders.insert(second, first);
    }
}

/// The blocks of a page's content that are long enough to be nobody else's.
fn long_content(page: &PreparedPage) -> impl Iterator<Item = &str> {
    let texts = page.blocks.blocks.iter().map(|block| page.blocks.text_of(block));
    let is_content = |gold: &Gold| matches!(gold, Some((Label::Content, false)));
    texts.zip(&page.gold).filter(move |(text, gold)| is_content(gold) && text.len() >= LONG_BYTES).map(|(text, _)| text)
}

fn leader_of<'a>(leaders: &BTreeMap<&'a str, &'a str>, site: &'a str) -> &'a str {
    let mut leader = site;
    while let Some(next) = leaders.get(leader) {
        leader = next;
    }
    leader
}

/// The fold of every page. Pages of a site share one, and so do sites that share spam or an article; folds get about
/// as many pages of every set.
pub(crate) fn folds_of(pages: &[PreparedPage], seed: u64, leave_out: Option<LeaveOut>) -> Vec<Fold> {
    if leave_out == Some(LeaveOut::Set) {
        return folds_by_set(pages);
    }
    let leaders = leaders(pages);
    let mut sites: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for page in pages {
        sites.entry(leader_of(&leaders, &page.key.site)).or_insert((0, &page.key.set)).0 += 1;
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
    let groups = leave_out.map(|by| by.groups(pages)).unwrap_or_default();
    let of = |page: &PreparedPage| {
        let site = fold_of_site.get(leader_of(&leaders, &page.key.site)).copied().unwrap_or_default();
        let group = leave_out.and_then(|by| by.of(page)).and_then(|name| groups.get(name).copied());
        Fold { site, hidden_from: group.map_or(0, |group| 1 << group) }
    };
    pages.iter().map(of).collect()
}

/// The fold of every page where whole sets are left out. Planted copies go with the pages of their site.
fn folds_by_set(pages: &[PreparedPage]) -> Vec<Fold> {
    let sets = LeaveOut::Set.groups(pages);
    let fold_of = |page: &PreparedPage| LeaveOut::Set.of(page).and_then(|set| sets.get(set).copied());
    let mut of_site: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for page in pages {
        of_site.entry(&page.key.site).or_default().extend(fold_of(page));
    }
    let of = |page: &PreparedPage| {
        let on_site = || of_site.get(page.key.site.as_str()).into_iter().flatten().copied();
        let site = fold_of(page).or_else(|| on_site().next()).unwrap_or_default();
        // A site of several sets teaches none of them, nor does a page with spam of other sets.
        let donors = page.key.planted.iter().flat_map(|planted| &planted.donors);
        let of_donors = donors.filter_map(|site| of_site.get(site.as_str())).flatten().copied();
        let hidden_from = on_site().chain(of_donors).fold(0, |bits, fold| bits | 1 << fold);
        Fold { site, hidden_from }
    };
    pages.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{GoldBlock, LabelledPage};
    use crate::label::Planted;
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
    fn sites_with_an_article_in_common_share_a_fold() {
        let page = |n: usize| {
            let text = if n.is_multiple_of(10) {
                "The same article. ".repeat(20)
            } else {
                format!("Article {n}. ").repeat(30)
            };
            let block = GoldBlock { text: text.clone(), label: Label::Content, unsure: false, planted: false };
            let site = Some(format!("site{n}"));
            LabelledPage { site, text: Some(text), blocks: vec![block], ..LabelledPage::default() }
        };
        let pages: Vec<PreparedPage> = (0..50).filter_map(|n| prepare(&page(n)).ok()).collect();
        let folds = folds_of(&pages, 1, None);
        assert!(folds.iter().step_by(10).all(|fold| fold.site == folds[0].site));
        assert!(folds.iter().any(|fold| fold.site != folds[0].site));
    }

    #[test]
    fn nothing_changes_where_nothing_is_left_out() {
        let pages = pages();
        let plain = folds_of(&pages, 1, None);
        let left_out = folds_of(&pages, 1, Some(LeaveOut::Family));
        assert!(plain.iter().all(|fold| fold.hidden_from == 0 && fold.is_judged()));
        assert!(plain.iter().zip(&left_out).all(|(a, b)| a.site == b.site));
    }

    #[test]
    fn one_language_is_too_little_to_leave_out() {
        assert!(matches!(LeaveOut::Language.check(&pages()), Err(Error::TooLittle(_))));
        assert!(LeaveOut::Family.check(&pages()).is_ok());
    }

    #[test]
    fn who_judges_a_page_saw_neither_its_site_nor_its_set() {
        let page = |n: usize| {
            // Sites 0 to 9 have pages in all three sets, and every third page is a planted copy.
            let planted = (n % 3 == 2).then(|| Planted { family: "a".to_owned(), ..Planted::default() });
            let set = if planted.is_some() { "planted-a".to_owned() } else { format!("set{}", n / 40) };
            let site = Some(format!("site{}", if n % 40 < 10 { n % 10 } else { 10 + n / 2 }));
            LabelledPage { site, set: Some(set), planted, text: Some("One\n".to_owned()), ..LabelledPage::default() }
        };
        let pages: Vec<PreparedPage> = (0..120).filter_map(|n| prepare(&page(n)).ok()).collect();
        let folds = folds_of(&pages, 1, Some(LeaveOut::Set));
        for (page, fold) in pages.iter().zip(&folds) {
            assert!(fold.is_judged());
            let mut teachers = pages.iter().zip(&folds).filter(|(_, at)| at.teaches(fold.site)).map(|(page, _)| page);
            assert!(teachers.clone().count() >= 20);
            assert!(teachers.all(|teacher| teacher.key.site != page.key.site
                && (page.key.planted.is_some() || teacher.key.set != page.key.set)));
        }
    }

    #[test]
    fn who_judges_a_page_saw_no_spam_of_it_elsewhere() {
        // Spam of site n + 20 was put into a page of site n, and of site n + 40 into another one.
        let page = |n: usize| {
            let (site, donor) = (n % 60, (n >= 60).then(|| n - 40));
            let planted = donor.map(|donor| Planted { donors: vec![format!("site{donor}")], ..Planted::default() });
            let (site, set) = (format!("site{}", site % 60), format!("set{}", site / 20));
            LabelledPage {
                site: Some(site),
                set: Some(set),
                planted,
                text: Some("One\n".to_owned()),
                ..LabelledPage::default()
            }
        };
        let pages: Vec<PreparedPage> = (0..100).filter_map(|n| prepare(&page(n)).ok()).collect();
        for leave_out in [None, Some(LeaveOut::Set)] {
            let folds = folds_of(&pages, 1, leave_out);
            let mut n_shared = 0;
            for (page, fold) in pages.iter().zip(&folds).filter(|(_, fold)| fold.is_judged()) {
                for (teacher, _) in pages.iter().zip(&folds).filter(|(_, at)| at.teaches(fold.site)) {
                    let donors = |page: &PreparedPage| page.key.planted.clone().unwrap_or_default().donors;
                    assert!(!donors(teacher).contains(&page.key.site));
                    // With sets left out a donor's own pages may teach who judges what came of them.
                    assert!(leave_out.is_some() || !donors(page).contains(&teacher.key.site));
                    assert_ne!(teacher.key.site, page.key.site);
                }
                n_shared += usize::from(page.key.planted.is_some());
            }
            assert!(n_shared > 0 || leave_out.is_some());
            let n_folds = folds.iter().map(|fold| fold.site).collect::<BTreeSet<usize>>().len();
            assert!(n_folds > 2, "{n_folds}");
        }
    }
}
