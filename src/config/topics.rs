//! `topics.toml`: the taxonomy, and the rules that find its topics in a text.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Languages;
use super::read::{ConfigError, ConfigFile, check_version, parse};
use crate::codes::{LanguageCode, TopicPath};

const VERSION: u32 = 1;

/// The taxonomy, in the order of the file: a parent before its children.
#[derive(Debug, Clone)]
pub struct Topics {
    list: Vec<Topic>,
}

/// One topic, as the file states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Topic {
    /// Its place in the taxonomy.
    pub slug: TopicPath,
    /// Its name by language.
    pub labels: BTreeMap<LanguageCode, String>,
    /// What a reader who filters by it wants to see.
    pub scope: String,
    /// IPTC Media Topic numbers.
    #[serde(default)]
    pub iptc: Vec<String>,
    /// EuroVoc numbers.
    #[serde(default)]
    pub eurovoc: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct TopicsFile {
    version: u32,
    topic: Vec<Topic>,
}

impl Topics {
    pub(super) fn parse(text: &str, _languages: &Languages) -> Result<Topics, ConfigError> {
        let file = ConfigFile::Topics;
        let read: TopicsFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        Ok(Topics { list: read.topic })
    }

    /// Every topic.
    pub fn iter(&self) -> impl Iterator<Item = &Topic> {
        self.list.iter()
    }

    /// The topic at this path.
    pub fn get(&self, path: &TopicPath) -> Option<&Topic> {
        self.list.iter().find(|topic| topic.slug == *path)
    }
}
