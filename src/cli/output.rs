//! Where output goes: standard output, or a file that appears only when it is whole.

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Writes to standard output and sees that all of it arrives.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> anyhow::Result<()> {
    let mut out = stdout();
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Standard output, buffered; flush it at the end.
pub(super) fn stdout() -> BufWriter<std::io::Stdout> {
    BufWriter::with_capacity(1 << 16, std::io::stdout())
}

/// A file that is written beside its place and moved there when it is whole: whatever happens before, the
/// place keeps what it had. Names that end in `.gz` are compressed.
pub(super) struct NewFile {
    path: PathBuf,
    beside: PathBuf,
    sink: Option<Sink>,
}

enum Sink {
    Plain(BufWriter<File>),
    Gz(Box<GzEncoder<BufWriter<File>>>),
}

impl NewFile {
    /// Begins a file.
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        let name = path.file_name().with_context(|| format!("{}: not the name of a file", path.display()))?;
        anyhow::ensure!(!path.is_dir(), "{}: is a directory", path.display());
        let beside = path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
        let file = File::create(&beside).with_context(|| format!("{}: cannot be written", path.display()))?;
        let file = BufWriter::with_capacity(1 << 16, file);
        let is_gz = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
        let sink =
            if is_gz { Sink::Gz(Box::new(GzEncoder::new(file, Compression::default()))) } else { Sink::Plain(file) };
        Ok(NewFile { path: path.to_owned(), beside, sink: Some(sink) })
    }

    /// Ends the file and moves it to its place.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.close().with_context(|| format!("{}: cannot be written", self.path.display()))
    }

    fn close(&mut self) -> Result<()> {
        let file = match self.sink.take() {
            Some(Sink::Plain(file)) => file,
            Some(Sink::Gz(encoder)) => encoder.finish()?,
            None => return Ok(()),
        };
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&self.beside, &self.path)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match &mut self.sink {
            Some(Sink::Plain(file)) => file.write(bytes),
            Some(Sink::Gz(encoder)) => encoder.write(bytes),
            None => Err(std::io::ErrorKind::NotFound.into()),
        }
    }

    fn flush(&mut self) -> Result<()> {
        match &mut self.sink {
            Some(Sink::Plain(file)) => file.flush(),
            Some(Sink::Gz(encoder)) => encoder.flush(),
            None => Ok(()),
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Gone already where the file was finished.
        let _ = std::fs::remove_file(&self.beside);
    }
}

/// Writes a whole file at once.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = NewFile::create(path)?;
    file.write_all(bytes).with_context(|| format!("{}: cannot be written", path.display()))?;
    file.finish()
}

/// Sees, before long work, that a file can be made at a place.
pub(super) fn check_place(path: &Path) -> anyhow::Result<()> {
    NewFile::create(path).map(drop)
}
