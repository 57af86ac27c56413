//! `languages.toml`: which languages there are, and how each is analysed.

use serde::Deserialize;

use super::read::{ConfigError, ConfigFile, check_version, parse};
use crate::codes::LanguageCode;

const VERSION: u32 = 1;

/// The configured languages, in the order of the file.
#[derive(Debug, Clone)]
pub struct Languages {
    list: Vec<Language>,
    keep_in_queries: Vec<String>,
}

/// One language, as the file states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Language {
    /// Its code.
    pub code: LanguageCode,
    /// Its name in itself.
    pub name: String,
    /// Which stemmer makes its stems.
    pub stemmer: StemmerName,
    /// Whether a stem without its accents is indexed beside the stem (see [`crate::analysis`]).
    #[serde(default)]
    pub fold_stems: bool,
    /// Endings that lack their accents only where somebody left them out (`ción`), lower case: the stem of a word
    /// typed without accents is made as if it had this one.
    #[serde(default)]
    pub accented_endings: Vec<String>,
    /// Words that lose their vowel before an apostrophe (`l`, `jusqu`), lower case.
    #[serde(default)]
    pub elision: Vec<String>,
    /// Letters of its own beyond those all languages of its script have, lower case: evidence for the language.
    #[serde(default)]
    pub letters: String,
    /// Endings that words of this language have and those of its neighbours have not, lower case, two letters
    /// or more: evidence for the language.
    #[serde(default)]
    pub endings: Vec<String>,
    /// Function words, lower case: evidence for the language, and left out of unquoted matching.
    #[serde(default)]
    pub stop_words: Vec<String>,
    /// Words whose stem would be a false friend. An entry may hold several inflections of one word,
    /// parted by blanks: the first is the stem of them all.
    #[serde(default)]
    pub never_stem: Vec<String>,
    /// Words the stemmer leaves apart though they belong together; searched weaker than stems.
    #[serde(default)]
    pub families: Vec<Vec<String>>,
    /// Words that compounds of this language are cut at, so that they are found by them; searched weaker than stems.
    #[serde(default)]
    pub compound_parts: Vec<String>,
}

impl Language {
    /// Refuses entries that could never match.
    fn check_words(&self, key: &str) -> Result<(), ConfigError> {
        let file = ConfigFile::Languages;
        let lists = [
            ("elision", &self.elision),
            ("stop-words", &self.stop_words),
            ("never-stem", &self.never_stem),
            ("compound-parts", &self.compound_parts),
        ];
        for (name, list) in lists {
            for (at, entry) in list.iter().enumerate() {
                let key = || format!("{key}.{name}[{at}]");
                let many = entry.split_whitespace().count() > 1 && name != "never-stem";
                if entry.trim().is_empty() || many {
                    let problem = format!("`{entry}` is not one word");
                    return Err(ConfigError::value(
                        file,
                        key(),
                        problem,
                        "write each word as an entry of its own",
                    ));
                }
                let is_elidable = entry.len() <= 16 && entry.bytes().all(|byte| byte.is_ascii_lowercase());
                if name == "elision" && !is_elidable {
                    let problem = format!("`{entry}` is no elided word");
                    let remedy = "write its letters a to z, at most 16, without the apostrophe: `l`, `jusqu`";
                    return Err(ConfigError::value(file, key(), problem, remedy));
                }
            }
        }
        for (at, family) in self.families.iter().enumerate() {
            if family.len() < 2 || family.iter().any(|word| word.trim().is_empty() || word.contains(' ')) {
                let problem = format!("{family:?} is no family");
                let key = format!("{key}.families[{at}]");
                return Err(ConfigError::value(file, key, problem, "list two single words or more"));
            }
        }
        Ok(())
    }
}

/// A stemmer by the library that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StemmerName {
    /// No stemming: every word is its own stem.
    None,
    /// The library named rust-stemmers, for its language of the same code.
    RustStemmers,
    /// The library named frostem, for its language of the same code.
    Frostem,
    /// Our own rules that cut Korean particles off.
    Particles,
}

