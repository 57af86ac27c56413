//! How fast is our whole analysis of French prose, detection included, against the plainest chain there is:
//! tantivy's tokenizer, lower-caser and stemmer?
//!
//! Run `cargo bench --bench analysis`; `-- --smoke` reads little and only checks that both count words alike.

#![allow(clippy::print_stdout, missing_docs)]

mod data;

use std::hint::black_box;
use std::time::{Duration, Instant};

use data::FrenchProse;
use tantivy::tokenizer::{LowerCaser, SimpleTokenizer, TextAnalyzer, TokenStream};
use vigie::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use vigie::config::Config;
use vigie::enrich::{DetectionInput, LanguageDetector};

/// Ours must reach this part of the other chain's speed.
const LEAST_RATIO: f64 = 0.5;

fn main() {
    let smoke = data::is_smoke();
    let prose = FrenchProse::load(if smoke { 300_000 } else { 8_000_000 });
    let rounds = if smoke { 1 } else { 5 };
    println!("{}: {} documents, {} bytes", prose.origin, prose.documents.len(), prose.bytes());

    let config = Config::built_in().expect("the built-in configuration is sound");
    let detector = LanguageDetector::new(&config.languages);
    let analyzer = Analyzer::new(config.languages);
    let whole = |parts| whole_analysis(&prose, &detector, &analyzer, parts);
    let [mut theirs, mut ours, mut bare] = [Duration::MAX; 3];
    let (mut their_tokens, mut our_tokens) = (0, 0);
    // In turn, so that a busy minute on the machine is everybody's.
    for _ in 0..rounds {
        their_tokens = timed(&mut theirs, || plain_chain(&prose));
        our_tokens = timed(&mut ours, || whole(Parts::All));
        timed(&mut bare, || whole(Parts::Tokens));
    }
    // We leave elided articles out, which the other chain counts as words.
    let elided: usize = prose.documents.iter().map(|text| count_elisions(text)).sum();
    let difference = (their_tokens as f64 - (our_tokens + elided) as f64).abs() / their_tokens as f64;
    assert!(difference < 0.01, "{their_tokens} words by tantivy, {our_tokens} and {elided} elided by us");

    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    report("tantivy: tokenizer, lower-caser, stemmer", &prose, theirs, their_tokens);
    report("vigie: detection, tokens, forms, stems", &prose, ours, our_tokens);
    report("vigie: tokens, forms, stems", &prose, bare, our_tokens);
    println!("ratio {ratio:.2} (at least {LEAST_RATIO})");
    assert!(smoke || ratio >= LEAST_RATIO, "the analysis of French has become too slow");
}

/// What `run` counts; its time in `best` when it is less.
fn timed(best: &mut Duration, run: impl Fn() -> usize) -> usize {
    let start = Instant::now();
    let tokens = black_box(run());
    *best = start.elapsed().min(*best);
    tokens
}

fn report(name: &str, prose: &FrenchProse, time: Duration, tokens: usize) {
    let speed = prose.bytes() as f64 / 1e6 / time.as_secs_f64();
    println!("{name:45} {speed:7.1} MB/s {tokens:9} words");
}

/// tantivy's own stemmer filter is behind a feature that nothing else needs; this does what it does.
fn plain_chain(prose: &FrenchProse) -> usize {
    let stemmer = frostem::Stemmer::new(frostem::Algorithm::French);
    let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).build();
    let mut count = 0;
    for text in &prose.documents {
        let mut stream = analyzer.token_stream(text);
        while stream.advance() {
            black_box(stemmer.stem(&stream.token().text));
            count += 1;
        }
    }
    count
}

#[derive(Clone, Copy, PartialEq)]
enum Parts {
    All,
    Tokens,
}

/// Nothing is remembered from before: the words of a round are all met for the first time in it.
fn whole_analysis(
    prose: &FrenchProse,
    detector: &LanguageDetector,
    analyzer: &Analyzer,
    parts: Parts,
) -> usize {
    let french = "fr".parse().expect("a language code");
    let mut cache = AnalysisCache::default();
    let mut tokens = Tokens::new();
    let mut count = 0;
    for text in &prose.documents {
        let mut passages = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            passages.push(start..start + line.trim_end().len());
            start += line.len();
        }
        let languages = match parts {
            Parts::Tokens => vec![french; passages.len()],
            Parts::All => {
                let input = DetectionInput {
                    title: None,
                    body: text,
                    passages: &passages,
                    declared: None,
                    marked: &[],
                };
                detector.detect(&input).passages
            }
        };
        tokens.clear();
        let mut position = 0;
        for (range, language) in passages.into_iter().zip(languages) {
            let offset = range.start as u32;
            let passage = Passage { text: &text[range], language, offset, first_position: position };
            position = analyzer.analyse(&mut cache, passage, &mut tokens);
        }
        count += black_box(&tokens).len();
    }
    count
}

fn count_elisions(text: &str) -> usize {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).collect();
    words.iter().map(|word| word.matches(['\'', '’']).count()).sum()
}
