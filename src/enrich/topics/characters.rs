//! Finds terms in scripts that write no spaces, character by character. A dictionary segments a word
//! one way in a list of terms and another way in its sentence; the characters are the same in both.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::words::TermId;

/// The terms of one language, ready to be found.
#[derive(Debug, Default)]
pub(super) struct CharacterMatcher {
    /// Terms by their first two characters.
    terms: FxHashMap<(char, char), Vec<Tail>>,
}

/// What follows the first two characters of a term.
#[derive(Debug)]
struct Tail {
    rest: Box<[char]>,
    term: TermId,
}

impl CharacterMatcher {
    /// Adds a term; one of a single character is left out, since it is part of too many words.
    pub(super) fn insert(&mut self, text: &str, term: TermId) {
        let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let [first, second, rest @ ..] = characters.as_slice() {
            self.terms.entry((*first, *second)).or_default().push(Tail { rest: rest.into(), term });
        }
    }

    /// Calls `each` with every term found in `text` and its bytes. White space inside a term does not matter.
    pub(super) fn find(&self, text: &str, mut each: impl FnMut(TermId, Range<usize>)) {
        let characters: Vec<(usize, char)> =
            text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        for (at, pair) in characters.windows(2).enumerate() {
            let &[(start, first), (_, second)] = pair else { continue };
            let Some(terms) = self.terms.get(&(first, second)) else { continue };
            let cut = at > 0 && is_katakana(first) && is_katakana(characters[at - 1].1);
            if cut {
                continue;
            }
            for Tail { rest, term } in terms {
                let here = characters[at + 2..].iter().map(|&(_, c)| c);
                if here.take(rest.len()).eq(rest.iter().copied()) {
                    let (last, c) = characters[at + 1 + rest.len()];
                    each(*term, start..last + c.len_utf8());
                }
            }
        }
    }
}

/// A foreign word in Japanese is one run of katakana: a term does not begin inside one (`テロ` in `ステロイド`).
fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')
}
