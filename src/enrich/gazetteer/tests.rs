//! What `enrich::gazetteer` promises, by tables of texts and what is made of them.

use super::*;
use crate::analysis::{Passage, Tokens};
use crate::config::Config;

fn analyzer() -> Analyzer {
    Analyzer::new(Config::built_in().unwrap().languages)
}

/// The names found in `text`, as they stand there, with their numbers.
fn found(names: &[(&str, Inflects, Spoken)], text: &str, language: &str) -> Vec<(String, Vec<u32>)> {
    let analyzer = analyzer();
    let language: LanguageCode = language.parse().unwrap();
    let mut builder = GazetteerBuilder::new(&analyzer, |note| &note.countries);
    for (id, (name, inflects, spoken)) in names.iter().enumerate() {
        builder.add(name, id as u32, *inflects, *spoken);
    }
    let gazetteer = builder.build();
    let mut tokens = Tokens::new();
    let passage = Passage { text, language, offset: 0, first_position: 0 };
    analyzer.analyse(&mut AnalysisCache::default(), passage, &mut tokens);
    let mut list = Vec::new();
    gazetteer.find(text, 0..text.len(), Words::from(&*tokens), language, |found| {
        list.push((text[found.range].to_owned(), found.ids.to_vec()));
    });
    list
}

#[track_caller]
fn check(names: &[(&str, Inflects, Spoken)], text: &str, language: &str, expected: &[(&str, u32)]) {
    let expected: Vec<_> = expected.iter().map(|(text, id)| ((*text).to_owned(), vec![*id])).collect();
    assert_eq!(found(names, text, language), expected, "{text:?}");
}

fn inn(language: &str) -> Spoken {
    Spoken::In(language.parse().unwrap())
}

#[test]
fn the_longest_name_wins() {
    let names =
        [("Mexico", Inflects::Name, Spoken::Everywhere), ("New Mexico", Inflects::Name, Spoken::Everywhere)];
    check(&names, "from New Mexico to Mexico", "en", &[("New Mexico", 1), ("Mexico", 0)]);
}

#[test]
fn case_is_evidence() {
    let names = [
        ("Turkey", Inflects::Name, inn("en")),
        ("US", Inflects::Name, inn("en")),
        ("marocain", Inflects::Adjective, inn("fr")),
    ];
    check(&names, "turkey with us", "en", &[]);
    check(&names, "Turkey and the US", "en", &[("Turkey", 0), ("US", 1)]);
    check(&names, "marocaine, Marocains", "fr", &[("marocaine", 2), ("Marocains", 2)]);
}

#[test]
fn a_name_of_one_language_is_not_looked_for_in_another() {
    let names = [("Chad", Inflects::Name, inn("en"))];
    check(&names, "Chad", "en", &[("Chad", 0)]);
    check(&names, "Chad", "fr", &[]);
}

#[test]
fn open_words_go_on() {
    let names = [("российск*", Inflects::Never, inn("ru"))];
    check(&names, "российскими", "ru", &[("российскими", 0)]);
}

#[test]
fn arabic_particles_and_article() {
    let names = [("السعودية", Inflects::Name, inn("ar")), ("فرنسا", Inflects::Name, inn("ar"))];
    check(&names, "وفرنسا", "ar", &[("وفرنسا", 1)]);
    check(&names, "بالسعودية", "ar", &[("بالسعودية", 0)]);
    check(&names, "للسعودية", "ar", &[("للسعودية", 0)]);
}

#[test]
fn scripts_without_spaces() {
    let names = [("美国", Inflects::Never, inn("zh")), ("マリ", Inflects::Never, inn("ja"))];
    check(&names, "他在美国说", "zh", &[("美国", 0)]);
    check(&names, "マリアはマリで", "ja", &[("マリ", 1)]);
}

#[test]
fn two_things_of_one_name_are_both_told() {
    let names = [("Georgia", Inflects::Name, inn("en")), ("Georgia", Inflects::Name, inn("en"))];
    assert_eq!(found(&names, "Georgia", "en"), [("Georgia".to_owned(), vec![0, 1])]);
}
