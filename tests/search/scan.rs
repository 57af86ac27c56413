//! The samples of `corpus/`, asked of the engine and of a plain scan over their words: the same answers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use vigie::analysis::{AnalysisCache, Analyzer, QueryPart, Token};
use vigie::codes::LanguageCode;
use vigie::communique::EnrichedCommunique;
use vigie::corpus::{ReadLimits, read, walk};
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter, WriterOptions};
use vigie::engine::{IndexWriter, IndexedDocument, facet_values};
use vigie::enrich::{Enricher, EnrichmentCache};
use vigie::query::{FacetField, RawParams, SearchParams, SearchRequest};
use vigie::search::Searcher;

const QUESTIONS: usize = 500;
const FACETS: [FacetField; 5] =
    [FacetField::Country, FacetField::Topic, FacetField::Language, FacetField::Source, FacetField::Year];

/// A sample and its words.
struct Scanned {
    document: EnrichedCommunique,
    title: Vec<Token>,
    body: Vec<Token>,
}

struct Samples {
    searcher: Searcher,
    analyzer: Analyzer,
    languages: Vec<LanguageCode>,
    documents: Vec<Scanned>,
    _dir: tempfile::TempDir,
}

/// A word as it is typed, and what it is found by.
#[derive(Debug)]
struct Asked {
    typed: String,
    part: QueryPart,
}

/// A generated question: every part of it must hold, but of `words` one will do where `any` says so.
#[derive(Debug, Default)]
struct Question {
    words: Vec<Asked>,
    any: bool,
    phrase: Vec<String>,
    excluded: Option<Asked>,
    filters: BTreeMap<FacetField, BTreeSet<String>>,
}

impl Samples {
    fn load() -> Samples {
        let config = super::fixture::config();
        let analyzer = Analyzer::new(config.languages.clone());
        let enricher = Enricher::new(&config, analyzer.clone());
        let dir = tempfile::tempdir().unwrap();
        let mut writer = EmbeddedWriter::open(dir.path(), &config, WriterOptions::default()).unwrap();
        let (mut cache, mut documents) = (EnrichmentCache::default(), Vec::new());
        for file in walk(&[PathBuf::from("corpus")]) {
            read(&file.unwrap(), &ReadLimits::default(), &mut |source| {
                let source = source.unwrap();
                let (hash, origin) = (source.content_hash(), source.origin.clone());
                let checked = source.check(&config).unwrap();
                let enrichment = enricher.enrich(checked.communique, &mut cache);
                documents.push(Scanned {
                    document: enrichment.document.clone(),
                    title: enrichment.title_tokens.clone(),
                    body: enrichment.body_tokens.clone(),
                });
                writer.put(IndexedDocument::new(enrichment, hash, origin)).unwrap();
                ControlFlow::Continue(())
            });
        }
        writer.commit().unwrap();
        let engine = Arc::new(EmbeddedEngine::open(dir.path(), &config).unwrap());
        let searcher = Searcher::new(engine, config, analyzer.clone());
        let languages = searcher.engine().languages();
        let languages = languages.into_iter().filter(|code| code.is_language()).collect();
        Samples { searcher, analyzer, languages, documents, _dir: dir }
    }

    /// The one part that a plain word consists of; `None` for function words, which queries leave out, and for others.
    fn part(&self, word: &str) -> Option<QueryPart> {
        let mut words = self.analyzer.query_words(&mut AnalysisCache::default(), word, &self.languages);
        let word = words.pop().filter(|word| words.is_empty() && !word.is_stop_word(&self.analyzer))?;
        let is_plain = |part: &QueryPart| part.form.chars().all(char::is_alphabetic);
        <[QueryPart; 1]>::try_from(word.parts).ok().map(|[part]| part).filter(is_plain)
    }

    fn has_word(document: &Scanned, asked: &Asked) -> bool {
        let Asked { part, .. } = asked;
        let is_it = |token: &Token| {
            let mut stems = token.word.stems.iter();
            *token.word.form == *part.form
                || stems.any(|stem| part.stems.iter().any(|other| **other == **stem))
        };
        document.title.iter().chain(&document.body).any(is_it)
    }

    fn has_phrase(document: &Scanned, forms: &[String]) -> bool {
        let stands_in = |tokens: &Vec<Token>| {
            tokens.windows(forms.len()).any(|row| {
                row.iter().zip(forms).all(|(token, form)| *token.word.form == **form)
                    && row.windows(2).all(|pair| pair[1].position == pair[0].position + 1)
            })
        };
        stands_in(&document.title) || stands_in(&document.body)
    }

