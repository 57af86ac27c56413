//! A document → tantivy's fields, and its stored record back.

use std::mem::take;

use tantivy::TantivyDocument;

use super::bands;
use super::blocks::Record;
use super::errors::Place;
use super::packing::Marks;
use super::replay::{Terms, script};
use super::schema::Fields;
use crate::codes::CommuniqueId;
use crate::communique::EnrichedCommunique;
use crate::date::{PartialDate, days_since_epoch};
use crate::engine::{EngineError, IndexedDocument, facet_values};
use crate::query::FacetField;

/// Days from 0000-01-01 to 1970-01-01, and one more so that 0 is free for "undated".
const EPOCH_OFFSET: i32 = 719_528 + 1;

/// A day as a column holds it; years from 1 on make it positive.
pub(super) fn day_number(day: jiff::civil::Date) -> u64 {
    u64::try_from(days_since_epoch(day) + EPOCH_OFFSET).unwrap_or(1)
}

/// The day of a column's number; `None` for "undated".
pub(super) fn day_of_number(number: u64) -> Option<jiff::civil::Date> {
    let number = i32::try_from(number).ok().filter(|&number| number > 0)?;
    crate::date::date_from_days(number - EPOCH_OFFSET)
}

/// What breaks ties and names a document among its family: a hash of its id.
pub(super) fn tie_of(id: &CommuniqueId) -> u64 {
    id.digest()
}

/// 64 bits of a text's hash.
pub(super) fn hash_of(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// A source as filters compare it.
pub(super) fn source_key(source: &str) -> String {
    source.trim().to_lowercase()
}

/// The tantivy document of `indexed`, whose texts, evidence and passages are taken out.
pub(super) fn to_tantivy(
    fields: &Fields,
    indexed: &mut IndexedDocument,
    title_weight: u8,
) -> Result<TantivyDocument, postcard::Error> {
    let document = &indexed.document;
    let (title, body) = (&indexed.title_tokens, &indexed.body_tokens);
    let mut made = TantivyDocument::new();
    made.add_text(fields.id, document.id.as_str());
    made.add_text(fields.text, script(title, body, title_weight, Terms::Forms));
    made.add_text(fields.stem, script(title, body, title_weight, Terms::Stems));
    made.add_text(fields.title, script(&Vec::new(), title, 0, Terms::Forms));
    made.add_text(fields.title_stem, script(&Vec::new(), title, 0, Terms::Stems));
    for field in FacetField::ALL {
        for value in facet_values(document, field) {
            made.add_text(fields.facet(field), value);
        }
    }
    if let Some(source) = &document.source {
        made.add_text(fields.source_key, source_key(source));
    }
    made.add_text(fields.origin, &indexed.origin);
    let first = document.date.map_or(0, |date| day_number(PartialDate::first_day(date)));
    let last = document.date.map_or(0, |date| day_number(PartialDate::last_day(date)));
    made.add_u64(fields.first_day, first);
    made.add_u64(fields.last_day, last);
    made.add_u64(fields.tie, tie_of(&document.id));
    made.add_u64(fields.content_hash, indexed.content_hash);
    for key in indexed.sketch.band_keys() {
        made.add_u64(fields.bands, bands::kept(key));
    }
    let marks = Marks::take(&mut indexed.document);
    let (title, body) = (take(&mut indexed.document.title), take(&mut indexed.document.body));
    made.add_custom(fields.facts, &postcard::to_stdvec(&(&indexed.document, marks, title.len()))?);
    made.add_custom(fields.prose, (title + &body).as_bytes());
    Ok(made)
}

/// How much of a document is put together again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// All but the evidence, which takes longer than all else and which no page of hits shows.
    Shown,
    /// All.
    Whole,
}

/// The document that `record` was made of.
pub(super) fn from_record(
    place: &Place,
    record: &Record,
    depth: Depth,
) -> Result<EnrichedCommunique, EngineError> {
    let damaged = |problem: String| place.damaged("the document store", problem);
    let decoded = postcard::from_bytes::<(EnrichedCommunique, Marks, usize)>(record.facts());
    let (mut document, marks, title_bytes) =
        decoded.map_err(|error| damaged(format!("a record cannot be read: {error}")))?;
    let prose = std::str::from_utf8(record.prose()).ok();
    let (title, body) = prose
        .and_then(|prose| prose.split_at_checked(title_bytes))
        .ok_or_else(|| damaged("the text of a record is of another".to_owned()))?;
    (document.title, document.body) = (title.to_owned(), body.to_owned());
    let restored = match depth {
        Depth::Shown => marks.restore_passages(&mut document),
        Depth::Whole => marks.restore(&mut document),
    };
    restored.ok_or_else(|| damaged("the marks of a record are of another".to_owned()))?;
    Ok(document)
}
