//! Where a document holds what a query asked for.
//!
//! Owns finding words, not showing them. Texts are cut and analysed as they were for the index, and each
//! distinct word is asked for once in a search: what remains for its other occurrences, in all hits, is a look-up
//! in a table that stays in the processor's cache. Half of a page's time went there before (perf: to find each
//! word's analysis among all that were ever made, and then what it answers).

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::analysis::{AnalysisCache, Analyzer, Beginnings, Passage, Span, Word};
use crate::codes::LanguageCode;
use crate::communique::TextPlace;
use crate::query::{Target, TextField, WayKind, WordMatch};

/// Words of a text that a query asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Which of the query's targets it is.
    pub target: usize,
    /// How it belongs to what was typed.
    pub kind: WayKind,
}

/// What a query asked for, ready to be found in any number of texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Finder {
    forms: FxHashMap<String, Vec<Wanted>>,
    stems: FxHashMap<String, Vec<Wanted>>,
    prefixes: Vec<(String, Wanted)>,
    fuzzy: Vec<(Vec<char>, usize, Wanted)>,
    phrases: Vec<WantedPhrase>,
    /// The forms of all phrases, numbered.
    phrase_forms: FxHashMap<String, u32>,
    /// What may be found in a body.
    targets: FxHashSet<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    target: usize,
    kind: WayKind,
    in_title_only: bool,
}

#[derive(Debug, Clone)]
struct WantedPhrase {
    /// The numbers of its forms, in order.
    forms: Vec<u32>,
    slop: u32,
    wanted: Wanted,
}

/// What a finder says of the words of any number of texts; it is asked once for each distinct word.
pub(super) struct Answers<'f> {
    finder: &'f Finder,
    by_language: Vec<(LanguageCode, Places)>,
    answers: Vec<Answer>,
}

/// By word, the place of its answer; 0 for most words, which answer nothing.
#[derive(Debug)]
struct Places {
    /// How words that answer something begin.
    beginnings: Beginnings,
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
}

/// The longest word that is looked up as a number, in bytes; few are longer.
const SHORT_BYTES: usize = size_of::<u128>() - 1;

/// What a word answers.
#[derive(Debug, Default)]
struct Answer {
    wanted: SmallVec<[Wanted; 2]>,
    /// The number of its form, where a phrase has it.
    phrase_form: Option<u32>,
}

/// The words of one passage, and those of them that answer something.
#[derive(Debug, Default)]
pub(super) struct PassageWords {
    /// Where the words stand.
    pub spans: Vec<Span>,
    /// The numbers of words with the places of their answers.
    answering: Vec<(u32, u32)>,
}

impl Finder {
    pub(super) fn new(targets: &[Target]) -> Finder {
        let mut finder = Finder::default();
        for (target, wanted) in targets.iter().enumerate() {
            let in_title_only = wanted.field == TextField::Title;
            if !in_title_only {
                finder.targets.insert(target);
            }
            for way in &wanted.ways {
                let wanted_way = Wanted { target, kind: way.kind, in_title_only };
                finder.add(&way.matches, wanted_way, wanted.slop);
            }
        }
        finder
    }

    fn add(&mut self, matches: &WordMatch, wanted: Wanted, slop: u32) {
        match matches {
            WordMatch::Form(form) => self.forms.entry(form.clone()).or_default().push(wanted),
            WordMatch::Stem(stem) => self.stems.entry(stem.clone()).or_default().push(wanted),
            // Its form finds it.
            WordMatch::Spelling(_) => {}
            WordMatch::Prefix { prefix, .. } => self.prefixes.push((prefix.clone(), wanted)),
            WordMatch::Fuzzy { form, distance, .. } => {
                self.fuzzy.push((form.chars().collect(), usize::from(*distance), wanted));
            }
            WordMatch::Phrase(forms) => {
                let numbers = forms.iter().map(|form| {
                    let next = self.phrase_forms.len() as u32;
                    *self.phrase_forms.entry(form.clone()).or_insert(next)
                });
                let forms = numbers.collect();
                self.phrases.push(WantedPhrase { forms, slop, wanted });
            }
        }
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.forms.is_empty()
            && self.stems.is_empty()
            && self.prefixes.is_empty()
            && self.fuzzy.is_empty()
            && self.phrases.is_empty()
    }

