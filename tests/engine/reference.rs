//! What every answer must be: a plain scan over the documents, as slow and as simple as can be.

use std::collections::{BTreeMap, BTreeSet};

use super::fixture::{Brief, VOCABULARY, spelling};
use vigie::engine::{EngineSearch, Grouping, Interval, MatchMode, SortOrder, facet_values};
use vigie::query::{
    FacetField, Filter, FilterValue, TermQuery, TextField, WeightedTerm, WordClause, WordMatch,
};

/// A document as the scan sees it.
pub struct Scanned {
    pub brief: Brief,
    pub tie: u64,
    /// Word and position: the body, then the title as often as it weighs.
    text: Vec<(usize, u32)>,
    title: Vec<(usize, u32)>,
}

/// All documents.
pub struct Reference {
    pub documents: Vec<Scanned>,
    mean_length: f32,
}

/// A hit of the reference, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceHit {
    pub id: String,
    pub score: f32,
    pub family_size: u32,
}

/// An answer of the reference.
#[derive(Debug, Default)]
pub struct Answer {
    pub total: u64,
    pub relaxed: bool,
    pub hits: Vec<ReferenceHit>,
    /// For each facet: value → count, and missing.
    pub facets: Vec<(BTreeMap<String, u64>, u64)>,
    pub histogram: BTreeMap<String, u64>,
    pub crosstab: BTreeMap<(String, String), u64>,
}

#[derive(Debug, Clone, Copy)]
struct Score {
    value: f32,
    is_full: bool,
    near: f32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Leniency {
    All,
    Most(f32),
    Any,
}

impl Reference {
    pub fn new(briefs: &[Brief], title_weight: u8) -> Reference {
        let documents: Vec<Scanned> =
            briefs.iter().map(|brief| Scanned::new(brief.clone(), title_weight)).collect();
        let words: usize = documents.iter().map(|document| document.text.len()).sum();
        let mean_length = if documents.is_empty() { 1.0 } else { words as f32 / documents.len() as f32 };
        Reference { documents, mean_length: mean_length.max(1.0) }
    }

    pub fn answer(&self, search: &EngineSearch) -> Answer {
        let relax_below = match search.match_mode {
            MatchMode::All => return self.run(search, Leniency::All).0,
            MatchMode::Any => return self.run(search, Leniency::Any).0,
            MatchMode::Most { halvings } => {
                let coverage = search.ranking.relaxed_coverage / 2_f32.powi(halvings as i32);
                return Answer { relaxed: true, ..self.run(search, Leniency::Most(coverage)).0 };
            }
            MatchMode::Auto { relax_below } => u64::from(relax_below),
        };
        let (strict, unfiltered) = self.run(search, Leniency::All);
        if unfiltered >= relax_below || !self.can_relax(&search.query) {
            return strict;
        }
        let mut coverage = search.ranking.relaxed_coverage;
        let mut lenient = loop {
            let (found, unfiltered) = self.run(search, Leniency::Most(coverage));
            if unfiltered >= relax_below || coverage / 2.0 < search.ranking.least_coverage {
                break found;
            }
            coverage /= 2.0;
        };
        lenient.relaxed = lenient.total > strict.total;
        lenient
    }

