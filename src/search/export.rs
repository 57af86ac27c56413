//! Results to take away: NDJSON that can be indexed again, CSV for spreadsheets.

use std::io::{self, Write};

use serde::Serialize;

use super::counts::Crosstab;
use crate::codes::{CommuniqueId, CountryCode, LanguageCode, TopicPath};
use crate::communique::EnrichedCommunique;
use crate::date::PartialDate;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// A JSON object a line, in the form that records are read in.
    Ndjson,
    /// Comma-separated values (RFC 4180) with a heading, lists joined by `; `.
    Csv,
    /// The same after a byte order mark, by which Excel knows UTF-8.
    CsvWithBom,
}

/// Writes documents one after another, holding none.
#[derive(Debug)]
pub struct ExportWriter {
    format: ExportFormat,
}

/// A document as it is exported: the fields of a record, so that an export can be indexed again.
#[derive(Serialize)]
struct ExportRecord<'a> {
    id: &'a CommuniqueId,
    title: &'a str,
    date: Option<PartialDate>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    language: LanguageCode,
    countries: Vec<CountryCode>,
    topics: Vec<&'a TopicPath>,
    organisations: Vec<&'a str>,
    body: &'a str,
}

const COLUMNS: [&str; 10] =
    ["id", "title", "date", "source", "url", "language", "countries", "topics", "organisations", "body"];

impl ExportWriter {
    /// A writer of this form.
    pub fn new(format: ExportFormat) -> ExportWriter {
        ExportWriter { format }
    }

    /// Writes what comes before the first document.
    ///
    /// # Errors
    /// When `out` does.
    pub fn begin(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            ExportFormat::Ndjson => Ok(()),
            ExportFormat::Csv => csv_row(out, COLUMNS),
            ExportFormat::CsvWithBom => {
                out.write_all("\u{feff}".as_bytes())?;
                csv_row(out, COLUMNS)
            }
        }
    }

    /// Writes one document.
    ///
    /// # Errors
    /// When `out` does.
    pub fn write(&mut self, document: &EnrichedCommunique, out: &mut impl Write) -> io::Result<()> {
        let record = ExportRecord::new(document);
        match self.format {
            ExportFormat::Ndjson => {
                serde_json::to_writer(&mut *out, &record)?;
                out.write_all(b"\n")
            }
            ExportFormat::Csv | ExportFormat::CsvWithBom => csv_row(out, record.cells()),
        }
    }
}

impl<'a> ExportRecord<'a> {
    fn new(document: &'a EnrichedCommunique) -> ExportRecord<'a> {
        ExportRecord {
            id: &document.id,
            title: &document.title,
            date: document.date,
            source: document.source.as_deref(),
            url: document.url.as_deref(),
            language: document.main_language(),
            countries: document.primary_countries().collect(),
            topics: document.topics.iter().map(|tag| &tag.path).collect(),
            organisations: document.organisations.iter().map(|tag| tag.name.as_str()).collect(),
            body: &document.body,
        }
    }

    fn cells(&self) -> [String; 10] {
        let joined = |list: Vec<&str>| list.join("; ");
        [
            self.id.to_string(),
            self.title.to_owned(),
            self.date.map(|date| date.to_string()).unwrap_or_default(),
            self.source.unwrap_or_default().to_owned(),
            self.url.unwrap_or_default().to_owned(),
            self.language.to_string(),
            joined(self.countries.iter().map(CountryCode::as_str).collect()),
            joined(self.topics.iter().map(|path| path.as_str()).collect()),
            joined(self.organisations.clone()),
            self.body.to_owned(),
        ]
    }
}

fn csv_row<S: AsRef<str>>(out: &mut impl Write, cells: impl IntoIterator<Item = S>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let cells: Vec<String> = cells.into_iter().map(|cell| defused(cell.as_ref())).collect();
    writer.write_record(cells).map_err(io::Error::other)?;
    writer.flush()
}

/// A cell that a spreadsheet would run as a formula begins with an apostrophe instead (OWASP, "CSV Injection").
fn defused(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}

/// A table of pairs as CSV: a heading of column labels, a row a row label, margins last.
///
/// # Errors
/// None: writing to memory does not fail; the library's signature says otherwise.
pub fn csv_of_crosstab(table: &Crosstab) -> io::Result<String> {
    let mut out = Vec::new();
    let corner = format!("{} / {}", table.rows_field, table.cols_field);
    let heading = std::iter::once(corner)
        .chain(table.cols.iter().map(|col| col.label.clone()))
        .chain(std::iter::once("total".to_owned()));
    csv_row(&mut out, heading)?;
    for (row, cells) in table.rows.iter().zip(&table.cells) {
        let counts = cells.iter().map(u64::to_string);
        let line = std::iter::once(row.label.clone()).chain(counts).chain([row.count.to_string()]);
        csv_row(&mut out, line)?;
    }
    let margins = table.cols.iter().map(|col| col.count.to_string());
    csv_row(&mut out, std::iter::once("total".to_owned()).chain(margins).chain([table.total.to_string()]))?;
    String::from_utf8(out).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: &[&str], expected: &str) {
        let mut out = Vec::new();
        csv_row(&mut out, cells).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        check(&["a", "b,c", "d\"e"], "a,\"b,c\",\"d\"\"e\"\r\n");
        check(&["=1+1", "@SUM(A1)", "-2", "a=b"], "'=1+1,'@SUM(A1),'-2,a=b\r\n");
        check(&["two\nlines", ""], "\"two\nlines\",\r\n");
        check(&[""], "\"\"\r\n");
    }

    #[test]
    fn a_table_has_its_margins() {
        let value = |value: &str, count| super::super::counts::CrosstabValue {
            value: value.to_owned(),
            label: value.to_owned(),
            count,
        };
        let table = Crosstab {
            rows_field: "country".into(),
            cols_field: "topic".into(),
            rows: vec![value("MA", 3), value("FR", 2)],
            cols: vec![value("cyber", 4)],
            cells: vec![vec![2], vec![1]],
            total: 5,
        };
        let expected = "country / topic,cyber,total\r\nMA,2,3\r\nFR,1,2\r\ntotal,4,5\r\n";
        assert_eq!(csv_of_crosstab(&table).unwrap(), expected);
    }
}
