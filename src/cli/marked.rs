//! Read pages whose elements carry marks, on all threads, taken in the order of their files.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use crate::cli::corpus::read_page_file;
use crate::cli::input::{Failure, HTML_PAGES, Name, files_of};
use crate::cli::{report, stream};

/// Makes something of the HTML of every page and takes the results in order. What fails is reported and counted.
pub(super) fn for_each_marked<R: Send>(
    inputs: &[PathBuf],
    make: impl Fn(&Path, &str) -> Result<R> + Sync,
    mut take: impl FnMut(R) -> Result<()> + Send,
) -> Result<usize> {
    let mut n_failed = 0;
    let make = |name: &Result<Name, Failure>| -> Result<R, String> {
        let name = name.as_ref().map_err(|failure| format!("{}: {}", failure.source, failure.reason))?;
        let path = name.path().to_owned();
        let made = read_page_file(&path).and_then(|bytes| make(&path, &dehusk::decode_page(&bytes, None).0));
        made.map_err(|error| format!("{}: {error:#}", path.display()))
    };
    stream::in_chunks(
        files_of(inputs, HTML_PAGES),
        |_| 1 << 20,
        |chunk| {
            for made in chunk.par_iter().map(make).collect::<Vec<_>>() {
                match made {
                    Ok(made) => take(made)?,
                    Err(message) => {
                        n_failed += 1;
                        report(&message);
                    }
                }
            }
            Ok(())
        },
    )?;
    Ok(n_failed)
}
