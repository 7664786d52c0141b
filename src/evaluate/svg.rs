//! The report as charts: precision-recall curves and reliability diagrams.
//!
//! A [`Report`] comes in; a self-contained SVG document goes out, without scripts, styles from
//! outside or fonts of its own.
//! It draws measured points only and writes no file.

use super::columns::{count, share};
use super::{PrCurve, Report};
use crate::label::Label;

/// Size of a chart and of its square of axes, in SVG units.
const SIZE: (u32, u32) = (690, 540);
const LEFT: f64 = 70.0;
const TOP: f64 = 64.0;
const SIDE: f64 = 410.0;

/// Where the legend begins.
const LEGEND: (f64, f64) = (505.0, 84.0);

/// Colour and dashes of a label; colours by Okabe and Ito, told apart by colour-blind readers too.
fn ink(label: Label) -> (&'static str, &'static str) {
    match label {
        Label::Content => ("#0072B2", "none"),
        Label::Chrome => ("#009E73", "9 4"),
        Label::Spam => ("#D55E00", "11 3 2 3"),
    }
}

/// Precision against recall for each label, with the point at which blocks were labelled.
pub fn pr_curves_svg(report: &Report) -> String {
    let mut svg = frame("Precision and recall by label", report, "recall", "precision");
    for (label, curve) in report.curves.iter() {
        let (colour, dashes) = ink(label);
        svg += &format!(
            "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" \
             stroke-dasharray=\"{dashes}\" stroke-linejoin=\"round\"/>\n",
            steps(curve)
        );
    }
    for (label, figures) in report.by_block.labels.iter() {
        if let (Some(precision), Some(recall)) = (figures.precision, figures.recall) {
            svg += &dot(recall, precision, 5.0, ink(label).0);
        }
    }
    let figure = |label: Label| format!("AP {}", share(report.curves.of(label).average_precision));
    svg += &legend(Label::ALL.map(figure));
    svg += &notes(&["dots: blocks as labelled", "AP: average precision"]);
    svg + "</svg>\n"
}

/// Observed share against mean score for each label, a dot for each bin of scores.
pub fn reliability_svg(report: &Report) -> String {
    let mut svg = frame("Calibration of each label's score", report, "score", "observed share");
    svg += &format!(
        "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#888888\" stroke-width=\"1\" \
         stroke-dasharray=\"5 5\"/>\n",
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    );
    for (label, calibration) in report.calibration.iter() {
        let (colour, dashes) = ink(label);
        let mut points = Vec::new();
        let mut dots = String::new();
        for bin in &calibration.bins {
            if let (Some(mean), Some(seen)) = (bin.mean_score, bin.observed_share) {
                points.push(format!("{:.1},{:.1}", x(mean), y(seen)));
                dots += &dot(mean, seen, dot_radius(bin.n_blocks), colour);
            }
        }
        svg += &format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" stroke-opacity=\"0.7\" \
             stroke-dasharray=\"{dashes}\"/>\n{dots}",
            points.join(" ")
        );
    }
    let figure = |label: Label| format!("ECE {}", share(report.calibration.of(label).expected_error));
    svg += &legend(Label::ALL.map(figure));
    svg += &notes(&["grey: perfect calibration", "larger dots: more blocks", "ECE: expected", "calibration error"]);
    svg + "</svg>\n"
}

/// A dot tells tens from thousands of blocks: a unit per power of ten.
fn dot_radius(n_blocks: u64) -> f64 {
    2.5 + (n_blocks.max(1) as f64).log10()
}

/// Horizontal place of a share.
fn x(share: f64) -> f64 {
    LEFT + SIDE * share
}

/// Vertical place of a share; SVG counts downwards.
fn y(share: f64) -> f64 {
    TOP + SIDE * (1.0 - share)
}

/// The curve as the steps whose area is the average precision.
fn steps(curve: &PrCurve) -> String {
    let Some(first) = curve.points.first() else {
        return String::new();
    };
    let mut path = format!("M{:.1} {:.1}", x(0.0), y(first.precision));
    for point in &curve.points {
        path += &format!("V{:.1}H{:.1}", y(point.precision), x(point.recall));
    }
    path
}