    /// The answer, and how many hits there are whatever the filters say.
    fn run(&self, search: &EngineSearch, leniency: Leniency) -> (Answer, u64) {
        let mut groups: BTreeMap<String, Vec<(&Scanned, Score)>> = BTreeMap::new();
        for document in &self.documents {
            let meets = |value: &FilterValue| document.has(value);
            if let Some(score) = self.score(&search.query, document, search, leniency)
                && search.conditions.iter().all(meets)
            {
                let group = match (search.grouping, document.brief.copy_of) {
                    (Grouping::Family, Some(copy)) => format!("copy {copy}"),
                    _ => document.brief.id_text(),
                };
                groups.entry(group).or_default().push((document, score));
            }
        }
        let mut answer = Answer::default();
        let passes = |document: &Scanned, but: Option<FacetField>| {
            let others = search.filters.iter().filter(|filter| Some(filter.field) != but);
            others.into_iter().all(|filter: &Filter| filter.any_of.iter().any(|value| document.has(value)))
        };
        let mut hits = Vec::new();
        for group in groups.values() {
            let passing = || group.iter().filter(|(document, _)| passes(document, None));
            hits.extend(
                passing().map(|(document, score)| self.order(search, document, *score)).min_by(by_key),
            );
            if let Some(request) = &search.histogram {
                let buckets: BTreeSet<String> =
                    passing().filter_map(|(document, _)| bucket(document, request.interval)).collect();
                buckets.into_iter().for_each(|bucket| *answer.histogram.entry(bucket).or_default() += 1);
            }
            if let Some((rows, columns)) = search.crosstab {
                let mut pairs = BTreeSet::new();
                for (document, _) in passing() {
                    for row in document.values(rows) {
                        pairs
                            .extend(document.values(columns).into_iter().map(|column| (row.clone(), column)));
                    }
                }
                pairs.into_iter().for_each(|pair| *answer.crosstab.entry(pair).or_default() += 1);
            }
        }
        for request in &search.facets {
            let (mut counts, mut missing) = (BTreeMap::new(), 0);
            for group in groups.values() {
                let members: Vec<_> =
                    group.iter().filter(|(document, _)| passes(document, Some(request.field))).collect();
                let values: BTreeSet<String> =
                    members.iter().flat_map(|(document, _)| document.values(request.field)).collect();
                if values.is_empty() && !members.is_empty() {
                    missing += 1;
                }
                values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
            }
            answer.facets.push((counts, missing));
        }
        hits.sort_by(by_key);
        answer.total = hits.len() as u64;
        answer.hits = hits.into_iter().map(|(_, hit)| hit).collect();
        (answer, groups.len() as u64)
    }

    /// A hit with what it is ordered by: lesser first.
    fn order(&self, search: &EngineSearch, document: &Scanned, score: Score) -> (Key, ReferenceHit) {
        let first_day =
            document.brief.date().map(|date| i64::from(vigie::date::days_since_epoch(date.first_day())));
        let newest = first_day.map_or(i64::MIN, |day| day);
        let (full, value, date) = match search.sort {
            SortOrder::Relevance => (score.is_full, score.value, newest),
            SortOrder::Newest => (true, 0.0, newest),
            SortOrder::Oldest => (true, 0.0, first_day.map_or(i64::MIN, |day| -day)),
        };
        let family = |other: &&Scanned| match document.brief.copy_of {
            Some(copy) => other.brief.copy_of == Some(copy),
            None => other.brief.id == document.brief.id,
        };
        let family_size = self.documents.iter().filter(family).count() as u32;
        let hit = ReferenceHit { id: document.brief.id_text(), score: value, family_size };
        (Key { full, value, date, tie: document.tie }, hit)
    }

    fn score(
        &self,
        query: &TermQuery,
        document: &Scanned,
        search: &EngineSearch,
        leniency: Leniency,
    ) -> Option<Score> {
        let mut score = self.matches(query, document, search, leniency)?;
        let ranking = &search.ranking;
        if let Some(date) = document.brief.date() {
            let days = (search.today - date.first_day()).get_days().max(0);
            score.value *= 1.0 + ranking.recency_weight / (1.0 + days as f32 / 365.25 / 2.0);
        }
        if !score.is_full {
            score.value *= 1.0 + ranking.hint_weight * self.hinted(document, search);
        }
        score.value *= 1.0 + ranking.nearness_weight * score.near;
        Some(score)
    }

    /// The part of the hints, by their mass, that a document has.
    fn hinted(&self, document: &Scanned, search: &EngineSearch) -> f32 {
        let hints = search.hints.iter().map(|hint| (hint, self.mass(&TermQuery::Word(hint.clone()))));
        let (mut there, mut total) = (0, 0);
        for (hint, mass) in hints {
            total += mass;
            if self.word(hint, document, search).is_some() {
                there += mass;
            }
        }
        if total == 0 { 0.0 } else { there as f32 / total as f32 }
    }

