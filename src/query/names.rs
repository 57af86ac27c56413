//! The configuration's names, as a dictionary: countries, their adjectives, topics, organisations, the lexicon.

use super::expand::{Dictionary, DictionaryBuilder};
use crate::analysis::Analyzer;
use crate::codes::LanguageCode;
use crate::config::{Concept, Config, Country, Term, TermLanguage, TermWord};

impl Dictionary {
    /// Every name in the configuration. Takes a fraction of a second: make it once.
    pub fn new(config: &Config, analyzer: &Analyzer) -> Dictionary {
        let mut builder = DictionaryBuilder::new(analyzer);
        for concept in config.topics.concepts().iter().filter(|concept| !concept.masks) {
            let names: Vec<(Option<LanguageCode>, String)> = concept_names(concept).collect();
            builder.add(&concept.id, names.iter().map(|(language, name)| (*language, name.as_str())));
        }
        for country in config.countries.iter() {
            builder.add(country.code.as_str(), names(country));
            builder.add(country.code.as_str(), adjectives(country));
        }
        for topic in config.topics.iter() {
            let labels = topic.labels.iter();
            builder
                .add(topic.slug.as_str(), labels.map(|(language, label)| (Some(*language), label.as_str())));
        }
        for organisation in config.organisations.iter() {
            let names = std::iter::once(&organisation.name).chain(&organisation.aliases);
            builder.add(&organisation.name, names.map(|name| (None, name.as_str())));
        }
        for meaning in config.lexicon.iter() {
            let words = meaning.words.iter();
            let words = words.flat_map(|(code, words)| words.iter().map(|word| (Some(*code), word.as_str())));
            builder.add(&meaning.id, words);
        }
        builder.build()
    }
}

/// The first name of a concept in each language: the one that means it and nothing narrower. The others prove
/// its topics (`earthquake` and `flood` are both disasters), but one is not to be searched for the other.
fn concept_names(concept: &Concept) -> impl Iterator<Item = (Option<LanguageCode>, String)> {
    concept.terms.iter().filter_map(|(language, terms)| {
        let TermLanguage::One(code) = language else { return None };
        let first = terms.first().filter(|term| term.is_name())?;
        Some((Some(*code), text(first)))
    })
}

fn text(term: &Term) -> String {
    let words = term.words.iter().map(|word| match word {
        TermWord::Inflected(word) | TermWord::Exact(word) | TermWord::Capitals(word) => word.clone(),
        TermWord::Prefix(stump) => format!("{stump}*"),
        TermWord::Gap => String::new(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// CLDR's names, then those of the file. A `?` marks a word that means something else too: it is
/// no name to put for others.
fn names(country: &Country) -> impl Iterator<Item = (Option<LanguageCode>, &str)> {
    let cldr = country.cldr_names().iter().chain(country.short_names());
    let cldr = cldr.map(|(language, name)| (Some(*language), name.as_str()));
    let file = country.names.iter();
    let file = file.flat_map(|(language, names)| names.iter().map(|name| (Some(*language), name.as_str())));
    cldr.chain(file.filter(|(_, name)| !name.ends_with('?')))
}

fn adjectives(country: &Country) -> impl Iterator<Item = (Option<LanguageCode>, &str)> {
    let all = country.adjectives.iter();
    let all = all.flat_map(|(language, words)| words.iter().map(|word| (Some(*language), word.as_str())));
    all.filter(|(_, word)| !word.ends_with('?'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::AnalysisCache;
    use crate::query::{TermOptions, compile, parse};

    #[test]
    fn a_country_is_searched_by_its_names_elsewhere() {
        let config = Config::built_in().unwrap();
        let analyzer = Analyzer::new(config.languages.clone());
        let dictionary = Dictionary::new(&config, &analyzer);
        let languages = ["fr", "en", "de"].map(|code| code.parse().unwrap());
        let options = TermOptions {
            analyzer: &analyzer,
            languages: &languages,
            ranking: &config.ranking,
            dictionary: Some(&dictionary),
        };
        let query = parse("attentat Maroc").query;
        let compiled = compile(&query, &options, &mut AnalysisCache::default());
        let found = compiled.expansions.iter().find(|expanded| expanded.concept == "MA").unwrap();
        assert_eq!(found.typed, "Maroc");
        assert!(found.names.contains(&"Morocco".to_owned()) && found.names.contains(&"Marokko".to_owned()));
    }
}
