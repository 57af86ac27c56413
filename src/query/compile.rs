//! Tree → terms: every word analysed in every language the index holds.
//!
//! Owns which parts of a query are required whatever `match` says: phrases, exclusions, conditions
//! and what is limited to the title stand outside the words typed side by side. Function words are
//! left out where other words remain.

use super::expand::{Dictionary, Expanded};
use super::targets::{Target, Way, WayKind};
use super::terms::{TermQuery, TextField, WeightedTerm, WordClause, WordMatch};
use super::tree::Query;
use crate::analysis::{AnalysisCache, Analyzer, QueryPart, QueryWord, language_of_stem};
use crate::codes::LanguageCode;
use crate::config::Ranking;

/// The most forms a prefix or a fuzzy word stands for.
pub const MAX_FORMS: usize = 100;
/// The most words that are looked up for one query: a pasted page in a script without spaces has thousands.
const MAX_CLAUSES: usize = 200;

/// What a query is made into terms with.
#[derive(Debug, Clone, Copy)]
pub struct TermOptions<'a> {
    /// The analyzer the index was built with.
    pub analyzer: &'a Analyzer,
    /// The languages to analyse words in: those the index holds, or those asked for.
    pub languages: &'a [LanguageCode],
    /// The weights of the ways of matching.
    pub ranking: &'a Ranking,
    /// Names in other languages, when words are to be widened beyond their inflections.
    pub dictionary: Option<&'a Dictionary>,
}

/// A query in an engine's terms.
#[derive(Debug, Clone, PartialEq)]
pub struct CompiledQuery {
    /// What the engine is asked.
    pub terms: TermQuery,
    /// What to mark in the documents found.
    pub targets: Vec<Target>,
    /// What was searched beside the words typed, each concept once.
    pub expansions: Vec<Expanded>,
}

/// Makes terms of a query.
pub fn compile(query: &Query, options: &TermOptions<'_>, cache: &mut AnalysisCache) -> CompiledQuery {
    let mut compiler =
        Compiler { options, cache, clauses: 0, excluding: 0, targets: Vec::new(), expansions: Vec::new() };
    let terms = compiler.query(std::slice::from_ref(query), TextField::All);
    CompiledQuery { terms, targets: compiler.targets, expansions: compiler.expansions }
}

struct Compiler<'a> {
    options: &'a TermOptions<'a>,
    cache: &'a mut AnalysisCache,
    clauses: usize,
    /// How many exclusions the part at hand stands in: what is excluded is neither widened nor marked.
    excluding: usize,
    targets: Vec<Target>,
    expansions: Vec<Expanded>,
}

/// Parts of a query that stand side by side.
#[derive(Default)]
struct Parts {
    /// Required whatever `match` says.
    strict: Vec<TermQuery>,
    /// Words, of which `match` says how many must be there.
    loose: Vec<TermQuery>,
    /// Function words, searched only where there is nothing else.
    function_words: Vec<(LooseWord, TextField)>,
    /// Whether `strict` holds any text, rather than conditions and exclusions alone.
    has_strict_text: bool,
}

/// A word typed, ready to become a clause.
struct LooseWord {
    word: QueryWord,
    typed: String,
    /// Whether it has several parts, to be found in a row.
    is_joined_tightly: bool,
}

