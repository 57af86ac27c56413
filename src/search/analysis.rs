//! What the analyzer makes of a text, for people who want to know why a word is or is not found.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use crate::analysis::{AnalysisCache, Analyzer, PASSAGE_GAP, Passage, Token, Tokens};
use crate::codes::LanguageCode;
use crate::enrich::{DetectionInput, LanguageDetector};

/// A text analysed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnalysisView {
    /// The language it was analysed in; of several, the one with the largest share.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// Who decided that: `given` or `detected`.
    pub decided_by: LanguageDecision,
    /// Its paragraphs, each in its own language.
    pub passages: Vec<AnalysedPassage>,
    /// Its words, in order.
    pub tokens: Vec<AnalysedToken>,
}

/// One paragraph of an analysed text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnalysedPassage {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The language its words were analysed in.
    #[schema(value_type = String)]
    pub language: LanguageCode,
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
    /// The terms of what it is made of: of a compound's parts, of words run together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Whether it is a function word of the language.
    pub stop_word: bool,
}

/// Analyses `text` as the index would, line by line: in `language`, or each line in the one it is detected to be in.
pub fn analyze_text(analyzer: &Analyzer, text: &str, language: Option<LanguageCode>) -> AnalysisView {
    let decided_by = if language.is_some() { LanguageDecision::Given } else { LanguageDecision::Detected };
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(start..start + line.trim_end().len());
        start += line.len();
    }
    lines.retain(|line| !line.is_empty());
    let (main, languages) = match language {
        Some(given) => (given, vec![given; lines.len()]),
        None => detected(analyzer, text, &lines),
    };
    let mut view = AnalysisView { language: main, decided_by, passages: Vec::new(), tokens: Vec::new() };
    let (mut cache, mut tokens, mut first_position) = (AnalysisCache::default(), Tokens::new(), 0);
    for (line, language) in lines.into_iter().zip(languages) {
        let (start, end) = (line.start as u32, line.end as u32);
        view.passages.push(AnalysedPassage { start, end, language });
        let passage = Passage { text: &text[line], language, offset: start, first_position };
        first_position = analyzer.analyse(&mut cache, passage, &mut tokens) + PASSAGE_GAP;
    }
    view.tokens = tokens.into_iter().map(|token| token_view(text, token)).collect();
    view
}

fn token_view(text: &str, token: Token) -> AnalysedToken {
    AnalysedToken {
        text: text[token.start as usize..token.end as usize].to_owned(),
        start: token.start,
        end: token.end,
        position: token.position,
        form: token.word.form.to_string(),
        stems: token.word.stems.iter().map(ToString::to_string).collect(),
        parts: token.word.parts.iter().map(ToString::to_string).collect(),
        stop_word: token.word.is_stop_word,
    }
}

/// The language of most of the text, and that of each line. A detector is made for the one text: nobody asks
/// this twice a second.
fn detected(analyzer: &Analyzer, text: &str, lines: &[Range<usize>]) -> (LanguageCode, Vec<LanguageCode>) {
    let input = DetectionInput { title: None, body: text, passages: lines, declared: None, marked: &[] };
    let found = LanguageDetector::new(analyzer.languages()).detect(&input);
    let main = found.shares.first().map_or(LanguageCode::UNDETERMINED, |share| share.language);
    (main, found.passages)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::config::Config;

    static ANALYZER: LazyLock<Analyzer> =
        LazyLock::new(|| Analyzer::new(Config::built_in().unwrap().languages));

    #[test]
    fn each_line_is_analysed_in_its_own_language() {
        let text = "Les deux ministres ont signé un accord sur la sécurité des frontières.\n\n\
                    Both ministers signed an agreement on security that will enter into force soon.";
        let view = analyze_text(&ANALYZER, text, None);
        let languages: Vec<&str> = view.passages.iter().map(|passage| passage.language.as_str()).collect();
        assert_eq!(languages, ["fr", "en"]);
        let token = |word: &str| view.tokens.iter().find(|token| token.text == word).unwrap();
        assert_eq!(token("frontières").stems, ["fronti@fr"]);
        assert_eq!(token("agreement").stems, ["agreement@en"]);
        assert_eq!(&text[token("soon").start as usize..token("soon").end as usize], "soon");
        assert!(token("Both").position > token("frontières").position + 1);
    }

    #[test]
    fn the_language_may_be_given() {
        let view = analyze_text(&ANALYZER, "Grenzschutzbehörde", Some("de".parse().unwrap()));
        assert_eq!(view.decided_by, LanguageDecision::Given);
        assert_eq!(view.tokens[0].parts, ["behord@de+", "schutz@de+", "grenz@de+"]);
    }
}
