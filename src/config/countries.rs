//! `countries.toml`: countries and subdivisions, and the words that name them.
//!
//! Owns the file's form and its checks. What a word weighs in a text is for [`crate::enrich`].

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::Languages;
use super::names::CldrNames;
use super::read::{ConfigError, ConfigFile, check_version, parse};
use crate::codes::{CountryCode, LanguageCode};

const VERSION: u32 = 1;

/// Words by the language of the passages they are looked for in.
pub type WordsByLanguage = BTreeMap<LanguageCode, Vec<String>>;

/// The configured countries and subdivisions, in the order of the file.
#[derive(Debug, Clone)]
pub struct Countries {
    list: Vec<Country>,
    by_code: FxHashMap<CountryCode, usize>,
    by_domain: FxHashMap<String, CountryCode>,
    not_places: WordsByLanguage,
}

/// One country or subdivision, as the file states it; the header of `countries.toml` teaches each key.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// Further names beside CLDR's; all the names of a subdivision.
    #[serde(default)]
    pub names: WordsByLanguage,
    /// Languages in which its CLDR name also means something else.
    #[serde(default)]
    pub doubtful_in: Vec<LanguageCode>,
    /// Adjectives and names of its people.
    #[serde(default)]
    pub adjectives: WordsByLanguage,
    /// Capital and main cities, in any language.
    #[serde(default)]
    pub cities: Vec<String>,
    /// Parts of the country that have no code of their own here, islands, rivers, provinces.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Seats and metonyms: buildings, streets, quarters that stand for its power.
    #[serde(default)]
    pub seats: Vec<String>,
    /// Its services, forces, ministries, courts, parties: bodies that no other country has.
    #[serde(default)]
    pub services: Vec<String>,
    /// Its newspapers and broadcasters: quoted in the news of every country, they say little of what it is about.
    #[serde(default)]
    pub media: Vec<String>,
    /// Office holders and leaders known the world over.
    #[serde(default)]
    pub people: Vec<String>,
    /// Institutions that a text in this language leaves without a country because it is at home.
    #[serde(default)]
    pub home: WordsByLanguage,
    /// Languages whose texts, when they name no country, are at home here.
    #[serde(default)]
    pub at_home_in: Vec<LanguageCode>,
    /// Languages its own institutions write in.
    #[serde(default)]
    pub languages: Vec<LanguageCode>,
    /// Abbreviations that follow a place and a comma: `AB`, `La.`
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Top-level and other domains beside that of its code.
    #[serde(default)]
    pub domains: Vec<String>,
    #[serde(skip)]
    cldr: BTreeMap<LanguageCode, String>,
    #[serde(skip)]
    cldr_short: BTreeMap<LanguageCode, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct CountriesFile {
    version: u32,
    #[serde(default)]
    not_places: WordsByLanguage,
    country: Vec<Country>,
}

impl Country {
    /// CLDR's usual name in each configured language; empty for a subdivision.
    pub fn cldr_names(&self) -> &BTreeMap<LanguageCode, String> {
        &self.cldr
    }

    /// CLDR's short name (`UK`) in the languages that have one.
    pub fn short_names(&self) -> &BTreeMap<LanguageCode, String> {
        &self.cldr_short
    }

    /// Its name for readers of `language`: CLDR's, for a subdivision the file's first in that
    /// language, else English, else the code.
    pub fn label(&self, language: LanguageCode) -> &str {
        let english = LanguageCode::ENGLISH;
        let in_file = |language| self.names.get(&language).and_then(|names| names.first());
        let own = |language| self.cldr.get(&language).or_else(|| in_file(language));
        let label = own(language).or_else(|| own(english));
        label.map_or(self.code.as_str(), |name| name.trim_end_matches('?'))
    }
}

impl Countries {
    pub(super) fn parse(text: &str, languages: &Languages) -> Result<Countries, ConfigError> {
        let file = ConfigFile::Countries;
        let read: CountriesFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        let mut list = read.country;
        let mut by_code = FxHashMap::default();
        for (at, country) in list.iter().enumerate() {
            if by_code.insert(country.code, at).is_some() {
                let problem = format!("`{}` stands twice", country.code);
                return Err(ConfigError::value(
                    file,
                    format!("country[{at}].code"),
                    problem,
                    "merge the two",
                ));
            }
        }
        check_languages("not-places", &read.not_places, languages)?;
        for country in &list {
            country.check(languages, &by_code)?;
        }
        for language in languages.iter() {
            let names = CldrNames::new(language.code);
            for country in &mut list {
                if let Some(name) = names.country(country.code) {
                    country.cldr.insert(language.code, name);
                }
                if let Some(name) = names.short_country(country.code) {
                    country.cldr_short.insert(language.code, name);
                }
            }
        }
        let by_domain = domains(&list)?;
        Ok(Countries { list, by_code, by_domain, not_places: read.not_places })
    }