/// Everything but the data: page, headings, grid, ticks and the names of the axes.
fn frame(title: &str, report: &Report, x_name: &str, y_name: &str) -> String {
    let (width, height) = SIZE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\" \
         fill=\"#222222\">\n<title>{}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
        escaped(title)
    );
    let counts = &report.counts;
    let about = format!("blocks {}, sites {}", count(counts.n_blocks), count(counts.n_sites));
    svg += &text(LEFT, 28.0, "font-size=\"17\" font-weight=\"bold\"", title);
    svg += &text(LEFT, 48.0, "fill=\"#555555\"", &about);
    for tick in 0..=5 {
        svg += &ticks(f64::from(tick) / 5.0);
    }
    svg += &format!(
        "<rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" \
         stroke=\"#888888\"/>\n"
    );
    svg += &text(x(0.5), TOP + SIDE + 44.0, "text-anchor=\"middle\"", x_name);
    let (name_x, name_y) = (LEFT - 46.0, y(0.5));
    let turned = format!("text-anchor=\"middle\" transform=\"rotate(-90 {name_x} {name_y})\"");
    svg + &text(name_x, name_y, &turned, y_name)
}

/// Grid lines and numbers of one tick on both axes.
fn ticks(at: f64) -> String {
    let (left, right, top, bottom) = (x(0.0), x(1.0), y(1.0), y(0.0));
    let (tick_x, tick_y) = (x(at), y(at));
    let number = format!("{at:.1}");
    format!(
        "<path d=\"M{tick_x} {top}V{bottom}M{left} {tick_y}H{right}\" stroke=\"#e4e4e4\"/>\n{}{}",
        text(tick_x, bottom + 20.0, "text-anchor=\"middle\"", &number),
        text(left - 8.0, tick_y + 4.5, "text-anchor=\"end\"", &number)
    )
}

fn dot(at_x: f64, at_y: f64, radius: f64, colour: &str) -> String {
    format!(
        "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\" fill=\"{colour}\" \
         stroke=\"#ffffff\" stroke-width=\"1\"/>\n",
        x(at_x),
        y(at_y)
    )
}

/// A line sample, the name and a figure for each label.
fn legend(figures: [String; 3]) -> String {
    let mut svg = String::new();
    for (label, figure) in Label::ALL.into_iter().zip(figures) {
        let (colour, dashes) = ink(label);
        let middle = LEGEND.1 + 26.0 * label.idx() as f64;
        svg += &format!(
            "<path d=\"M{} {middle}h36\" stroke=\"{colour}\" stroke-width=\"2.5\" \
             stroke-dasharray=\"{dashes}\"/>\n",
            LEGEND.0
        );
        svg += &text(LEGEND.0 + 46.0, middle + 4.5, "", label.name());
        svg += &text(LEGEND.0 + 104.0, middle + 4.5, "", &figure);
    }
    svg
}

/// Small lines under the legend.
fn notes(lines: &[&str]) -> String {
    let place = |idx: usize| LEGEND.1 + 100.0 + 18.0 * idx as f64;
    let style = "fill=\"#555555\" font-size=\"12\"";
    lines.iter().enumerate().map(|(idx, line)| text(LEGEND.0, place(idx), style, line)).collect()
}

fn text(at_x: f64, at_y: f64, attributes: &str, content: &str) -> String {
    format!("<text x=\"{at_x}\" y=\"{at_y}\" {attributes}>{}</text>\n", escaped(content))
}

/// Text as XML may hold it: marked characters escaped, forbidden ones left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() && !matches!(c, '\t' | '\n') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::PrPoint;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a<b> & \"c\"\u{1b}\u{FFFE}"), "a&lt;b&gt; &amp; &quot;c&quot;");
    }

    #[test]
    fn steps_hold_precision_back_to_the_recall_before() {
        let points = vec![
            PrPoint { threshold: 0.9, precision: 1.0, recall: 0.5 },
            PrPoint { threshold: 0.2, precision: 0.5, recall: 1.0 },
        ];
        let curve = PrCurve { average_precision: Some(0.75), points };
        assert_eq!(steps(&curve), "M70.0 64.0V64.0H275.0V269.0H480.0");
        assert_eq!(steps(&PrCurve::default()), "");
    }
}
