//! Communiqué → enriched communiqué, pure: language, dateline, countries, topics, organisations, family.
//!
//! Owns what the indexer claims about a document, and the words that prove it. Never touches a
//! disk or a clock; takes its rules from [`crate::config`] and its tokens from [`crate::analysis`].
//! [`Enricher::enrich`] is the whole of it, step by step.

mod agencies;
mod countries;
mod dateline;
mod dates;
mod edges;
mod enricher;
mod family;
mod fold;
mod gazetteer;
mod language;
mod notes;
mod organisations;
mod passages;
mod persons;
mod publication;
mod sketch;
mod source;
mod title;
mod topics;
mod view;

pub use dateline::{Dateline, dateline_at, find_dateline};
pub use dates::{DatePhrase, DayOrder, find_dates};
pub use enricher::{Enricher, Enrichment, sketch_again};
pub use family::same_family;
pub use language::{DetectedLanguages, DetectionInput, LanguageDetector};
pub use notes::{DocumentNotes, EnrichmentCache};
pub use passages::{MAX_PASSAGES, mark_title, split_passages};
pub use publication::{PublicationDate, PublicationInput, publication_date};
pub use sketch::Sketch;
pub use source::{MAX_SOURCE_CHARS, SourceInput, find_source, normalise_source};
pub use title::{FoundTitle, MAX_CUT_CHARS, find_title};
pub use topics::TopicTagger;
pub use view::DocumentView;

#[cfg(test)]
mod sample_tests;
