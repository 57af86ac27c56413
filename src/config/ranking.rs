//! `ranking.toml`: the numbers of matching and ranking.

use serde::Deserialize;

use super::read::{ConfigError, ConfigFile, check_version, parse};

const VERSION: u32 = 1;

/// The numbers of matching and ranking, as the file states them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Ranking {
    version: u32,
    /// How often a word of the title counts, against once in the body. Fixed when the index is built.
    pub title_weight: u8,
    /// With `match=auto`, fewer documents than this with every word let in those with most of them.
    pub relax_below: u32,
    /// Documents let in so have words that make up at least this part of the weight of all, 0 to 1.
    pub relaxed_coverage: f32,
    /// Where these are still too few, half as much is asked for, and half of that, but no less than this.
    pub least_coverage: f32,
    /// BM25's saturation of repeated words.
    pub k1: f32,
    /// BM25's normalisation by length, 0 (none) to 1 (full).
    pub b: f32,
    /// Weight of a hit on the very word typed.
    pub exact_weight: f32,
    /// Weight of a hit on the same letters with other accents or none, where accents were typed.
    pub accent_weight: f32,
    /// Weight of a hit on an inflected form of it.
    pub stem_weight: f32,
    /// Weight of a hit on a word of the same configured family.
    pub family_weight: f32,
    /// Weight of a hit on a compound that it is a part of.
    pub compound_weight: f32,
    /// Weight of a hit on a name or trigger in another language.
    pub translation_weight: f32,
    /// Weight of a hit on a word within the edit distance asked for.
    pub fuzzy_weight: f32,
    /// How much the words standing near each other adds, as a part of the score.
    pub nearness_weight: f32,
    /// How much of the score a document keeps for each part of the words it lacks: a power.
    pub coverage_power: f32,
    /// The most that a document which lacks some of the words gains by the names of the best hit, as a part of the score.
    pub hint_weight: f32,
    /// The most a document of today gains over one of long ago, as a part of the score.
    pub recency_weight: f32,
}

impl Ranking {
    pub(super) fn parse(text: &str) -> Result<Ranking, ConfigError> {
        let file = ConfigFile::Ranking;
        let read: Ranking = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        if read.title_weight == 0 || read.title_weight > 20 {
            let problem = format!("{} is out of bounds", read.title_weight);
            return Err(ConfigError::value(file, "title-weight", problem, "use 1 to 20"));
        }
        if !(0.0..=1.0).contains(&read.b) {
            let problem = format!("{} is out of bounds", read.b);
            return Err(ConfigError::value(file, "b", problem, "use 0 to 1"));
        }
        if !(0.0..=1.0).contains(&read.relaxed_coverage) {
            let problem = format!("{} is out of bounds", read.relaxed_coverage);
            return Err(ConfigError::value(file, "relaxed-coverage", problem, "use 0 to 1"));
        }
        Ok(read)
    }

    /// The part of the file that an index is built with.
    pub(super) fn index_time_key(&self) -> String {
        format!("title-weight={}", self.title_weight)
    }
}
