//! Any text, analysed in every configured language, typed as a query, and asked for its language.

use std::sync::LazyLock;

use vigie::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use vigie::codes::LanguageCode;
use vigie::config::Config;
use vigie::enrich::{DetectionInput, LanguageDetector};

/// Where the fuzzed passage stands in an imagined text: nothing may take it for the beginning.
const OFFSET: u32 = 7;
const FIRST_POSITION: u32 = 3;
/// The longest term an engine is handed.
const MAX_TERM_BYTES: usize = 255;

struct Subject {
    analyzer: Analyzer,
    detector: LanguageDetector,
    languages: Vec<LanguageCode>,
}

static SUBJECT: LazyLock<Subject> = LazyLock::new(|| {
    let config = Config::built_in().expect("the built-in configuration is sound");
    let mut languages: Vec<LanguageCode> = config.languages.iter().map(|language| language.code).collect();
    languages.extend([LanguageCode::OTHER, LanguageCode::UNDETERMINED]);
    let detector = LanguageDetector::new(&config.languages);
    Subject { analyzer: Analyzer::new(config.languages), detector, languages }
});

/// # Panics
/// When an invariant of the analysis does not hold for these bytes, read as UTF-8.
pub fn check(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let Subject { analyzer, detector, languages } = &*SUBJECT;
    let mut cache = AnalysisCache::default();
    let forms = analyzer.forms(text);
    for &language in languages {
        let mut tokens = Tokens::new();
        let passage = Passage { text, language, offset: OFFSET, first_position: FIRST_POSITION };
        let next = analyzer.analyse(&mut cache, passage, &mut tokens);
        assert_eq!(tokens.len(), forms.len(), "a text is cut alike in every language");
        assert_eq!(next as usize, FIRST_POSITION as usize + tokens.len());
        let mut end = 0;
        for (at, token) in tokens.iter().enumerate() {
            assert_eq!(token.position as usize, FIRST_POSITION as usize + at);
            let range = (token.start - OFFSET) as usize..(token.end - OFFSET) as usize;
            assert!(end <= range.start && range.start < range.end, "words stand in order");
            assert!(text.get(range.clone()).is_some(), "{range:?} is no range of characters");
            end = range.end;
            assert_eq!(*token.word.form, *forms[at], "a form is the same in every language");
            let mut terms = token.word.stems.iter().chain([&token.word.form]);
            assert!(terms.all(|term| !term.is_empty() && term.len() <= MAX_TERM_BYTES));
            assert!((1..=2).contains(&token.word.stems.len()));
        }
    }
    let typed = analyzer.query_words(&mut cache, text, languages);
    let typed = typed.iter().flat_map(|word| &word.parts).map(|part| part.form.clone());
    assert_eq!(typed.collect::<Vec<_>>(), forms, "a query is cut as a text is");

    let mut passages = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        passages.push(start..start + line.trim_end_matches('\n').len());
        start += line.len();
    }
    let input = DetectionInput { title: None, body: text, passages: &passages, declared: None, marked: &[] };
    let detected = detector.detect(&input);
    assert_eq!(detected.passages.len(), passages.len());
    let shares: f32 = detected.shares.iter().map(|share| share.share).sum();
    assert!(detected.shares.is_empty() || (shares - 1.0).abs() < 0.01, "shares add up to {shares}");
}
