//! Which countries a document is about, which it only names, and whose its publisher is.
//!
//! Owns the way from words to countries: `signs` are the words, `mentions` settles each on one
//! meaning by its context, `salience` weighs them, `issuer` looks at who publishes. Knows nothing of
//! topics, and nothing of how the result is stored.

mod issuer;
mod mentions;
mod salience;
mod signs;

use smallvec::SmallVec;

use crate::analysis::{AnalysisCache, Analyzer, Word};
use crate::codes::{CountryCode, LanguageCode};
use crate::communique::CountryTag;
use crate::config::{Config, Countries};
use crate::enrich::gazetteer::WordId;
use crate::enrich::view::DocumentView;

/// Finds countries. Shared by all threads.
#[derive(Debug)]
pub(super) struct CountryTagger {
    signs: signs::Signs,
    countries: Countries,
    analyzer: Analyzer,
}

/// What a document has to do with countries.
#[derive(Debug, Clone, Default)]
pub(super) struct Tagged {
    /// Countries and subdivisions, highest score first; those that are only mentioned too.
    pub countries: Vec<CountryTag>,
    /// The country of who published it.
    pub issuer_country: Option<CountryCode>,
}

impl CountryTagger {
    /// A tagger by the words of `config`; `analyzer` must be the one that makes the documents' tokens.
    pub(super) fn new(config: &Config, analyzer: &Analyzer) -> CountryTagger {
        CountryTagger {
            signs: signs::Signs::new(&config.countries, analyzer),
            countries: config.countries.clone(),
            analyzer: analyzer.clone(),
        }
    }

    /// The words of countries' names that a word in a text of `language` may be.
    pub(super) fn name_words(&self, word: &Word, language: LanguageCode) -> SmallVec<[WordId; 2]> {
        self.signs.gazetteer.name_words(word, language)
    }

    /// The countries of a document, in time linear in its tokens.
    pub(super) fn tag(&self, view: &DocumentView<'_>, cache: &mut AnalysisCache) -> Tagged {
        let mentions = mentions::mentions(&self.signs, view);
        Tagged {
            countries: salience::tags(&self.signs, &self.countries, &mentions),
            issuer_country: issuer::issuer(&self.signs, &self.countries, (&self.analyzer, cache), view),
        }
    }
}

#[cfg(test)]
mod tests;