impl StemmerName {
    /// The codes of the languages it can stem, in alphabetical order. [`StemmerName::None`] goes with any.
    pub fn languages(self) -> &'static [&'static str] {
        match self {
            StemmerName::None => &[],
            // Not its Greek, which breaks on real words.
            StemmerName::RustStemmers => &[
                "ar", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv",
                "ta", "tr",
            ],
            StemmerName::Frostem => &[
                "ar", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "hi",
                "hu", "hy", "id", "it", "lt", "nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "tr", "uk",
            ],
            StemmerName::Particles => &["ko"],
        }
    }

    fn check(self, language: LanguageCode, key: &str) -> Result<(), ConfigError> {
        let known = self.languages();
        if self == StemmerName::None || known.contains(&language.as_str()) {
            return Ok(());
        }
        let problem = format!("this stemmer has no rules for `{language}`");
        let remedy = format!("it has {}; use another, or \"none\"", known.join(", "));
        Err(ConfigError::value(ConfigFile::Languages, format!("{key}.stemmer"), problem, remedy))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct LanguagesFile {
    version: u32,
    #[serde(default)]
    keep_in_queries: Vec<String>,
    language: Vec<Language>,
}

impl Languages {
    pub(super) fn parse(text: &str) -> Result<Languages, ConfigError> {
        let file = ConfigFile::Languages;
        let read: LanguagesFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        let list = read.language;
        for (at, language) in list.iter().enumerate() {
            let key = format!("language[{at}] ({})", language.code);
            if !language.code.is_language() {
                let problem = format!("`{}` is no language", language.code);
                return Err(ConfigError::value(file, key, problem, "use a code of two letters (ISO 639-1)"));
            }
            if list[..at].iter().any(|other| other.code == language.code) {
                let problem = format!("`{}` stands twice", language.code);
                return Err(ConfigError::value(file, key, problem, "keep one of them"));
            }
            language.stemmer.check(language.code, &key)?;
            language.check_words(&key)?;
        }
        Ok(Languages { list, keep_in_queries: read.keep_in_queries })
    }

    /// Whether a function word of one language matters so much in another (`war`, `men`) that queries keep it.
    pub fn is_kept_in_queries(&self, form: &str) -> bool {
        self.keep_in_queries.iter().any(|word| word == form)
    }

    /// Every configured language, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        self.list.iter()
    }

    /// The language with this code.
    pub fn get(&self, code: LanguageCode) -> Option<&Language> {
        self.list.iter().find(|language| language.code == code)
    }

    /// Whether this language is configured.
    pub fn contains(&self, code: LanguageCode) -> bool {
        self.get(code).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(text: &str, expected: &str) {
        let error = Languages::parse(text).unwrap_err().to_string();
        assert!(error.contains(expected), "`{error}` says nothing of `{expected}`");
        assert!(error.starts_with("index-config/languages.toml: "), "{error}");
    }

    fn file(language: &str) -> String {
        format!("version = 1\n[[language]]\ncode = \"xx\"\nname = \"X\"\n{language}")
    }

    #[test]
    fn what_cannot_work_is_refused_with_its_remedy() {
        check_refused("version = 9\nlanguage = []", "version 9");
        check_refused("version = 1\ncolour = 3\nlanguage = []", "unknown field `colour`");
        check_refused(&file("stemmer = \"porter\""), "unknown variant `porter`");
        check_refused(&file("stemmer = \"frostem\""), "it has ar, ca, cs");
        check_refused(&file("stemmer = \"none\"\nelision = [\"l'\"]"), "without the apostrophe");
        check_refused(&file("stemmer = \"none\"\nstop-words = [\"a b\"]"), "stop-words[0]");
        check_refused(&file("stemmer = \"none\"\nfamilies = [[\"a\"]]"), "families[0]");
        let twice = format!(
            "{}{}",
            file("stemmer = \"none\"\n"),
            "[[language]]\ncode = \"xx\"\nname = \"Y\"\nstemmer = \"none\""
        );
        check_refused(&twice, "stands twice");
    }
}
