//! Find the files that names stand for: a file is itself, a directory is walked in sorted order.

use std::path::{Path, PathBuf};

use crate::cli::input::Failure;

/// Endings of the files that a walk takes, each also with `.gz`.
type Endings = &'static [&'static str];
/// Files that hold pages.
pub(crate) const PAGES: Endings = &["html", "htm", "xhtml", "txt", "text", "jsonl"];
/// Files that hold one HTML page each.
pub(crate) const HTML_PAGES: Endings = &["html", "htm", "xhtml"];
/// Files of JSON lines.
pub(crate) const CORPORA: Endings = &["jsonl"];

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Stdin,
    File(PathBuf),
    /// One line of a JSONL file, as outputs name it: `pages.jsonl:12`.
    Line(PathBuf, usize),
}

impl Name {
    /// What people call it.
    pub(crate) fn display(&self) -> String {
        self.path().to_string_lossy().into_owned()
    }

    /// The path that was given; `-` for standard input.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Name::Stdin => Path::new("-"),
            Name::File(path) | Name::Line(path, _) => path,
        }
    }
}

/// The files that the inputs stand for, found as they are asked for. Of a directory those with one of the endings.
pub(crate) fn files_of(
    inputs: &[PathBuf],
    endings: Endings,
) -> impl Iterator<Item = Result<Name, Failure>> + Send + use<> {
    let inputs = inputs.to_vec();
    inputs.into_iter().flat_map(move |input| -> Box<dyn Iterator<Item = Result<Name, Failure>> + Send> {
        if input.as_os_str() == "-" {
            return Box::new(std::iter::once(Ok(Name::Stdin)));
        }
        if input.is_dir() {
            return Box::new(Walk::new(input, endings));
        }
        let line = if input.exists() { None } else { line_of(&input) };
        Box::new(std::iter::once(Ok(line.unwrap_or(Name::File(input)))))
    })
}

/// The line that a name such as `pages.jsonl:12` means.
fn line_of(input: &Path) -> Option<Name> {
    let (path, line) = input.to_str()?.rsplit_once(':')?;
    let path = PathBuf::from(path);
    let line = line.parse().ok().filter(|line| *line > 0)?;
    path.is_file().then_some(Name::Line(path, line))
}

/// A walk over a directory; what is inside one directory is sorted by name.
struct Walk {
    root: PathBuf,
    endings: Endings,
    /// What is still to visit, the next last.
    ahead: Vec<PathBuf>,
    n_found: usize,
    is_done: bool,
}

impl Walk {
    fn new(root: PathBuf, endings: Endings) -> Self {
        Walk { ahead: vec![root.clone()], root, endings, n_found: 0, is_done: false }
    }

    fn enter(&mut self, dir: &Path) -> Result<(), Failure> {
        let list =
            || -> std::io::Result<Vec<PathBuf>> { std::fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect() };
        let mut inside = list().map_err(|e| failure(dir, &e.to_string()))?;
        inside.sort_unstable_by(|a, b| b.file_name().cmp(&a.file_name()));
        self.ahead.extend(inside);
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Result<Name, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(path) = self.ahead.pop() {
            // A link to a directory may lead back up.
            let is_link = path.is_symlink() && path != self.root;
            if path.is_dir() && !is_link {
                if let Err(failure) = self.enter(&path) {
                    self.n_found += 1;
                    return Some(Err(failure));
                }
            } else if ending(&path).is_some_and(|ending| self.endings.contains(&ending.as_str())) && path.is_file() {
                self.n_found += 1;
                return Some(Ok(Name::File(path)));
            }
        }
        let finds_nothing = self.n_found == 0 && !self.is_done;
        self.is_done = true;
        finds_nothing
            .then(|| Err(failure(&self.root, &format!("no file inside ends in .{}", self.endings.join(", .")))))
    }
}

fn failure(path: &Path, reason: &str) -> Failure {
    Failure { source: path.to_string_lossy().into_owned(), reason: reason.to_owned() }
}

/// The ending of a file name in lower case, `.gz` apart.
pub(crate) fn ending(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map(|(_, ending)| ending.to_owned())
}
