//! The embedded engine: what it answers, against a plain scan; what it keeps, whatever happens.

mod durability;
mod fixture;
mod reference;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use fixture::{Brief, COUNTRIES, DATES, LANGUAGES, SOURCES, TOPICS, VOCABULARY, open, spelling};
use reference::{Answer, Reference};
use vigie::config::Config;
use vigie::engine::embedded::{EmbeddedEngine, WriterOptions};
use vigie::engine::{
    Engine, EngineResults, EngineSearch, FacetRequest, Grouping, HistogramRequest, IndexWriter, Interval,
    MatchMode, SortOrder,
};
use vigie::query::{
    FacetField, Filter, FilterValue, TermQuery, TextField, WeightedTerm, WordClause, WordMatch,
};

const SMALL: WriterOptions = WriterOptions { memory_bytes: 15_000_000, threads: 1 };

/// Read once: a hundred tests of a millisecond would else read it for a tenth of a second each.
pub fn config() -> &'static Config {
    static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::built_in().unwrap());
    &CONFIG
}

fn briefs() -> impl Strategy<Value = Vec<Brief>> {
    let word = 0..VOCABULARY.len();
    let brief = (
        vec(word.clone(), 0..3),
        vec(vec(word, 0..6), 0..3),
        subsequence((0..COUNTRIES.len()).collect::<Vec<_>>(), 0..3),
        subsequence((0..TOPICS.len()).collect::<Vec<_>>(), 0..3),
        subsequence((0..LANGUAGES.len()).collect::<Vec<_>>(), 0..3),
        option::of(0..SOURCES.len()),
        option::of(0..DATES.len()),
        option::weighted(0.4, 0..3_u8),
    );
    vec(brief, 0..14).prop_map(|briefs| {
        let numbered = briefs.into_iter().zip(0..);
        numbered
            .map(|((title, body, countries, topics, languages, source, date, copy_of), id)| Brief {
                id,
                title,
                body,
                countries,
                topics,
                languages,
                source,
                date,
                copy_of,
            })
            .collect()
    })
}

fn form() -> impl Strategy<Value = String> {
    // Some words are in no document: one is spelt nearly like others, one is not.
    prop_oneof![9 => select(&VOCABULARY[..]), 1 => Just("zz"), 1 => Just("az")].prop_map(str::to_owned)
}

fn field() -> impl Strategy<Value = TextField> {
    prop_oneof![4 => Just(TextField::All), 1 => Just(TextField::Title)]
}

fn word() -> impl Strategy<Value = TermQuery> {
    let matches = prop_oneof![
        4 => form().prop_map(WordMatch::Form),
        4 => form().prop_map(|form| WordMatch::Stem(form[..1].to_owned())),
        2 => form().prop_map(|form| match spelling(&form) {
            Some(spelling) => WordMatch::Spelling(spelling),
            None => WordMatch::Form(form),
        }),
        1 => (form(), 1..3_usize, 1..3_usize).prop_map(|(form, length, max_terms)| WordMatch::Prefix {
            prefix: form[..length].to_owned(),
            max_terms,
        }),
        1 => (form(), 1..4_usize).prop_map(|(form, max_terms)| WordMatch::Fuzzy { form, distance: 1, max_terms }),
        1 => vec(form(), 2..3).prop_map(WordMatch::Phrase),
    ];
    let language = option::of(select(&LANGUAGES[..]).prop_map(|code| code.parse().unwrap()));
    let term = (matches, select(&[1.0_f32, 0.8, 0.5][..]), language)
        .prop_map(|(matches, weight, language)| WeightedTerm { matches, weight, language });
    let respelt = form().prop_map(|form| WeightedTerm {
        matches: WordMatch::Fuzzy { form, distance: 1, max_terms: 3 },
        weight: 0.4,
        language: None,
    });
    (field(), vec(term, 1..3), option::of(respelt)).prop_map(|(field, terms, if_unknown)| {
        TermQuery::Word(WordClause { typed: String::new(), field, terms, if_unknown })
    })
}

fn filter_value() -> impl Strategy<Value = FilterValue> {
    let date = || option::of(select(&DATES[..]).prop_map(|date| date.parse().unwrap()));
    prop_oneof![
        select(&["MA", "FR", "CA", "CA-QC", "US"][..])
            .prop_map(|code| FilterValue::Country(code.parse().unwrap())),
        select(&["FR", "CA"][..]).prop_map(|code| FilterValue::MentionedCountry(code.parse().unwrap())),
        select(&["cyber", "cyber/cybercrime", "organised-crime"][..])
            .prop_map(|path| FilterValue::Topic(path.parse().unwrap())),
        select(&LANGUAGES[..]).prop_map(|code| FilterValue::Language(code.parse().unwrap())),
        select(&["Afp", "CNW", "élysée", "Nobody"][..])
            .prop_map(|source| FilterValue::Source(source.to_owned())),
        select(&[2023_i16, 2024, 1999][..]).prop_map(FilterValue::Year),
        (date(), date()).prop_map(|(from, to)| FilterValue::Date { from, to }),
    ]
}

