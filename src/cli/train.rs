use anyhow::{Context, Result};
use rayon::prelude::*;
use std::io::Write;
use std::path::PathBuf;
use dehusk::train::*;

#[derive(clap::Args)]
pub struct Args { corpora: Vec<PathBuf>, #[arg(long)] out: PathBuf, #[arg(long)] predictions: Option<PathBuf>,
  #[arg(long, default_value_t=30.0)] alpha: f64, #[arg(long, default_value_t=120000)] rows: usize, #[arg(long, default_value_t=4)] iterations: u64 }

struct Say;
impl Progress for Say { fn step(&self, what: &str, done: usize, all: usize) { eprintln!("[{done}/{all}] {what}"); } }

pub fn run(args: &Args) -> Result<()> {
    let mut pages = Vec::new();
    for path in &args.corpora {
        super::corpus::for_each_chunk(path, |chunk| {
            let got: Vec<Result<PreparedPage>> = chunk.par_iter().map(|(n, line)| {
                let page: dehusk::LabelledPage = serde_json::from_str(line).with_context(|| format!("{}:{n}", path.display()))?;
                prepare(&page).with_context(|| format!("{}:{n}", path.display()))
            }).collect();
            for p in got { pages.push(p?); }
            Ok(())
        })?;
    }
    eprintln!("{} pages", pages.len());
    let t = std::time::Instant::now();
    let trained = train(pages, Default::default(), &FitParams { alpha: args.alpha, max_rows: args.rows, max_iterations: args.iterations, seed: 1 }, &Say)?;
    eprintln!("trained in {:?}", t.elapsed());
    if let Some(p) = &args.predictions {
        let mut html = std::io::BufWriter::new(std::fs::File::create(p)?);
        let mut text = std::io::BufWriter::new(std::fs::File::create(p.with_extension("text.jsonl"))?);
        for is_text in [false, true] { for (key, page) in trained.pages_out_of_fold(is_text) {
            let body: Vec<&str> = page.blocks().filter(|b| b.is_kept() && b.role() != dehusk::Role::Headline).map(|b| b.text()).collect();
            writeln!(if is_text { &mut text } else { &mut html }, "{}", serde_json::json!({"key": format!("{}/{}", key.set, key.id), "text": body.join("\n")}))?;
        } }
    }
    println!("{}", trained.report(false, 30).to_table(100));
    std::fs::write(&args.out, trained.to_bytes()?)?;
    Ok(())
}