    /// How words of `language` that answer something begin.
    fn beginnings(&self, analyzer: &Analyzer, language: LanguageCode) -> Beginnings {
        if !self.fuzzy.is_empty() {
            return Beginnings::ANY;
        }
        let forms = self.forms.keys().chain(self.phrase_forms.keys());
        let forms = forms.chain(self.prefixes.iter().map(|(prefix, _)| prefix));
        let stems = self.stems.keys().map(String::as_str);
        analyzer.beginnings(language, forms.map(String::as_str), stems)
    }

    /// The place of a word's answer, which is put to the others; 0 when it answers nothing.
    fn answer(&self, word: &Word, answers: &mut Vec<Answer>) -> u32 {
        let wanted = self.wanted(word);
        let phrase_form = self.phrase_forms.get(&*word.form).copied();
        if wanted.is_empty() && phrase_form.is_none() {
            return 0;
        }
        answers.push(Answer { wanted, phrase_form });
        answers.len() as u32 - 1
    }

    /// Which targets a word answers, and how: the nearest way of each.
    fn wanted(&self, word: &Word) -> SmallVec<[Wanted; 2]> {
        let mut found: SmallVec<[Wanted; 2]> = SmallVec::new();
        let mut add = |wanted: Wanted| match found.iter_mut().find(|known| known.target == wanted.target) {
            Some(known) => known.kind = known.kind.min(wanted.kind),
            None => found.push(wanted),
        };
        self.forms.get(&*word.form).into_iter().flatten().copied().for_each(&mut add);
        for stem in &word.stems {
            self.stems.get(&**stem).into_iter().flatten().copied().for_each(&mut add);
        }
        for part in &word.parts {
            let wanted = self.stems.get(&**part).into_iter().flatten();
            wanted.for_each(|wanted| add(Wanted { kind: wanted.kind.max(WayKind::Compound), ..*wanted }));
        }
        for (prefix, wanted) in &self.prefixes {
            if word.form.starts_with(prefix.as_str()) {
                add(*wanted);
            }
        }
        if !self.fuzzy.is_empty() {
            let form: Vec<char> = word.form.chars().collect();
            for (typed, distance, wanted) in &self.fuzzy {
                if is_near(typed, &form, *distance) {
                    add(*wanted);
                }
            }
        }
        found
    }
}

impl<'f> Answers<'f> {
    pub(super) fn new(finder: &'f Finder) -> Answers<'f> {
        Answers { finder, by_language: Vec::new(), answers: vec![Answer::default()] }
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.finder.is_empty()
    }

    /// Whether nothing is asked of bodies: every document is wanted, or words of the title alone.
    pub(super) fn ask_nothing_of_bodies(&self) -> bool {
        self.finder.targets.is_empty()
    }

    /// Whether these marks are upon everything that a body may answer.
    pub(super) fn are_all(&self, marks: &[Mark]) -> bool {
        let is_marked = |target: &usize| marks.iter().any(|mark| mark.target == *target);
        !marks.is_empty() && self.finder.targets.iter().all(is_marked)
    }

    /// The words of a passage.
    pub(super) fn read(
        &mut self,
        analyzer: &Analyzer,
        cache: &mut AnalysisCache,
        passage: Passage<'_>,
    ) -> PassageWords {
        let Passage { text, language, offset, .. } = passage;
        let known = self.by_language.iter().position(|(code, _)| *code == language);
        let known = known.unwrap_or_else(|| {
            self.by_language.push((language, Places::new(self.finder.beginnings(analyzer, language))));
            self.by_language.len() - 1
        });
        let Answers { finder, by_language, answers } = self;
        let places = &mut by_language[known].1;
        let mut words = PassageWords { spans: Vec::with_capacity(text.len() / 6), answering: Vec::new() };
        analyzer.segment(text, |span| {
            let surface = &text[span.start as usize..span.end as usize];
            if places.beginnings.may_begin(surface) {
                let ask = || finder.answer(&analyzer.word(cache, surface, language), answers);
                let place = places.of(surface, ask);
                if place > 0 {
                    words.answering.push((words.spans.len() as u32, place));
                }
            }
            words.spans.push(Span { start: span.start + offset, end: span.end + offset });
        });
        words
    }

    /// The marks of one passage, in order; of the marks of a target on the same words the nearest
    /// kind alone. Phrases do not run over a passage's end.
    pub(super) fn marks(&self, passage: &PassageWords, place: TextPlace) -> Vec<Mark> {
        let mut marks = Vec::new();
        if passage.answering.is_empty() {
            return marks;
        }
        let mut rows: Vec<(u32, u32)> = Vec::new();
        for (number, answer) in &passage.answering {
            let answer = &self.answers[*answer as usize];
            for wanted in answer.wanted.iter().filter(|wanted| wanted.is_for(place)) {
                marks.push(passage.mark(*number, *number, *wanted));
            }
            rows.extend(answer.phrase_form.map(|form| (*number, form)));
        }
        for phrase in self.finder.phrases.iter().filter(|phrase| phrase.wanted.is_for(place)) {
            match phrase.slop {
                0 => strict_phrase(phrase, &rows, passage, &mut marks),
                _ => loose_phrase(phrase, &rows, passage, &mut marks),
            }
        }
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end, mark.target, mark.kind));
        marks.dedup_by(|later, earlier| later.range == earlier.range && later.target == earlier.target);
        without_wider(marks)
    }
}