    fn matches(
        &self,
        query: &TermQuery,
        document: &Scanned,
        search: &EngineSearch,
        leniency: Leniency,
    ) -> Option<Score> {
        let plain = |value| Score { value, is_full: true, near: 0.0 };
        let all = |queries: &[TermQuery]| {
            queries.iter().map(|query| self.matches(query, document, search, leniency)).collect::<Vec<_>>()
        };
        match query {
            TermQuery::All => Some(plain(0.0)),
            TermQuery::Nothing => None,
            TermQuery::Filter(value) => document.has(value).then(|| plain(0.0)),
            TermQuery::Not(inner) => {
                let found = self.matches(inner, document, search, Leniency::All);
                found.is_none().then(|| plain(0.0))
            }
            TermQuery::Phrase { field, forms, slop } => {
                let frequency = document.phrase(*field, forms, *slop);
                let (k1, idf) = (search.ranking.k1, self.phrase_idf(*field, forms));
                (frequency > 0).then(|| plain(idf * (k1 + 1.0) * frequency as f32 / (frequency as f32 + k1)))
            }
            TermQuery::Word(word) => {
                let is_full = !self.is_unknown(word);
                if !is_full && leniency == Leniency::All {
                    return None;
                }
                self.word(word, document, search).map(|value| Score { is_full, ..plain(value) })
            }
            TermQuery::And(queries) => {
                let scores: Option<Vec<Score>> = all(queries).into_iter().collect();
                Some(scores?.into_iter().fold(plain(0.0), |sum, score| Score {
                    value: sum.value + score.value,
                    is_full: sum.is_full && score.is_full,
                    near: sum.near.max(score.near),
                }))
            }
            TermQuery::Or(queries) => {
                let found = all(queries).into_iter().flatten();
                found.reduce(|sum, score| Score {
                    value: sum.value + score.value,
                    is_full: sum.is_full || score.is_full,
                    near: sum.near.max(score.near),
                })
            }
            TermQuery::Side(queries) => {
                let score = self.side(queries, all(queries), leniency, search)?;
                Some(Score { near: self.side_nearness(queries, document, search), ..score })
            }
        }
    }

    fn side(
        &self,
        queries: &[TermQuery],
        scores: Vec<Option<Score>>,
        leniency: Leniency,
        search: &EngineSearch,
    ) -> Option<Score> {
        let masses: Vec<u64> = queries.iter().map(|query| self.mass(query)).collect();
        let total: u64 = masses.iter().sum();
        let there = || scores.iter().zip(&masses).filter(|(score, _)| score.is_some());
        let present: u64 = there().map(|(_, mass)| mass).sum();
        let is_there = match leniency {
            Leniency::All => scores.iter().all(Option::is_some),
            Leniency::Most(part) => present >= ((total as f32 * part).ceil() as u64).max(1),
            Leniency::Any => present >= 1,
        };
        let mut value: f32 = there().filter_map(|(score, _)| Some((*score)?.value)).sum();
        if present < total {
            value *= (present as f32 / total as f32).powf(search.ranking.coverage_power);
        }
        let is_full = scores.iter().all(|score| score.is_some_and(|score| score.is_full));
        is_there.then_some(Score { value, is_full, near: 0.0 })
    }

