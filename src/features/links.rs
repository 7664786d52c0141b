//! The links inside a block.

use crate::blocks::{Block, Blocks, host_of, registered_part};
use crate::features::First;
use crate::features::declare::{features, flag, ln1p, share};

features! {
    /// Links and where they lead. HTML only.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let block = &view.page.blocks[idx];
        let stats = &view.stats[idx];
        let n_links = block.links.len() as f32;
        let density = stats.link_density();
        let units = stats.n_units;
        let facts = TargetFacts::of(view.page, block);
    } {
        "link_density": "Share of the characters inside links." => density, knots [0.9];
        "log_links": "Logarithm of the number of links." => ln1p(n_links), knots [1.0, 2.0];
        "is_one_link": "The block is one link." => flag(n_links == 1.0 && density > 0.95);
        "has_links": "The block holds links." => flag(n_links > 0.0);
        "links_per_unit": "Links a word." => share(n_links, units).min(1.0);
        "anchor_units": "Words a link." => ln1p(share(units * density, n_links));
        "plain_units": "Logarithm of the words outside links." => ln1p(units * (1.0 - density)), knots [1.5, 3.0];
        "long_anchor": "Logarithm of the words of a block that is one link." => if density > 0.9 { ln1p(units) } else { 0.0 };
        "offsite_share": "Share of links that lead to other hosts." => share(facts.n_offsite, n_links);
        "log_hosts": "Logarithm of the number of other hosts linked to." => ln1p(facts.n_hosts);
        "fragment_share": "Share of links that lead to a place on the page." => share(facts.n_fragments, n_links);
        "script_share": "Share of links that run a script or lead nowhere." => share(facts.n_scripts, n_links);
        "root_share": "Share of links that lead to the first page of a host." => share(facts.n_roots, n_links);
        "offsite_root_share": "Share of links that lead to the first page of another host." => share(facts.n_offsite_roots, n_links);
    }
}

/// Where the links of a block lead.
#[derive(Debug, Default)]
struct TargetFacts {
    n_offsite: f32,
    n_hosts: f32,
    n_fragments: f32,
    n_scripts: f32,
    n_roots: f32,
    n_offsite_roots: f32,
}

impl TargetFacts {
    fn of(page: &Blocks, block: &Block) -> Self {
        let mut facts = TargetFacts::default();
        let mut hosts: Vec<&str> = Vec::new();
        for link in page.links_of(block).iter().take(64) {
            let target = page.target_of(link).trim();
            if target.is_empty() || target.starts_with("javascript:") || target == "#" {
                facts.n_scripts += 1.0;
            } else if target.starts_with('#') {
                facts.n_fragments += 1.0;
            } else if let Some((host, is_root)) = host_and_root(target) {
                let is_offsite = !same_site(host, &page.facts.host);
                facts.n_roots += flag(is_root);
                facts.n_offsite_roots += flag(is_root && is_offsite);
                if is_offsite {
                    facts.n_offsite += 1.0;
                    if !hosts.contains(&host) {
                        hosts.push(host);
                    }
                }
            } else {
                facts.n_roots += flag(target == "/");
            }
        }
        facts.n_hosts = hosts.len() as f32;
        facts
    }
}

/// The host of an absolute address, and whether the address is its first page.
fn host_and_root(target: &str) -> Option<(&str, bool)> {
    let rest = target.split_once("//").filter(|(scheme, _)| scheme.len() <= 6)?.1;
    let host = host_of(target)?;
    let path = rest.split_once(['/', '?', '#']).map_or("", |(_, path)| path);
    Some((host, path.is_empty()))
}

/// Whether two hosts are of one site. An unknown page host is nobody's.
fn same_site(host: &str, page_host: &str) -> bool {
    !page_host.is_empty() && registered_part(host).eq_ignore_ascii_case(registered_part(page_host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_told_apart_under_long_suffixes_too() {
        assert!(same_site("news.site.com.cn", "SITE.com.cn") && same_site("a.site.org", "site.org"));
        assert!(!same_site("casino.com.cn", "site.com.cn") && !same_site("other.co.uk", "site.co.uk"));
        assert!(!same_site("site.org", ""));
    }

    #[test]
    fn first_pages_of_hosts() {
        assert_eq!(host_and_root("HTTP://www.A.example"), Some(("A.example", true)));
        assert_eq!(host_and_root("//a.example/"), Some(("a.example", true)));
        for inner in ["https://a.example/b", "https://a.example?page=2", "https://a.example/?page=2"] {
            assert_eq!(host_and_root(inner), Some(("a.example", false)), "{inner}");
        }
        assert_eq!(host_and_root("/to?address=//a.example"), None);
    }
}