impl Places {
    fn new(beginnings: Beginnings) -> Places {
        Places { beginnings, short: FxHashMap::default(), long: FxHashMap::default() }
    }

    /// The place of a word's answer, which `ask` gives for a new one.
    fn of(&mut self, surface: &str, ask: impl FnOnce() -> u32) -> u32 {
        let mut number = [0; size_of::<u128>()];
        match number.get_mut(..surface.len()).filter(|_| surface.len() <= SHORT_BYTES) {
            Some(bytes) => {
                bytes.copy_from_slice(surface.as_bytes());
                // The length, since a text may hold zeros.
                number[SHORT_BYTES] = surface.len() as u8;
                *self.short.entry(u128::from_le_bytes(number)).or_insert_with(ask)
            }
            None => match self.long.get(surface) {
                Some(place) => *place,
                None => *self.long.entry(surface.into()).or_insert_with(ask),
            },
        }
    }
}

impl PassageWords {
    /// A mark upon the words from `first` to `last`.
    fn mark(&self, first: u32, last: u32, wanted: Wanted) -> Mark {
        let range = self.spans[first as usize].start as usize..self.spans[last as usize].end as usize;
        Mark { range, target: wanted.target, kind: wanted.kind }
    }
}

impl Wanted {
    fn is_for(self, place: TextPlace) -> bool {
        place == TextPlace::Title || !self.in_title_only
    }
}

/// Leaves out other names that stand around the very word: `money laundering` is marked, not the
/// name `anti-money laundering` that holds it.
fn without_wider(marks: Vec<Mark>) -> Vec<Mark> {
    let is_near = |kind| matches!(kind, WayKind::Word | WayKind::Accents | WayKind::Inflection);
    let near: Vec<Mark> = marks.iter().filter(|mark| is_near(mark.kind)).cloned().collect();
    let overlaps = |mark: &Mark| {
        let after = near.partition_point(|other| other.range.start < mark.range.start);
        let others = near[after.saturating_sub(1)..].iter();
        let mut others = others.take_while(|other| other.range.start < mark.range.end);
        others.any(|other| other.target == mark.target && other.range.end > mark.range.start)
    };
    marks.into_iter().filter(|mark| is_near(mark.kind) || !overlaps(mark)).collect()
}

/// Marks a phrase wherever its words stand in a row. `rows` are the numbers of the words that have a phrase's
/// form, with the form's.
fn strict_phrase(phrase: &WantedPhrase, rows: &[(u32, u32)], words: &PassageWords, marks: &mut Vec<Mark>) {
    let length = phrase.forms.len();
    for row in rows.windows(length.max(1)) {
        let (first, last) = (row[0].0, row[row.len() - 1].0);
        let stands = row.iter().zip(&phrase.forms).all(|((_, form), wanted)| form == wanted);
        if stands && (last - first) as usize + 1 == length {
            marks.push(words.mark(first, last, phrase.wanted));
        }
    }
}

