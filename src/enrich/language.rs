//! The language of each passage, and of the document.
//!
//! Owns the decision; knows configured languages and text, no tokens and no stems. Two witnesses are
//! heard: the configured words, letters and scripts ([`lexicon`], cheap, always), and letters in
//! threes as whatlang knows them ([`trigrams`], some 50 µs a passage, only where the first is unsure).
//! The document is decided first; a passage departs from it only on evidence of its own, and a
//! short one follows its neighbours, so that a name, a heading or a quote does not flip the language.

mod decision;
mod lexicon;
mod reading;
mod script;
mod trigrams;

use std::ops::Range;

use crate::codes::LanguageCode;
use crate::communique::{LanguageShare, MarkedLanguage};
use crate::config::Languages;

use decision::{Decision, Judge};
use lexicon::{Depth, Evidence};

/// Passages with fewer words follow their neighbours.
const SHORT_WORDS: u32 = 8;

/// A language with less than this part of a document's letters is not listed.
const LEAST_SHARE: f32 = 0.05;

/// A language with fewer letters than this is not listed, unless the whole document has no more.
const LEAST_LETTERS: f32 = 60.0;

/// How much of a document the first decision reads, in bytes: more does not change it.
const SAMPLE_BYTES: usize = 1_200;

/// Finds the languages of documents. Shared by all threads.
#[derive(Debug)]
pub struct LanguageDetector {
    judge: Judge,
}

/// A document as far as its languages are concerned.
#[derive(Debug, Clone, Copy)]
pub struct DetectionInput<'a> {
    /// The title.
    pub title: Option<&'a str>,
    /// The body.
    pub body: &'a str,
    /// Its passages, as bytes of the body, in order.
    pub passages: &'a [Range<usize>],
    /// The language in the metadata.
    pub declared: Option<LanguageCode>,
    /// What `lang` attributes say of parts of the body.
    pub marked: &'a [MarkedLanguage],
}

/// The languages of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct DetectedLanguages {
    /// The title's language.
    pub title: LanguageCode,
    /// The language of each passage, in order.
    pub passages: Vec<LanguageCode>,
    /// The languages of the body with their shares, largest first; empty when undetermined.
    pub shares: Vec<LanguageShare>,
}

impl LanguageDetector {
    /// A detector that knows the configured languages, and other ones as *other*.
    pub fn new(languages: &Languages) -> LanguageDetector {
        LanguageDetector { judge: Judge::new(languages) }
    }

    /// The languages of a document.
    pub fn detect(&self, input: &DetectionInput<'_>) -> DetectedLanguages {
        let texts: Vec<&str> = input.passages.iter().map(|range| &input.body[range.clone()]).collect();
        let read =
            |depth| -> Vec<Evidence> { texts.iter().map(|text| self.judge.read(text, depth)).collect() };
        let mut evidence = read(Depth::Words);
        let title = input.title.map(|title| self.judge.read(title, Depth::Endings)).unwrap_or_default();
        let main = self.judge.obvious(&sum(&evidence, &title)).or_else(|| {
            evidence = read(Depth::Endings);
            let whole = sum(&evidence, &title);
            let is_told = input.declared.is_some() || self.judge.is_told(&whole);
            is_told.then(|| self.judge.decide(&sample(input.title, &texts), &whole, input.declared))?
        });

        let mut decided: Vec<Option<Decision>> = Vec::with_capacity(evidence.len());
        for ((text, own), range) in texts.iter().zip(&mut evidence).zip(input.passages) {
            let marked = marked_language(input.marked, range);
            decided.push(self.passage(text, own, marked, main));
        }
        self.follow_neighbours(&evidence, &mut decided, main);

        let passages: Vec<LanguageCode> = decided.iter().map(|decision| language_of(*decision)).collect();
        let shares = shares(&evidence, &decided);
        let title = self.title_language(&title, &passages, &shares, main);
        DetectedLanguages { title, passages, shares }
    }

    /// A passage's own language; `None` for one that must follow its neighbours.
    fn passage(
        &self,
        text: &str,
        evidence: &mut Evidence,
        marked: Option<LanguageCode>,
        main: Option<Decision>,
    ) -> Option<Decision> {
        if let Some(language) = marked
            && !self.judge.contradicts(evidence, language)
        {
            return Some(Decision { language, confidence: 1.0 });
        }
        if let Some(main) = main
            && self.judge.fits(evidence, main.language)
        {
            let short = evidence.words < SHORT_WORDS;
            return (!short).then_some(main);
        }
        let in_another_script = self.judge.is_in_another_script(evidence, main.map(|main| main.language));
        if evidence.words < SHORT_WORDS && !in_another_script {
            return None;
        }
        *evidence = self.judge.read(text, Depth::Endings);
        let alone = self.judge.decide(&reading::telling_text(text, SAMPLE_BYTES), evidence, None)?;
        let is_sure = alone.confidence >= 0.5 || evidence.words >= 2 * SHORT_WORDS;
        let sure = in_another_script || (is_sure && self.judge.is_prose(evidence, alone.language));
        sure.then_some(alone)
    }

