//! Read the pages of all inputs, one after the other.

use std::io::{self, Cursor, Read};
use std::path::PathBuf;

use crate::cli::input::form::{format_of_name, is_json_page, looks_like_html};
use crate::cli::input::walk::{Name, PAGES, files_of};
use crate::cli::input::{Body, Failure, InputFormat, MAX_PAGE_BYTES, Opened, RawPage, drop_mark, open, read_line};

/// The pages of a list of inputs, in order.
pub(crate) struct Pages {
    names: Box<dyn Iterator<Item = Result<Name, Failure>> + Send>,
    format: InputFormat,
    /// The JSONL file that is being read.
    lines: Option<Lines>,
}

/// A JSONL file that is being read.
struct Lines {
    name: String,
    reader: Opened,
    n_read: usize,
    /// The one line that is wanted.
    only: Option<usize>,
}

impl Pages {
    pub(crate) fn new(inputs: &[PathBuf], format: InputFormat) -> Self {
        Pages { names: Box::new(files_of(inputs, PAGES)), format, lines: None }
    }

    /// Opens a file. Gives its page, or begins to read its lines.
    fn begin(&mut self, name: &Name) -> io::Result<Option<RawPage>> {
        let mut reader = open(name)?;
        let source = name.display();
        let format = match (self.format, name) {
            (_, Name::Line(..)) => InputFormat::Jsonl,
            (InputFormat::Auto, Name::File(path)) => format_of_name(path),
            (format, _) => format,
        };
        let only = if let Name::Line(_, line) = name { Some(*line) } else { None };
        if format == InputFormat::Auto {
            let mut first = Vec::new();
            let is_longer = read_line(&mut reader, &mut first, MAX_PAGE_BYTES)?;
            let is_json =
                is_longer == Some(false) && is_json_page(first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first));
            if is_longer.is_some() {
                first.push(b'\n');
            }
            reader = Box::new(Cursor::new(first).chain(reader));
            if !is_json {
                let bytes = read_whole(&mut reader)?;
                let body = if looks_like_html(&bytes) { Body::Html(bytes) } else { Body::Text(bytes) };
                return Ok(Some(RawPage { source, body }));
            }
        }
        match format {
            InputFormat::Html => Ok(Some(RawPage { source, body: Body::Html(read_whole(&mut reader)?) })),
            InputFormat::Text => Ok(Some(RawPage { source, body: Body::Text(read_whole(&mut reader)?) })),
            InputFormat::Auto | InputFormat::Jsonl => {
                self.lines = Some(Lines { name: source, reader, n_read: 0, only });
                Ok(None)
            }
        }
    }
}

/// Reads a file up to the limit of a page and one byte, which tells that there was more.
fn read_whole(reader: &mut Opened) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_PAGE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Lines {
    /// The next line that is not blank. `None` at the end of the file, and after it cannot be read.
    fn next(&mut self) -> Option<Result<RawPage, Failure>> {
        loop {
            let mut line = Vec::new();
            let read = read_line(&mut self.reader, &mut line, MAX_PAGE_BYTES);
            self.n_read += 1;
            let source = format!("{}:{}", self.name, self.n_read);
            if self.n_read == 1 {
                drop_mark(&mut line);
            }
            match read {
                Ok(None) => return self.missing_line(),
                Ok(Some(_)) if self.only.is_some_and(|only| only != self.n_read) => {}
                Ok(Some(true)) => {
                    let reason = format!("the line is longer than {} MB", MAX_PAGE_BYTES >> 20);
                    return Some(Err(Failure { source, reason }));
                }
                Ok(Some(false)) if line.trim_ascii().is_empty() => {
                    if self.only.is_some() {
                        return Some(Err(Failure { source, reason: "the line is blank".to_owned() }));
                    }
                }
                Ok(Some(false)) => return Some(Ok(RawPage { source, body: Body::JsonLine(line) })),
                Err(error) => {
                    self.reader = Box::new(io::empty());
                    return Some(Err(Failure { source, reason: error.to_string() }));
                }
            }
        }
    }

    /// The failure of a file that ends before the one line that is wanted.
    fn missing_line(&mut self) -> Option<Result<RawPage, Failure>> {
        let only = self.only.take().filter(|only| *only >= self.n_read)?;
        Some(Err(Failure { source: format!("{}:{only}", self.name), reason: "no such line".to_owned() }))
    }
}

impl Iterator for Pages {
    type Item = Result<RawPage, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(page) = self.lines.as_mut().and_then(Lines::next) {
                return Some(page);
            }
            self.lines = None;
            let name = match self.names.next()? {
                Ok(name) => name,
                Err(failure) => return Some(Err(failure)),
            };
            match self.begin(&name) {
                Ok(Some(page)) => return Some(Ok(page)),
                Ok(None) => {}
                Err(error) => return Some(Err(Failure { source: name.display(), reason: error.to_string() })),
            }
        }
    }
}
