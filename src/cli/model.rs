//! `dehusk model`: what is in a model file.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use dehusk::{Classifier, Feature, Kind, ModelInfo, PassesInfo, first_pass_features, later_pass_features};
use serde_json::{Value, json};

use crate::cli::{Outcome, model_file, output};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The model file; the shipped model if there is none
    file: Option<PathBuf>,
    /// List every feature with what it measures
    #[arg(long)]
    features: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let (classifier, n_bytes) = match &args.file {
        Some(path) => model_file::load(path)?,
        None => (Classifier::shipped().context("the shipped model")?, Classifier::shipped_bytes().len()),
    };
    let info = classifier.model_info();
    output::to_stdout(|out| {
        if args.json {
            return writeln!(out, "{}", to_json(&info, n_bytes, args.features));
        }
        write_info(out, &info, n_bytes)?;
        if args.features {
            for (title, features) in feature_lists() {
                write_features(out, title, features)?;
            }
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}

/// Every list of features with its title.
fn feature_lists() -> [(&'static str, &'static [Feature]); 4] {
    [
        ("HTML, every pass", first_pass_features(Kind::Html)),
        ("HTML, later passes", later_pass_features(Kind::Html)),
        ("plain text, every pass", first_pass_features(Kind::Text)),
        ("plain text, later passes", later_pass_features(Kind::Text)),
    ]
}

fn write_info(out: &mut dyn Write, info: &ModelInfo, n_bytes: usize) -> std::io::Result<()> {
    let trained = &info.trained;
    writeln!(out, "name        {}", if info.name.is_empty() { "(none)" } else { &info.name })?;
    writeln!(out, "size        {n_bytes} bytes")?;
    writeln!(out, "tokens      {}", info.n_tokens)?;
    for (kind, passes) in [("html", &info.html), ("text", &info.text)] {
        writeln!(out, "{kind}        {}", passes_line(passes))?;
    }
    let version = if trained.version.is_empty() { "(not told)" } else { &trained.version };
    writeln!(
        out,
        "trained by  dehusk {version}, seed {}, alpha {}, up to {} rows a head",
        trained.seed, trained.alpha, trained.n_rows
    )?;
    for corpus in &trained.corpora {
        writeln!(out, "corpus      {}, {} pages, crc32 {:08x}", corpus.name, corpus.n_pages, corpus.checksum)?;
    }
    Ok(())
}

fn passes_line(passes: &PassesInfo) -> String {
    let counts: Vec<String> = passes.n_features.iter().map(ToString::to_string).collect();
    let thresholds = passes.thresholds;
    format!(
        "{} passes of {} features; spam from {:.4}, content from {:.4} of what is not spam",
        counts.len(),
        counts.join(" and "),
        thresholds.spam,
        thresholds.content
    )
}

fn write_features(out: &mut dyn Write, title: &str, features: &[Feature]) -> std::io::Result<()> {
    writeln!(out, "\n{title}: {} features", features.len())?;
    let width = features.iter().map(|feature| feature.name.len()).max().unwrap_or(0);
    for feature in features {
        writeln!(out, "  {:<width$}  {}", feature.name, feature.doc)?;
    }
    Ok(())
}

fn to_json(info: &ModelInfo, n_bytes: usize, with_features: bool) -> Value {
    let mut value = json!(info);
    value["n_bytes"] = json!(n_bytes);
    if with_features {
        let list = |features: &[Feature]| -> Value {
            features.iter().map(|f| json!({"name": f.name, "doc": f.doc})).collect()
        };
        value["features"] = json!({
            "html_first": list(first_pass_features(Kind::Html)),
            "html_later": list(later_pass_features(Kind::Html)),
            "text_first": list(first_pass_features(Kind::Text)),
            "text_later": list(later_pass_features(Kind::Text)),
        });
    }
    value
}
