use super::*;
use std::collections::BTreeSet;

use crate::analysis::{AnalysisCache, Passage as Stretch, Tokens};
use crate::codes::LanguageCode;
use crate::communique::{CountryRole, LanguageShare, Passage, PassageRole};

/// A tagger, and the documents it is asked about.
struct Harness {
    tagger: CountryTagger,
    analyzer: Analyzer,
    cache: AnalysisCache,
}

impl Harness {
    fn new() -> Harness {
        let config = Config::built_in().unwrap();
        let analyzer = Analyzer::new(config.languages.clone());
        Harness { tagger: CountryTagger::new(&config, &analyzer), analyzer, cache: AnalysisCache::default() }
    }

    /// Every line of the body is a passage in `language`.
    fn tag(&mut self, title: &str, body: &str, language: &str) -> Tagged {
        let language: LanguageCode = language.parse().unwrap();
        let mut title_tokens = Tokens::new();
        let stretch = Stretch { text: title, language, offset: 0, first_position: 0 };
        self.analyzer.analyse(&mut self.cache, stretch, &mut title_tokens);
        let (mut passages, mut body_tokens) = (Vec::new(), Tokens::new());
        let (mut start, mut position) = (0, 0);
        for line in body.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            if line.trim().is_empty() {
                continue;
            }
            let stretch =
                Stretch { text: line, language, offset: range.start as u32, first_position: position };
            position = self.analyzer.analyse(&mut self.cache, stretch, &mut body_tokens) + 10;
            passages.push(Passage { range, language, role: PassageRole::Text });
        }
        let view = DocumentView {
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
        };
        self.tagger.tag(&view)
    }
}

fn primary(tagged: &Tagged) -> BTreeSet<String> {
    let primary = tagged.countries.iter().filter(|tag| tag.role == CountryRole::Primary);
    primary.map(|tag| tag.code.country().to_string()).collect()
}

fn data_folder() -> String {
    std::env::var("VIGIE_DATA").unwrap_or_else(|_| "../shared/data".to_owned())
}

#[derive(serde::Deserialize)]
struct Gold {
    kind: String,
    id: String,
    #[serde(default)]
    title: String,
    body: String,
    language: String,
    countries: BTreeSet<String>,
    countries_optional: BTreeSet<String>,
}

/// Precision, recall and F1 over a gold file, every miss printed.
fn score(path: &str) -> Option<(f64, f64, f64)> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut harness = Harness::new();
    let (mut right, mut missed, mut false_alarms) = (0, 0, 0);
    for line in text.lines() {
        let gold: Gold = serde_json::from_str(line).unwrap();
        if gold.kind != "document" {
            continue;
        }
        let tagged = harness.tag(&gold.title, &gold.body, &gold.language);
        let found = primary(&tagged);
        right += gold.countries.intersection(&found).count();
        let of =
            |code: &str| tagged.countries.iter().filter(|tag| tag.code.as_str() == code).collect::<Vec<_>>();
        for code in gold.countries.difference(&found) {
            missed += 1;
            println!("missed {code} in {} {:?}: {:?} of {:?}", gold.id, gold.title, of(code), top(&tagged));
        }
        for code in found.difference(&gold.countries).filter(|code| !gold.countries_optional.contains(*code))
        {
            false_alarms += 1;
            let words: Vec<_> = of(code)
                .iter()
                .flat_map(|tag| &tag.evidence)
                .map(|evidence| format!("{} {:.1}", evidence.rule, evidence.weight))
                .collect();
            println!("false {code} in {} {:?}: {words:?} of {:?}", gold.id, gold.title, top(&tagged));
        }
    }
    let precision = f64::from(right as u32) / f64::from((right + false_alarms) as u32);
    let recall = f64::from(right as u32) / f64::from((right + missed) as u32);
    Some((precision, recall, 2.0 * precision * recall / (precision + recall)))
}

fn top(tagged: &Tagged) -> Vec<String> {
    tagged.countries.iter().take(6).map(|tag| format!("{} {:.1}", tag.code, tag.score)).collect()
}

#[test]
fn the_dev_gold_is_met() {
    let path = format!("{}/gold/dev.ndjson", data_folder());
    let Some((precision, recall, f1)) = score(&path) else {
        println!("skipped: no {path}");
        return;
    };
    println!("countries: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}");
    assert!(f1 >= 0.95, "{f1}");
}