impl Compiler<'_> {
    /// Parts side by side, as one query.
    fn query(&mut self, queries: &[Query], field: TextField) -> TermQuery {
        let parts = self.parts(queries, field);
        self.finish(parts)
    }

    fn finish(&mut self, mut parts: Parts) -> TermQuery {
        if parts.loose.is_empty() && !parts.has_strict_text {
            for (word, field) in std::mem::take(&mut parts.function_words) {
                let clause = self.clause(&word, &[], field);
                parts.loose.push(clause);
            }
        }
        let Parts { mut strict, mut loose, .. } = parts;
        strict.extend(if loose.len() > 1 { Some(TermQuery::Side(loose)) } else { loose.pop() });
        match strict.len() {
            0 => TermQuery::All,
            1 => strict.remove(0),
            _ => TermQuery::And(strict),
        }
    }

    /// Parts side by side. Neighbouring words are analysed together, since names may have several.
    fn parts(&mut self, queries: &[Query], field: TextField) -> Parts {
        let mut parts = Parts::default();
        let mut words: Vec<&str> = Vec::new();
        for query in queries {
            if let Query::Word(word) = query {
                words.push(word);
                continue;
            }
            self.words(&mut words, field, &mut parts);
            self.part(query, field, &mut parts);
        }
        self.words(&mut words, field, &mut parts);
        parts
    }

    fn part(&mut self, query: &Query, field: TextField, parts: &mut Parts) {
        match query {
            Query::All | Query::Word(_) => {}
            Query::Side(inner) => {
                let inner = self.parts(inner, field);
                parts.strict.extend(inner.strict);
                parts.loose.extend(inner.loose);
                parts.function_words.extend(inner.function_words);
                parts.has_strict_text |= inner.has_strict_text;
            }
            Query::Any(branches) => {
                let (mut any_of, mut is_loose) = (Vec::new(), true);
                for branch in branches {
                    let branch = self.parts(std::slice::from_ref(branch), field);
                    is_loose &= branch.strict.is_empty();
                    parts.has_strict_text |= branch.has_strict_text || !branch.loose.is_empty();
                    any_of.push(self.finish(branch));
                }
                let any = TermQuery::Or(any_of);
                if is_loose { parts.loose.push(any) } else { parts.strict.push(any) }
            }
            Query::Not(inner) => {
                self.excluding += 1;
                let inner = self.query(std::slice::from_ref(inner), field);
                self.excluding -= 1;
                parts.strict.push(TermQuery::Not(Box::new(inner)));
            }
            Query::In(_, inner) => {
                let inner = self.query(std::slice::from_ref(inner), TextField::Title);
                parts.strict.push(inner);
                parts.has_strict_text = true;
            }
            Query::Filter(value) => parts.strict.push(TermQuery::Filter(value.clone())),
            Query::Phrase { text, slop } => {
                parts.strict.push(self.phrase(text, *slop, field));
                parts.has_strict_text = true;
            }
            Query::Prefix(prefix) => parts.loose.push(self.prefix(prefix, field)),
            Query::Fuzzy { word, distance } => parts.loose.push(self.fuzzy(word, *distance, field)),
        }
    }

    /// Makes clauses of the words in a row and empties the row.
    fn words(&mut self, words: &mut Vec<&str>, field: TextField, parts: &mut Parts) {
        let mut row: Vec<LooseWord> = Vec::new();
        for typed in words.drain(..) {
            self.loose_words(typed, &mut row);
        }
        let widened = self.widened(&row);
        for (loose, names) in row.into_iter().zip(&widened) {
            if self.clauses >= MAX_CLAUSES {
                return;
            }
            self.clauses += 1;
            // What is excluded is excluded to the letter.
            let is_left_out = self.excluding == 0 && names.is_empty();
            if is_left_out && loose.word.is_stop_word(self.options.analyzer) {
                parts.function_words.push((loose, field));
                continue;
            }
            let clause = self.clause(&loose, names, field);
            parts.loose.push(clause);
        }
    }

    /// The words that one typed word consists of: most often itself; several for a script without
    /// spaces and for words joined by a sign that joins alternatives (`Maroc/France`).
    fn loose_words(&mut self, typed: &str, row: &mut Vec<LooseWord>) {
        for word in self.options.analyzer.query_words(self.cache, typed, self.options.languages) {
            let surface = &typed[word.span.start as usize..word.span.end as usize];
            if word.parts.len() == 1 || is_joined_tightly(typed, &word) {
                let is_joined_tightly = word.parts.len() > 1;
                row.push(LooseWord { typed: surface.to_owned(), word, is_joined_tightly });
                continue;
            }
            for part in word.parts {
                let typed = typed[part.span.start as usize..part.span.end as usize].to_owned();
                let word = QueryWord { span: part.span, parts: vec![part] };
                row.push(LooseWord { typed, word, is_joined_tightly: false });
            }
        }
    }

    /// The names that each word of a row is searched by too.
    fn widened(&mut self, row: &[LooseWord]) -> Vec<Vec<WordMatch>> {
        let mut names = vec![Vec::new(); row.len()];
        let Some(dictionary) = self.options.dictionary.filter(|_| self.excluding == 0) else { return names };
        let parts: Vec<&QueryPart> = row.iter().flat_map(|loose| &loose.word.parts).collect();
        let owners: Vec<usize> = row
            .iter()
            .enumerate()
            .flat_map(|(at, loose)| std::iter::repeat_n(at, loose.word.parts.len()))
            .collect();
        for found in dictionary.find(&parts, self.options.languages) {
            let typed =
                owners[found.parts.clone()].iter().copied().collect::<std::collections::BTreeSet<_>>();
            let words: Vec<&str> = typed.iter().map(|at| row[*at].typed.as_str()).collect();
            let expanded = Expanded { typed: words.join(" "), concept: found.concept, names: found.names };
            if !self.expansions.iter().any(|known| known.concept == expanded.concept) {
                self.expansions.push(expanded);
            }
            // Of `trafic de drogue` the function word stays one: the names stand in for the others.
            let is_left_out = |at: &usize| row[*at].word.is_stop_word(self.options.analyzer);
            let only_function_words = typed.iter().all(is_left_out);
            for at in typed.into_iter().filter(|at| only_function_words || !is_left_out(at)) {
                for matches in &found.matches {
                    if !names[at].contains(matches) {
                        names[at].push(matches.clone());
                    }
                }
            }
        }
        names
    }

    /// One word in all its ways.
    fn clause(&mut self, loose: &LooseWord, names: &[WordMatch], field: TextField) -> TermQuery {
        let mut ways = Ways::default();
        if loose.is_joined_tightly {
            self.joined(&loose.word.parts, &mut ways);
        } else if let [part] = &loose.word.parts[..] {
            self.single(part, &mut ways);
        }
        for name in names {
            ways.add(name.clone(), WayKind::Translation, self.options.ranking.translation_weight);
        }
        let together = self.word(&loose.typed, field, ways);
        let has_number = loose.typed.contains(|c: char| c.is_numeric());
        let is_one_word = has_number || loose.word.is_unbroken() || loose.word.parts.len() > 3;
        if !loose.is_joined_tightly || is_one_word || self.excluding > 0 {
            return together;
        }
        // `gardes-côtes` is found by `garde-côte` too: its parts in any inflection, though less.
        let mut parts = Vec::new();
        for part in &loose.word.parts {
            let mut ways = Ways::default();
            self.single(part, &mut ways);
            let from = loose.word.span.start;
            let typed = &loose.typed[(part.span.start - from) as usize..(part.span.end - from) as usize];
            parts.push(self.word(typed, field, ways));
        }
        TermQuery::Or(vec![together, TermQuery::And(parts)])
    }

    /// A word without inner signs: itself, its inflections, its family, the compounds it is a part of.
    fn single(&mut self, part: &QueryPart, ways: &mut Ways) {
        let ranking = self.options.ranking;
        self.itself(part, ways);
        for stem in &part.stems {
            ways.add(WordMatch::Stem(stem.clone()), WayKind::Inflection, ranking.stem_weight);
        }
        if let Some(apart) = part.letters_and_number() {
            ways.add(WordMatch::Phrase(apart.into()), WayKind::Inflection, ranking.stem_weight);
        }
        if self.options.dictionary.is_some() && self.excluding == 0 {
            for stem in &part.family {
                ways.add(WordMatch::Stem(stem.clone()), WayKind::Family, ranking.family_weight);
            }
            for term in &part.compounds {
                ways.add(WordMatch::Stem(term.clone()), WayKind::Compound, ranking.compound_weight);
            }
        }
        if self.excluding == 0 {
            ways.if_unknown = spelt_nearly(&part.form, ranking.fuzzy_weight);
        }
    }

    /// The very word, and the same letters with other accents.
    fn itself(&self, part: &QueryPart, ways: &mut Ways) {
        let (ranking, form) = (self.options.ranking, WordMatch::Form(part.form.clone()));
        match &part.spelling {
            Some(spelling) => {
                ways.add(WordMatch::Spelling(spelling.clone()), WayKind::Word, ranking.exact_weight);
                ways.add(form, WayKind::Accents, ranking.accent_weight);
            }
            None => ways.add(form, WayKind::Word, ranking.exact_weight),
        }
    }

    /// A word with inner signs: its parts in a row, or written as one.
    fn joined(&mut self, parts: &[QueryPart], ways: &mut Ways) {
        let ranking = self.options.ranking;
        let forms: Vec<String> = parts.iter().map(|part| part.form.clone()).collect();
        let as_one = forms.concat();
        ways.add(WordMatch::Phrase(forms), WayKind::Word, ranking.exact_weight);
        if parts.len() <= 3 && self.excluding == 0 {
            ways.add(WordMatch::Form(as_one), WayKind::Inflection, ranking.stem_weight);
        }
    }

    fn phrase(&mut self, text: &str, slop: u32, field: TextField) -> TermQuery {
        let mut forms = self.options.analyzer.forms(text);
        forms.truncate(MAX_CLAUSES);
        self.clauses += 1;
        if forms.len() > 1 {
            let ways = vec![Way { matches: WordMatch::Phrase(forms.clone()), kind: WayKind::Word }];
            self.target(Target { typed: text.to_owned(), field, ways, if_unknown: None, slop });
            return TermQuery::Phrase { field, forms, slop };
        }
        match forms.pop() {
            None => TermQuery::Nothing,
            Some(form) => {
                let mut ways = Ways::default();
                ways.add(WordMatch::Form(form), WayKind::Word, self.options.ranking.exact_weight);
                self.word(text, field, ways)
            }
        }
    }

    fn prefix(&mut self, typed: &str, field: TextField) -> TermQuery {
        let weight = self.options.ranking.stem_weight;
        self.last_and_others(typed, &format!("{typed}*"), field, |prefix, ways| {
            ways.add(WordMatch::Prefix { prefix, max_terms: MAX_FORMS }, WayKind::Prefix, weight);
        })
    }

    fn fuzzy(&mut self, typed: &str, distance: u8, field: TextField) -> TermQuery {
        let ranking = self.options.ranking;
        self.last_and_others(typed, &format!("{typed}~"), field, |form, ways| {
            ways.add(WordMatch::Form(form.clone()), WayKind::Word, ranking.exact_weight);
            let fuzzy = WordMatch::Fuzzy { form, distance, max_terms: MAX_FORMS };
            ways.add(fuzzy, WayKind::Fuzzy, ranking.fuzzy_weight);
        })
    }

    /// The sign after a word belongs to the last of its parts (`Paris-20*`); the others stand for themselves.
    fn last_and_others(
        &mut self,
        typed: &str,
        shown: &str,
        field: TextField,
        last_ways: impl FnOnce(String, &mut Ways),
    ) -> TermQuery {
        let mut forms = self.options.analyzer.forms(typed);
        forms.truncate(MAX_CLAUSES);
        self.clauses += forms.len();
        let Some(last) = forms.pop() else { return TermQuery::Nothing };
        let mut ways = Ways::default();
        last_ways(last, &mut ways);
        let last = self.word(shown, field, ways);
        if forms.is_empty() {
            return last;
        }
        let mut parts = Vec::new();
        for form in forms {
            let mut ways = Ways::default();
            ways.add(WordMatch::Form(form), WayKind::Word, self.options.ranking.exact_weight);
            parts.push(self.word(typed, field, ways));
        }
        parts.push(last);
        TermQuery::And(parts)
    }

    /// The clause of a word, and what to mark for it.
    fn word(&mut self, typed: &str, field: TextField, ways: Ways) -> TermQuery {
        let Ways { mut terms, ways, if_unknown } = ways;
        let respelt = if_unknown.as_ref().map(|term| term.matches.clone());
        self.target(Target { typed: typed.to_owned(), field, ways, if_unknown: respelt, slop: 0 });
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        TermQuery::Word(WordClause { typed: typed.to_owned(), field, terms, if_unknown })
    }

    fn target(&mut self, target: Target) {
        if self.excluding == 0 {
            self.targets.push(target);
        }
    }
}

