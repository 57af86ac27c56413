//! Names of one thing in many languages: what a search across languages puts beside a typed name.
//!
//! Owns the dictionary and how names are found in a row of typed words. Knows nothing of where the
//! names come from but the configuration: countries, topics, concepts and organisations.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::terms::WordMatch;
use crate::analysis::{AnalysisCache, Analyzer, QueryPart};
use crate::codes::LanguageCode;

/// The most names that are searched beside a typed one; each costs a look-up.
const MAX_NAMES: usize = 40;
/// The most names in one language.
const MAX_NAMES_A_LANGUAGE: usize = 3;
/// The longest name, in words.
const MAX_WORDS: usize = 8;
/// The shortest stem that a name is known by: shorter ones are alike by chance.
const MIN_STEM_CHARS: usize = 4;

/// What was searched beside words of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The words typed.
    pub typed: String,
    /// What they name.
    pub concept: String,
    /// The names searched too.
    pub names: Vec<String>,
}

/// Names by the thing they name, and things by the words of their names.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    concepts: Vec<Concept>,
    /// From a place in a name and the next term (a form or a stem) to the next place.
    steps: FxHashMap<(u32, Box<str>), u32>,
    /// What the names that end at a place name.
    ends: FxHashMap<u32, Vec<u32>>,
    /// What one-word names that may go on (`terroris*`) name.
    stumps: FxHashMap<Box<str>, Vec<u32>>,
    places: u32,
}

#[derive(Debug, Clone)]
struct Concept {
    id: String,
    names: Vec<Name>,
}

#[derive(Debug, Clone)]
struct Name {
    /// `None` for a name that is the same in every language.
    language: Option<LanguageCode>,
    text: String,
    forms: Vec<String>,
    /// The same name by its stems, in every choice of them.
    stems: Vec<Vec<String>>,
    /// Whether more letters may follow.
    goes_on: bool,
    matches: Vec<WordMatch>,
}

/// A name found in a row of typed words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The words of the row.
    pub parts: Range<usize>,
    /// What they name.
    pub concept: String,
    /// Its other names.
    pub names: Vec<String>,
    /// How these are looked up.
    pub matches: Vec<WordMatch>,
}

/// Gathers things and their names for a dictionary.
pub(super) struct DictionaryBuilder<'a> {
    analyzer: &'a Analyzer,
    things: Vec<Thing>,
}

/// A thing and what it is called, in a language or in all.
struct Thing {
    id: String,
    names: Vec<(Option<LanguageCode>, String)>,
}