    fn meets(question: &Question, document: &Scanned, but: Option<FacetField>) -> bool {
        let mut words = question.words.iter().map(|word| Self::has_word(document, word));
        let has_words = if question.any { words.any(|has| has) } else { words.all(|has| has) };
        let has_values = |(field, values): (&FacetField, &BTreeSet<String>)| {
            Some(*field) == but
                || facet_values(&document.document, *field).iter().any(|value| values.contains(value))
        };
        (question.words.is_empty() || has_words)
            && (question.phrase.is_empty() || Self::has_phrase(document, &question.phrase))
            && question.excluded.as_ref().is_none_or(|word| !Self::has_word(document, word))
            && question.filters.iter().all(has_values)
    }

    /// A word as it stands in a document, if it is one that a query keeps.
    fn some_word(&self, dice: &mut Dice) -> Option<Asked> {
        let document = &self.documents[dice.below(self.documents.len())];
        let token = document.body.get(dice.below(document.body.len().max(1)))?;
        let typed = document.document.body[token.start as usize..token.end as usize].to_lowercase();
        self.part(&typed).map(|part| Asked { typed, part })
    }

    fn question(&self, dice: &mut Dice) -> Question {
        let mut question = Question { any: dice.below(3) == 0, ..Question::default() };
        for _ in 0..dice.below(4) {
            question.words.extend(self.some_word(dice));
        }
        if dice.below(3) == 0 {
            let document = &self.documents[dice.below(self.documents.len())];
            let (from, length) = (dice.below(document.body.len().max(1)), 2 + dice.below(3));
            let row = document.body.iter().skip(from).take(length);
            question.phrase = row.map(|token| token.word.form.to_string()).collect();
            if question.phrase.len() < 2 {
                question.phrase.clear();
            }
        }
        if dice.below(4) == 0 {
            question.excluded = self.some_word(dice);
        }
        for _ in 0..dice.below(4) {
            let field = FACETS[dice.below(FACETS.len())];
            let values = facet_values(&self.documents[dice.below(self.documents.len())].document, field);
            if !values.is_empty() {
                let value = values[dice.below(values.len())].clone();
                question.filters.entry(field).or_default().insert(value);
            }
        }
        question
    }
}

impl Question {
    fn params(&self) -> Vec<(String, String)> {
        let mut q: Vec<String> = self.words.iter().map(|word| word.typed.clone()).collect();
        if !self.phrase.is_empty() {
            q.push(format!("\"{}\"", self.phrase.join(" ")));
        }
        q.extend(self.excluded.iter().map(|word| format!("-{}", word.typed)));
        let fixed = [
            ("q", q.join(" ").as_str()),
            ("match", if self.any { "any" } else { "all" }),
            ("expand", "off"),
            ("group", "none"),
            ("sort", "newest"),
            ("limit", "0"),
            ("facet_limit", "500"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut pairs = fixed.to_vec();
        for (field, values) in &self.filters {
            pairs.extend(values.iter().map(|value| (field.name().to_owned(), value.clone())));
        }
        pairs
    }
}

/// Numbers by chance, the same in every run (SplitMix64: Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

#[test]
fn the_samples_are_found_as_a_plain_scan_finds_them() {
    let samples = Samples::load();
    let config = super::fixture::config();
    let mut dice = Dice(5);
    let mut found_any = 0;
    for _ in 0..QUESTIONS {
        let question = samples.question(&mut dice);
        let mut raw = RawParams::new(question.params());
        let params = SearchParams::take(&mut raw).unwrap();
        let request = SearchRequest::check(&params, &config).unwrap();
        let results = samples.searcher.search(&request).unwrap();
        let (mut ids, mut days) = (Vec::new(), Vec::new());
        let mut take = |document: EnrichedCommunique| {
            days.push(document.date.map(|date| date.first_day()));
            ids.push(document.id.to_string());
            true
        };
        samples.searcher.export(&request, &mut take).unwrap();
        assert!(days.is_sorted_by(|a, b| a >= b), "{question:?}: {days:?}");
        assert_eq!(results.total as usize, ids.len(), "{question:?}");
        ids.sort();
        let meeting = samples.documents.iter().filter(|document| Samples::meets(&question, document, None));
        let mut expected: Vec<String> = meeting.map(|document| document.document.id.to_string()).collect();
        expected.sort();
        assert_eq!(ids, expected, "{question:?}");
        found_any += usize::from(!ids.is_empty());
        for field in FACETS {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            let meeting = samples.documents.iter().filter(|one| Samples::meets(&question, one, Some(field)));
            for value in meeting.flat_map(|document| facet_values(&document.document, field)) {
                *counts.entry(value).or_default() += 1;
            }
            let facet = results.facets.get(field).unwrap();
            let counted = facet.values.iter().filter(|entry| entry.count > 0);
            let counted: BTreeMap<String, u64> =
                counted.map(|entry| (entry.value.clone(), entry.count)).collect();
            assert_eq!(counted, counts, "{field:?} of {question:?}");
        }
    }
    // Questions that nothing answers would prove nothing.
    assert!(found_any * 3 > QUESTIONS, "{found_any} of {QUESTIONS} questions have an answer");
}