fn query() -> impl Strategy<Value = TermQuery> {
    let phrase = (field(), vec(form(), 2..4), 0..3_u32).prop_map(|(field, forms, slop)| TermQuery::Phrase {
        field,
        forms,
        slop,
    });
    let leaf = prop_oneof![
        1 => Just(TermQuery::All),
        6 => word(),
        2 => phrase,
        2 => filter_value().prop_map(TermQuery::Filter),
    ];
    let side = || vec(word(), 1..5).prop_map(TermQuery::Side);
    let tree = prop_oneof![3 => side(), 2 => leaf].prop_recursive(2, 8, 3, |inner| {
        let not = inner.clone().prop_map(|query| TermQuery::Not(Box::new(query)));
        prop_oneof![
            vec(prop_oneof![3 => inner.clone(), 1 => not], 1..4).prop_map(TermQuery::And),
            vec(inner, 1..4).prop_map(TermQuery::Or),
        ]
    });
    tree.boxed()
}

fn searches() -> impl Strategy<Value = EngineSearch> {
    let filters = vec(filter_value(), 0..4).prop_map(|values| {
        let mut filters: Vec<Filter> = Vec::new();
        for value in values {
            let Some(field) = value.field() else { continue };
            match filters.iter_mut().find(|filter| filter.field == field) {
                Some(filter) => filter.any_of.push(value),
                None => filters.push(Filter { field, any_of: vec![value] }),
            }
        }
        filters
    });
    let interval = select(&[Interval::Day, Interval::Week, Interval::Month, Interval::Year][..]);
    let match_mode = prop_oneof![
        Just(MatchMode::Auto { relax_below: 3 }),
        Just(MatchMode::All),
        (0_u32..3).prop_map(|halvings| MatchMode::Most { halvings }),
        Just(MatchMode::Any)
    ];
    (
        query(),
        match_mode,
        filters,
        vec(filter_value(), 0..2),
        select(&[SortOrder::Relevance, SortOrder::Newest, SortOrder::Oldest][..]),
        select(&[Grouping::Family, Grouping::None][..]),
        (
            subsequence(FacetField::ALL.to_vec(), 0..5),
            interval,
            option::of((facet(), facet())),
            vec(hint(), 0..3),
        ),
    )
        .prop_map(
            |(
                query,
                match_mode,
                filters,
                conditions,
                sort,
                grouping,
                (facets, interval, crosstab, hints),
            )| {
                let facet = |field| FacetRequest { field, limit: 100, prefix: None };
                EngineSearch {
                    match_mode,
                    hints,
                    filters,
                    conditions,
                    sort,
                    grouping,
                    facets: facets.into_iter().map(facet).collect(),
                    histogram: Some(HistogramRequest { interval, by: Some(FacetField::Language) }),
                    crosstab,
                    ..everything(query)
                }
            },
        )
}

fn facet() -> impl Strategy<Value = FacetField> {
    select(&[FacetField::Country, FacetField::Topic, FacetField::Year][..])
}

/// Every match of `query`, newest first, each document by itself.
pub fn everything(query: TermQuery) -> EngineSearch {
    EngineSearch {
        query,
        match_mode: MatchMode::All,
        filters: Vec::new(),
        hints: Vec::new(),
        conditions: Vec::new(),
        sort: SortOrder::Newest,
        limit: 100,
        after: None,
        grouping: Grouping::None,
        facets: Vec::new(),
        histogram: None,
        crosstab: None,
        ranking: config().ranking.clone(),
        today: jiff::civil::date(2026, 11, 22),
    }
}

/// A word that nobody typed.
fn hint() -> impl Strategy<Value = WordClause> {
    select(&VOCABULARY[..]).prop_map(|form| {
        let TermQuery::Word(clause) = form_query(form) else { unreachable!("it is a word") };
        clause
    })
}

/// Documents with a form.
fn form_query(form: &str) -> TermQuery {
    let term = WeightedTerm { matches: WordMatch::Form(form.to_owned()), weight: 1.0, language: None };
    let (typed, terms) = (form.to_owned(), vec![term]);
    TermQuery::Word(WordClause { typed, field: TextField::All, terms, if_unknown: None })
}

