//! What the analyzer makes of a text, for people who want to know why a word is or is not found.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use crate::codes::LanguageCode;

/// A text analysed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnalysisView {
    /// The language it was analysed in.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// Its words, in order.
    pub tokens: Vec<AnalysedToken>,
}

/// One word of an analysed text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnalysedToken {
    /// The word as it stands in the text, without its elided article.
    pub text: String,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Its number in the text.
    pub position: u32,
    /// The term for exact matching.
    pub form: String,
    /// The terms for inflected matching.
    pub stems: Vec<String>,
    /// Whether it is a function word of the language.
    pub stop_word: bool,
}

/// Analyses `text` as the index would, in `language`.
pub(super) fn analyse(analyzer: &Analyzer, text: &str, language: LanguageCode) -> AnalysisView {
    let mut tokens = Tokens::new();
    let passage = Passage { text, language, offset: 0, first_position: 0 };
    analyzer.analyse(&mut AnalysisCache::default(), passage, &mut tokens);
    let view = |token: crate::analysis::Token| AnalysedToken {
        text: text[token.start as usize..token.end as usize].to_owned(),
        start: token.start,
        end: token.end,
        position: token.position,
        form: token.word.form.to_string(),
        stems: token.word.stems.iter().map(ToString::to_string).collect(),
        stop_word: token.word.is_stop_word,
    };
    AnalysisView { language, tokens: tokens.into_iter().map(view).collect() }
}
