//! Which words of a text cannot have any of some terms, by a look at their letters.
//!
//! A form begins as its word does, and in most languages so does a stem. Of a page of hits, nine words in ten are
//! told off so before anything is looked up for them.

use super::Analyzer;
use super::chain::language_of_stem;
use crate::codes::LanguageCode;

/// How words of one language that have any of some terms may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginnings {
    /// For each ASCII sign, lower case, whether one may begin so.
    signs: u128,
    /// Whether nothing can be told.
    any: bool,
}

impl Analyzer {
    /// How words of `language` may begin that have one of `forms` or begin with it, or have one of `stems`.
    pub fn beginnings<'t>(
        &self,
        language: LanguageCode,
        forms: impl Iterator<Item = &'t str>,
        stems: impl Iterator<Item = &'t str>,
    ) -> Beginnings {
        let mut beginnings = Beginnings { signs: 0, any: false };
        forms.for_each(|form| beginnings.add(form));
        let chain = self.chain(language);
        let own = |stem: &&str| language_of_stem(stem).is_none_or(|code| code == language);
        for stem in stems.filter(own) {
            beginnings.add(stem);
            // Parts of compounds stand anywhere.
            beginnings.any |= stem.ends_with('+');
            let exceptions = chain.into_iter().flat_map(|chain| chain.exceptions(stem));
            exceptions.for_each(|word| beginnings.add(word));
        }
        beginnings.any |= chain.is_some_and(|chain| !chain.keeps_beginnings());
        beginnings
    }
}

impl Beginnings {
    /// Of terms of which nothing is known.
    pub const ANY: Beginnings = Beginnings { signs: 0, any: true };

    fn add(&mut self, term: &str) {
        match term.as_bytes().first() {
            Some(first) if first.is_ascii() => self.signs |= 1 << first.to_ascii_lowercase(),
            Some(_) => {}
            None => self.any = true,
        }
    }

    /// Whether a word, as it stands in a text, may have one of the terms.
    #[inline]
    pub fn may_begin(self, word: &str) -> bool {
        let Some(first) = word.as_bytes().first() else { return true };
        self.any
            || !first.is_ascii_alphabetic()
            || self.signs >> first.to_ascii_lowercase() & 1 == 1
            || may_be_run_together(&word[1..])
    }
}

/// Whether a word whose first letter is ASCII may have the stems of several, by its other letters: a capital or a
/// digit stands among them.
fn may_be_run_together(rest: &str) -> bool {
    rest.chars().any(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::analysis::AnalysisCache;
    use crate::config::Config;

    static ANALYZER: LazyLock<Analyzer> =
        LazyLock::new(|| Analyzer::new(Config::built_in().unwrap().languages));

    #[track_caller]
    fn check(language: &str, stem: &str, word: &str, expected: bool) {
        let language = language.parse().unwrap();
        let beginnings = ANALYZER.beginnings(language, std::iter::empty(), std::iter::once(stem));
        assert_eq!(beginnings.may_begin(word), expected, "{word} for {stem}");
    }

    #[test]
    fn words_that_begin_otherwise_are_told_off() {
        check("fr", "attentat@fr", "Attentats", true);
        check("fr", "attentat@fr", "police", false);
        check("fr", "attentat@en", "attentat", false);
        check("fr", "etat@fr", "État", true);
        check("nl", "lopen@nl", "gelopen", true);
        check("de", "schutz@de+", "Grenzschutz", true);
        check("en", "internet@en", "SaferInternetDay", true);
        check("en", "day@en", "2024day", true);
        check("fr", "etat@fr", "groupeÉtat", true);
        check("fr", "etat@fr", "préfet", false);
    }

    #[track_caller]
    fn check_own_terms(cache: &mut AnalysisCache, surface: &str, language: LanguageCode) {
        let word = ANALYZER.word(cache, surface, language);
        for stem in word.stems.iter().chain(&word.parts) {
            let of_stem = ANALYZER.beginnings(language, std::iter::empty(), std::iter::once(&**stem));
            assert!(of_stem.may_begin(surface), "{surface} has {stem}");
        }
        let of_form = ANALYZER.beginnings(language, std::iter::once(&*word.form), std::iter::empty());
        assert!(of_form.may_begin(surface), "{surface} has {}", word.form);
    }

    /// What is told off has none of the terms: every seventh word of the samples, in every language.
    #[test]
    fn a_word_of_the_samples_may_begin_as_its_terms_do() {
        let (mut cache, mut words) = (AnalysisCache::default(), 0);
        for entry in walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")) {
            let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) else { continue };
            let mut surfaces = Vec::new();
            ANALYZER.segment(&text, |span| surfaces.push(&text[span.start as usize..span.end as usize]));
            for surface in surfaces.into_iter().step_by(7) {
                words += 1;
                ANALYZER
                    .languages()
                    .iter()
                    .for_each(|language| check_own_terms(&mut cache, surface, language.code));
            }
        }
        assert!(words > 3_000, "{words}");
    }

    /// The same of Snowball's vocabularies, where they are.
    #[test]
    fn a_word_of_the_vocabularies_may_begin_as_its_terms_do() {
        let dir = std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
        let mut cache = AnalysisCache::default();
        let languages = [
            ("danish", "da"),
            ("english", "en"),
            ("finnish", "fi"),
            ("french", "fr"),
            ("german", "de"),
            ("hungarian", "hu"),
            ("italian", "it"),
            ("norwegian", "no"),
            ("polish", "pl"),
            ("portuguese", "pt"),
            ("romanian", "ro"),
            ("spanish", "es"),
            ("swedish", "sv"),
        ];
        for (name, code) in languages {
            let Ok(words) = std::fs::read_to_string(dir.join("stem").join(name).join("voc.txt")) else {
                println!("skipped: no ../shared/data and no $VIGIE_DATA");
                return;
            };
            for line in words.lines().step_by(5) {
                ANALYZER.segment(line, |span| {
                    let surface = &line[span.start as usize..span.end as usize];
                    check_own_terms(&mut cache, surface, code.parse().unwrap());
                });
            }
        }
    }

    proptest! {
        #[test]
        fn any_word_may_begin_as_its_terms_do(surface in "[a-zA-Z][a-zA-Zéèœßİıøαдё0-9’'\u{301}]{0,12}") {
            let mut cache = AnalysisCache::default();
            for language in ANALYZER.languages().iter() {
                ANALYZER.segment(&surface, |span| {
                    let surface = &surface[span.start as usize..span.end as usize];
                    check_own_terms(&mut cache, surface, language.code);
                });
            }
        }
    }
}
