//! Typed text → words with the terms they are searched by, in every language at once.
//!
//! Nobody knows the language of a query: each word is analysed in every language asked for, and
//! the distinct terms are searched together. Cutting is the same as at indexing.

use std::ops::Range;

use super::cache::AnalysisCache;
use super::fold::{fold, spelling};
use super::pieces::letters_and_number;
use super::unspaced::{dictionary_words, is_han};
use super::{Analyzer, Span};
use crate::codes::LanguageCode;

/// One typed word: what stands between two white spaces, or one dictionary word of a script without spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryWord {
    /// Bytes of the typed text, from the first part's beginning to the last part's end.
    pub span: Span,
    /// The tokens it is made of, in order, at least one: `CVE-2024-1234` has three,
    /// 法院 two, to be found in a row.
    pub parts: Vec<QueryPart>,
}

/// One token of a typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryPart {
    /// Bytes of the typed text.
    pub span: Span,
    /// The term for exact matching, the same in every language.
    pub form: String,
    /// The term of its very spelling, where it is typed with accents.
    pub spelling: Option<String>,
    /// The distinct terms for inflected matching in all the languages asked for, at least one.
    pub stems: Vec<String>,
    /// The stems of words of the same configured family, in any of the languages; none of `stems`.
    pub family: Vec<String>,
    /// The terms of the compounds that it is a part of, in any of the languages.
    pub compounds: Vec<String>,
    /// The languages, of those asked for, in which it is a function word.
    pub stop_word_in: Vec<LanguageCode>,
}

impl QueryPart {
    /// The forms of the letters and the number that it is run together of: `G7` is also written `G 7`.
    pub fn letters_and_number(&self) -> Option<[String; 2]> {
        let (letters, number) = letters_and_number(&self.form)?;
        Some([letters.to_owned(), number.to_owned()])
    }
}

impl QueryWord {
    /// Whether no sign stands between its parts: characters of one Chinese word mean nothing apart.
    pub fn is_unbroken(&self) -> bool {
        self.parts.windows(2).all(|pair| pair[0].span.end == pair[1].span.start)
    }

    /// Whether every part is a function word in some language, and none matters in another
    /// (`war` is German for *was*): unquoted matching leaves it out where other words remain.
    pub fn is_stop_word(&self, analyzer: &Analyzer) -> bool {
        self.parts
            .iter()
            .all(|part| !part.stop_word_in.is_empty() && !analyzer.languages().is_kept_in_queries(&part.form))
    }
}

impl Analyzer {
    /// The words of a typed text, in order, each with its terms in `languages`: those that the index holds,
    /// [`LanguageCode::OTHER`] and [`LanguageCode::UNDETERMINED`] too, whose words are their own stems.
    pub fn query_words(
        &self,
        cache: &mut AnalysisCache,
        text: &str,
        languages: &[LanguageCode],
    ) -> Vec<QueryWord> {
        let dictionary = dictionary_words(text);
        let mut words: Vec<QueryWord> = Vec::new();
        self.segment(text, |span| {
            let part = self.query_part(cache, text, span, languages);
            match words.last_mut() {
                Some(word) if continues(text, word, &part, &dictionary) => {
                    word.span.end = span.end;
                    word.parts.push(part);
                }
                _ => words.push(QueryWord { span, parts: vec![part] }),
            }
        });
        words.iter_mut().for_each(|word| self.mark_stop_word(cache, text, word, languages));
        words
    }

    /// The forms of a text in order, as they stand in the index: what a quoted phrase is matched by.
    pub fn forms(&self, text: &str) -> Vec<String> {
        let mut forms = Vec::new();
        self.segment(text, |span| forms.push(fold(&text[span.start as usize..span.end as usize])));
        forms
    }

    /// The form of one word: case and accents folded, whatever its language.
    pub fn form(&self, word: &str) -> String {
        fold(word)
    }

    /// The stems of the words that belong together with the word of this stem in `language`
    /// (`crime`, `criminel`), its own among them; empty when it has no family.
    pub fn family(&self, stem: &str, language: LanguageCode) -> &[Box<str>] {
        self.chain(language).map_or(&[], |chain| chain.family(stem))
    }

    /// A function word of two Han characters is two tokens, neither of which need be one.
    fn mark_stop_word(
        &self,
        cache: &mut AnalysisCache,
        text: &str,
        word: &mut QueryWord,
        languages: &[LanguageCode],
    ) {
        let surface = &text[word.span.start as usize..word.span.end as usize];
        if word.parts.len() < 2 || !surface.chars().all(is_han) {
            return;
        }
        let is_stop_word = |language: &&LanguageCode| self.word(cache, surface, **language).is_stop_word;
        let stop_word_in: Vec<LanguageCode> = languages.iter().filter(is_stop_word).copied().collect();
        word.parts.iter_mut().for_each(|part| part.stop_word_in.clone_from(&stop_word_in));
    }

    fn query_part(
        &self,
        cache: &mut AnalysisCache,
        text: &str,
        span: Span,
        languages: &[LanguageCode],
    ) -> QueryPart {
        let surface = &text[span.start as usize..span.end as usize];
        let form = fold(surface);
        let mut part = QueryPart {
            span,
            spelling: spelling(surface, &form).map(String::from),
            form,
            stems: Vec::new(),
            family: Vec::new(),
            compounds: Vec::new(),
            stop_word_in: Vec::new(),
        };
        for &language in languages {
            let word = self.word(cache, surface, language);
            if word.is_stop_word {
                part.stop_word_in.push(language);
            }
            for stem in &word.stems {
                push_new(&mut part.stems, stem);
                self.family(stem, language).iter().for_each(|other| push_new(&mut part.family, other));
            }
            let compounds = self.chain(language).and_then(|chain| chain.compounds(&word));
            compounds.into_iter().for_each(|term| push_new(&mut part.compounds, term));
        }
        if part.stems.is_empty() {
            part.stems.push(part.form.clone());
        }
        part.family.retain(|other| !part.stems.contains(other));
        part
    }
}

fn push_new(list: &mut Vec<String>, term: &str) {
    if !list.iter().any(|known| known == term) {
        list.push(term.to_owned());
    }
}

/// Whether a token belongs to the typed word before it: nothing parts them but inner signs, or they stand in
/// one word of the dictionary, or it is a lone Han character, which is mostly a piece of a name or a new word.
fn continues(text: &str, word: &QueryWord, part: &QueryPart, dictionary: &[Range<usize>]) -> bool {
    let (end, start) = (word.span.end as usize, part.span.start as usize);
    let between = &text[end..start];
    if !between.is_empty() {
        return !between.contains(char::is_whitespace);
    }
    let word_at = |at: usize| dictionary.iter().find(|word| word.contains(&at));
    let (before, own) = (word_at(end - 1), word_at(start));
    if before == own {
        return true;
    }
    let is_lone_han = |range: Option<&Range<usize>>| {
        range.is_some_and(|range| {
            let mut characters = text[range.clone()].chars();
            characters.next().is_some_and(is_han) && characters.next().is_none()
        })
    };
    let after_han = text[..end].chars().next_back().is_some_and(is_han);
    let after_particle = word.parts.last().is_some_and(|last| !last.stop_word_in.is_empty());
    after_han && is_lone_han(own) && part.stop_word_in.is_empty() && !after_particle
}