/// Writes the documents in several commits, so that there are several segments.
fn write(dir: &std::path::Path, briefs: &[Brief]) {
    let mut writer = open(dir);
    for batch in briefs.chunks(5) {
        batch.iter().for_each(|brief| {
            writer.put(brief.indexed()).unwrap();
        });
        writer.commit().unwrap();
    }
}

fn check_counts(
    search: &EngineSearch,
    found: &EngineResults,
    expected: &Answer,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.total, expected.total);
    prop_assert_eq!(found.relaxed, expected.relaxed);
    prop_assert_eq!(found.facets.len(), expected.facets.len());
    for ((request, found), (counts, missing)) in search.facets.iter().zip(&found.facets).zip(&expected.facets)
    {
        let is_source = request.field == FacetField::Source;
        let named = found.values.iter().filter(|value| value.count > 0).map(|value| {
            (if is_source { value.value.to_lowercase() } else { value.value.clone() }, value.count)
        });
        prop_assert_eq!(&named.collect::<BTreeMap<_, _>>(), counts, "{:?}", request.field);
        prop_assert_eq!((found.missing, found.other), (*missing, 0), "{:?}", request.field);
    }
    let histogram = found.histogram.iter().filter(|bucket| bucket.count > 0);
    let histogram: BTreeMap<String, u64> =
        histogram.map(|bucket| (bucket.start.to_string(), bucket.count)).collect();
    prop_assert_eq!(&histogram, &expected.histogram);
    let crosstab = found.crosstab.iter().map(|cell| ((cell.row.clone(), cell.column.clone()), cell.count));
    prop_assert_eq!(&crosstab.collect::<BTreeMap<_, _>>(), &expected.crosstab);
    Ok(())
}

fn check_hits(
    engine: &EmbeddedEngine,
    search: &EngineSearch,
    found: &EngineResults,
    expected: &Answer,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.hits.len(), expected.hits.len());
    // Sums of the same numbers in another order may differ in the last digit; where that may turn
    // two hits round, only their scores are compared.
    let same = |a: f32, b: f32| (a - b).abs() <= 1e-4 * a.max(b);
    for (found, expected_hit) in found.hits.iter().zip(&expected.hits) {
        prop_assert!(same(found.score, expected_hit.score), "{} is not {:?}", found.score, expected_hit);
        let near = expected.hits.iter().filter(|other| same(other.score, expected_hit.score));
        let is_exact = expected_hit.score == 0.0 || near.count() == 1;
        if is_exact {
            prop_assert_eq!(found.stored.document.id.as_str(), &expected_hit.id);
            prop_assert_eq!(found.family_size, expected_hit.family_size);
        }
    }
    // Pages of two, one after the other, are the same hits in the same order.
    let mut paged = Vec::new();
    let mut page = EngineSearch { limit: 2, ..search.clone() };
    loop {
        let results = engine.search(&page).unwrap();
        prop_assert_eq!(results.total, expected.total);
        paged.extend(results.hits.iter().map(|hit| hit.stored.document.id.clone()));
        prop_assert!(paged.len() <= found.hits.len());
        let Some(next) = results.next else { break };
        page.after = Some(next);
    }
    let ids = found.hits.iter().map(|hit| hit.stored.document.id.clone());
    prop_assert_eq!(paged, ids.collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_that_of_a_plain_scan(briefs in briefs(), searches in vec(searches(), 80)) {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &briefs);
        let engine = EmbeddedEngine::open(dir.path(), config()).unwrap();
        let reference = Reference::new(&briefs, config().ranking.title_weight);
        prop_assert_eq!(engine.document_count(), briefs.len() as u64);
        for search in &searches {
            let (found, expected) = (engine.search(search).unwrap(), reference.answer(search));
            check_counts(search, &found, &expected).map_err(|error| with_context(error, search))?;
            check_hits(&engine, search, &found, &expected).map_err(|error| with_context(error, search))?;
            let mut streamed = Vec::new();
            engine.for_each_match(search, &mut |stored| { streamed.push(stored.document.id); true }).unwrap();
            let ids: Vec<_> = found.hits.iter().map(|hit| hit.stored.document.id.clone()).collect();
            prop_assert_eq!(streamed, ids);
        }
    }
}

fn with_context(error: TestCaseError, search: &EngineSearch) -> TestCaseError {
    let short = EngineSearch { ranking: config().ranking.clone(), ..search.clone() };
    TestCaseError::fail(format!("{error}\nof {short:#?}"))
}
