//! Draws lines in two log-log fields, time and memory against the size of the page, as SVG.
//!
//! Grey dashed lines have slope one: a line that keeps beside them grows as the page does.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A family's points: bytes of the page, seconds, bytes of memory.
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) points: Vec<[f64; 3]>,
}

/// Colours that people who see few colours tell apart as well (Okabe and Ito, and two greys).
const COLOURS: [&str; 8] = ["#000000", "#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#0072B2", "#D55E00", "#888888"];
const FIELD: [f64; 2] = [420.0, 340.0];
const TOP: f64 = 50.0;
const LEFT: f64 = 80.0;
const GAP: f64 = 95.0;

/// A field of the drawing: where it begins, what it shows, and the decades that it spans.
struct Field {
    left: f64,
    title: &'static str,
    which: usize,
    x: [i32; 2],
    y: [i32; 2],
}

impl Field {
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let share = |value: f64, [low, high]: [i32; 2]| (value.log10() - f64::from(low)) / f64::from(high - low);
        (self.left + share(x, self.x) * FIELD[0], TOP + (1.0 - share(y, self.y)) * FIELD[1])
    }
}

/// Writes the drawing.
pub(crate) fn write_svg(path: &Path, lines: &[Line]) {
    let width = LEFT + FIELD[0] * 2.0 + GAP + 30.0;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 500" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>"#
    );
    for (n, title) in
        ["Processor time against size of the page", "Memory beyond the page and the model"].iter().enumerate()
    {
        let left = LEFT + n as f64 * (FIELD[0] + GAP);
        let field = Field { left, title, which: n + 1, x: decades(lines, 0), y: decades(lines, n + 1) };
        draw_frame(&mut svg, &field);
        draw_lines(&mut svg, &field, lines);
    }
    draw_legend(&mut svg, lines);
    svg.push_str("</svg>\n");
    fs::write(path, svg).unwrap();
}

/// Whole decades around the values of a coordinate.
fn decades(lines: &[Line], which: usize) -> [i32; 2] {
    let values = || lines.iter().flat_map(|line| &line.points).map(|point| point[which].max(1e-9).log10());
    let low = values().fold(f64::MAX, f64::min).floor() as i32;
    let high = values().fold(f64::MIN, f64::max).ceil() as i32;
    [low, high.max(low + 1)]
}

fn draw_frame(svg: &mut String, field: &Field) {
    let (left, [width, height]) = (field.left, FIELD);
    let _ = writeln!(svg, r#"<text x="{left}" y="{}" font-size="15">{}</text>"#, TOP - 20.0, field.title);
    for decade in field.x[0]..=field.x[1] {
        let (x, bottom) = (field.at(10f64.powi(decade), 1.0).0, TOP + height);
        let label = si(decade, "B");
        let _ = writeln!(svg, r##"<path d="M{x:.1} {TOP}V{bottom}" stroke="#e4e4e4"/>"##);
        let _ = writeln!(svg, r#"<text x="{x:.1}" y="{}" text-anchor="middle">{label}</text>"#, bottom + 18.0);
    }
    for decade in field.y[0]..=field.y[1] {
        let y = field.at(1.0, 10f64.powi(decade)).1;
        let label = si(decade, if field.which == 1 { "s" } else { "B" });
        let _ = writeln!(svg, r##"<path d="M{left} {y:.1}h{width}" stroke="#e4e4e4"/>"##);
        let _ = writeln!(svg, r#"<text x="{}" y="{:.1}" text-anchor="end">{label}</text>"#, left - 6.0, y + 4.0);
    }
    // Lines of slope one, clipped to the field.
    let clip = format!("field{}", field.which);
    let _ = writeln!(
        svg,
        r#"<clipPath id="{clip}"><rect x="{left}" y="{TOP}" width="{width}" height="{height}"/></clipPath>"#
    );
    for shift in field.y[0] - field.x[1]..=field.y[1] - field.x[0] {
        let [from, to] = field.x.map(|x| field.at(10f64.powi(x), 10f64.powi(x + shift)));
        let _ = writeln!(
            svg,
            r##"<path d="M{:.1} {:.1}L{:.1} {:.1}" stroke="#999" stroke-dasharray="2 4" clip-path="url(#{clip})"/>"##,
            from.0, from.1, to.0, to.1
        );
    }
    let _ =
        writeln!(svg, r##"<rect x="{left}" y="{TOP}" width="{width}" height="{height}" fill="none" stroke="#666"/>"##);
}

fn draw_lines(svg: &mut String, field: &Field, lines: &[Line]) {
    for (line, colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        let floor = 10f64.powi(field.y[0]);
        let places: Vec<(f64, f64)> =
            line.points.iter().map(|point| field.at(point[0], point[field.which].max(floor))).collect();
        let path: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        let _ = writeln!(
            svg,
            r#"<path d="M{}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-linejoin="round"/>"#,
            path.join("L")
        );
        for (x, y) in places {
            let _ = writeln!(svg, r#"<circle cx="{x:.1}" cy="{y:.1}" r="2.6" fill="{colour}"/>"#);
        }
    }
}

/// Names of the lines below the fields, four in a row.
fn draw_legend(svg: &mut String, lines: &[Line]) {
    for (n, (line, colour)) in lines.iter().zip(COLOURS.iter().cycle()).enumerate() {
        let (x, y) = (LEFT + (n % 4) as f64 * 235.0, TOP + FIELD[1] + 50.0 + (n / 4) as f64 * 22.0);
        let _ = writeln!(svg, r#"<path d="M{x} {y}h24" stroke="{colour}" stroke-width="2.5"/>"#);
        let _ = writeln!(svg, r#"<text x="{}" y="{}">{}</text>"#, x + 32.0, y + 4.0, line.name);
    }
    let y = TOP + FIELD[1] + 96.0;
    let _ = writeln!(svg, r##"<path d="M{LEFT} {y}h24" stroke="#999" stroke-dasharray="2 4"/>"##);
    let _ = writeln!(svg, r#"<text x="{}" y="{}">grows as the page does</text>"#, LEFT + 32.0, y + 4.0);
}

/// A power of ten with a prefix: `si(4, "B")` is `10 kB`.
fn si(decade: i32, unit: &str) -> String {
    let prefix = match decade.div_euclid(3) {
        -3 => "n",
        -2 => "µ",
        -1 => "m",
        0 => "",
        1 => "k",
        2 => "M",
        3 => "G",
        _ => return format!("1e{decade} {unit}"),
    };
    format!("{} {prefix}{unit}", 10i32.pow(decade.rem_euclid(3) as u32))
}
