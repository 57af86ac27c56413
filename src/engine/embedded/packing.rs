//! The marks upon a document's text, packed for the store: evidence and passages by columns.
//!
//! As plain lists they took a third of the store: every piece of evidence spelt out its rule, most of
//! which quote the very words that it points to. Here ranges are steps, a rule is the number of a
//! pattern with a hole where it quotes the text, and weights are sorted by their bytes, of which the
//! higher ones are much alike.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::codes::LanguageCode;
use crate::communique::{EnrichedCommunique, Evidence, Passage, PassageRole, TextPlace};

/// Stands in a rule for the words it quotes. No rule holds it: rules are readable.
const QUOTED: char = '\0';

/// What is taken out of a document before it is stored, and put back when it is read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Marks {
    /// How many pieces of evidence each tag has: countries, topics, organisations, persons.
    counts: Vec<u32>,
    /// From where the former begins (0 for a tag's first), twice; odd in the title.
    steps: Vec<i64>,
    lengths: Vec<u32>,
    rules: Vec<u32>,
    patterns: Vec<String>,
    /// The bytes of the weights, highest first.
    weights: [Vec<u8>; 4],
    languages: Vec<LanguageCode>,
    /// For each passage the bytes since the one before, its own bytes, and its language.
    passages: Vec<(u32, u32, u32)>,
    roles: Vec<PassageRole>,
}

impl Marks {
    /// Takes evidence and passages out of `document`.
    pub(super) fn take(document: &mut EnrichedCommunique) -> Marks {
        let mut marks = Marks::default();
        let lists: Vec<Vec<Evidence>> = lists(document).into_iter().map(std::mem::take).collect();
        for list in lists {
            marks.counts.push(list.len() as u32);
            let mut before = 0;
            for evidence in list {
                marks.add(document.text_of(evidence.place), evidence, &mut before);
            }
        }
        let mut end = 0;
        for Passage { range, language, role } in std::mem::take(&mut document.passages) {
            let number = number_of(&mut marks.languages, language);
            marks.passages.push(((range.start - end) as u32, range.len() as u32, number));
            marks.roles.push(role);
            end = range.end;
        }
        marks
    }

    fn add(&mut self, text: &str, evidence: Evidence, before: &mut i64) {
        let Evidence { place, range, rule, weight } = evidence;
        let at = 2 * range.start as i64 + i64::from(place == TextPlace::Title);
        self.steps.push(at - *before);
        *before = at;
        self.lengths.push(range.len() as u32);
        let quoted = text.get(range).filter(|words| words.len() > 1 && !words.contains(QUOTED));
        let pattern = quoted.map(|words| rule.replacen(words, QUOTED.encode_utf8(&mut [0]), 1));
        self.rules.push(number_of(&mut self.patterns, pattern.unwrap_or(rule)));
        for (plane, byte) in self.weights.iter_mut().zip(weight.to_bits().to_be_bytes()) {
            plane.push(byte);
        }
    }

    /// Puts passages back into the document they were taken out of; `None` when they are of another.
    pub(super) fn restore_passages(&self, document: &mut EnrichedCommunique) -> Option<()> {
        let mut end = 0;
        let mut passages = Vec::with_capacity(self.passages.len());
        for ((gap, length, language), role) in self.passages.iter().zip(&self.roles) {
            let start = end + *gap as usize;
            end = start + *length as usize;
            let language = *self.languages.get(*language as usize)?;
            passages.push(Passage { range: start..end, language, role: *role });
        }
        document.passages = passages;
        Some(())
    }

    /// Puts everything back into the document it was taken out of; `None` when it is of another.
    pub(super) fn restore(self, document: &mut EnrichedCommunique) -> Option<()> {
        let mut at = 0_usize..0;
        let mut restored = Vec::with_capacity(self.counts.len());
        for count in &self.counts {
            at = at.end..at.end.checked_add(*count as usize)?;
            restored.push(self.evidence(document, at.clone())?);
        }
        let lists = lists(document);
        if lists.len() != restored.len() {
            return None;
        }
        for (list, evidence) in lists.into_iter().zip(restored) {
            *list = evidence;
        }
        self.restore_passages(document)
    }

