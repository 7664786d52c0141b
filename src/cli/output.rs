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
/// place keeps what it had. Names that end in `.gz` are compressed. A link is followed, a file that is there keeps its
/// mode, and what is no file, such as a pipe or a device, is written to directly.
pub(super) struct NewFile {
    path: PathBuf,
    /// Where it is written until it is whole; nowhere else if it goes to its place directly.
    beside: Option<PathBuf>,
    sink: Option<Sink>,
}

enum Sink {
    Plain(BufWriter<File>),
    Gz(Box<GzEncoder<BufWriter<File>>>),
}

impl NewFile {
    /// Begins a file.
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        anyhow::ensure!(path.as_os_str() != "-", "-: stands for standard input; output needs the name of a file");
        anyhow::ensure!(!path.is_dir(), "{}: is a directory", path.display());
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let name = path.file_name().with_context(|| format!("{}: not the name of a file", path.display()))?;
        let known = std::fs::metadata(&path).ok();
        let is_special = known.as_ref().is_some_and(|known| !known.is_file());
        let beside = path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
        let beside = (!is_special).then_some(beside);
        let open = || -> Result<File> {
            let Some(beside) = &beside else { return File::options().write(true).open(&path) };
            let file = File::create(beside)?;
            known.map_or(Ok(()), |known| file.set_permissions(known.permissions()))?;
            Ok(file)
        };
        let file = open().with_context(|| format!("{}: cannot be written", path.display()))?;
        let file = BufWriter::with_capacity(1 << 16, file);
        let is_gz = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
        let sink =
            if is_gz { Sink::Gz(Box::new(GzEncoder::new(file, Compression::default()))) } else { Sink::Plain(file) };
        Ok(NewFile { path, beside, sink: Some(sink) })
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
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        let Some(beside) = &self.beside else { return Ok(()) };
        file.sync_all()?;
        std::fs::rename(beside, &self.path)
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
        let _ = self.beside.as_ref().map(std::fs::remove_file);
    }
}

/// Writes a whole file at once.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = NewFile::create(path)?;
    file.write_all(bytes).with_context(|| format!("{}: cannot be written", path.display()))?;
    file.finish()
}

/// Sees, before long work, that files can be made at their places, and that none of them is one of the others or of the
/// inputs.
pub(super) fn check_places(places: &[&Path], inputs: &[PathBuf]) -> anyhow::Result<()> {
    let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut taken: Vec<PathBuf> = inputs.iter().filter(|input| input.is_file()).map(|input| whole(input)).collect();
    for place in places {
        let is_special = place.exists() && !place.is_file() && !place.is_dir();
        anyhow::ensure!(
            is_special || !taken.contains(&whole(place)),
            "{}: is read or written already",
            place.display()
        );
        taken.push(whole(place));
        // A pipe is opened once only, when there is something to write.
        if !is_special {
            NewFile::create(place)?;
        }
    }
    Ok(())
}
