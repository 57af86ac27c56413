//! Word → stem, by the library `languages.toml` names.

use std::borrow::Cow;

use super::particles::without_particle;
use crate::codes::LanguageCode;
use crate::config::StemmerName;

/// The stemmer of one language.
pub(super) enum Stemmer {
    None,
    RustStemmers(rust_stemmers::Stemmer),
    Frostem(frostem::Stemmer),
    Particles,
}

const KEEPING_BEGINNINGS: [&str; 14] =
    ["da", "de", "en", "es", "fi", "fr", "hu", "it", "no", "pl", "pt", "ro", "ru", "sv"];

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Stemmer::None => "None",
            Stemmer::RustStemmers(_) => "RustStemmers",
            Stemmer::Frostem(_) => "Frostem",
            Stemmer::Particles => "Particles",
        })
    }
}

impl Stemmer {
    /// The stemmer of this name for this language; none where the library lacks the language,
    /// which the configuration refuses to read.
    pub(super) fn new(name: StemmerName, language: LanguageCode) -> Stemmer {
        match name {
            StemmerName::None => Stemmer::None,
            StemmerName::Particles => Stemmer::Particles,
            StemmerName::RustStemmers => rust_stemmers_algorithm(language.as_str())
                .map_or(Stemmer::None, |algorithm| {
                    Stemmer::RustStemmers(rust_stemmers::Stemmer::create(algorithm))
                }),
            StemmerName::Frostem => frostem_algorithm(language.as_str())
                .map_or(Stemmer::None, |algorithm| Stemmer::Frostem(frostem::Stemmer::new(algorithm))),
        }
    }

    /// Whether the stem of a word begins with the word's first letter, in every word of Snowball's vocabularies. Not
    /// so in Dutch (`gelopen`), Turkish (`bini`) and the languages of which there is none.
    pub(super) fn keeps_beginnings(&self, language: LanguageCode) -> bool {
        match self {
            Stemmer::None => true,
            Stemmer::Particles => false,
            Stemmer::RustStemmers(_) | Stemmer::Frostem(_) => KEEPING_BEGINNINGS.contains(&language.as_str()),
        }
    }

    /// The stem of a word in lower case.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        match self {
            Stemmer::None => Cow::Borrowed(word),
            Stemmer::RustStemmers(stemmer) => stemmer.stem(word),
            Stemmer::Frostem(stemmer) => stemmer.stem(word),
            Stemmer::Particles => Cow::Borrowed(without_particle(word)),
        }
    }
}

fn rust_stemmers_algorithm(language: &str) -> Option<rust_stemmers::Algorithm> {
    use rust_stemmers::Algorithm;
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        // Its Greek panics on real words: `languages.toml` cannot choose it.
        _ => return None,
    })
}

fn frostem_algorithm(language: &str) -> Option<frostem::Algorithm> {
    use frostem::Algorithm;
    Some(match language {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "nl" => Algorithm::Dutch,
        "no" => Algorithm::Norwegian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        "uk" => Algorithm::Ukrainian,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn every_stemmer() -> impl Iterator<Item = Stemmer> {
        let names = [StemmerName::RustStemmers, StemmerName::Frostem, StemmerName::Particles];
        names.into_iter().flat_map(|name| {
            let languages = name.languages().iter();
            languages.map(move |code| Stemmer::new(name, code.parse().unwrap()))
        })
    }

    #[test]
    fn every_language_of_a_library_has_its_stemmer() {
        for stemmer in every_stemmer() {
            assert!(!matches!(stemmer, Stemmer::None));
        }
        let count = |name: StemmerName| name.languages().len();
        let letters = || 'a'..='z';
        let codes = || letters().flat_map(move |a| letters().map(move |b| format!("{a}{b}")));
        let has = codes().filter(|code| rust_stemmers_algorithm(code).is_some()).count();
        assert_eq!(has, count(StemmerName::RustStemmers));
        let has = codes().filter(|code| frostem_algorithm(code).is_some()).count();
        assert_eq!(has, count(StemmerName::Frostem));
    }

    #[test]
    fn the_word_that_broke_another_greek_stemmer() {
        let greek = Stemmer::new(StemmerName::Frostem, "el".parse().unwrap());
        assert_eq!(greek.stem("αντίθετε"), "ανετ");
    }

    #[test]
    fn no_real_word_crashes_a_stemmer() {
        let dir =
            std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), std::path::PathBuf::from);
        let Ok(folders) = std::fs::read_dir(dir.join("stem")) else {
            println!("skipped: no ../shared/data and no $VIGIE_DATA");
            return;
        };
        let stemmers: Vec<Stemmer> = every_stemmer().collect();
        let files = folders
            .flatten()
            .filter_map(|folder| std::fs::read_to_string(folder.path().join("voc.txt")).ok());
        let mut count = 0;
        for words in files {
            for word in words.lines().step_by(97) {
                stemmers.iter().for_each(|stemmer| drop(stemmer.stem(word)));
                count += 1;
            }
        }
        assert!(count > 5_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_word_crashes_a_stemmer(word in "\\PC{0,24}", letters in "[a-zà-ÿα-ωά-ώа-яёіїєґء-يپ-ی'’ß]{1,20}") {
            for stemmer in every_stemmer() {
                let _ = stemmer.stem(&word);
                let _ = stemmer.stem(&letters);
            }
        }
    }
}