impl<'a> DictionaryBuilder<'a> {
    pub(super) fn new(analyzer: &'a Analyzer) -> DictionaryBuilder<'a> {
        DictionaryBuilder { analyzer, things: Vec::new() }
    }

    /// Adds a thing; where it shares a name with one that is there, the two are one. A `*` at the
    /// end of a one-word name stands for its endings.
    pub(super) fn add<'n>(
        &mut self,
        id: &str,
        names: impl IntoIterator<Item = (Option<LanguageCode>, &'n str)>,
    ) {
        let names = names.into_iter().map(|(language, text)| (language, text.trim().to_owned()));
        self.things.push(Thing { id: id.to_owned(), names: names.collect() });
    }

    /// The dictionary. The names are analysed on every core, each thread taking every so many things: whoever starts a
    /// service waits for this.
    pub(super) fn build(self) -> Dictionary {
        let DictionaryBuilder { analyzer, things } = self;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let analysed: Vec<Vec<Vec<Name>>> = std::thread::scope(|scope| {
            let share = |first: usize| {
                let own = things.iter().skip(first).step_by(threads);
                move || {
                    let mut cache = AnalysisCache::default();
                    own.map(|thing| names(analyzer, &mut cache, thing)).collect()
                }
            };
            let working: Vec<_> = (0..threads).map(|first| scope.spawn(share(first))).collect();
            let done = working.into_iter().map(|thread| thread.join());
            done.map(|names| names.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        let mut shares: Vec<_> = analysed.into_iter().map(Vec::into_iter).collect();
        let mut linker = Linker::default();
        for (number, thing) in things.iter().enumerate() {
            linker.add(&thing.id, shares[number % threads].next().unwrap_or_default());
        }
        linker.dictionary
    }
}

/// The names of a thing that are fit to be searched for.
fn names(analyzer: &Analyzer, cache: &mut AnalysisCache, thing: &Thing) -> Vec<Name> {
    let names = thing.names.iter();
    names.filter_map(|(language, text)| Name::new(analyzer, cache, *language, text)).collect()
}

impl Name {
    fn new(
        analyzer: &Analyzer,
        cache: &mut AnalysisCache,
        language: Option<LanguageCode>,
        text: &str,
    ) -> Option<Name> {
        let languages = [language.unwrap_or(LanguageCode::UNDETERMINED)];
        let (shown, goes_on) = match text.strip_suffix('*') {
            Some(stump) => (stump, true),
            None => (text, false),
        };
        let words = analyzer.query_words(cache, shown, &languages);
        let parts: Vec<&QueryPart> = words.iter().flat_map(|word| &word.parts).collect();
        let letters: usize = parts.iter().map(|part| part.form.chars().count()).sum();
        let is_short = letters < 3 && shown.is_ascii();
        let is_function_word = matches!(parts[..], [part] if !part.stop_word_in.is_empty());
        if parts.is_empty() || parts.len() > MAX_WORDS || is_short || is_function_word {
            return None;
        }
        let forms: Vec<String> = parts.iter().map(|part| part.form.clone()).collect();
        let longest = parts.iter().map(|part| part.stems.len()).max().unwrap_or(0);
        let stem = |part: &&QueryPart, choice: usize| part.stems[choice.min(part.stems.len() - 1)].clone();
        let stems = (0..longest).map(|choice| parts.iter().map(|part| stem(part, choice)).collect());
        let matches = match (&parts[..], goes_on) {
            ([part], true) => vec![WordMatch::Prefix { prefix: part.form.clone(), max_terms: 20 }],
            ([part], false) => {
                let stems = part.stems.iter().map(|stem| WordMatch::Stem(stem.clone()));
                std::iter::once(WordMatch::Form(part.form.clone())).chain(stems).collect()
            }
            (_, true) => return None,
            (_, false) => vec![WordMatch::Phrase(forms.clone())],
        };
        Some(Name { language, text: shown.to_owned(), stems: stems.collect(), forms, goes_on, matches })
    }
}

/// Puts things and their analysed names into a dictionary.
#[derive(Default)]
struct Linker {
    dictionary: Dictionary,
    by_name: FxHashMap<(Option<LanguageCode>, String), u32>,
}

impl Linker {
    fn add(&mut self, id: &str, names: Vec<Name>) {
        let key = |name: &Name| (name.language, name.forms.join(" "));
        let shared = names.iter().find_map(|name| self.by_name.get(&key(name)));
        let number = shared.copied().unwrap_or_else(|| {
            self.dictionary.concepts.push(Concept { id: id.to_owned(), names: Vec::new() });
            self.dictionary.concepts.len() as u32 - 1
        });
        for name in names {
            self.by_name.entry(key(&name)).or_insert(number);
            self.lead_by(number, &name);
            let known = &mut self.dictionary.concepts[number as usize].names;
            if !known.iter().any(|known| known.forms == name.forms && known.language == name.language) {
                known.push(name);
            }
        }
    }

    /// Makes the name's forms and stems lead to what it names.
    fn lead_by(&mut self, concept: u32, name: &Name) {
        if name.goes_on {
            let stumps = self.dictionary.stumps.entry(name.forms.concat().into()).or_default();
            if !stumps.contains(&concept) {
                stumps.push(concept);
            }
            return;
        }
        self.lead(concept, name.forms.iter().map(String::as_str));
        for stems in &name.stems {
            if stems.iter().any(|stem| is_telling(stem)) {
                self.lead(concept, stems.iter().map(String::as_str));
            }
        }
    }

    /// Makes a path of terms lead to a thing.
    fn lead<'t>(&mut self, concept: u32, terms: impl Iterator<Item = &'t str>) {
        let Dictionary { steps, ends, places, .. } = &mut self.dictionary;
        let mut place = 0;
        for term in terms {
            place = *steps.entry((place, term.into())).or_insert_with(|| {
                *places += 1;
                *places
            });
        }
        let end = ends.entry(place).or_default();
        if !end.contains(&concept) {
            end.push(concept);
        }
    }
}

/// Whether a stem, its language's mark aside, is long enough to be no other word's by chance.
fn is_telling(stem: &str) -> bool {
    let letters = stem.rsplit_once('@').map_or(stem, |(letters, _)| letters);
    letters.chars().count() >= MIN_STEM_CHARS || !letters.is_ascii()
}

impl Dictionary {
    /// The names in a row of typed words, leftmost and longest first, without overlaps.
    pub(super) fn find(&self, parts: &[&QueryPart], languages: &[LanguageCode]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < parts.len() {
            let Some((length, concepts)) = self.longest(&parts[start..]) else {
                start += 1;
                continue;
            };
            let range = start..start + length;
            let typed: Vec<&str> = parts[range.clone()].iter().map(|part| part.form.as_str()).collect();
            for number in concepts {
                let concept = &self.concepts[*number as usize];
                let names = concept.others(&typed, languages);
                if !names.is_empty() {
                    found.push(Found {
                        parts: range.clone(),
                        concept: concept.id.clone(),
                        matches: names.iter().flat_map(|name| name.matches.iter().cloned()).collect(),
                        names: names
                            .into_iter()
                            .map(|name| name.text.trim_end_matches('*').to_owned())
                            .collect(),
                    });
                }
            }
            start += length;
        }
        found
    }

    /// The longest name at the beginning of a row: its words, and what it names.
    fn longest(&self, parts: &[&QueryPart]) -> Option<(usize, &[u32])> {
        let mut places = vec![0];
        let mut longest = None;
        for (at, part) in parts.iter().take(MAX_WORDS).enumerate() {
            let mut next = Vec::new();
            // The form first: what is meant by the very word goes before what a stem may mean.
            for term in std::iter::once(&part.form).chain(&part.stems) {
                for place in &places {
                    if let Some(place) = self.steps.get(&(*place, term.as_str().into()))
                        && !next.contains(place)
                    {
                        next.push(*place);
                    }
                }
            }
            let is_function_word = at == 0 && !part.stop_word_in.is_empty();
            let end = next.iter().find_map(|place| self.ends.get(place));
            if let Some(concepts) = end
                && !is_function_word
            {
                longest = Some((at + 1, concepts.as_slice()));
            }
            if next.is_empty() {
                break;
            }
            places = next;
        }
        longest.or_else(|| Some((1, self.stump(&parts.first()?.form)?)))
    }

    /// What a one-word name that `form` begins with names, the longest such.
    fn stump(&self, form: &str) -> Option<&[u32]> {
        let ends = form.char_indices().map(|(at, _)| at).chain([form.len()]);
        let beginnings = ends.skip(MIN_STEM_CHARS).filter_map(|end| self.stumps.get(&form[..end]));
        beginnings.last().map(Vec::as_slice)
    }
}

impl Concept {
    /// The names beside the one typed: the first of each language, then the second of each.
    fn others(&self, typed: &[&str], languages: &[LanguageCode]) -> Vec<&Name> {
        let mut taken: FxHashMap<Option<LanguageCode>, usize> = FxHashMap::default();
        let mut ranked: Vec<(usize, &Name)> = Vec::new();
        for name in &self.names {
            let is_searched = name.language.is_none_or(|language| languages.contains(&language));
            // What holds the typed name is found by it already.
            let is_typed = name.forms.windows(typed.len()).any(|forms| forms == typed);
            let is_known = ranked.iter().any(|(_, known)| known.forms == name.forms);
            let rank = taken.entry(name.language).or_default();
            if is_searched && !is_typed && !is_known && *rank < MAX_NAMES_A_LANGUAGE {
                ranked.push((*rank, name));
                *rank += 1;
            }
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, name)| name).take(MAX_NAMES).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::config::Config;

    fn code(text: &str) -> LanguageCode {
        text.parse().unwrap()
    }

    static ANALYZER: LazyLock<Analyzer> =
        LazyLock::new(|| Analyzer::new(Config::built_in().unwrap().languages));

    fn dictionary(analyzer: &Analyzer) -> Dictionary {
        let mut builder = DictionaryBuilder::new(analyzer);
        builder.add(
            "money-laundering",
            [
                (Some(code("en")), "money laundering"),
                (Some(code("fr")), "blanchiment d'argent"),
                (Some(code("fr")), "blanchiment de capitaux"),
                (Some(code("de")), "Geldwäsche"),
                (Some(code("ar")), "غسل الأموال"),
            ],
        );
        builder.add("terrorism", [(Some(code("fr")), "terrorisme"), (Some(code("en")), "terrorism")]);
        builder.add("terror-attack", [(Some(code("de")), "Anschlag*"), (Some(code("fr")), "attentat")]);
        builder.add("UN", [(None, "UNO"), (Some(code("fr")), "ONU"), (Some(code("de")), "un")]);
        builder.build()
    }

    #[track_caller]
    fn check(query: &str, languages: &[&str], expected: &[(&str, &[&str])]) {
        let analyzer = &*ANALYZER;
        let languages: Vec<LanguageCode> = languages.iter().map(|text| code(text)).collect();
        let words = analyzer.query_words(&mut AnalysisCache::default(), query, &languages);
        let parts: Vec<&QueryPart> = words.iter().flat_map(|word| &word.parts).collect();
        let found = dictionary(analyzer).find(&parts, &languages);
        let found: Vec<(String, Vec<String>)> =
            found.into_iter().map(|found| (query_text(&parts[found.parts]), found.names)).collect();
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(typed, names)| {
                ((*typed).to_owned(), names.iter().map(|name| (*name).to_owned()).collect())
            })
            .collect();
        assert_eq!(found, expected, "query {query}");
    }

    fn query_text(parts: &[&QueryPart]) -> String {
        parts.iter().map(|part| part.form.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_in_one_language_lead_to_those_in_the_others() {
        let all = ["fr", "en", "de", "ar"];
        let others: &[&str] =
            &["blanchiment d'argent", "Geldwäsche", "غسل الأموال", "blanchiment de capitaux"];
        check("Swiss money laundering", &all, &[("money laundering", others)]);
        let others: &[&str] =
            &["money laundering", "blanchiment d'argent", "غسل الأموال", "blanchiment de capitaux"];
        check("Geldwäsche", &all, &[("geldwasche", others)]);
        check("money", &all, &[]);
    }

    #[test]
    fn only_the_languages_of_the_index_are_searched() {
        check("money laundering", &["en", "de"], &[("money laundering", &["Geldwäsche"])]);
        check("money laundering", &["en"], &[]);
    }

    #[test]
    fn inflections_lead_there_too() {
        check(
            "blanchiments d’argent",
            &["fr", "de"],
            &[("blanchiments argent", &["blanchiment d'argent", "Geldwäsche", "blanchiment de capitaux"])],
        );
    }

    #[test]
    fn a_name_that_goes_on_is_known_by_its_beginning() {
        check("Anschlagsplan", &["fr", "de"], &[("anschlagsplan", &["Anschlag", "attentat"])]);
        check("attentat", &["fr", "de"], &[("attentat", &["Anschlag"])]);
    }

    #[test]
    fn a_function_word_names_nothing() {
        check("un accord", &["fr", "de"], &[]);
    }
}