    /// Every configured country and subdivision.
    pub fn iter(&self) -> impl Iterator<Item = &Country> {
        self.list.iter()
    }

    /// The country or subdivision with this code.
    pub fn get(&self, code: CountryCode) -> Option<&Country> {
        self.by_code.get(&code).map(|at| &self.list[*at])
    }

    /// Phrases that hold a country's name and name none (`guinea pig`).
    pub fn not_places(&self) -> &WordsByLanguage {
        &self.not_places
    }

    /// The country of a host (`www.gouv.qc.ca`), by the longest domain that the file knows.
    pub fn of_host(&self, host: &str) -> Option<CountryCode> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let ends = std::iter::once(0).chain(host.match_indices('.').map(|(at, _)| at + 1));
        ends.filter_map(|from| self.by_domain.get(&host[from..])).next().copied()
    }
}

impl Country {
    fn check(&self, languages: &Languages, known: &FxHashMap<CountryCode, usize>) -> Result<(), ConfigError> {
        let file = ConfigFile::Countries;
        let key = |of: &str| format!("country {}: {of}", self.code);
        if self.code.is_subdivision() && !known.contains_key(&self.code.country()) {
            let problem = format!("`{}` is not in the file", self.code.country());
            return Err(ConfigError::value(file, key("code"), problem, "add the country itself"));
        }
        if self.code.is_subdivision() && self.names.values().all(Vec::is_empty) {
            let remedy = "give at least one; CLDR's library has no names of subdivisions";
            return Err(ConfigError::value(file, key("names"), "a subdivision without a name", remedy));
        }
        check_languages(&key("names"), &self.names, languages)?;
        check_languages(&key("adjectives"), &self.adjectives, languages)?;
        check_languages(&key("home"), &self.home, languages)?;
        let spoken = [
            ("doubtful-in", &self.doubtful_in),
            ("at-home-in", &self.at_home_in),
            ("languages", &self.languages),
        ];
        for (name, list) in spoken {
            list.iter().try_for_each(|language| check_language(&key(name), *language, languages))?;
        }
        let lists = [&self.cities, &self.regions, &self.seats, &self.services, &self.media, &self.people];
        let by_language = [&self.names, &self.adjectives, &self.home];
        let words = lists.into_iter().chain(by_language.into_iter().flat_map(BTreeMap::values)).flatten();
        for word in words {
            if !word.chars().any(char::is_alphanumeric) {
                let problem = format!("`{word}` has no letter");
                return Err(ConfigError::value(file, key("words"), problem, "write the word or delete it"));
            }
        }
        Ok(())
    }
}

fn check_languages(key: &str, words: &WordsByLanguage, languages: &Languages) -> Result<(), ConfigError> {
    words.keys().try_for_each(|language| check_language(key, *language, languages))
}

/// A language that is not configured would silently never match.
fn check_language(key: &str, language: LanguageCode, languages: &Languages) -> Result<(), ConfigError> {
    if languages.contains(language) {
        return Ok(());
    }
    let problem = format!("language `{language}` is not in languages.toml");
    Err(ConfigError::value(ConfigFile::Countries, key, problem, "add it there or delete it here"))
}

fn domains(list: &[Country]) -> Result<FxHashMap<String, CountryCode>, ConfigError> {
    let mut by_domain = FxHashMap::default();
    for country in list {
        if !country.code.is_subdivision() {
            by_domain.insert(country.code.as_str().to_ascii_lowercase(), country.code);
        }
    }
    let mut seen = FxHashSet::default();
    for country in list {
        for domain in &country.domains {
            if !seen.insert(domain) {
                let key = format!("country {}: domains", country.code);
                let problem = format!("`{domain}` stands twice");
                return Err(ConfigError::value(ConfigFile::Countries, key, problem, "keep one of them"));
            }
            by_domain.insert(domain.trim_start_matches('.').to_ascii_lowercase(), country.code);
        }
    }
    Ok(by_domain)
}
