//! What a document is about: the topics whose terms it holds, weighed by where and how often.
//!
//! Owns the finding of terms ([`words`] in tokens, [`characters`] in scripts without spaces), what makes an
//! occurrence void ([`occurrences`]: masked, denied, out of context) and the weighing ([`score`]).
//! Takes its rules from `topics.toml` and its tokens as they are; never touches the text's language.

mod characters;
mod compile;
mod occurrences;
mod score;
mod words;

use smallvec::SmallVec;

pub(super) use words::Atom;

use crate::analysis::{Analyzer, Word};
use crate::codes::LanguageCode;
use crate::communique::TopicTag;
use crate::config::Topics;

use super::view::DocumentView;
use compile::Rules;

/// Finds the topics of documents. Shared by all threads.
#[derive(Debug)]
pub struct TopicTagger {
    rules: Rules,
}

impl TopicTagger {
    /// A tagger for these topics; the analyzer must be the one that makes the documents' tokens.
    pub fn new(topics: &Topics, analyzer: &Analyzer) -> TopicTagger {
        TopicTagger { rules: Rules::compile(topics, analyzer) }
    }

    /// The words of terms that a word, written as `surface` in a text of `language`, may be; `None` where
    /// the language has no terms of its own.
    pub(super) fn atoms(
        &self,
        word: &Word,
        surface: &str,
        language: LanguageCode,
    ) -> Option<SmallVec<[Atom; 4]>> {
        Some(self.rules.words.get(&language)?.atoms(word, surface))
    }

    /// The topics of a document, highest score first, with every ancestor of each. An
    /// ancestor without a proof of its own has the score of its best child and no evidence.
    /// Takes time linear in the length of the document.
    pub fn tag(&self, document: &DocumentView<'_>) -> Vec<TopicTag> {
        let found = occurrences::find(&self.rules, document);
        score::tags(&self.rules, &found)
    }
}

#[cfg(test)]
mod tests;
