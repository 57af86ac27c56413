//! Where a document holds what a query asked for.
//!
//! Owns finding words, not showing them. Texts are cut and analysed as they were for the index, each
//! distinct word once: what remains for the other occurrences is a look-up.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::analysis::{Token, Word};
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
    /// The phrases that begin with a form; loose ones are under none.
    by_first_form: FxHashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    target: usize,
    kind: WayKind,
    in_title_only: bool,
}

#[derive(Debug, Clone)]
struct WantedPhrase {
    forms: Vec<String>,
    slop: u32,
    wanted: Wanted,
}

impl Finder {
    pub(super) fn new(targets: &[Target]) -> Finder {
        let mut finder = Finder::default();
        for (target, wanted) in targets.iter().enumerate() {
            let in_title_only = wanted.field == TextField::Title;
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
                if let (Some(first), 0) = (forms.first(), slop) {
                    self.by_first_form.entry(first.clone()).or_default().push(self.phrases.len());
                }
                self.phrases.push(WantedPhrase { forms: forms.clone(), slop, wanted });
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

    /// The marks of one passage, in order; of the marks of a target on the same words the nearest
    /// kind alone. `tokens` are those of one passage: phrases do not run over its end.
    pub(super) fn find(&self, tokens: &[Token], place: TextPlace) -> Vec<Mark> {
        let mut marks = Vec::new();
        // The tokens keep their words alive, so that an address names one word throughout.
        let mut known: FxHashMap<*const Word, SmallVec<[Wanted; 2]>> = FxHashMap::default();
        for (at, token) in tokens.iter().enumerate() {
            let wanted = known.entry(Arc::as_ptr(&token.word)).or_insert_with(|| self.wanted(&token.word));
            for wanted in wanted.iter().filter(|wanted| wanted.is_for(place)) {
                marks.push(mark(&tokens[at..=at], *wanted));
            }
            if let Some(phrases) = self.by_first_form.get(&*token.word.form) {
                for phrase in phrases.iter().map(|number| &self.phrases[*number]) {
                    if phrase.wanted.is_for(place) && stands_at(&phrase.forms, &tokens[at..]) {
                        marks.push(mark(&tokens[at..at + phrase.forms.len()], phrase.wanted));
                    }
                }
            }
        }
        for phrase in self.phrases.iter().filter(|phrase| phrase.slop > 0 && phrase.wanted.is_for(place)) {
            loose_phrase(phrase, tokens, &mut marks);
        }
        marks.sort_by_key(|mark| (mark.range.start, mark.range.end, mark.target, mark.kind));
        marks.dedup_by(|later, earlier| later.range == earlier.range && later.target == earlier.target);
        without_wider(marks)
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

impl Wanted {
    fn is_for(self, place: TextPlace) -> bool {
        place == TextPlace::Title || !self.in_title_only
    }
}

fn mark(tokens: &[Token], wanted: Wanted) -> Mark {
    let start = tokens.first().map_or(0, |token| token.start as usize);
    let end = tokens.last().map_or(start, |token| token.end as usize);
    Mark { range: start..end, target: wanted.target, kind: wanted.kind }
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

fn stands_at(forms: &[String], tokens: &[Token]) -> bool {
    tokens.len() >= forms.len() && forms.iter().zip(tokens).all(|(form, token)| **form == *token.word.form)
}

/// Marks the words of a loose phrase wherever all of them stand near enough, in any order.
fn loose_phrase(phrase: &WantedPhrase, tokens: &[Token], marks: &mut Vec<Mark>) {
    let mut needed: FxHashMap<&str, usize> = FxHashMap::default();
    for form in &phrase.forms {
        *needed.entry(form).or_default() += 1;
    }
    let hits: Vec<usize> =
        (0..tokens.len()).filter(|at| needed.contains_key(&*tokens[*at].word.form)).collect();
    let width = phrase.slop + phrase.forms.len() as u32 - 1;
    let mut have: FxHashMap<&str, usize> = FxHashMap::default();
    let mut marked: FxHashSet<usize> = FxHashSet::default();
    let mut first = 0;
    for last in 0..hits.len() {
        *have.entry(&*tokens[hits[last]].word.form).or_default() += 1;
        while tokens[hits[last]].position - tokens[hits[first]].position > width {
            if let Some(count) = have.get_mut(&*tokens[hits[first]].word.form) {
                *count -= 1;
            }
            first += 1;
        }
        if needed.iter().all(|(form, count)| have.get(form).is_some_and(|have| have >= count)) {
            marked.extend(&hits[first..=last]);
        }
    }
    marks.extend(marked.into_iter().map(|at| mark(&tokens[at..=at], phrase.wanted)));
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
    use crate::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
    use crate::codes::LanguageCode;
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
        let mut tokens = Tokens::new();
        let passage = Passage { text, language: codes[0], offset: 0, first_position: 0 };
        analyzer.analyse(&mut cache, passage, &mut tokens);
        let marks = Finder::new(&compiled.targets).find(&tokens, TextPlace::Body);
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
