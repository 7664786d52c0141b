//! `dehusk align`: labelled pages from pages with their main text, or from pages whose elements are marked.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use dehusk::LabelledPage;
use dehusk::train::{Pair, align_pair, labelled_from_marks};

use crate::cli::Outcome;
use crate::cli::corpus::{for_each_line, read_page_file};
use crate::cli::marked::for_each_marked;
use crate::cli::output::{NewFile, check_places};
use crate::cli::stream::Jobs;

#[derive(clap::Args)]
#[command(
    after_help = "A pair is a line of JSON: \"html\" (the page, or the name of its file beside the pairs), \"gold\" (its main \
    text) or \"with\" and \"without\" (pieces that must stay and go), and \"id\", \"url\", \"set\", \"lang\", \"site\", \"title\", \"weight\" where known."
)]
pub(super) struct Args {
    /// JSONL files of pairs; with --marked, HTML files and directories
    #[arg(value_name = "PAIRS", required = true)]
    inputs: Vec<PathBuf>,
    /// Where the labelled pages go, compressed if the name ends in .gz
    #[arg(long, value_name = "CORPUS")]
    out: PathBuf,
    /// Read HTML whose elements carry data-label="content|chrome|spam|unsure"
    #[arg(long)]
    marked: bool,
    #[command(flatten)]
    jobs: Jobs,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    check_places(&[&args.out], &args.inputs)?;
    let mut out = NewFile::create(&args.out)?;
    let mut n_written = 0;
    let mut push = |line: String| {
        n_written += 1;
        writeln!(out, "{line}").with_context(|| format!("{}: cannot be written", args.out.display()))
    };
    let n_failed = args.jobs.run(|| {
        if args.marked {
            return for_each_marked(&args.inputs, |path, html| align_marked(&args.inputs, path, html), &mut push);
        }
        Ok(for_each_line(&args.inputs, "a pair", align_line, &mut push)?.n_failed)
    })?;
    ensure!(n_written > 0, "nothing aligned: no input gave a labelled page");
    out.finish()?;
    Ok(Outcome::of(n_failed))
}

/// Labels one page by its pair. `path` is the file of the pairs.
fn align_line(path: &Path, _: usize, pair: Pair) -> Result<String> {
    ensure!(!pair.html.is_empty(), "\"html\" is missing");
    ensure!(
        pair.gold.is_some() || !pair.with.is_empty() || !pair.without.is_empty(),
        "none of \"gold\", \"with\" and \"without\" is there"
    );
    let bytes = if pair.html.contains('<') {
        pair.html.clone().into_bytes()
    } else {
        let file = path.parent().unwrap_or(Path::new("")).join(&pair.html);
        read_page_file(&file).with_context(|| file.display().to_string())?
    };
    Ok(serde_json::to_string(&align_pair(&bytes, &pair))?)
}

/// Labels one page by its marks.
fn align_marked(inputs: &[PathBuf], path: &Path, html: &str) -> Result<String> {
    let page: LabelledPage = labelled_from_marks(html, &id_of(inputs, path))?;
    ensure!(!page.blocks.is_empty(), "holds no text");
    Ok(serde_json::to_string(&page)?)
}

/// The name of a page: its path without ending, from the directory if one is all that was given. Where there are several
/// inputs the path is as given, or pages of two directories would have one name.
fn id_of(inputs: &[PathBuf], path: &Path) -> String {
    let short = match inputs {
        [dir] if dir.is_dir() => path.strip_prefix(dir).ok(),
        [_] => path.file_name().map(Path::new),
        _ => None,
    };
    let id = short.unwrap_or(path).with_extension("").to_string_lossy().replace('\\', "/");
    id.strip_suffix(".html").map_or(id.clone(), str::to_owned)
}
