//! `countries.toml`: countries and subdivisions, and the words that name them.

use serde::Deserialize;

use super::Languages;
use super::read::{ConfigError, ConfigFile, check_version, parse};
use crate::codes::CountryCode;

const VERSION: u32 = 1;

/// The configured countries and subdivisions, in the order of the file.
#[derive(Debug, Clone)]
pub struct Countries {
    list: Vec<Country>,
}

/// One country or subdivision, as the file states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct CountriesFile {
    version: u32,
    country: Vec<Country>,
}

impl Countries {
    pub(super) fn parse(text: &str, _languages: &Languages) -> Result<Countries, ConfigError> {
        let file = ConfigFile::Countries;
        let read: CountriesFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        Ok(Countries { list: read.country })
    }

    /// Every configured country and subdivision.
    pub fn iter(&self) -> impl Iterator<Item = &Country> {
        self.list.iter()
    }

    /// The country or subdivision with this code.
    pub fn get(&self, code: CountryCode) -> Option<&Country> {
        self.list.iter().find(|country| country.code == code)
    }
}
