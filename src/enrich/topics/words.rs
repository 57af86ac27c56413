//! Finds sequences of words in tokens: one trie a language, all terms in one pass.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::analysis::Word;
use crate::enrich::notes::Words;

/// A term, by its place in the rules' list.
pub(super) type TermId = u32;

type Node = u32;
/// A word of terms, by its number.
pub(in crate::enrich) type Atom = u32;

/// How many function words of the text may stand between two words of a term.
const MOST_STOP_WORDS: u8 = 3;
/// How many words a gap (`..`) leaves room for.
const GAP_WORDS: u8 = 3;

/// What one word of a term asks of a token.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// One of these stems, of this word.
    Stems(SmallVec<[Box<str>; 2]>, Box<str>),
    /// A form that begins so, and as it was written.
    Prefix(Box<str>, Box<str>),
    /// This form.
    Form(Box<str>),
    /// This form, in capitals.
    Capitals(Box<str>),
    /// Up to [`GAP_WORDS`] words of any kind before the next step.
    Gap,
}

/// The terms of one language, ready to be found.
#[derive(Debug, Default)]
pub(super) struct WordMatcher {
    /// For each atom the word it was made of, in lower case with its accents; empty where these do not matter.
    written: Vec<Box<str>>,
    stems: FxHashMap<Box<str>, SmallVec<[Atom; 2]>>,
    forms: FxHashMap<Box<str>, SmallVec<[Atom; 2]>>,
    capitals: FxHashMap<Box<str>, Atom>,
    /// Sorted by the beginning; filled by [`WordMatcher::finish`].
    prefixes: Vec<PrefixEntry>,
    prefix_atoms: FxHashMap<Box<str>, SmallVec<[Atom; 2]>>,
    edges: FxHashMap<(Node, Atom), Node>,
    gaps: FxHashMap<Node, Node>,
    ends: Vec<SmallVec<[TermId; 1]>>,
}

#[derive(Debug)]
struct PrefixEntry {
    beginning: Box<str>,
    atoms: SmallVec<[Atom; 2]>,
    /// The longest other entry that this one begins with.
    parent: Option<u32>,
}

/// A term found: tokens `first..=last` of the slice that was searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) term: TermId,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// A term half found.
#[derive(Debug, Clone, Copy)]
struct Thread {
    node: Node,
    first: u32,
    gap_left: u8,
    stop_words_left: u8,
}

impl WordMatcher {
    pub(super) fn insert(&mut self, steps: &[Step], term: TermId) {
        if self.ends.is_empty() {
            self.ends.push(SmallVec::new());
        }
        let mut node = 0;
        for step in steps {
            let Some(atom) = self.atom(step) else {
                node = match self.gaps.get(&node) {
                    Some(&after) => after,
                    None => {
                        let after = self.add_node();
                        self.gaps.insert(node, after);
                        after
                    }
                };
                continue;
            };
            node = match self.edges.get(&(node, atom)) {
                Some(&after) => after,
                None => {
                    let after = self.add_node();
                    self.edges.insert((node, atom), after);
                    after
                }
            };
        }
        if node != 0 && !self.ends[node as usize].contains(&term) {
            self.ends[node as usize].push(term);
        }
    }

    fn add_node(&mut self) -> Node {
        self.ends.push(SmallVec::new());
        self.ends.len() as Node - 1
    }

    /// The atom for a step, nothing for a gap. Equal steps share an atom, so that terms share their way in the trie.
    fn atom(&mut self, step: &Step) -> Option<Atom> {
        let fresh = self.written.len() as Atom;
        let same = |written: &[Box<str>], atoms: &[Atom], word: &str| {
            atoms.iter().copied().find(|atom| *written[*atom as usize] == *word)
        };
        let (atom, word) = match step {
            Step::Gap => return None,
            Step::Stems(stems, word) => {
                let known = stems.first().and_then(|stem| self.stems.get(stem));
                let atom = known.and_then(|atoms| same(&self.written, atoms, word)).unwrap_or(fresh);
                for stem in stems {
                    let list = self.stems.entry(stem.clone()).or_default();
                    if !list.contains(&atom) {
                        list.push(atom);
                    }
                }
                (atom, word.clone())
            }
            Step::Prefix(beginning, word) => {
                let list = self.prefix_atoms.entry(beginning.clone()).or_default();
                let atom = same(&self.written, list, word).unwrap_or(fresh);
                if atom == fresh {
                    list.push(atom);
                }
                (atom, word.clone())
            }
            Step::Form(form) => {
                let list = self.forms.entry(form.clone()).or_default();
                if list.is_empty() {
                    list.push(fresh);
                }
                (list[0], Box::default())
            }
            Step::Capitals(form) => (*self.capitals.entry(form.clone()).or_insert(fresh), Box::default()),
        };
        if atom == fresh {
            self.written.push(word);
        }
        Some(atom)
    }

    /// Makes the beginnings searchable; no term may be inserted afterwards.
    pub(super) fn finish(&mut self) {
        let mut sorted: Vec<_> = self.prefix_atoms.drain().collect();
        sorted.sort_unstable();
        let mut entries: Vec<PrefixEntry> = Vec::with_capacity(sorted.len());
        for (beginning, atoms) in sorted {
            let mut parent = entries.len().checked_sub(1).map(|at| at as u32);
            while let Some(at) = parent
                && !beginning.starts_with(&*entries[at as usize].beginning)
            {
                parent = entries[at as usize].parent;
            }
            entries.push(PrefixEntry { beginning, atoms, parent });
        }
        self.prefixes = entries;
    }

