//! Texts as the taggers see them, for the tests of this room, and the configuration they share.

use std::sync::LazyLock;

use super::view::DocumentView;
use crate::analysis::{AnalysisCache, Analyzer, Passage as Stretch, Tokens};
use crate::codes::LanguageCode;
use crate::communique::{LanguageShare, Passage, PassageRole};
use crate::config::Config;

/// The built-in configuration, read once: it takes longer than most tests.
pub(super) static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::built_in().unwrap());

pub(super) static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new(CONFIG.languages.clone()));

/// A text in one language, every line of its body a passage of content.
pub(super) struct Sample<'a> {
    title: &'a str,
    body: &'a str,
    title_tokens: Tokens,
    body_tokens: Tokens,
    passages: Vec<Passage>,
    languages: [LanguageShare; 1],
}

impl<'a> Sample<'a> {
    pub(super) fn new(language: &str, title: &'a str, body: &'a str) -> Sample<'a> {
        let language: LanguageCode = language.parse().unwrap();
        let mut cache = AnalysisCache::default();
        let (mut title_tokens, mut body_tokens, mut passages) = (Tokens::new(), Tokens::new(), Vec::new());
        let stretch = Stretch { text: title, language, offset: 0, first_position: 0 };
        ANALYZER.analyse(&mut cache, stretch, &mut title_tokens);
        let (mut start, mut position) = (0, 0);
        for line in body.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            if line.trim().is_empty() {
                continue;
            }
            let offset = range.start as u32;
            let stretch = Stretch { text: line, language, offset, first_position: position };
            position = ANALYZER.analyse(&mut cache, stretch, &mut body_tokens) + 10;
            passages.push(Passage { range, language, role: PassageRole::Text });
        }
        let languages = [LanguageShare { language, share: 1.0 }];
        Sample { title, body, title_tokens, body_tokens, passages, languages }
    }

    /// Makes the passages that begin so contacts, whose words are not analysed.
    pub(super) fn make_contacts(&mut self, beginning: &str) {
        for passage in self.passages.iter_mut() {
            if self.body[passage.range.clone()].starts_with(beginning) {
                passage.role = PassageRole::Contact;
                let range = passage.range.clone();
                self.body_tokens.retain(|token| !range.contains(&(token.start as usize)));
            }
        }
    }

    pub(super) fn view(&self) -> DocumentView<'_> {
        DocumentView {
            title: self.title,
            title_language: self.languages[0].language,
            title_tokens: &self.title_tokens,
            body: self.body,
            body_tokens: &self.body_tokens,
            notes: Default::default(),
            passages: &self.passages,
            languages: &self.languages,
            source: None,
            url: None,
            place: None,
        }
    }
}