    /// Every word by the distance to the nearest other word, as far as exact forms tell.
    fn side_nearness(&self, queries: &[TermQuery], document: &Scanned, search: &EngineSearch) -> f32 {
        let total: u64 = queries.iter().map(|query| self.mass(query)).sum();
        let words = queries.iter().filter_map(|query| match query {
            TermQuery::Word(word) if self.word(word, document, search).is_some() => {
                Some((self.mass(query), self.form_positions(word, document)))
            }
            _ => None,
        });
        let words: Vec<(u64, BTreeSet<u32>)> = words.collect();
        let mut sum = 0.0;
        for (at, (mass, positions)) in words.iter().enumerate() {
            let others =
                words.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, (_, all))| all);
            let others: Vec<u32> = others.copied().collect();
            let distances = positions.iter().flat_map(|a| others.iter().map(|b| a.abs_diff(*b).max(1)));
            match distances.min() {
                Some(distance) if distance <= 12 => sum += *mass as f32 / distance as f32,
                _ => {}
            }
        }
        if total == 0 { 0.0 } else { sum / total as f32 }
    }

    fn form_positions(&self, word: &WordClause, document: &Scanned) -> BTreeSet<u32> {
        let terms = if self.is_unknown(word) { word.if_unknown.as_slice() } else { &word.terms };
        let forms = terms.iter().flat_map(|term| match &term.matches {
            WordMatch::Stem(_) | WordMatch::Spelling(_) | WordMatch::Phrase(_) => Vec::new(),
            other => self.forms_of(word.field, other),
        });
        let forms: Vec<usize> = forms.collect();
        let text = document.text_of(word.field).iter().filter(|(form, _)| forms.contains(form));
        text.map(|(_, position)| *position).collect()
    }

    /// The best way of matching.
    fn word(&self, word: &WordClause, document: &Scanned, search: &EngineSearch) -> Option<f32> {
        let text = document.text_of(word.field);
        let (k1, b) = (search.ranking.k1, search.ranking.b);
        let length = match word.field {
            TextField::All => k1 * (1.0 - b + b * document.text.len() as f32 / self.mean_length),
            TextField::Title => k1,
        };
        let (ways, idf) = self.ways(word);
        let mut best = None;
        for way in ways {
            let frequency = match &way.terms {
                Terms::Forms(forms) => text.iter().filter(|(form, _)| forms.contains(form)).count() as u32,
                Terms::Phrase(forms) => document.phrase(word.field, forms, 0),
            };
            if frequency > 0 {
                let frequency = frequency as f32;
                let score = way.weight * way.idf.min(idf) * (k1 + 1.0) * frequency / (frequency + length);
                best = Some(best.unwrap_or(0.0_f32).max(score));
            }
        }
        best
    }

    /// Whether no document has the word in any of its ways.
    fn is_unknown(&self, word: &WordClause) -> bool {
        self.ways_of(word.field, &word.terms).is_empty()
    }

    fn can_relax(&self, query: &TermQuery) -> bool {
        match query {
            TermQuery::Word(word) => self.is_unknown(word) && !self.ways(word).0.is_empty(),
            TermQuery::Side(queries) => {
                queries.len() > 1 || queries.iter().any(|query| self.can_relax(query))
            }
            TermQuery::And(queries) | TermQuery::Or(queries) => {
                queries.iter().any(|query| self.can_relax(query))
            }
            _ => false,
        }
    }

    fn ways(&self, word: &WordClause) -> (Vec<Way>, f32) {
        let mut ways = self.ways_of(word.field, &word.terms);
        if ways.is_empty() {
            ways = self.ways_of(word.field, word.if_unknown.as_slice());
        }
        let strongest = ways.iter().map(|way| way.weight).fold(0.0, f32::max);
        let defining = || ways.iter().filter(|way| way.weight >= 0.75 * strongest);
        let in_languages = || defining().filter(|way| way.is_of_language);
        let documents: u64 = in_languages().map(|way| way.frequency).sum();
        let idf = if documents > 0 {
            in_languages().map(|way| way.idf * way.frequency as f32).sum::<f32>() / documents as f32
        } else {
            self.idf(defining().map(|way| way.frequency).max().unwrap_or(0))
        };
        (ways, idf)
    }

    fn ways_of(&self, field: TextField, terms: &[WeightedTerm]) -> Vec<Way> {
        let mut ways = Vec::new();
        for term in terms {
            let all = match term.language {
                None => self.documents.len() as u64,
                Some(code) => {
                    let is_in = |document: &&Scanned| document.has(&FilterValue::Language(code));
                    (self.documents.iter().filter(is_in).count() as u64).max(1)
                }
            };
            let mut add = |terms: Terms, frequency: u64| {
                if frequency > 0 {
                    let of_all = idf(1, self.documents.len() as u64);
                    let idf = idf(frequency, all) * (of_all / idf(1, all)).max(1.0);
                    let weight = term.weight;
                    ways.push(Way { terms, weight, frequency, idf, is_of_language: term.language.is_some() });
                }
            };
            match &term.matches {
                WordMatch::Phrase(forms) => {
                    let frequency = forms.iter().map(|form| self.frequency(field, &of_form(form))).min();
                    add(Terms::Phrase(forms.clone()), frequency.unwrap_or(0));
                }
                WordMatch::Stem(stem) => {
                    let forms: Vec<usize> =
                        (0..VOCABULARY.len()).filter(|&form| VOCABULARY[form][..1] == **stem).collect();
                    let frequency = self.frequency(field, &forms);
                    add(Terms::Forms(forms), frequency);
                }
                WordMatch::Spelling(wanted) => {
                    let is_it = |form: &usize| spelling(VOCABULARY[*form]).as_ref() == Some(wanted);
                    let forms: Vec<usize> = (0..VOCABULARY.len()).filter(is_it).collect();
                    let frequency = self.frequency(field, &forms);
                    add(Terms::Forms(forms), frequency);
                }
                other => {
                    for form in self.forms_of(field, other) {
                        add(Terms::Forms(vec![form]), self.frequency(field, &[form]));
                    }
                }
            }
        }
        ways
    }

    /// The forms that a form, a prefix or a fuzzy word stands for.
    fn forms_of(&self, field: TextField, matches: &WordMatch) -> Vec<usize> {
        let frequency = |form: usize| self.frequency(field, &[form]);
        let mut forms: Vec<usize> = (0..VOCABULARY.len()).filter(|&form| frequency(form) > 0).collect();
        match matches {
            WordMatch::Form(wanted) => forms.retain(|&form| VOCABULARY[form] == wanted),
            WordMatch::Prefix { prefix, max_terms } => {
                forms.retain(|&form| VOCABULARY[form].starts_with(prefix.as_str()));
                forms.sort_by_key(|&form| (std::cmp::Reverse(frequency(form)), VOCABULARY[form]));
                forms.truncate(*max_terms);
            }
            WordMatch::Fuzzy { form: wanted, distance, max_terms } => {
                let edits = |form: usize| edit_distance(VOCABULARY[form], wanted);
                forms.retain(|&form| edits(form) <= usize::from(*distance));
                forms
                    .sort_by_key(|&form| (edits(form), std::cmp::Reverse(frequency(form)), VOCABULARY[form]));
                forms.truncate(*max_terms);
            }
            WordMatch::Stem(_) | WordMatch::Spelling(_) | WordMatch::Phrase(_) => forms.clear(),
        }
        forms
    }

    /// Documents with any of these forms.
    fn frequency(&self, field: TextField, forms: &[usize]) -> u64 {
        let has = |document: &&Scanned| document.text_of(field).iter().any(|(form, _)| forms.contains(form));
        self.documents.iter().filter(has).count() as u64
    }

    fn idf(&self, frequency: u64) -> f32 {
        idf(frequency, self.documents.len() as u64)
    }

    fn phrase_idf(&self, field: TextField, forms: &[String]) -> f32 {
        let distinct: BTreeSet<&String> = forms.iter().collect();
        distinct.into_iter().map(|form| self.idf(self.frequency(field, &of_form(form)))).sum()
    }

    fn mass(&self, query: &TermQuery) -> u64 {
        let fixed = |idf: f32| if idf > 0.0 { ((idf * 1024.0) as u64).max(1) } else { 0 };
        match query {
            TermQuery::Word(word) => {
                let (ways, idf) = self.ways(word);
                if ways.is_empty() { 0 } else { fixed(idf) }
            }
            TermQuery::Phrase { field, forms, .. } => fixed(self.phrase_idf(*field, forms)),
            TermQuery::And(queries) | TermQuery::Side(queries) => {
                queries.iter().map(|query| self.mass(query)).sum()
            }
            TermQuery::Or(queries) => queries.iter().map(|query| self.mass(query)).max().unwrap_or(0),
            TermQuery::All | TermQuery::Nothing | TermQuery::Filter(_) | TermQuery::Not(_) => 0,
        }
    }
}

