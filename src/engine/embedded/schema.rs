//! The fields of the index.
//!
//! Two ways in for every word: `text` holds exact forms with their positions (the title repeated
//! `title-weight` times before the body, which is BM25F by replication: Robertson, Zaragoza and
//! Taylor 2004), `stem` the stems. Facet fields are terms, to filter by, and columns, to count.

use std::sync::Arc;

use tantivy::Index;
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;

use super::replay::ReplayTokenizer;
use super::store::StorePlugin;
use crate::query::{FacetField, TextField};

/// The name under which the replay tokenizer is known to tantivy.
const REPLAY: &str = "replay";

/// The kind of field that [our own store](super::store) keeps.
const RECORDS: &str = "records";

/// Column of the days since the year 0 of the first day a document's date may stand for; 0 when undated.
pub(super) const FIRST_DAY: &str = "first_day";
/// The same for the last day.
pub(super) const LAST_DAY: &str = "last_day";
/// Column of the hash of the id, by which ties are broken and families know their members.
pub(super) const TIE: &str = "tie";
/// Column of the hash of the source document.
pub(super) const CONTENT_HASH: &str = "content_hash";
/// Column of the [keys of a document's bands](super::bands).
pub(super) const BANDS: &str = "bands";

/// Handles of the fields, in the order in which they were declared.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub text: Field,
    pub stem: Field,
    pub title: Field,
    pub title_stem: Field,
    pub facets: [Field; FacetField::ALL.len()],
    pub source_key: Field,
    pub origin: Field,
    pub first_day: Field,
    pub last_day: Field,
    pub tie: Field,
    pub content_hash: Field,
    pub bands: Field,
    pub prose: Field,
    pub facts: Field,
}

/// Whether the length of each text is kept beside its terms.
#[derive(PartialEq)]
enum Lengths {
    Kept,
    Left,
}

impl Fields {
    pub(super) fn new() -> Fields {
        let mut schema = Schema::builder();
        // Scores are set against the length of `text` alone.
        let words = |option, lengths: Lengths| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(REPLAY)
                .set_index_option(option)
                .set_fieldnorms(lengths == Lengths::Kept);
            TextOptions::default().set_indexing_options(indexing)
        };
        let key = || {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic);
            TextOptions::default().set_indexing_options(indexing)
        };
        let id = schema.add_text_field("id", key());
        let text =
            schema.add_text_field("text", words(IndexRecordOption::WithFreqsAndPositions, Lengths::Kept));
        let stem = schema.add_text_field("stem", words(IndexRecordOption::WithFreqs, Lengths::Left));
        let title =
            schema.add_text_field("title", words(IndexRecordOption::WithFreqsAndPositions, Lengths::Left));
        let title_stem =
            schema.add_text_field("title_stem", words(IndexRecordOption::WithFreqs, Lengths::Left));
        let facets = FacetField::ALL.map(|field| schema.add_text_field(field.name(), key() | FAST));
        Fields {
            id,
            text,
            stem,
            title,
            title_stem,
            facets,
            source_key: schema.add_text_field("source_key", key()),
            origin: schema.add_text_field("origin", key()),
            first_day: schema.add_u64_field(FIRST_DAY, FAST),
            last_day: schema.add_u64_field(LAST_DAY, FAST),
            tie: schema.add_u64_field(TIE, FAST),
            content_hash: schema.add_u64_field(CONTENT_HASH, FAST),
            bands: schema.add_u64_field(BANDS, FAST),
            prose: schema.add_custom_field("prose", RECORDS, serde_json::Value::Null),
            facts: schema.add_custom_field("facts", RECORDS, serde_json::Value::Null),
            schema: schema.build(),
        }
    }

    /// The field of this facet's terms and column.
    pub(super) fn facet(&self, field: FacetField) -> Field {
        self.facets[field as usize]
    }

    /// The field of a text's exact forms.
    pub(super) fn forms(&self, text: TextField) -> Field {
        match text {
            TextField::All => self.text,
            TextField::Title => self.title,
        }
    }

    /// The field of a text's stems.
    pub(super) fn stems(&self, text: TextField) -> Field {
        match text {
            TextField::All => self.stem,
            TextField::Title => self.title_stem,
        }
    }
}

/// Tells tantivy of the tokenizers that the schema names, and of our own store; it asks for them only when it writes.
pub(super) fn register(index: &mut Index, fields: &Fields) {
    register_tokenizers(index);
    index.register_plugin(Arc::new(StorePlugin::new(fields)));
}

/// Tells tantivy of the tokenizers that the schema names.
pub(super) fn register_tokenizers(index: &mut Index) {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(REPLAY, ReplayTokenizer::default());
    index.set_tokenizers(tokenizers);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facet_fields_stand_in_the_order_of_their_enum() {
        let fields = Fields::new();
        for field in FacetField::ALL {
            assert_eq!(fields.schema.get_field_name(fields.facet(field)), field.name());
        }
    }
}
