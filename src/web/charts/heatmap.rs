//! Pairs of values against each other, shaded by count, with margins.

use askama::Template;

use super::scale::{Scale, Step};
use crate::query::FacetField;
use crate::search::{Crosstab, CrosstabValue};
use crate::web::urls::PageUrls;

/// The most rows and columns that fit a page; more are taken away as CSV.
const MAX_ROWS: usize = 20;
const MAX_COLUMNS: usize = 14;

/// A table of pairs as it is drawn.
#[derive(Debug, Clone, Template)]
#[template(path = "charts/heatmap.svg", config = ".askama.toml")]
pub struct HeatMap {
    /// The columns with their margins.
    pub columns: Vec<HeatCell>,
    /// The rows: their heading with its margin, and their cells.
    pub rows: Vec<(HeatCell, Vec<HeatCell>)>,
    /// Hits in all.
    pub total: u64,
    /// Whether there are more rows or columns than are drawn.
    pub is_cut: bool,
    scale: Scale,
}

/// A cell or a margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatCell {
    /// What it stands for.
    pub label: String,
    /// Hits.
    pub count: u64,
    /// Its shade, 0 for none.
    pub shade: usize,
    /// Those hits.
    pub url: String,
}

impl HeatMap {
    /// Draws `table`: the values at the top of their trees, or under `within` where that is given.
    pub fn new(
        table: &Crosstab,
        fields: (FacetField, FacetField),
        within: Option<&str>,
        urls: &PageUrls,
    ) -> HeatMap {
        let (row_field, column_field) = fields;
        let is_under =
            |value: &str, above: &str| value.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'));
        let is_shown = |value: &CrosstabValue| match within {
            Some(above) => is_under(&value.value, above),
            None => !value.value.contains('/'),
        };
        let shown = table.cols.iter().enumerate().filter(|(_, value)| is_shown(value));
        let mut shown: Vec<(usize, &CrosstabValue)> = shown.collect();
        let is_whole = |(_, value): &(usize, &CrosstabValue)| !value.value.contains('-');
        let rows = table.rows.iter().enumerate().filter(is_whole);
        let mut rows: Vec<(usize, &CrosstabValue)> = rows.collect();
        let is_cut = rows.len() > MAX_ROWS || shown.len() > MAX_COLUMNS;
        rows.truncate(MAX_ROWS);
        shown.truncate(MAX_COLUMNS);
        let count = |row: usize, column: usize| table.cells[row][column];
        let highest =
            rows.iter().flat_map(|(row, _)| shown.iter().map(|(column, _)| count(*row, *column))).max();
        let scale = Scale::new(highest.unwrap_or(0));
        let margin = |field: FacetField, value: &CrosstabValue| HeatCell {
            label: value.label.clone(),
            count: value.count,
            shade: 0,
            url: urls.narrowed_to(&[(field, &value.value)]),
        };
        let cell = |row: &(usize, &CrosstabValue), column: &(usize, &CrosstabValue)| {
            let found = count(row.0, column.0);
            HeatCell {
                label: format!("{} × {}", row.1.label, column.1.label),
                count: found,
                shade: scale.shade(found),
                url: urls.narrowed_to(&[(row_field, &row.1.value), (column_field, &column.1.value)]),
            }
        };
        HeatMap {
            rows: rows
                .iter()
                .map(|row| (margin(row_field, row.1), shown.iter().map(|column| cell(row, column)).collect()))
                .collect(),
            columns: shown.iter().map(|(_, value)| margin(column_field, value)).collect(),
            total: table.total,
            is_cut,
            scale,
        }
    }

    /// What each shade means.
    pub fn steps(&self) -> Vec<Step> {
        self.scale.steps()
    }

    fn fill(&self, shade: &usize) -> &'static str {
        super::FILLS[*shade]
    }

    /// Ink that is read on a shade.
    fn ink(&self, shade: &usize) -> &'static str {
        if *shade >= 4 { "#ffffff" } else { "#1b2733" }
    }

    fn width(&self) -> usize {
        LEFT + self.columns.len() * COLUMN + 160
    }

    fn height(&self) -> usize {
        TOP + (self.rows.len() + 1) * ROW + 10
    }

    fn x(&self, column: &usize) -> usize {
        LEFT + column * COLUMN
    }

    fn y(&self, row: &usize) -> usize {
        TOP + row * ROW
    }
}

const LEFT: usize = 190;
const TOP: usize = 150;
const COLUMN: usize = 62;
const ROW: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::SearchParams;
    use crate::web::locale::UiLocale;

    fn map(within: Option<&str>) -> HeatMap {
        let value =
            |value: &str, count| CrosstabValue { value: value.into(), label: value.to_uppercase(), count };
        let table = Crosstab {
            rows_field: "country".into(),
            cols_field: "topic".into(),
            rows: vec![value("CA", 9), value("CA-QC", 4), value("MA", 2)],
            cols: vec![value("crime", 9), value("crime/drugs", 5), value("cyber", 2)],
            cells: vec![vec![9, 5, 0], vec![4, 1, 0], vec![0, 0, 2]],
            total: 11,
        };
        let urls = PageUrls::new(SearchParams::default(), UiLocale::French);
        HeatMap::new(&table, (FacetField::Country, FacetField::Topic), within, &urls)
    }

    fn counts(map: &HeatMap) -> Vec<Vec<u64>> {
        map.rows.iter().map(|(_, cells)| cells.iter().map(|cell| cell.count).collect()).collect()
    }

    #[test]
    fn the_tops_of_trees_are_shown_with_their_margins() {
        let map = map(None);
        assert_eq!(counts(&map), [[9, 0], [0, 2]]);
        assert_eq!(map.columns.iter().map(|cell| cell.count).collect::<Vec<_>>(), [9, 2]);
        assert_eq!(map.rows[0].1[0].url, "/?country=CA&topic=crime&locale=fr");
        assert_eq!((map.rows[0].1[0].shade, map.rows[0].1[1].shade), (6, 0));
    }

    #[test]
    fn under_a_topic_are_those_below_it() {
        assert_eq!(counts(&map(Some("crime"))), [[5], [0]]);
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_said() {
        assert!(!map(None).is_cut);
        let many = |count: usize| {
            let value = |at: usize| CrosstabValue { value: format!("v{at}"), label: String::new(), count: 1 };
            (0..count).map(value).collect::<Vec<_>>()
        };
        let table = Crosstab {
            rows_field: "country".into(),
            cols_field: "topic".into(),
            rows: many(MAX_ROWS + 1),
            cols: many(2),
            cells: vec![vec![1, 1]; MAX_ROWS + 1],
            total: 21,
        };
        let urls = PageUrls::new(SearchParams::default(), UiLocale::French);
        let map = HeatMap::new(&table, (FacetField::Country, FacetField::Topic), None, &urls);
        assert_eq!((map.rows.len(), map.is_cut), (MAX_ROWS, true));
    }

    #[test]
    fn the_picture_stands_alone() {
        let svg = map(None).render().unwrap();
        assert!(svg.starts_with("<svg xmlns=") && !svg.contains("style=") && !svg.contains("class="));
    }
}
