//! `organisations.toml`: bodies and groups, and the names they go by.
//!
//! Owns the file's form and its checks. Finding the names in a text is for [`crate::enrich`].

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::read::{ConfigError, ConfigFile, check_version, parse};
use super::{Countries, Languages};
use crate::codes::LanguageCode;

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
    /// What sort of organisation it is.
    pub kind: OrganisationKind,
    /// What readers of a language see instead of the canonical name.
    #[serde(default)]
    pub labels: BTreeMap<LanguageCode, String>,
    /// Every other name, in any language.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What sort of organisation one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// Of states: the United Nations and what belongs to them, alliances, unions, forums.
    International,
    /// International or regional co-operation of police, customs and justice.
    Police,
    /// A court of several states.
    Court,
    /// A terrorist or armed group.
    ArmedGroup,
    /// A criminal group: mafias, cartels, gangs.
    CriminalGroup,
    /// A group known for attacks on computers.
    CyberGroup,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct OrganisationsFile {
    version: u32,
    organisation: Vec<Organisation>,
}

impl Organisation {
    /// Its name for readers of `language`.
    pub fn label(&self, language: LanguageCode) -> &str {
        self.labels.get(&language).unwrap_or(&self.name)
    }
}

impl Organisations {
    pub(super) fn parse(
        text: &str,
        languages: &Languages,
        _countries: &Countries,
    ) -> Result<Organisations, ConfigError> {
        let file = ConfigFile::Organisations;
        let read: OrganisationsFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        let mut names = FxHashSet::default();
        for organisation in &read.organisation {
            let key = |of: &str| format!("organisation {}: {of}", organisation.name);
            if !names.insert(&organisation.name) {
                let problem = format!("`{}` stands twice", organisation.name);
                return Err(ConfigError::value(file, key("name"), problem, "merge the two"));
            }
            if let Some(language) = organisation.labels.keys().find(|code| !languages.contains(**code)) {
                let problem = format!("language `{language}` is not in languages.toml");
                return Err(ConfigError::value(
                    file,
                    key("labels"),
                    problem,
                    "add it there or delete it here",
                ));
            }
            let words = organisation.aliases.iter().chain([&organisation.name]);
            if words.into_iter().any(|word| !word.chars().any(char::is_alphanumeric)) {
                let problem = "a name without a letter";
                return Err(ConfigError::value(file, key("aliases"), problem, "write it out or delete it"));
            }
        }
        Ok(Organisations { list: read.organisation })
    }

    /// Every organisation.
    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        self.list.iter()
    }

    /// The organisation of this canonical name.
    pub fn get(&self, name: &str) -> Option<&Organisation> {
        self.list.iter().find(|organisation| organisation.name == name)
    }
}