    /// The evidence of one tag.
    fn evidence(&self, document: &EnrichedCommunique, pieces: Range<usize>) -> Option<Vec<Evidence>> {
        let mut before = 0;
        let mut list = Vec::with_capacity(pieces.len().min(self.steps.len()));
        for piece in pieces {
            before = i64::checked_add(before, *self.steps.get(piece)?)?;
            let place = if before & 1 == 1 { TextPlace::Title } else { TextPlace::Body };
            let start = usize::try_from(before >> 1).ok()?;
            let range = start..start + *self.lengths.get(piece)? as usize;
            let pattern = self.patterns.get(*self.rules.get(piece)? as usize)?;
            let rule = match pattern.split_once(QUOTED) {
                Some((head, tail)) => [head, document.text_of(place).get(range.clone())?, tail].concat(),
                None => pattern.clone(),
            };
            let mut weight = [0; 4];
            for (byte, plane) in weight.iter_mut().zip(&self.weights) {
                *byte = *plane.get(piece)?;
            }
            list.push(Evidence { place, range, rule, weight: f32::from_bits(u32::from_be_bytes(weight)) });
        }
        Some(list)
    }
}

/// The evidence of every tag.
fn lists(document: &mut EnrichedCommunique) -> Vec<&mut Vec<Evidence>> {
    let countries = document.countries.iter_mut().map(|tag| &mut tag.evidence);
    let topics = document.topics.iter_mut().map(|tag| &mut tag.evidence);
    let names = document.organisations.iter_mut().chain(&mut document.persons);
    countries.chain(topics).chain(names.map(|tag| &mut tag.evidence)).collect()
}

/// The place of `value` in `list`, where it is put when it is new.
fn number_of<T: PartialEq>(list: &mut Vec<T>, value: T) -> u32 {
    let known = list.iter().position(|known| *known == value);
    known.unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    }) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::communique::Communique;
    use crate::config::Config;
    use crate::enrich::{Enricher, EnrichmentCache};

    fn enriched(title: &str, body: &str) -> EnrichedCommunique {
        let config = Config::built_in().unwrap();
        let enricher = Enricher::new(&config, Analyzer::new(config.languages.clone()));
        let communique = Communique {
            id: "a".parse().unwrap(),
            title: Some(title.to_owned()),
            body: body.to_owned(),
            url: None,
            source: None,
            date: None,
            file_date: None,
            language: None,
            marked_languages: Vec::new(),
            countries: None,
            topics: None,
        };
        enricher.enrich(communique, &mut EnrichmentCache::default()).document
    }

    #[test]
    fn what_is_taken_out_is_put_back() {
        let document = enriched(
            "Le Maroc et la France contre le trafic de drogue",
            "RABAT, le 3 mai 2024 – Les polices marocaine et française ont démantelé un réseau de trafic de drogue.\n\n\
             Interpol and the FBI took part. Moroccan police seized cocaine; the Minister of the Interior, Jane Doe, spoke.\n\n\
             Contact presse : 01 40 07 60 60",
        );
        assert!(
            document.countries.len() >= 2
                && !document.topics.is_empty()
                && !document.organisations.is_empty()
        );
        let mut packed = document.clone();
        let marks = Marks::take(&mut packed);
        assert!(packed.passages.is_empty() && packed.countries[0].evidence.is_empty());
        let bytes = postcard::to_stdvec(&marks).unwrap();
        let plain: usize = {
            let mut all = document.clone();
            let lists: Vec<Vec<Evidence>> = lists(&mut all).into_iter().map(std::mem::take).collect();
            postcard::to_stdvec(&(lists, &document.passages)).unwrap().len()
        };
        assert!(bytes.len() * 5 < plain * 4, "{} bytes, {plain} as they were", bytes.len());
        postcard::from_bytes::<Marks>(&bytes).unwrap().restore(&mut packed).unwrap();
        assert_eq!(packed, document);
    }

    #[test]
    fn a_document_without_marks() {
        let document = enriched("", "");
        let mut packed = document.clone();
        Marks::take(&mut packed).restore(&mut packed).unwrap();
        assert_eq!(packed, document);
    }

    #[test]
    fn marks_of_another_document_are_noticed() {
        let mut document = enriched("Maroc", "Rabat");
        let marks = Marks::take(&mut document);
        let mut other = enriched("", "");
        assert!(other.countries.is_empty());
        assert_eq!(marks.restore(&mut other), None);
    }
}
