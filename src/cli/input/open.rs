//! Open a file or standard input, unpacking gzip as it comes; read lines that may be too long.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::cli::input::Name;

/// Something open to be read, unpacked.
pub(crate) type Opened = Box<dyn BufRead + Send>;

/// Opens what a name stands for. Gzip is told by its first two bytes.
pub(crate) fn open(name: &Name) -> io::Result<Opened> {
    let raw: Box<dyn Read + Send> = match name {
        Name::Stdin => Box::new(io::stdin()),
        Name::File(path) | Name::Line(path, _) => Box::new(File::open(path)?),
    };
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let is_gz = raw.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gz {
        Box::new(BufReader::with_capacity(1 << 16, Unpacked(MultiGzDecoder::new(raw))))
    } else {
        Box::new(raw)
    })
}

/// Gzip whose faults are told as such.
struct Unpacked<R>(MultiGzDecoder<R>);

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => io::Error::new(error.kind(), "the gzip data is cut off"),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                io::Error::new(error.kind(), format!("the gzip data is damaged: {error}"))
            }
            _ => error,
        })
    }
}

/// Drops the byte order mark that a file of JSON lines may begin with.
pub(crate) fn drop_mark(line: &mut Vec<u8>) {
    if line.starts_with(b"\xef\xbb\xbf") {
        line.drain(..3);
    }
}

/// Reads a line without its end, of which at most `limit` bytes are kept. `None` at the end of the file;
/// otherwise whether the line was longer.
pub(crate) fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>, limit: usize) -> io::Result<Option<bool>> {
    line.clear();
    let (mut is_longer, mut has_begun) = (false, false);
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(has_begun.then_some(is_longer));
        }
        has_begun = true;
        let end = memchr::memchr(b'\n', bytes);
        let piece = &bytes[..end.unwrap_or(bytes.len())];
        let n_free = limit - line.len();
        is_longer |= piece.len() > n_free;
        line.extend_from_slice(&piece[..piece.len().min(n_free)]);
        let n_used = end.map_or(bytes.len(), |end| end + 1);
        reader.consume(n_used);
        if end.is_some() {
            return Ok(Some(is_longer));
        }
    }
}
