//! `organisations.toml`: bodies and groups, and the names they go by.

use serde::Deserialize;

use super::read::{ConfigError, ConfigFile, check_version, parse};
use super::{Countries, Languages};

const VERSION: u32 = 1;

/// The configured organisations, in the order of the file.
#[derive(Debug, Clone)]
pub struct Organisations {
    list: Vec<Organisation>,
}

/// One organisation, as the file states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Organisation {
    /// The canonical name: the facet's value.
    pub name: String,
    /// Every other name, in any language.
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct OrganisationsFile {
    version: u32,
    organisation: Vec<Organisation>,
}

impl Organisations {
    pub(super) fn parse(
        text: &str,
        _languages: &Languages,
        _countries: &Countries,
    ) -> Result<Organisations, ConfigError> {
        let file = ConfigFile::Organisations;
        let read: OrganisationsFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        Ok(Organisations { list: read.organisation })
    }

    /// Every organisation.
    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        self.list.iter()
    }
}
