//! Finds sequences of words in tokens: one trie a language, all terms in one pass.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::analysis::{Token, Word};

/// A term, by its place in the rules' list.
pub(super) type TermId = u32;

type Node = u32;
type Atom = u32;

/// How many function words of the text may stand between two words of a term.
const MOST_STOP_WORDS: u8 = 3;
/// How many words a gap (`..`) leaves room for.
const GAP_WORDS: u8 = 3;

/// What one word of a term asks of a token.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// One of these stems.
    Stems(SmallVec<[Box<str>; 2]>),
    /// A form that begins so.
    Prefix(Box<str>),
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
    stems: FxHashMap<Box<str>, SmallVec<[Atom; 2]>>,
    forms: FxHashMap<Box<str>, SmallVec<[Atom; 2]>>,
    capitals: FxHashMap<Box<str>, Atom>,
    /// Sorted by the beginning; filled by [`WordMatcher::finish`].
    prefixes: Vec<PrefixEntry>,
    prefix_atoms: FxHashMap<Box<str>, Atom>,
    /// Whether every word that the atom matches may be a function word too.
    next_atom: Atom,
    edges: FxHashMap<(Node, Atom), Node>,
    gaps: FxHashMap<Node, Node>,
    ends: Vec<SmallVec<[TermId; 1]>>,
}

#[derive(Debug)]
struct PrefixEntry {
    beginning: Box<str>,
    atom: Atom,
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

    /// The atom for a step, nothing for a gap.
    fn atom(&mut self, step: &Step) -> Option<Atom> {
        let fresh = self.next_atom;
        let atom = match step {
            Step::Gap => return None,
            Step::Stems(stems) => {
                // Terms whose stems are the same set share an atom, so that they share their way in the trie.
                let known = stems.first().and_then(|stem| self.stems.get(stem)).and_then(|atoms| {
                    let everywhere = |atom: &&Atom| {
                        stems.iter().all(|stem| self.stems.get(stem).is_some_and(|list| list.contains(atom)))
                    };
                    atoms.iter().find(everywhere).copied()
                });
                let atom = known.unwrap_or(fresh);
                for stem in stems {
                    let list = self.stems.entry(stem.clone()).or_default();
                    if !list.contains(&atom) {
                        list.push(atom);
                    }
                }
                atom
            }
            Step::Form(form) => {
                let list = self.forms.entry(form.clone()).or_default();
                if list.is_empty() {
                    list.push(fresh);
                }
                list[0]
            }
            Step::Capitals(form) => *self.capitals.entry(form.clone()).or_insert(fresh),
            Step::Prefix(beginning) => *self.prefix_atoms.entry(beginning.clone()).or_insert(fresh),
        };
        if atom == fresh {
            self.next_atom += 1;
        }
        Some(atom)
    }

    /// Makes the beginnings searchable; no term may be inserted afterwards.
    pub(super) fn finish(&mut self) {
        let mut sorted: Vec<(Box<str>, Atom)> = self.prefix_atoms.drain().collect();
        sorted.sort_unstable();
        let mut entries: Vec<PrefixEntry> = Vec::with_capacity(sorted.len());
        for (beginning, atom) in sorted {
            let mut parent = entries.len().checked_sub(1).map(|at| at as u32);
            while let Some(at) = parent
                && !beginning.starts_with(&*entries[at as usize].beginning)
            {
                parent = entries[at as usize].parent;
            }
            entries.push(PrefixEntry { beginning, atom, parent });
        }
        self.prefixes = entries;
    }

    /// Every atom that the word satisfies.
    fn atoms(&self, word: &Word) -> SmallVec<[Atom; 8]> {
        let mut atoms = SmallVec::new();
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
                atoms.push(candidate.atom);
            }
            entry = candidate.parent.map(|at| at as usize);
        }
        atoms
    }

    /// Calls `each` with every term found in `tokens`, in the order of their ends.
    pub(super) fn find(&self, tokens: &[Token], mut each: impl FnMut(Found)) {
        if self.ends.is_empty() {
            return;
        }
        let mut threads: SmallVec<[Thread; 16]> = SmallVec::new();
        let mut next: SmallVec<[Thread; 16]> = SmallVec::new();
        for (at, token) in tokens.iter().enumerate() {
            let at = at as u32;
            let atoms = self.atoms(&token.word);
            next.clear();
            let start = Thread { node: 0, first: at, gap_left: 0, stop_words_left: 0 };
            for thread in threads.iter().chain([&start]) {
                for atom in &atoms {
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
