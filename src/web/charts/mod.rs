//! Pictures of counts: over time, on a map of the world, pairs against each other.
//!
//! Owns geometry and shades; what things are called and where a click leads is given. Each picture is
//! an SVG that stands alone: its colours are presentation attributes, which the page's style overrides
//! by class for the dark, and which survive where inline styles are forbidden. Every picture also gives
//! its rows, for the table behind it and for CSV. Shades differ in lightness, so that none is lost in grey.

mod heatmap;
mod scale;
mod timeline;
mod world;

pub use heatmap::{HeatCell, HeatMap};
pub use scale::{STEPS, Scale, Step};
pub use timeline::{TimeBar, TimeChart, TimeChartOptions, fitting_interval};
pub use world::{WorldMap, WorldPlace, world_asset};

/// What a shade from 0 (none) to [`STEPS`] looks like where no style says otherwise.
const FILLS: [&str; STEPS + 1] =
    ["#e6e1d6", "#cfe0ec", "#a3c3da", "#739fc2", "#4a7ba5", "#2a5a86", "#0b3d5c"];

/// What the pieces of a bar look like where no style says otherwise; the last is for all others.
const SERIES_FILLS: [&str; 6] = ["#0b3d5c", "#4a7ba5", "#9dc1d9", "#b3560a", "#f0a35e", "#ded9cd"];

/// Rows as CSV (RFC 4180) after a byte order mark, by which spreadsheets know UTF-8.
pub fn csv_of(rows: &[Vec<String>]) -> String {
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row.iter().map(|cell| defused(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

/// A cell that a spreadsheet would run as a formula begins with an apostrophe instead (OWASP, "CSV Injection").
fn defused(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_csv_that_no_spreadsheet_runs() {
        let rows = [vec!["a,b".to_owned(), "=1".to_owned()], vec!["٣".to_owned(), "2".to_owned()]];
        assert_eq!(csv_of(&rows), "\u{feff}\"a,b\",'=1\r\n٣,2\r\n");
    }

    #[test]
    fn shades_darken_even_in_grey() {
        let lightness = |fill: &&str| {
            let channel = |at: usize| u32::from_str_radix(&fill[at..at + 2], 16).unwrap();
            // Rec. 709 luma, in thousandths.
            213 * channel(1) + 715 * channel(3) + 72 * channel(5)
        };
        assert!(FILLS.iter().map(lightness).is_sorted_by(|a, b| a > b));
        for pair in SERIES_FILLS.windows(2) {
            assert!(lightness(&pair[0]).abs_diff(lightness(&pair[1])) > 20_000, "{pair:?}");
        }
    }
}
