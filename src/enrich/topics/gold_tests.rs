//! Measures the topics against documents that people have labelled, where those are at hand.
#![allow(clippy::print_stderr, reason = "the figures are what these tests are run for")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::TopicTagger;
use crate::analysis::{AnalysisCache, Analyzer, Passage as Input};
use crate::codes::{LanguageCode, TopicPath};
use crate::communique::{LanguageShare, Passage, PassageRole, TopicTag};
use crate::config::Config;
use crate::enrich::view::DocumentView;

/// The F1 below which the dev set must not fall.
const FLOOR: f64 = 0.85;
/// How far, as Jaccard index, translations of a text must agree on its topics.
const AGREEMENT_FLOOR: f64 = 0.65;

#[derive(Deserialize)]
struct Record {
    id: String,
    file: Option<String>,
    title: Option<String>,
    #[serde(default)]
    body: String,
    #[serde(alias = "lang")]
    language: LanguageCode,
    #[serde(default)]
    topics: Vec<TopicPath>,
    #[serde(default)]
    topics_optional: Vec<TopicPath>,
    parallel_id: Option<String>,
    /// What the publisher itself says, in its own words.
    #[serde(default, rename = "topic")]
    published_topics: Vec<String>,
}

fn data() -> Option<PathBuf> {
    let given = std::env::var_os("VIGIE_DATA").map(PathBuf::from);
    let dir = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    if dir.join("gold/dev.ndjson").exists() {
        return Some(dir);
    }
    eprintln!("skipped: no data under {}", dir.display());
    None
}

fn records(path: &Path) -> Vec<Record> {
    let bytes = std::fs::read(path).unwrap();
    let bytes = if path.extension().is_some_and(|kind| kind == "zst") {
        zstd::decode_all(&*bytes).unwrap()
    } else {
        bytes
    };
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

struct Harness {
    analyzer: Analyzer,
    tagger: TopicTagger,
    cache: AnalysisCache,
}

impl Harness {
    fn new() -> Harness {
        // An analyst's draft can be measured without building it in.
        let config = match std::env::var_os("VIGIE_CONFIG_DRAFT") {
            Some(dir) => Config::from_dir(Path::new(&dir)),
            None => Config::built_in(),
        };
        let config = config.unwrap_or_else(|error| panic!("{error}"));
        let analyzer = Analyzer::new(config.languages.clone());
        Harness {
            tagger: TopicTagger::new(&config.topics, &analyzer),
            analyzer,
            cache: AnalysisCache::default(),
        }
    }

    /// Tags a document whose whole text is in one known language, every paragraph being content.
    fn tag(&mut self, title: &str, body: &str, language: LanguageCode) -> Vec<TopicTag> {
        let (mut title_tokens, mut body_tokens, mut passages) = (Vec::new(), Vec::new(), Vec::new());
        let input = |text, offset| Input { text, language, offset, first_position: 0 };
        self.analyzer.analyse(&mut self.cache, input(title, 0), &mut title_tokens);
        let mut start = 0;
        for line in body.split_inclusive('\n') {
            let range = start..start + line.trim_end().len();
            start += line.len();
            if !range.is_empty() {
                self.analyzer.analyse(
                    &mut self.cache,
                    input(&body[range.clone()], range.start as u32),
                    &mut body_tokens,
                );
                passages.push(Passage { range, language, role: PassageRole::Text });
            }
        }
        self.tagger.tag(&DocumentView {
            title,
            title_language: language,
            title_tokens: &title_tokens,
            body,
            body_tokens: &body_tokens,
            passages: &passages,
            languages: &[LanguageShare { language, share: 1.0 }],
            source: None,
            url: None,
            place: None,
        })
    }
}

fn with_ancestors<'a>(topics: impl IntoIterator<Item = &'a TopicPath>) -> BTreeSet<TopicPath> {
    let each = topics.into_iter();
    each.flat_map(|topic| topic.ancestors().chain([topic.clone()])).collect()
}

#[derive(Default)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed).max(1) as f64
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let precision = self.right as f64 / (self.right + self.wrong).max(1) as f64;
        let recall = self.right as f64 / (self.right + self.missed).max(1) as f64;
        write!(f, "precision {precision:.3} recall {recall:.3} F1 {:.3}", self.f1())
    }
}

fn shown(tags: &[TopicTag], only: Option<&TopicPath>) -> String {
    let mut lines = String::new();
    for tag in tags.iter().filter(|tag| only.is_none_or(|path| *path == tag.path)) {
        let pieces = tag.evidence.iter().map(|piece| format!("{} {:.2}", piece.rule, piece.weight));
        lines += &format!("    {} {:.2}: {}\n", tag.path, tag.score, pieces.collect::<Vec<_>>().join("; "));
    }
    lines
}

#[test]
fn the_dev_set_is_tagged_well() {
    let Some(data) = data() else { return };
    let mut harness = Harness::new();
    let mut counts = Counts::default();
    let explain = std::env::var_os("VIGIE_EXPLAIN").is_some();
    for record in records(&data.join("gold/dev.ndjson")) {
        let title = record.title.clone().unwrap_or_default();
        let body = match &record.file {
            Some(file) => std::fs::read_to_string(data.join(file)).unwrap(),
            None => record.body.clone(),
        };
        let tags = harness.tag(&title, &body, record.language);
        let required = with_ancestors(&record.topics);
        let optional = with_ancestors(&record.topics_optional);
        let found: BTreeSet<TopicPath> = tags.iter().map(|tag| tag.path.clone()).collect();
        let wrong: Vec<_> =
            found.iter().filter(|path| !required.contains(path) && !optional.contains(path)).collect();
        let missed: Vec<_> = required.iter().filter(|path| !found.contains(path)).collect();
        counts.right += required.len() - missed.len();
        counts.wrong += wrong.len();
        counts.missed += missed.len();
        if explain && !(wrong.is_empty() && missed.is_empty()) {
            eprintln!("{} {}\n  missed {missed:?}\n  wrong {wrong:?}", record.id, title);
            wrong.iter().for_each(|path| eprint!("{}", shown(&tags, Some(path))));
        }
    }
    eprintln!("dev: {counts}");
    assert!(counts.f1() >= FLOOR, "{counts}");
}

