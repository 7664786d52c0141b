//! `dehusk model`: what is in a model file.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use dehusk::{
    Classifier, Feature, FeatureWeight, Kind, LabelWeights, ModelInfo, PassesInfo, first_pass_features,
    later_pass_features,
};
use serde_json::{Value, json};

use crate::cli::{Outcome, model_file, output};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The model file; the shipped model if there is none
    file: Option<PathBuf>,
    /// List every feature with what it measures
    #[arg(long)]
    features: bool,
    /// List what every feature weighs for every label in every pass, the greatest weights first. A weight is what one
    /// standard deviation of the feature adds
    #[arg(long)]
    weights: bool,
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
            let mut value = to_json(&info, n_bytes, args.features);
            if args.weights {
                value["weights"] = weights_json(&classifier);
            }
            return writeln!(out, "{value}");
        }
        write_info(out, &info, n_bytes)?;
        if args.features {
            for (title, features) in feature_lists() {
                write_features(out, title, features)?;
            }
        }
        if args.weights {
            write_weights(out, "HTML", &classifier.weights(Kind::Html))?;
            write_weights(out, "plain text", &classifier.weights(Kind::Text))?;
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
        "trained by  dehusk {version}, seed {}, alpha {}, up to {} steps, up to {} rows a head, false alarms {}",
        trained.seed, trained.alpha, trained.max_iterations, trained.n_rows, trained.false_alarms
    )?;
    for (set, weight) in &trained.set_weights {
        writeln!(out, "set weight  {set} {weight}")?;
    }
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

fn write_weights(out: &mut dyn Write, kind: &str, all: &[LabelWeights]) -> std::io::Result<()> {
    for LabelWeights { pass, label, bias, weights } in all {
        writeln!(out, "\n{kind}, pass {pass}, {}: bias {bias:+.4}, {} features", label.name(), weights.len())?;
        for FeatureWeight { feature, weight } in weights {
            writeln!(out, "  {weight:>+8.4}  {}", feature.name)?;
        }
    }
    Ok(())
}

fn weights_json(classifier: &Classifier) -> Value {
    let weight = |w: &FeatureWeight| json!({"feature": w.feature.name, "weight": w.weight});
    let of_label = |l: &LabelWeights| {
        let weights: Vec<Value> = l.weights.iter().map(weight).collect();
        json!({"pass": l.pass, "label": l.label.name(), "bias": l.bias, "weights": weights})
    };
    let list = |kind: Kind| -> Value { classifier.weights(kind).iter().map(of_label).collect() };
    json!({"html": list(Kind::Html), "text": list(Kind::Text)})
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
