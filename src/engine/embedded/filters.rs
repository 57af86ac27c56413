//! Conditions on what the indexer found, as terms of the index and bounds of days.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use super::docset::{DayBounds, Days, DocBits};
use super::matcher::Matcher;
use super::record::{day_number, source_key};
use super::schema::Fields;
use super::snapshot::{Segment, Snapshot};
use super::terms::FoundTerm;
use crate::date::PartialDate;
use crate::engine::EngineError;
use crate::query::FilterValue;

const FILTERING: &str = "filtering";

/// A condition, looked up.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    /// Has this term.
    Term(FoundTerm),
    /// Dated so.
    Days(DayBounds),
}

/// The text of a facet value as it is indexed and counted; `None` for dates.
pub(super) fn value_text(value: &FilterValue) -> Option<String> {
    Some(match value {
        FilterValue::Country(code)
        | FilterValue::MentionedCountry(code)
        | FilterValue::IssuerCountry(code) => code.to_string(),
        FilterValue::Topic(path) => path.to_string(),
        FilterValue::Language(code) => code.to_string(),
        FilterValue::Source(name) | FilterValue::Organisation(name) | FilterValue::Person(name) => {
            name.clone()
        }
        FilterValue::Year(year) => format!("{year:04}"),
        FilterValue::Date { .. } => return None,
    })
}

fn term_of(fields: &Fields, value: &FilterValue) -> Option<(Field, String)> {
    let text = value_text(value)?;
    match value {
        FilterValue::Source(_) => Some((fields.source_key, source_key(&text))),
        _ => value.field().map(|field| (fields.facet(field), text)),
    }
}

impl Condition {
    pub(super) fn new(snapshot: &Snapshot, value: &FilterValue) -> Result<Condition, EngineError> {
        if let Some((field, text)) = term_of(&snapshot.fields, value) {
            return Ok(Condition::Term(snapshot.find(field, &text)?));
        }
        let (from, to) = match value {
            FilterValue::Date { from, to } => (*from, *to),
            _ => (None, None),
        };
        Ok(Condition::Days(DayBounds {
            from: from.map_or(0, |date| day_number(PartialDate::first_day(date))),
            to: to.map_or(u64::MAX, |date| day_number(PartialDate::last_day(date))),
        }))
    }

    /// Its documents in segment `number`.
    pub(super) fn matcher(&self, snapshot: &Snapshot, number: usize) -> Result<Matcher, EngineError> {
        let segment = &snapshot.segments[number];
        match self {
            Condition::Term(found) => {
                let postings = found.postings(snapshot, number, IndexRecordOption::Basic)?;
                Ok(postings.map_or(Matcher::Nothing, |postings| Matcher::Term(Box::new(postings))))
            }
            Condition::Days(bounds) => Ok(Matcher::Days(days(segment, *bounds))),
        }
    }

    /// Adds its documents in segment `number` to `bits`.
    pub(super) fn mark(
        &self,
        snapshot: &Snapshot,
        number: usize,
        bits: &mut DocBits,
    ) -> Result<(), EngineError> {
        let mut matcher = self.matcher(snapshot, number)?;
        let mut doc = matcher.doc();
        while doc != TERMINATED {
            bits.insert(doc);
            doc = matcher.seek(doc + 1);
        }
        Ok(())
    }
}

fn days(segment: &Segment, bounds: DayBounds) -> Days {
    let (first, last) = (segment.first_day.clone(), segment.last_day.clone());
    Days::new(first, last, bounds, segment.reader.max_doc())
}

impl FoundTerm {
    /// The term's postings in segment `number`, `None` when it is not there.
    pub(super) fn postings(
        &self,
        snapshot: &Snapshot,
        number: usize,
        option: IndexRecordOption,
    ) -> Result<Option<tantivy::postings::SegmentPostings>, EngineError> {
        let Some(info) = &self.infos[number] else { return Ok(None) };
        let inverted = snapshot.segments[number].reader.inverted_index(self.field);
        let inverted = inverted.map_err(snapshot.place.library(FILTERING))?;
        let postings = inverted.read_postings_from_terminfo(info, option);
        let postings = postings.map_err(snapshot.place.io(FILTERING))?;
        Ok((postings.doc() != TERMINATED).then_some(postings))
    }
}
