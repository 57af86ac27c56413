//! What enrichment is worth, over everything labelled, and what it makes of odd texts.
#![allow(clippy::print_stdout, reason = "the figures are what these tests are run for")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use vigie::analysis::Analyzer;
use vigie::codes::{LanguageCode, TopicPath};
use vigie::communique::{CountryRole, EnrichedCommunique};
use vigie::config::Config;
use vigie::corpus::SourceDocument;
use vigie::enrich::{Enricher, Enrichment, EnrichmentCache};
use vigie::eval::{DocumentScores, GoldDocument, GoldRecord, parse_gold_line};

mod odd; // texts that nobody wrote to be read

/// Read once for every test.
static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::built_in().unwrap());
static ENRICHER: LazyLock<Enricher> =
    LazyLock::new(|| Enricher::new(&CONFIG, Analyzer::new(CONFIG.languages.clone())));

/// The scores below which a gold file must not fall.
struct Floor {
    language: f64,
    date: f64,
    country_f1: f64,
    topic_f1: f64,
}

fn enrich(source: SourceDocument, cache: &mut EnrichmentCache) -> Enrichment {
    let origin = source.origin.clone();
    let checked = source.check(&CONFIG).unwrap_or_else(|error| panic!("{origin}: {error}"));
    ENRICHER.enrich(checked.communique, cache)
}

fn text(title: &str, body: &str) -> SourceDocument {
    SourceDocument { title: Some(title.to_owned()), body: body.to_owned(), ..SourceDocument::default() }
}

/// The folder of real data; said so where it is absent.
fn data(file: &str) -> Option<PathBuf> {
    let given = std::env::var_os("VIGIE_DATA").map(PathBuf::from);
    let path =
        given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")).join(file);
    if !path.exists() {
        println!("skipped: {} is absent (set VIGIE_DATA to the folder of real data)", path.display());
        return None;
    }
    Some(path)
}