enum Terms {
    Forms(Vec<usize>),
    Phrase(Vec<String>),
}

struct Way {
    terms: Terms,
    weight: f32,
    frequency: u64,
    idf: f32,
    is_of_language: bool,
}

fn idf(frequency: u64, all: u64) -> f32 {
    let (all, having) = (all.max(frequency) as f32, frequency as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

struct Key {
    full: bool,
    value: f32,
    date: i64,
    tie: u64,
}

fn by_key((a, _): &(Key, ReferenceHit), (b, _): &(Key, ReferenceHit)) -> std::cmp::Ordering {
    let descending = b.full.cmp(&a.full).then(b.value.total_cmp(&a.value)).then(b.date.cmp(&a.date));
    descending.then(a.tie.cmp(&b.tie))
}

fn of_form(form: &str) -> Vec<usize> {
    VOCABULARY.iter().position(|word| *word == form).into_iter().collect()
}

fn bucket(document: &Scanned, interval: Interval) -> Option<String> {
    let day = document.brief.date()?.first_day();
    Some(match interval {
        Interval::Day => day.to_string(),
        Interval::Week => {
            let mut monday = day;
            while monday.weekday() != jiff::civil::Weekday::Monday {
                monday = monday.yesterday().unwrap();
            }
            monday.to_string()
        }
        Interval::Month => day.to_string()[..7].to_owned(),
        Interval::Year => day.to_string()[..4].to_owned(),
    })
}

/// Insertions, deletions, replacements and swaps of neighbours, each of letters not edited otherwise.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, j) => j,
                (i, 0) => i,
                (i, j) => {
                    let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut best = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                }
            };
        }
    }
    table[a.len()][b.len()]
}

