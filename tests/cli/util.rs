//! A folder for one test, and the program run in it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

static N_FOLDERS: AtomicUsize = AtomicUsize::new(0);

/// A folder that is gone when the test is over.
pub(crate) struct Folder {
    path: PathBuf,
}

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let n = N_FOLDERS.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder { path }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file, with the folders that it needs.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders for the file");
        std::fs::write(path, bytes).expect("a file for the test");
        self
    }

    /// Writes a file gzipped.
    pub(crate) fn write_gz(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes.as_ref()).expect("gzip");
        self.write(name, encoder.finish().expect("gzip"))
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Names of what is in the folder, hidden files too.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.path).expect("the folder");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dehusk"));
        command.current_dir(&self.path).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    /// Runs the program with bytes on its standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut stdin = child.stdin.take().expect("its input");
        let input = input.to_vec();
        // A program that reads no input closes it.
        let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().expect("its output");
        feeder.join().expect("the feeder");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!err.contains("panicked"), "{err}");
        Ran { code: output.status.code().unwrap_or(-1), out: output.stdout, err }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

impl Ran {
    /// Asserts that the run ended well and said nothing but its output.
    pub(crate) fn ok(self) -> Self {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.text());
        self
    }

    /// Asserts the exit code and that standard error holds `needles`.
    pub(crate) fn failed(self, code: i32, needles: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}", self.err);
        for needle in needles {
            assert!(self.err.contains(needle), "no {needle:?} in {}", self.err);
        }
        self
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.out.clone()).expect("output is UTF-8")
    }

    /// Every line of the output as JSON.
    pub(crate) fn rows(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    /// The texts of the blocks of the first row.
    pub(crate) fn block_texts(&self) -> Vec<String> {
        let rows = self.rows();
        let blocks = rows.first().and_then(|row| row["blocks"].as_array()).cloned().unwrap_or_default();
        blocks.iter().map(|block| block["text"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// A page that any model should keep most of.
pub(crate) fn article(n: usize) -> String {
    format!(
        "<html><head><title>The mill number {n} - Valley paper</title></head><body>\
         <nav><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li><li><a href=/about>About</a></li></ul></nav>\
         <article><h1>The mill number {n}</h1>\
         <p>The old mill by the river number {n} was opened again on Monday, after the wheel had been mended for two years.</p>\
         <p>Neighbours had collected the money, the council had given the timber, and a carpenter had given his winter.</p>\
         <ol><li>The wheel turns again, slowly, when the water is high enough.</li>\
         <li>The stones are new and were cut in the quarry of the next valley.</li></ol>\
         <table><tr><th>Year</th><th>Sacks of flour</th></tr><tr><td>1890</td><td>4,100</td></tr><tr><td>1920</td><td>2,300</td></tr></table>\
         <pre>wheel  = 5 m\n  stones = 2</pre>\
         <blockquote><p>It sounds as it did when I was a child, said the woman who lives beside it.</p></blockquote>\
         <p>The mill can be seen on the first Sunday of the month, and <a href=\"/flour\">its flour</a> can be bought there.</p>\
         </article><footer><p>Copyright Valley paper number {n}. All rights reserved.</p></footer></body></html>"
    )
}
