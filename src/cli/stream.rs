//! Work on many inputs with all threads, keep their order, and hold only a few at a time.

use anyhow::Result;
use rayon::prelude::*;

use crate::cli::input::{Failure, InputArgs, MAX_PAGE_BYTES, Pages, RawPage, TextPage, read_page};
use crate::cli::report;

/// Pages that are worked on at a time, at most.
const MAX_PAGES: usize = 256;
/// Bytes after which no more pages are taken at a time.
const MAX_BYTES: usize = 16 << 20;

/// How many threads work.
#[derive(clap::Args)]
pub(super) struct Jobs {
    /// Threads; 0 takes one for every core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=1024))]
    jobs: u16,
}

impl Jobs {
    /// Runs work on so many threads.
    pub(super) fn run<R: Send>(&self, work: impl FnOnce() -> Result<R> + Send) -> Result<R> {
        rayon::ThreadPoolBuilder::new().num_threads(usize::from(self.jobs)).build()?.install(work)
    }
}

/// Makes something of every page on all threads and takes the results in the order of the pages. Failed
/// inputs are reported in their place; their number is returned.
pub(super) fn for_each_page<R: Send>(
    args: &InputArgs,
    make: impl Fn(&RawPage, TextPage) -> Result<R> + Sync,
    mut take: impl FnMut(R) -> Result<()> + Send,
) -> Result<usize> {
    let encoding = args.reading.encoding.as_deref();
    let make_one = |raw: &Result<RawPage, Failure>| -> Result<R, Failure> {
        let raw = raw.as_ref().map_err(|f| Failure { source: f.source.clone(), reason: f.reason.clone() })?;
        let made = read_page(&raw.body, encoding).and_then(|page| make(raw, page));
        made.map_err(|error| Failure { source: raw.source.clone(), reason: format!("{error:#}") })
    };
    let pages = Pages::new(&args.names()?, args.reading.input_format);
    let n_bytes = |page: &Result<RawPage, Failure>| page.as_ref().map_or(0, |page| page.body.n_bytes());
    args.jobs.run(|| {
        let mut n_failed = 0;
        in_chunks(pages, n_bytes, |chunk| {
            let made: Vec<Result<R, Failure>> = chunk.par_iter().map(make_one).collect();
            for (raw, made) in chunk.iter().zip(made) {
                if let Some(page) = raw.as_ref().ok().filter(|page| page.body.n_bytes() > MAX_PAGE_BYTES) {
                    report(&format!("{}: longer than {} MB, the rest is left out", page.source, MAX_PAGE_BYTES >> 20));
                }
                match made {
                    Ok(made) => take(made)?,
                    Err(failure) => {
                        n_failed += 1;
                        report(&format!("{}: {}", failure.source, failure.reason));
                    }
                }
            }
            Ok(())
        })?;
        Ok(n_failed)
    })
}

/// Cuts a sequence into chunks that are bounded in number and bytes; reads the next while one is worked on.
pub(super) fn in_chunks<T: Send>(
    mut items: impl Iterator<Item = T> + Send,
    n_bytes: impl Fn(&T) -> usize + Sync,
    mut work: impl FnMut(Vec<T>) -> Result<()> + Send,
) -> Result<()> {
    let mut read = || {
        let (mut chunk, mut n_read) = (Vec::new(), 0);
        while chunk.len() < MAX_PAGES && n_read < MAX_BYTES {
            let Some(item) = items.next() else { break };
            n_read += n_bytes(&item);
            chunk.push(item);
        }
        chunk
    };
    let mut chunk = read();
    while !chunk.is_empty() {
        let (done, next) = rayon::join(|| work(chunk), &mut read);
        done?;
        chunk = next;
    }
    Ok(())
}
