//! `languages.toml`: which languages there are, and how each is analysed.

use serde::Deserialize;

use super::read::{ConfigError, ConfigFile, check_version, parse};
use crate::codes::LanguageCode;

const VERSION: u32 = 1;

/// The configured languages, in the order of the file.
#[derive(Debug, Clone)]
pub struct Languages {
    list: Vec<Language>,
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
    /// Words that lose their vowel before an apostrophe (`l`, `jusqu`), lower case.
    #[serde(default)]
    pub elision: Vec<String>,
    /// Function words, lower case: evidence for the language, and left out of unquoted matching.
    #[serde(default)]
    pub stop_words: Vec<String>,
    /// Words whose stem would be a false friend: each is its own stem.
    #[serde(default)]
    pub never_stem: Vec<String>,
    /// Words the stemmer leaves apart though they belong together; searched weaker than stems.
    #[serde(default)]
    pub families: Vec<Vec<String>>,
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
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct LanguagesFile {
    version: u32,
    language: Vec<Language>,
}

impl Languages {
    pub(super) fn parse(text: &str) -> Result<Languages, ConfigError> {
        let file = ConfigFile::Languages;
        let read: LanguagesFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        let list = read.language;
        for (at, language) in list.iter().enumerate() {
            if list[..at].iter().any(|other| other.code == language.code) {
                let key = format!("language[{at}].code");
                let problem = format!("`{}` stands twice", language.code);
                return Err(ConfigError::value(file, key, problem, "keep one of them"));
            }
        }
        Ok(Languages { list })
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