    /// Gives the undecided passages the language of a neighbour: of the two, the one their own words
    /// speak for, else the one before.
    fn follow_neighbours(
        &self,
        evidence: &[Evidence],
        decided: &mut [Option<Decision>],
        main: Option<Decision>,
    ) {
        let own: Vec<Option<LanguageCode>> =
            decided.iter().map(|decision| decision.map(|decision| decision.language)).collect();
        for at in 0..decided.len() {
            if decided[at].is_some() || evidence[at].letters == 0 {
                continue;
            }
            let before = own[..at].iter().rev().flatten().next().copied();
            let after = own[at + 1..].iter().flatten().next().copied();
            let language = match (before, after) {
                (Some(before), Some(after)) if before != after => {
                    self.judge.prefer(&evidence[at], before, after)
                }
                (Some(one), _) | (None, Some(one)) => one,
                (None, None) => match main {
                    Some(main) => main.language,
                    None => continue,
                },
            };
            decided[at] = Some(Decision { language, confidence: 0.5 });
        }
    }

    fn title_language(
        &self,
        title: &Evidence,
        passages: &[LanguageCode],
        shares: &[LanguageShare],
        main: Option<Decision>,
    ) -> LanguageCode {
        if title.letters == 0 {
            return LanguageCode::UNDETERMINED;
        }
        let body = shares.first().map(|share| share.language);
        let first = passages.iter().copied().find(|language| language.is_language());
        let fallback =
            body.or(first).or(main.map(|main| main.language)).unwrap_or(LanguageCode::UNDETERMINED);
        // A bilingual document has its title in one of its languages.
        let candidates = shares.iter().map(|share| share.language);
        candidates.fold(fallback, |best, other| self.judge.prefer(title, best, other))
    }
}

fn language_of(decision: Option<Decision>) -> LanguageCode {
    decision.map_or(LanguageCode::UNDETERMINED, |decision| decision.language)
}

/// What all of a document says.
fn sum(passages: &[Evidence], title: &Evidence) -> Evidence {
    let mut whole = title.clone();
    passages.iter().for_each(|evidence| whole.add(evidence));
    whole
}

/// The beginning of a document, as far as it tells its language.
fn sample(title: Option<&str>, passages: &[&str]) -> String {
    let mut sample = String::new();
    for text in title.iter().chain(passages) {
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
        sample.push_str(&reading::telling_text(text, SAMPLE_BYTES - sample.len()));
        sample.push('\n');
    }
    sample
}

/// The `lang` attribute that holds for most of a passage.
fn marked_language(marked: &[MarkedLanguage], passage: &Range<usize>) -> Option<LanguageCode> {
    let overlap =
        |range: &Range<usize>| range.end.min(passage.end).saturating_sub(range.start.max(passage.start));
    let holding = marked.iter().filter(|mark| overlap(&mark.range) * 2 > passage.len());
    // Of nested marks the innermost counts.
    holding.min_by_key(|mark| mark.range.len()).map(|mark| mark.language)
}

/// Every language's part of the letters, weighed by how sure it is.
fn shares(evidence: &[Evidence], decided: &[Option<Decision>]) -> Vec<LanguageShare> {
    struct Sum {
        language: LanguageCode,
        letters: f32,
        weight: f32,
    }
    let mut sums: Vec<Sum> = Vec::new();
    for (evidence, decision) in evidence.iter().zip(decided) {
        let Some(decision) = decision else { continue };
        let letters = evidence.comparable_letters();
        let weight = letters * decision.confidence;
        match sums.iter_mut().find(|sum| sum.language == decision.language) {
            Some(sum) => {
                sum.letters += letters;
                sum.weight += weight;
            }
            None => sums.push(Sum { language: decision.language, letters, weight }),
        }
    }
    let total: f32 = sums.iter().map(|sum| sum.weight).sum();
    if total <= 0.0 {
        return Vec::new();
    }
    sums.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.language.cmp(&b.language)));
    let largest = sums[0].language;
    sums.retain(|sum| {
        sum.language == largest || (sum.weight >= LEAST_SHARE * total && sum.letters >= LEAST_LETTERS)
    });
    let listed: f32 = sums.iter().map(|sum| sum.weight).sum();
    sums.iter().map(|sum| LanguageShare { language: sum.language, share: sum.weight / listed }).collect()
}

#[cfg(test)]
mod tests;