/// The distinct ways of a word, with their weights.
#[derive(Default)]
struct Ways {
    terms: Vec<WeightedTerm>,
    ways: Vec<Way>,
    if_unknown: Option<WeightedTerm>,
}

impl Ways {
    fn add(&mut self, matches: WordMatch, kind: WayKind, weight: f32) {
        if !self.ways.iter().any(|way| way.matches == matches) {
            let language = match &matches {
                WordMatch::Stem(stem) => language_of_stem(stem),
                _ => None,
            };
            self.terms.push(WeightedTerm { matches: matches.clone(), weight, language });
            self.ways.push(Way { matches, kind });
        }
    }
}

/// The shortest word that may be misspelt: shorter ones are near too many.
const MIN_RESPELT_CHARS: usize = 4;
/// From this length on two slips are allowed for.
const LONG_WORD_CHARS: usize = 8;
/// The most words that stand in for one that is not known.
const MAX_RESPELT_FORMS: usize = 10;

/// Words spelt nearly like `form`; none for what is too short, or no word.
fn spelt_nearly(form: &str, weight: f32) -> Option<WeightedTerm> {
    let chars = form.chars().count();
    if chars < MIN_RESPELT_CHARS || !form.chars().all(char::is_alphabetic) {
        return None;
    }
    let distance = if chars < LONG_WORD_CHARS { 1 } else { 2 };
    let matches = WordMatch::Fuzzy { form: form.to_owned(), distance, max_terms: MAX_RESPELT_FORMS };
    Some(WeightedTerm { matches, weight, language: None })
}

/// Whether the parts of a typed word belong in a row. A hyphen, an apostrophe or a full stop joins;
/// a stroke or a colon joins alternatives (`Maroc/France`), except in references (`S/RES/2178`,
/// `11/09/2001`) and addresses.
fn is_joined_tightly(typed: &str, word: &QueryWord) -> bool {
    if typed.contains("//") || typed.contains('@') {
        return true;
    }
    let surface = &typed[word.span.start as usize..word.span.end as usize];
    let between =
        word.parts.windows(2).map(|pair| &typed[pair[0].span.end as usize..pair[1].span.start as usize]);
    let mut between = between.peekable();
    let is_loose = |signs: &str| signs.contains(['/', ':', ',', ';', '|', '+', '&', '=', '…', '\\']);
    if !between.any(is_loose) {
        return true;
    }
    let has_short_part = word.parts.iter().any(|part| part.form.chars().count() == 1);
    surface.contains(|c: char| c.is_numeric()) || has_short_part
}

#[cfg(test)]
mod tests;
