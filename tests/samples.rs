//! The sample communiqués and their gold file agree: every sample is read without complaint, has its
//! gold record, and every query asks for samples that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use vigie::codes::CommuniqueId;
use vigie::config::Config;
use vigie::corpus::{ReadLimits, SourceDocument, read, walk};
use vigie::eval::{GoldDocument, GoldQuery, GoldRecord, parse_gold_line};

/// The labels of the samples.
pub const GOLD: &str = "tests/gold/corpus.ndjson";

/// Every document under `corpus/` with the file it stands in.
pub fn samples() -> Vec<(String, SourceDocument)> {
    let mut samples = Vec::new();
    for file in walk(&[PathBuf::from("corpus")]) {
        let file = file.expect("every sample can be found");
        read(&file, &ReadLimits::default(), &mut |document| {
            let document = document.unwrap_or_else(|error| panic!("{error}"));
            samples.push((file.origin.clone(), document));
            ControlFlow::Continue(())
        });
    }
    samples
}

fn gold() -> (Vec<GoldDocument>, Vec<GoldQuery>) {
    let (mut documents, mut queries) = (Vec::new(), Vec::new());
    let text = std::fs::read_to_string(GOLD).expect("the gold file is there");
    for (line, text) in (1..).zip(text.lines()) {
        match parse_gold_line(line, text).unwrap_or_else(|error| panic!("{GOLD}: {error}")) {
            Some(GoldRecord::Document(document)) => documents.push(document),
            Some(GoldRecord::Query(query)) => queries.push(query),
            None => {}
        }
    }
    (documents, queries)
}

/// What the gold file calls a sample: its stated id, or its path where it states none.
pub fn gold_id(file: &str, document: &SourceDocument) -> String {
    document.id.clone().unwrap_or_else(|| file.to_owned())
}

#[test]
fn every_sample_is_read_without_a_warning() {
    let config = Config::built_in().expect("the built-in configuration is valid");
    let mut ids: BTreeMap<CommuniqueId, String> = BTreeMap::new();
    for (file, document) in samples() {
        let checked = document.check(&config).unwrap_or_else(|error| panic!("{error}"));
        assert!(checked.warnings.is_empty(), "{file}: {:?}", checked.warnings);
        if let Some(other) = ids.insert(checked.communique.id.clone(), file.clone()) {
            panic!("{file} and {other} have the id {}", checked.communique.id);
        }
    }
    assert!(ids.len() >= 80, "only {} samples", ids.len());
}

#[test]
fn samples_and_gold_records_correspond() {
    let read: BTreeSet<(String, String)> =
        samples().iter().map(|(file, document)| (gold_id(file, document), file.clone())).collect();
    let (documents, queries) = gold();
    let judged: BTreeSet<(String, String)> =
        documents.iter().map(|gold| (gold.id.clone(), gold.file.clone().unwrap_or_default())).collect();
    let unjudged: Vec<_> = read.difference(&judged).collect();
    let missing: Vec<_> = judged.difference(&read).collect();
    assert!(
        unjudged.is_empty() && missing.is_empty(),
        "without gold: {unjudged:?}; without sample: {missing:?}"
    );
    assert_eq!(judged.len(), documents.len(), "a gold record stands there twice");
    let ids: BTreeSet<&str> = documents.iter().map(|gold| gold.id.as_str()).collect();
    for query in &queries {
        let unknown: Vec<_> = query.relevant.keys().filter(|id| !ids.contains(id.as_str())).collect();
        assert!(unknown.is_empty() && !query.relevant.is_empty(), "`{}` asks for {unknown:?}", query.q);
    }
}

#[test]
fn stated_metadata_agrees_with_the_gold() {
    let config = Config::built_in().expect("the built-in configuration is valid");
    let golds: BTreeMap<String, GoldDocument> =
        gold().0.into_iter().map(|gold| (gold.id.clone(), gold)).collect();
    for (file, document) in samples() {
        let gold = &golds[&gold_id(&file, &document)];
        let stated = document.check(&config).unwrap_or_else(|error| panic!("{error}")).communique;
        assert!(stated.date.is_none() || stated.date == gold.date, "{file}: {:?}", stated.date);
        assert!(
            stated.language.is_none() || stated.language == gold.language,
            "{file}: {:?}",
            stated.language
        );
        if let Some(countries) = stated.countries {
            assert_eq!(countries, gold.countries, "{file}");
        }
    }
}

#[test]
fn samples_cover_languages_countries_and_topics() {
    let config = Config::built_in().expect("the built-in configuration is valid");
    let (documents, _) = gold();
    let french = documents.iter().filter(|gold| gold.language == "fr".parse().ok()).count();
    assert!(2 * french >= documents.len(), "{french} of {} are French", documents.len());
    let languages: BTreeSet<String> =
        documents.iter().filter_map(|gold| gold.language).map(|code| code.to_string()).collect();
    assert!(languages.len() >= 12, "{languages:?}");
    let countries: BTreeSet<String> =
        documents.iter().flat_map(|gold| &gold.countries).map(ToString::to_string).collect();
    assert!(countries.len() >= 45, "{countries:?}");
    let topics: BTreeSet<String> =
        documents.iter().flat_map(|gold| &gold.topics).map(ToString::to_string).collect();
    for topic in config.topics.iter() {
        assert!(topics.contains(&topic.slug.to_string()), "no sample is about {}", topic.slug);
    }
}

#[test]
fn every_page_says_that_it_is_a_sample() {
    let mut pages = 0;
    for file in walk(&[PathBuf::from("corpus")]) {
        let file = file.expect("every sample can be found");
        if file.path.extension() == Some(Path::new("html").as_os_str()) {
            let page = String::from_utf8_lossy(&std::fs::read(&file.path).expect("every page can be read"))
                .into_owned();
            let footer = page.rfind("Vigie").map(|at| page[at..].len());
            assert!(footer.is_some_and(|bytes| bytes < 600), "{}: no note at the end", file.origin);
            pages += 1;
        }
    }
    assert!(pages >= 10, "only {pages} pages");
}