impl Scanned {
    fn new(brief: Brief, title_weight: u8) -> Scanned {
        let indexed = brief.indexed();
        let place = |form: &str| VOCABULARY.iter().position(|word| *word == form).unwrap();
        let words = |tokens: &[vigie::analysis::Token], first: u32| -> Vec<(usize, u32)> {
            tokens.iter().map(|token| (place(&token.word.form), first + token.position)).collect()
        };
        let mut text = words(&indexed.body_tokens, 0);
        for _ in 0..title_weight {
            let first = text.last().map_or(0, |(_, position)| position + vigie::analysis::PASSAGE_GAP);
            text.extend(words(&indexed.title_tokens, first));
        }
        let hash = blake3::hash(brief.id_text().as_bytes());
        let tie = u64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap());
        Scanned { title: words(&indexed.title_tokens, 0), brief, tie, text }
    }

    fn text_of(&self, field: TextField) -> &[(usize, u32)] {
        match field {
            TextField::All => &self.text,
            TextField::Title => &self.title,
        }
    }

    /// The facet's values as they are counted: sources that differ by case are one, named by the least spelling.
    fn values(&self, field: FacetField) -> Vec<String> {
        let mut values = facet_values(&self.brief.document(), field);
        if field == FacetField::Source {
            values.iter_mut().for_each(|value| *value = value.to_lowercase());
        }
        values
    }

    fn has(&self, value: &FilterValue) -> bool {
        let has = |wanted: &str| {
            let field = value.field().unwrap();
            self.values(field).iter().any(|value| value == wanted)
        };
        match value {
            FilterValue::Country(code) => {
                self.brief.document().primary_countries().any(|country| code.covers(country))
            }
            FilterValue::MentionedCountry(code) => {
                self.brief.document().countries.iter().any(|tag| code.covers(tag.code))
            }
            FilterValue::IssuerCountry(code) => has(code.as_str()),
            FilterValue::Topic(path) => self.brief.document().topics.iter().any(|tag| path.covers(&tag.path)),
            FilterValue::Language(code) => has(code.as_str()),
            FilterValue::Source(source) => has(&source.to_lowercase()),
            FilterValue::Organisation(name) | FilterValue::Person(name) => has(name),
            FilterValue::Year(year) => self.brief.date().is_some_and(|date| date.year() == *year),
            FilterValue::Date { from, to } => self.brief.date().is_some_and(|date| {
                from.is_none_or(|from| from.first_day() <= date.last_day())
                    && to.is_none_or(|to| date.first_day() <= to.last_day())
            }),
        }
    }

    /// How often the forms stand in a row; or 1 when they stand within a window that leaves `slop` other positions.
    fn phrase(&self, field: TextField, forms: &[String], slop: u32) -> u32 {
        let text = self.text_of(field);
        let at = |form: &String| -> Vec<u32> {
            text.iter().filter(|(word, _)| VOCABULARY[*word] == form).map(|(_, position)| *position).collect()
        };
        let places: Vec<Vec<u32>> = forms.iter().map(at).collect();
        if slop == 0 {
            let starts = places[0].iter();
            return starts
                .filter(|&&start| (0..).zip(&places).all(|(step, place)| place.contains(&(start + step))))
                .count() as u32;
        }
        let mut chosen: Vec<Vec<u32>> = vec![Vec::new()];
        for place in &places {
            let longer = chosen.iter().flat_map(|chosen| {
                let free = place.iter().filter(|position| !chosen.contains(position));
                free.map(|&position| chosen.iter().copied().chain([position]).collect())
            });
            chosen = longer.collect();
        }
        let width = slop + forms.len() as u32 - 1;
        let fits = |chosen: &Vec<u32>| chosen.iter().max().unwrap() - chosen.iter().min().unwrap() <= width;
        u32::from(chosen.iter().any(fits))
    }
}