#[test]
fn translations_of_a_text_have_the_same_topics() {
    let Some(data) = data() else { return };
    let mut harness = Harness::new();
    let explain = std::env::var_os("VIGIE_EXPLAIN").is_some();
    let mut texts: BTreeMap<String, BTreeMap<LanguageCode, BTreeSet<TopicPath>>> = BTreeMap::new();
    let mut titles = BTreeMap::new();
    let mut proofs: BTreeMap<(String, LanguageCode), Vec<TopicTag>> = BTreeMap::new();
    for record in records(&data.join("communiques/ntrex_multi.ndjson.zst")) {
        let id = record.parallel_id.unwrap_or_default();
        let title = record.title.unwrap_or_default();
        let tags = harness.tag(&title, &record.body, record.language);
        if record.language.as_str() == "en" {
            titles.insert(id.clone(), title);
        }
        if explain {
            proofs.insert((id.clone(), record.language), tags.clone());
        }
        texts.entry(id).or_default().insert(record.language, tags.into_iter().map(|tag| tag.path).collect());
    }
    let mut by_language: BTreeMap<LanguageCode, (usize, usize)> = BTreeMap::new();
    for (id, languages) in &texts {
        // What most of the languages say is what the text says.
        let mut votes: BTreeMap<&TopicPath, Vec<LanguageCode>> = BTreeMap::new();
        for (language, topics) in languages {
            topics.iter().for_each(|topic| votes.entry(topic).or_default().push(*language));
        }
        if explain && !votes.is_empty() {
            eprintln!("{id} {}", titles.get(id).map_or("", String::as_str));
        }
        for (topic, yes) in &votes {
            if explain {
                let names = |wanted: bool| {
                    let list = languages.keys().filter(|code| yes.contains(code) == wanted);
                    list.map(LanguageCode::to_string).collect::<Vec<_>>().join(" ")
                };
                let rare = yes.len() * 2 < languages.len();
                eprintln!(
                    "   {topic} {}/{} {} {}",
                    yes.len(),
                    languages.len(),
                    if rare { "only" } else { "not" },
                    names(rare)
                );
            }
            for language in languages.keys() {
                let majority = yes.len() * 2 >= languages.len();
                let says = yes.contains(language);
                let (both, either) = by_language.entry(*language).or_default();
                *both += usize::from(majority && says);
                *either += usize::from(majority || says);
                if let Some(tags) = proofs.get(&(id.clone(), *language))
                    && says
                    && !majority
                {
                    eprint!("alone {id} {language}{}", shown(tags, Some(topic)));
                }
            }
        }
    }
    let (mut both, mut either) = (0, 0);
    for (language, (b, e)) in &by_language {
        eprintln!("{language}: agrees with the majority {:.3} ({b} of {e})", *b as f64 / (*e).max(1) as f64);
        both += b;
        either += e;
    }
    let agreement = both as f64 / either.max(1) as f64;
    eprintln!("agreement: {agreement:.3}");
    assert!(agreement >= AGREEMENT_FLOOR, "{agreement}");
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
    let Some(data) = data() else { return };
    // Optimised code reads them all; a debug build every twentieth.
    let step = if cfg!(debug_assertions) { 20 } else { 1 };
    let mut harness = Harness::new();
    let explain = std::env::var("VIGIE_EXPLAIN").unwrap_or_default();
    let mut recall: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut none = (0, 0);
    let mut given = BTreeMap::<String, usize>::new();
    let list = records(&data.join("communiques/us_doj_en.ndjson.zst"));
    for record in list.into_iter().filter(|record| !record.published_topics.is_empty()).step_by(step) {
        let title = record.title.unwrap_or_default();
        let tags = harness.tag(&title, &record.body, record.language);
        tags.iter().for_each(|tag| *given.entry(tag.path.to_string()).or_default() += 1);
        for (name, ours) in DEPARTMENT {
            if record.published_topics.iter().any(|topic| topic == name) {
                let hit = tags.iter().any(|tag| tag.path.as_str() == ours);
                let (hits, all) = recall.entry(name).or_default();
                *hits += usize::from(hit);
                *all += 1;
                if explain == name && !hit {
                    eprintln!("{} {title}\n{}", record.id, shown(&tags, None));
                }
            }
        }
        if record
            .published_topics
            .iter()
            .all(|topic| ["Antitrust", "Civil Rights", "Servicemembers Initiative"].contains(&topic.as_str()))
        {
            none.0 += usize::from(tags.is_empty());
            none.1 += 1;
            if explain == "none" && !tags.is_empty() {
                eprintln!("{} {title}\n{}", record.id, shown(&tags, None));
            }
        }
    }
    let (mut hits, mut all) = (0, 0);
    for (name, (h, a)) in &recall {
        eprintln!("{name}: {h} of {a}");
        hits += h;
        all += a;
    }
    eprintln!(
        "recall {:.3}; no topic for civil rights and antitrust: {} of {}",
        hits as f64 / all.max(1) as f64,
        none.0,
        none.1
    );
    eprintln!("given: {given:?}");
    assert!(hits * 10 >= all * 7, "{hits} of {all}");
}
