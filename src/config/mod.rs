//! Reads `index-config/`: languages, countries, topics, organisations, lexicon, ranking.
//!
//! Owns the files' format, their cross-checks and the fingerprint that ties an
//! index to the configuration that built it. Knows nothing of what is done with them.
//! The files of this repository are built into the binary; `--config DIR` replaces them all.

mod countries;
mod languages;
mod lexicon;
mod names;
mod organisations;
mod ranking;
mod read;
mod topics;

use std::path::Path;

pub use countries::{Countries, Country, WordsByLanguage};
pub use languages::{Language, Languages, StemmerName};
pub use lexicon::{Lexicon, Meaning};
pub use names::CldrNames;
pub use organisations::{Organisation, OrganisationKind, Organisations};
pub use ranking::Ranking;
pub use read::{ConfigError, ConfigErrorKind};
pub use topics::{Concept, Context, Enumeration, Scoring, Term, TermLanguage, TermWord, Topic, Topics};

use read::ConfigFile;

/// Everything in `index-config/`, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// `languages.toml`.
    pub languages: Languages,
    /// `countries.toml`.
    pub countries: Countries,
    /// `topics.toml`.
    pub topics: Topics,
    /// `organisations.toml`.
    pub organisations: Organisations,
    /// `lexicon.toml`.
    pub lexicon: Lexicon,
    /// `ranking.toml`.
    pub ranking: Ranking,
    fingerprint: Fingerprint,
}

/// A hash of the files that decide what an index holds (all but `lexicon.toml` and the search-time
/// part of `ranking.toml`); two indexes with the same one were built by the same rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Config {
    /// The configuration built into the binary.
    ///
    /// # Errors
    /// None in a released binary: a test reads the same files.
    pub fn built_in() -> Result<Config, ConfigError> {
        Self::from_files(|file| Ok(file.built_in().to_owned()))
    }

    /// The configuration in a directory that holds all the files.
    ///
    /// # Errors
    /// When a file is missing or unreadable, is no TOML of its documented form, has an unknown key
    /// or version, or names a language, country or topic that the other files do not.
    pub fn from_dir(dir: &Path) -> Result<Config, ConfigError> {
        Self::from_files(|file| file.read_in(dir))
    }

    fn from_files(read: impl Fn(ConfigFile) -> Result<String, ConfigError>) -> Result<Config, ConfigError> {
        let texts = ConfigFile::ALL.map(&read);
        let [languages, countries, topics, organisations, lexicon, ranking] = texts;
        let (languages, countries) = (languages?, countries?);
        let (topics, organisations, lexicon, ranking) = (topics?, organisations?, lexicon?, ranking?);

        let mut hasher = blake3::Hasher::new();
        for text in [&languages, &countries, &topics, &organisations] {
            hasher.update(blake3::hash(text.as_bytes()).as_bytes());
        }
        let parsed_languages = Languages::parse(&languages)?;
        let parsed_countries = Countries::parse(&countries, &parsed_languages)?;
        let parsed_ranking = Ranking::parse(&ranking)?;
        hasher.update(parsed_ranking.index_time_key().as_bytes());
        let mut fingerprint = [0; 16];
        fingerprint.copy_from_slice(&hasher.finalize().as_bytes()[..16]);

        Ok(Config {
            topics: Topics::parse(&topics, &parsed_languages)?,
            organisations: Organisations::parse(&organisations, &parsed_languages, &parsed_countries)?,
            lexicon: Lexicon::parse(&lexicon, &parsed_languages)?,
            languages: parsed_languages,
            countries: parsed_countries,
            ranking: parsed_ranking,
            fingerprint: Fingerprint(fingerprint),
        })
    }

    /// What an index built with this configuration is marked with.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_configuration_is_sound() {
        let config = Config::built_in().unwrap();
        assert_eq!(config.fingerprint().to_string().len(), 32);
    }
}