/// The JSON records of a file, compressed or not.
fn records(path: &Path) -> Vec<serde_json::Value> {
    let bytes = std::fs::read(path).unwrap();
    let is_packed = path.extension().is_some_and(|kind| kind == "zst");
    let bytes = if is_packed { zstd::decode_all(&*bytes).unwrap() } else { bytes };
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

fn gold_documents(text: &str) -> Vec<GoldDocument> {
    let records = (1..).zip(text.lines()).filter_map(|(line, text)| parse_gold_line(line, text).unwrap());
    let documents = records.filter_map(|record| match record {
        GoldRecord::Document(document) => Some(document),
        GoldRecord::Query(_) => None,
    });
    documents.collect()
}

#[track_caller]
fn assert_floor(name: &str, scores: &DocumentScores, floor: &Floor) {
    let figures = [
        ("language", scores.language.accuracy(), floor.language),
        ("date", scores.date.accuracy(), floor.date),
        ("country F1", scores.countries.f1(), floor.country_f1),
        ("topic F1", scores.topics.f1(), floor.topic_f1),
    ];
    for (what, reached, floor) in figures {
        let reached = reached.unwrap_or_else(|| panic!("{name}: no {what}"));
        println!("{name}: {what} {reached:.4}, floor {floor}");
        assert!(
            reached >= floor,
            "{name}: {what} fell to {reached:.4}; `vigie eval --errors` lists the misses"
        );
    }
}

#[test]
fn the_samples_are_enriched_well() {
    let text = std::fs::read_to_string(crate::samples::GOLD).unwrap();
    let gold: BTreeMap<String, GoldDocument> =
        gold_documents(&text).into_iter().map(|document| (document.id.clone(), document)).collect();
    let (mut scores, mut cache) = (DocumentScores::default(), EnrichmentCache::default());
    for (file, document) in crate::samples::samples() {
        let gold = &gold[&crate::samples::gold_id(&file, &document)];
        let bare = SourceDocument { language: None, countries: None, topics: None, ..document };
        scores.add(gold, &enrich(bare, &mut cache).document);
    }
    let floor = Floor { language: 0.98, date: 0.97, country_f1: 0.96, topic_f1: 0.90 };
    assert_floor("corpus", &scores, &floor);
}

#[test]
fn the_dev_gold_is_enriched_well() {
    let Some(path) = data("gold/dev.ndjson") else { return };
    let (mut scores, mut cache) = (DocumentScores::default(), EnrichmentCache::default());
    for gold in gold_documents(&std::fs::read_to_string(path).unwrap()) {
        let source =
            text(gold.title.as_deref().unwrap_or_default(), gold.body.as_deref().unwrap_or_default());
        scores.add(&gold, &enrich(source, &mut cache).document);
    }
    // One text in three languages says its day and no year: three dates that cannot be known.
    let floor = Floor { language: 0.99, date: 0.85, country_f1: 0.97, topic_f1: 0.95 };
    assert_floor("dev", &scores, &floor);
}

#[test]
fn translations_of_a_text_have_the_same_topics() {
    let Some(path) = data("communiques/ntrex_multi.ndjson.zst") else { return };
    let mut cache = EnrichmentCache::default();
    let mut texts: BTreeMap<String, BTreeMap<LanguageCode, BTreeSet<TopicPath>>> = BTreeMap::new();
    for record in records(&path) {
        let field = |name: &str| record[name].as_str().unwrap_or_default();
        let found = enrich(text(field("title"), field("body")), &mut cache).document;
        let topics = found.topics.into_iter().map(|tag| tag.path).collect();
        texts
            .entry(field("parallel_id").to_owned())
            .or_default()
            .insert(field("lang").parse().unwrap(), topics);
    }
    let (mut both, mut either) = (0, 0);
    for languages in texts.values() {
        // What most of the languages say is what the text says.
        let mut votes: BTreeMap<&TopicPath, usize> = BTreeMap::new();
        languages.values().flatten().for_each(|topic| *votes.entry(topic).or_default() += 1);
        for yes in votes.into_values() {
            let is_majority = 2 * yes >= languages.len();
            both += if is_majority { yes } else { 0 };
            either += if is_majority { languages.len() } else { yes };
        }
    }
    let agreement = f64::from(both as u32) / f64::from(either as u32);
    println!("translations agree at {agreement:.3}");
    assert!(agreement >= 0.75, "{agreement}");
}

/// What the department's own names of topics mean in ours; those that mean nothing clear are left out.
const DEPARTMENT: [(&str, &str); 23] = [
    ("Tax", "financial-crime/fraud"),
    ("Health Care Fraud", "financial-crime/fraud"),
    ("Identity Theft", "financial-crime/fraud"),
    ("Financial Fraud", "financial-crime/fraud"),
    ("StopFraud", "financial-crime"),
    ("False Claims Act", "financial-crime/fraud"),
    ("Securities, Commodities, & Investment Fraud", "financial-crime/fraud"),
    ("Mortgage Fraud", "financial-crime/fraud"),
    ("Disaster Fraud", "financial-crime/fraud"),
    ("Hate Crimes", "public-safety/violent-crime"),
    ("Violent Crime", "public-safety/violent-crime"),
    ("Counterterrorism", "terrorism"),
    ("Project Safe Childhood", "public-safety/child-exploitation"),
    ("Public Corruption", "financial-crime/corruption"),
    ("Foreign Corruption", "financial-crime/corruption"),
    ("Cyber Crime", "cyber"),
    ("Human Trafficking", "organised-crime/human-trafficking"),
    ("Human Smuggling", "organised-crime/migrant-smuggling"),
    ("Drug Trafficking", "organised-crime/drug-trafficking"),
    ("Opioids", "organised-crime/drug-trafficking"),
    ("Wildlife", "organised-crime/illicit-goods"),
    ("Asset Forfeiture", "financial-crime/money-laundering"),
    ("Counterintelligence and Export Control", "state-threats"),
];

#[test]
fn press_releases_have_the_topics_their_publisher_gave_them() {
    let Some(path) = data("communiques/us_doj_en.ndjson.zst") else { return };
    // Optimised code reads them all; a debug build every twentieth.
    let step = if cfg!(debug_assertions) { 20 } else { 1 };
    let mut cache = EnrichmentCache::default();
    let mut recall: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut empty, mut civil) = (0, 0);
    let with_topics = records(&path).into_iter().filter(|record| record["topic"].is_array());
    for record in with_topics.step_by(step) {
        let field = |name: &str| record[name].as_str().unwrap_or_default();
        let given: Vec<&str> =
            record["topic"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
        let found = enrich(text(field("title"), field("body")), &mut cache).document;
        for (name, ours) in DEPARTMENT {
            if given.contains(&name) {
                let (hits, all) = recall.entry(name).or_default();
                *hits += usize::from(found.topics.iter().any(|tag| tag.path.as_str() == ours));
                *all += 1;
            }
        }
        if given.iter().all(|name| ["Antitrust", "Civil Rights", "Servicemembers Initiative"].contains(name))
        {
            civil += 1;
            empty += usize::from(found.topics.is_empty());
        }
    }
    recall.iter().for_each(|(name, (hits, all))| println!("{name}: {hits} of {all}"));
    println!("no topic for civil rights and antitrust: {empty} of {civil}");
    let (hits, all) = recall.values().fold((0, 0), |(hits, all), (h, a)| (hits + h, all + a));
    assert!(hits * 100 >= all * 85, "{hits} of {all}");
}

fn primary(document: &EnrichedCommunique) -> Vec<&str> {
    let tags = document.countries.iter().filter(|tag| tag.role == CountryRole::Primary);
    tags.map(|tag| tag.code.as_str()).collect()
}
