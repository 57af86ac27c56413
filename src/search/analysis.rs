//! What the analyzer makes of a text, for people who want to know why a word is or is not found.

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use crate::codes::LanguageCode;
use crate::enrich::{DetectionInput, LanguageDetector};

/// A text analysed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnalysisView {
    /// The language it was analysed in.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// Who decided that: `given` or `detected`.
    pub decided_by: LanguageDecision,
    /// Its words, in order.
    pub tokens: Vec<AnalysedToken>,
}

/// Who decided the language of an analysed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LanguageDecision {
    /// Whoever asked.
    Given,
    /// The detector.
    Detected,
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
    /// The terms of the parts of a compound.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Whether it is a function word of the language.
    pub stop_word: bool,
}

/// Analyses `text` as the index would, in `language`, or in the one it is detected to be in.
pub fn analyze_text(analyzer: &Analyzer, text: &str, language: Option<LanguageCode>) -> AnalysisView {
    let decided_by = if language.is_some() { LanguageDecision::Given } else { LanguageDecision::Detected };
    let language = language.unwrap_or_else(|| detected(analyzer, text));
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
        parts: token.word.parts.iter().map(ToString::to_string).collect(),
        stop_word: token.word.is_stop_word,
    };
    AnalysisView { language, decided_by, tokens: tokens.into_iter().map(view).collect() }
}

/// A detector is made for the one text: nobody asks this twice a second.
fn detected(analyzer: &Analyzer, text: &str) -> LanguageCode {
    let passage = 0..text.len();
    let passages = std::slice::from_ref(&passage);
    let input = DetectionInput { title: None, body: text, passages, declared: None, marked: &[] };
    let found = LanguageDetector::new(analyzer.languages()).detect(&input);
    found.passages.first().copied().unwrap_or(LanguageCode::UNDETERMINED)
}
