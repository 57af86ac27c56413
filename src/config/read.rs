//! The files of `index-config/` as text and as TOML, and what can be wrong with them.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use thiserror::Error;

/// One file of `index-config/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ConfigFile {
    Languages,
    Countries,
    Topics,
    Organisations,
    Lexicon,
    Ranking,
}

impl ConfigFile {
    /// In the order in which they are read: each may refer to those before it.
    pub(super) const ALL: [ConfigFile; 6] = [
        ConfigFile::Languages,
        ConfigFile::Countries,
        ConfigFile::Topics,
        ConfigFile::Organisations,
        ConfigFile::Lexicon,
        ConfigFile::Ranking,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            ConfigFile::Languages => "languages.toml",
            ConfigFile::Countries => "countries.toml",
            ConfigFile::Topics => "topics.toml",
            ConfigFile::Organisations => "organisations.toml",
            ConfigFile::Lexicon => "lexicon.toml",
            ConfigFile::Ranking => "ranking.toml",
        }
    }

    pub(super) fn built_in(self) -> &'static str {
        match self {
            ConfigFile::Languages => include_str!("../../index-config/languages.toml"),
            ConfigFile::Countries => include_str!("../../index-config/countries.toml"),
            ConfigFile::Topics => include_str!("../../index-config/topics.toml"),
            ConfigFile::Organisations => include_str!("../../index-config/organisations.toml"),
            ConfigFile::Lexicon => include_str!("../../index-config/lexicon.toml"),
            ConfigFile::Ranking => include_str!("../../index-config/ranking.toml"),
        }
    }

    pub(super) fn read_in(self, dir: &Path) -> Result<String, ConfigError> {
        let path = dir.join(self.name());
        std::fs::read_to_string(&path)
            .map_err(|source| ConfigError::new(self, ConfigErrorKind::Unreadable { path, source }))
    }
}

/// A file of `index-config/` that cannot be used: which, and why.
#[derive(Debug, Error)]
#[error("index-config/{file}: {kind}")]
pub struct ConfigError {
    file: &'static str,
    #[source]
    kind: ConfigErrorKind,
}

/// What is wrong with a configuration file.
#[derive(Debug, Error)]
pub enum ConfigErrorKind {
    /// The file could not be read.
    #[error("cannot read {}; --config names a directory that holds all six files", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML of the documented form; the text names line, key and what is expected.
    #[error("{0}")]
    Format(Box<toml::de::Error>),
    /// Written for another version of the format.
    #[error("version {found} is not read by this program; it reads version {expected}")]
    Version {
        /// What the file says.
        found: u32,
        /// What this program reads.
        expected: u32,
    },
    /// A value that is well formed but means nothing here.
    #[error("{key}: {problem}; {remedy}")]
    Value {
        /// The key, with enough of its path to find it.
        key: String,
        /// What is wrong.
        problem: String,
        /// What would be right.
        remedy: String,
    },
}

impl ConfigError {
    pub(super) fn new(file: ConfigFile, kind: ConfigErrorKind) -> Self {
        ConfigError { file: file.name(), kind }
    }

    pub(super) fn value(
        file: ConfigFile,
        key: impl Into<String>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let (key, problem, remedy) = (key.into(), problem.into(), remedy.into());
        Self::new(file, ConfigErrorKind::Value { key, problem, remedy })
    }

    /// What is wrong.
    pub fn kind(&self) -> &ConfigErrorKind {
        &self.kind
    }
}

/// Reads `text` as the form `T`, which refuses unknown keys itself.
pub(super) fn parse<T: DeserializeOwned>(file: ConfigFile, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text).map_err(|error| ConfigError::new(file, ConfigErrorKind::Format(Box::new(error))))
}

/// Refuses a file written for another version of its format.
pub(super) fn check_version(file: ConfigFile, found: u32, expected: u32) -> Result<(), ConfigError> {
    if found == expected {
        return Ok(());
    }
    Err(ConfigError::new(file, ConfigErrorKind::Version { found, expected }))
}