/// Marks the words of a loose phrase wherever all of them stand near enough, in any order.
fn loose_phrase(phrase: &WantedPhrase, rows: &[(u32, u32)], words: &PassageWords, marks: &mut Vec<Mark>) {
    let mut needed: FxHashMap<u32, usize> = FxHashMap::default();
    for form in &phrase.forms {
        *needed.entry(*form).or_default() += 1;
    }
    let hits: Vec<(u32, u32)> = rows.iter().copied().filter(|(_, form)| needed.contains_key(form)).collect();
    let width = phrase.slop + phrase.forms.len() as u32 - 1;
    let mut have: FxHashMap<u32, usize> = FxHashMap::default();
    let mut marked: FxHashSet<u32> = FxHashSet::default();
    let mut first = 0;
    for (last, (number, form)) in hits.iter().enumerate() {
        *have.entry(*form).or_default() += 1;
        while number - hits[first].0 > width {
            if let Some(count) = have.get_mut(&hits[first].1) {
                *count -= 1;
            }
            first += 1;
        }
        if needed.iter().all(|(form, count)| have.get(form).is_some_and(|have| have >= count)) {
            marked.extend(hits[first..=last].iter().map(|(number, _)| *number));
        }
    }
    marks.extend(marked.into_iter().map(|number| words.mark(number, number, phrase.wanted)));
}

/// Whether `a` becomes `b` by at most `most` edits: insert, delete, replace, swap neighbours
/// (optimal string alignment distance; Boytsov 2011 surveys it).
fn is_near(a: &[char], b: &[char], most: usize) -> bool {
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (row, &left) in a.iter().enumerate() {
        let mut current = Vec::with_capacity(b.len() + 1);
        current.push(row + 1);
        for (column, &right) in b.iter().enumerate() {
            let replaced = previous[column] + usize::from(left != right);
            let mut least = replaced.min(previous[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && left == b[column - 1] && right == a[row - 1] {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        if current.iter().all(|distance| *distance > most) {
            return false;
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[b.len()] <= most
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::config::Config;
    use crate::query::{TermOptions, compile, parse};

    static CONFIG: LazyLock<(Config, Analyzer)> = LazyLock::new(|| {
        let config = Config::built_in().unwrap();
        let analyzer = Analyzer::new(config.languages.clone());
        (config, analyzer)
    });

    /// The words marked in a text, by a query analysed in `languages`.
    fn marked(query: &str, text: &str, languages: &[&str]) -> Vec<String> {
        let (config, analyzer) = &*CONFIG;
        let codes: Vec<LanguageCode> = languages.iter().map(|code| code.parse().unwrap()).collect();
        let ranking = &config.ranking;
        let options = TermOptions { analyzer, languages: &codes, ranking, dictionary: None };
        let mut cache = AnalysisCache::default();
        let compiled = compile(&parse(query).query, &options, &mut cache);
        let finder = Finder::new(&compiled.targets);
        let mut answers = Answers::new(&finder);
        let passage = Passage { text, language: codes[0], offset: 0, first_position: 0 };
        let words = answers.read(analyzer, &mut cache, passage);
        let marks = answers.marks(&words, TextPlace::Body);
        marks.into_iter().map(|mark| text[mark.range].to_owned()).collect()
    }

    #[track_caller]
    fn check(query: &str, text: &str, expected: &[&str]) {
        assert_eq!(marked(query, text, &["fr", "en", "ar", "zh"]), expected, "query {query:?}");
    }

    #[test]
    fn every_way_of_matching_is_marked() {
        check("securite", "La Sécurité des États", &["Sécurité"]);
        check("l'état", "La sécurité de l’État, des états", &["État", "états"]);
        check("attentats", "un attentat déjoué", &["attentat"]);
        check("terror*", "terrorisme et terreur", &["terrorisme"]);
        check("terorisme~", "terrorisme", &["terrorisme"]);
        check("atentt~2", "attentat", &["attentat"]);
        check("title:attentat", "un attentat", &[]);
        check("-attentat Paris", "un attentat à Paris", &["Paris"]);
        check("cafe\u{301}", "un café, un cafe\u{301}", &["café", "cafe\u{301}"]);
    }

    #[test]
    fn phrases_are_marked_only_where_they_stand() {
        check("\"trafic de drogue\"", "Le trafic d'armes et le trafic de drogue.", &["trafic de drogue"]);
        check("Paris-2024", "Paris 2023, Paris-2024, 2024", &["Paris-2024"]);
        check(
            "\"drogue trafic\"~3",
            "trafic international de drogue, une grosse affaire de drogue",
            &["trafic", "drogue"],
        );
    }

    #[test]
    fn nearness_is_that_of_spelling() {
        let near = |a: &str, b: &str, most| {
            is_near(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), most)
        };
        assert!(near("abc", "acb", 1));
        assert!(near("abc", "abcd", 1) && near("abc", "ab", 1) && near("abc", "abd", 1));
        assert!(!near("abc", "ad", 1) && near("abc", "ad", 2));
        assert!(near("", "ab", 2) && !near("", "abc", 2));
    }
}