    /// Every atom that the word, written as `surface`, satisfies.
    pub(super) fn atoms(&self, word: &Word, surface: &str) -> SmallVec<[Atom; 4]> {
        let mut atoms: SmallVec<[Atom; 4]> = SmallVec::new();
        for stem in &word.stems {
            if let Some(list) = self.stems.get(stem) {
                atoms.extend(list.iter().copied());
            }
        }
        if word.stems.len() > 1 {
            atoms.sort_unstable();
            atoms.dedup();
        }
        if let Some(list) = self.forms.get(&word.form) {
            atoms.extend(list.iter().copied());
        }
        if word.is_all_caps
            && let Some(&atom) = self.capitals.get(&word.form)
        {
            atoms.push(atom);
        }
        let after = self.prefixes.partition_point(|entry| *entry.beginning <= *word.form);
        let mut entry = after.checked_sub(1);
        while let Some(at) = entry {
            let candidate = &self.prefixes[at];
            if word.form.starts_with(&*candidate.beginning) {
                atoms.extend(candidate.atoms.iter().copied());
            }
            entry = candidate.parent.map(|at| at as usize);
        }
        atoms.retain(|atom| accents_agree(&self.written[*atom as usize], surface));
        atoms
    }

    /// Calls `each` with every term found in `words` of `text`, in the order of their ends. What is noted of a word
    /// must be of this matcher.
    pub(super) fn find(&self, text: &str, words: Words<'_>, mut each: impl FnMut(Found)) {
        if self.ends.is_empty() {
            return;
        }
        let mut threads: SmallVec<[Thread; 16]> = SmallVec::new();
        let mut next: SmallVec<[Thread; 16]> = SmallVec::new();
        for (at, token) in words.tokens.iter().enumerate() {
            let own;
            let atoms = match words.note(at).and_then(|note| note.atoms.as_ref()) {
                Some(noted) => noted,
                None => {
                    let surface = text.get(token.start as usize..token.end as usize).unwrap_or_default();
                    own = self.atoms(&token.word, surface);
                    &own
                }
            };
            if atoms.is_empty() && threads.is_empty() {
                continue;
            }
            let at = at as u32;
            next.clear();
            let start = Thread { node: 0, first: at, gap_left: 0, stop_words_left: 0 };
            for thread in threads.iter().chain([&start]) {
                for atom in atoms {
                    let Some(&node) = self.edges.get(&(thread.node, *atom)) else { continue };
                    for &term in &self.ends[node as usize] {
                        each(Found { term, first: thread.first, last: at });
                    }
                    self.wait(node, thread.first, &mut next);
                }
                if thread.node == 0 {
                    continue;
                }
                // A token that does not continue the term may be skipped: a function word, or one in a gap.
                if token.word.is_stop_word && thread.stop_words_left > 0 {
                    next.push(Thread { stop_words_left: thread.stop_words_left - 1, ..*thread });
                } else if thread.gap_left > 0 {
                    next.push(Thread { gap_left: thread.gap_left - 1, ..*thread });
                }
            }
            std::mem::swap(&mut threads, &mut next);
        }
    }

    /// Waits at `node`, and after the gap that may follow it, for the next token.
    fn wait(&self, node: Node, first: u32, threads: &mut SmallVec<[Thread; 16]>) {
        threads.push(Thread { node, first, gap_left: 0, stop_words_left: MOST_STOP_WORDS });
        if let Some(&after) = self.gaps.get(&node) {
            threads.push(Thread {
                node: after,
                first,
                gap_left: GAP_WORDS,
                stop_words_left: MOST_STOP_WORDS,
            });
        }
    }
}

/// Whether a word of the text may be the word of a term as far as accents tell: stems and
/// forms are folded, but `traité` is not `traite`, nor is `gången` a `gäng`. An accent that the text
/// leaves out is forgiven; one that the term does not have is not. Only Latin letters are
/// looked at, since in other scripts accents move with inflection.
fn accents_agree(term: &str, surface: &str) -> bool {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    for (t, s) in term.chars().zip(surface.chars().map(lower)) {
        if t == s || s.is_ascii() && base(t) == s {
            continue;
        }
        // From the first other letter on it is an ending, and says nothing of the accents.
        let is_latin = s.is_ascii() || matches!(s, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
        return !is_latin || base(t) != base(s);
    }
    true
}

/// The letter without its accents.
fn base(c: char) -> char {
    match c {
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        _ if c.is_ascii() => c,
        _ => {
            let mut first = None;
            unicode_normalization::char::decompose_canonical(c, |part| {
                first.get_or_insert(part);
            });
            first.unwrap_or(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::accents_agree;

    #[test]
    fn accents_tell_words_apart() {
        #[track_caller]
        fn check(term: &str, surface: &str, expected: bool) {
            assert_eq!(accents_agree(term, surface), expected, "{term} {surface}");
        }
        check("traite", "traité", false);
        check("traité", "TRAITE", true);
        check("gäng", "gången", false);
        check("katil", "katıldı", false);
        check("poliți", "politică", true);
        check("αστυνομία", "αστυνομίας", true);
        check("réfugié", "réfugiée", true);
        check("misión", "misiones", true);
    }
}
