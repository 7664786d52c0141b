//! Read JSONL corpora in bounded chunks, parsed on all threads, with errors that name file, line and block.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail, ensure};
use rayon::prelude::*;
use serde::de::DeserializeOwned;

use crate::cli::input::{CORPORA, Name, Opened, drop_mark, files_of, json_reason, not_a_page, open, read_line};
use crate::cli::{report, stream};

/// Bytes of a line at most: a page, its blocks again, and what JSON adds to both.
const MAX_LINE_BYTES: usize = 256 << 20;
/// What a line of a corpus is.
pub(super) const LABELLED_PAGE: &str = "a labelled page";

/// The corpora that a verb reads.
#[derive(clap::Args)]
pub(super) struct Corpora {
    /// Labelled pages: JSONL files, gzipped or not, or directories of them
    #[arg(value_name = "CORPUS", required = true)]
    pub(super) paths: Vec<PathBuf>,
}

/// Errors that are told; the rest are counted.
const MAX_REPORTED: usize = 50;

/// A corpus that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct CorpusFile {
    pub(super) name: String,
    /// Lines that became what they should be.
    pub(super) n_pages: u64,
    /// CRC-32 of the contents, unpacked.
    pub(super) checksum: u32,
}

/// What came of reading corpora.
#[derive(Default)]
pub(super) struct CorporaRead {
    pub(super) files: Vec<CorpusFile>,
    pub(super) n_failed: usize,
}

impl CorporaRead {
    fn fail(&mut self, message: &str) {
        self.n_failed += 1;
        if self.n_failed <= MAX_REPORTED {
            report(message);
        }
    }
}

/// Makes something of every line of the corpora on all threads and takes the results in order. A line is known by
/// its file and 1-based number; `what` says what it should be. What fails is reported and counted.
pub(super) fn for_each_line<T: DeserializeOwned, R: Send>(
    corpora: &[PathBuf],
    what: &str,
    make: impl Fn(&Path, usize, T) -> Result<R> + Sync,
    mut take: impl FnMut(R) -> Result<()> + Send,
) -> Result<CorporaRead> {
    let mut read = CorporaRead::default();
    for name in files_of(corpora, CORPORA) {
        let name = match name {
            Ok(Name::Line(path, line)) => {
                read.fail(&format!("{}:{line}: names one line; a corpus is read whole", path.display()));
                continue;
            }
            Ok(name) => name,
            Err(failure) => {
                read.fail(&format!("{}: {}", failure.source, failure.reason));
                continue;
            }
        };
        let file = match Lines::open(&name) {
            Ok(lines) => lines,
            Err(error) => {
                read.fail(&format!("{}: {error}", name.display()));
                continue;
            }
        };
        read_file(file, what, &make, &mut take, &mut read)?;
    }
    let n_untold = read.n_failed.saturating_sub(MAX_REPORTED);
    if n_untold > 0 {
        report(&format!("and {n_untold} more lines that failed"));
    }
    Ok(read)
}

fn read_file<T: DeserializeOwned, R: Send>(
    mut lines: Lines,
    what: &str,
    make: &(impl Fn(&Path, usize, T) -> Result<R> + Sync),
    take: &mut (impl FnMut(R) -> Result<()> + Send),
    read: &mut CorporaRead,
) -> Result<()> {
    let path = lines.path.clone();
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut file = CorpusFile { name, ..CorpusFile::default() };
    let make_one = |line: &Result<(usize, Vec<u8>), (usize, String)>| -> Result<R, String> {
        let (number, bytes) =
            line.as_ref().map_err(|(number, reason)| format!("{}:{number}: {reason}", path.display()))?;
        let value: Result<T> =
            serde_json::from_slice(bytes).map_err(|e| anyhow!("expected {what} as JSON: {}", json_reason(&e)));
        value.and_then(|value| make(&path, *number, value)).map_err(|e| format!("{}:{number}: {e:#}", path.display()))
    };
    let n_bytes = |line: &Result<(usize, Vec<u8>), _>| line.as_ref().map_or(0, |(_, bytes)| bytes.len());
    stream::in_chunks(&mut lines, n_bytes, |chunk| {
        let made: Vec<Result<R, String>> = chunk.par_iter().map(make_one).collect();
        for made in made {
            match made {
                Ok(made) => {
                    file.n_pages += 1;
                    take(made)?;
                }
                Err(message) => read.fail(&message),
            }
        }
        Ok(())
    })?;
    file.checksum = lines.hasher.finalize();
    read.files.push(file);
    Ok(())
}

/// The lines of a corpus that are not blank, with their numbers.
struct Lines {
    path: PathBuf,
    reader: Opened,
    n_read: usize,
    hasher: crc32fast::Hasher,
}

impl Lines {
    fn open(name: &Name) -> std::io::Result<Self> {
        let path = name.path().to_owned();
        Ok(Lines { path, reader: open(name)?, n_read: 0, hasher: crc32fast::Hasher::new() })
    }
}

impl Iterator for Lines {
    type Item = Result<(usize, Vec<u8>), (usize, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            let read = read_line(&mut self.reader, &mut line, MAX_LINE_BYTES);
            self.n_read += 1;
            match read {
                Ok(None) => return None,
                Ok(Some(true)) => return Some(Err((self.n_read, format!("longer than {} MB", MAX_LINE_BYTES >> 20)))),
                Ok(Some(false)) => {
                    self.hasher.update(&line);
                    self.hasher.update(b"\n");
                }
                Err(error) => {
                    self.reader = Box::new(std::io::empty());
                    return Some(Err((self.n_read, error.to_string())));
                }
            }
            if self.n_read == 1 {
                drop_mark(&mut line);
            }
            if !line.trim_ascii().is_empty() {
                return Some(Ok((self.n_read, line)));
            }
        }
    }
}

/// Reads a file whole, unpacked, up to the limit of a page.
pub(super) fn read_page_file(path: &Path) -> Result<Vec<u8>> {
    let limit = crate::cli::input::MAX_PAGE_BYTES as u64;
    let mut bytes = Vec::new();
    open(&Name::File(path.to_owned()))?.take(limit + 1).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 <= limit, "longer than {} MB", limit >> 20);
    if let Some(what) = not_a_page(&bytes, None) {
        bail!("{what}, not a page");
    }
    Ok(bytes)
}
