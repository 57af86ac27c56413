//! The dictionary: terms with their postings, forms that begin so, forms that are spelt nearly so.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rustc_hash::FxHashMap;
use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use super::snapshot::Snapshot;
use crate::engine::EngineError;

/// The most edits that are looked for; with more nearly every word is near.
const MAX_DISTANCE: u8 = 2;

/// Terms looked at for a prefix in one segment before the rest is left out: a prefix of one letter
/// has hundreds of thousands, and only the most frequent few are wanted.
const MAX_TERMS_SEEN: usize = 200_000;

/// Forms whose near ones are kept; each has a few at most.
const MAX_KEPT_NEAR: usize = 256;

/// The near forms of forms, by field, distance and number asked for.
pub(super) type KeptNear = Mutex<FxHashMap<(Field, String, u8, usize), Vec<CountedForm>>>;

const LOOKING_UP: &str = "looking up a term";

/// A term's place in every segment.
#[derive(Debug, Clone)]
pub(super) struct FoundTerm {
    pub field: Field,
    pub infos: Vec<Option<TermInfo>>,
    /// Documents that hold it, deleted ones too.
    pub document_frequency: u64,
}

/// A form and how many documents hold it.
pub(super) type CountedForm = (String, u64);

impl Snapshot {
    /// Looks a term up in every segment.
    pub(super) fn find(&self, field: Field, text: &str) -> Result<FoundTerm, EngineError> {
        let term = Term::from_field_text(field, text);
        let mut infos = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field).map_err(self.place.library(LOOKING_UP))?;
            infos.push(inverted.get_term_info(&term).map_err(self.place.io(LOOKING_UP))?);
        }
        let document_frequency = infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        Ok(FoundTerm { field, infos, document_frequency })
    }

    /// Forms that begin with `prefix`, most frequent first.
    pub(super) fn with_prefix(
        &self,
        field: Field,
        prefix: &str,
        max_forms: usize,
    ) -> Result<Vec<CountedForm>, EngineError> {
        let mut counts: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field).map_err(self.place.library(LOOKING_UP))?;
            let mut range = inverted.terms().range().ge(prefix);
            if let Some(end) = end_of_prefix(prefix) {
                range = range.lt(end);
            }
            let mut terms = range.into_stream().map_err(self.place.io(LOOKING_UP))?;
            let mut seen = 0;
            while seen < MAX_TERMS_SEEN && terms.advance() {
                *counts.entry(terms.key().to_vec()).or_default() += u64::from(terms.value().doc_freq);
                seen += 1;
            }
        }
        let mut forms: Vec<CountedForm> = counts.into_iter().filter_map(into_form).collect();
        forms.sort_unstable_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        forms.truncate(max_forms);
        Ok(forms)
    }

    /// Every term that begins with `prefix`, once each; those of deleted documents may be among them.
    pub(super) fn all_with_prefix(&self, field: Field, prefix: &str) -> Result<Vec<String>, EngineError> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field).map_err(self.place.library(LOOKING_UP))?;
            let terms = inverted.terms().range().ge(prefix).into_stream();
            let mut terms = terms.map_err(self.place.io(LOOKING_UP))?;
            while terms.advance() {
                match std::str::from_utf8(terms.key()) {
                    Ok(term) if term.starts_with(prefix) => drop(found.insert(term.to_owned())),
                    _ => break,
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    /// Forms at most `distance` edits (insert, delete, replace, swap neighbours) from `form`:
    /// the nearest first, then the most frequent. Kept for those who ask next: one search asks several times.
    pub(super) fn near(
        &self,
        field: Field,
        form: &str,
        distance: u8,
        max_forms: usize,
    ) -> Result<Vec<CountedForm>, EngineError> {
        let key = (field, form.to_owned(), distance, max_forms);
        let kept = || self.near.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&key) {
            return Ok(known.clone());
        }
        let forms = self.look_for_near(field, form, distance, max_forms)?;
        let mut kept = kept();
        if kept.len() >= MAX_KEPT_NEAR {
            kept.clear();
        }
        kept.insert(key, forms.clone());
        Ok(forms)
    }

    fn look_for_near(
        &self,
        field: Field,
        form: &str,
        distance: u8,
        max_forms: usize,
    ) -> Result<Vec<CountedForm>, EngineError> {
        let builder = LevenshteinAutomatonBuilder::new(distance.min(MAX_DISTANCE), true);
        let spelling = Spelling(builder.build_dfa(form));
        let mut counts: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field).map_err(self.place.library(LOOKING_UP))?;
            let search = inverted.terms().search(&spelling);
            let mut terms = search.into_stream().map_err(self.place.io(LOOKING_UP))?;
            while terms.advance() {
                *counts.entry(terms.key().to_vec()).or_default() += u64::from(terms.value().doc_freq);
            }
        }
        let distance_of = |form: &str| match spelling.0.eval(form) {
            Distance::Exact(distance) | Distance::AtLeast(distance) => distance,
        };
        let forms = counts.into_iter().filter_map(into_form);
        let mut forms: Vec<(u8, CountedForm)> = forms.map(|form| (distance_of(&form.0), form)).collect();
        forms.sort_unstable_by(|(near, a), (far, b)| {
            (near, Reverse(a.1), &a.0).cmp(&(far, Reverse(b.1), &b.0))
        });
        forms.truncate(max_forms);
        Ok(forms.into_iter().map(|(_, form)| form).collect())
    }
}

fn into_form((term, count): (Vec<u8>, u64)) -> Option<CountedForm> {
    Some((String::from_utf8(term).ok()?, count))
}

/// The least text that is greater than all that begin with `prefix`.
fn end_of_prefix(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

/// A Levenshtein automaton (Schulz and Mihov 2002) as the dictionary asks for one.
struct Spelling(DFA);

impl Automaton for Spelling {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_where_the_next_begins() {
        let check = |prefix: &str, expected: Option<&[u8]>| {
            assert_eq!(end_of_prefix(prefix).as_deref(), expected, "{prefix:?}");
        };
        check("ab", Some(b"ac"));
        check("", None);
        check("é", Some(&[0xC3, 0xAA]));
    }
}
