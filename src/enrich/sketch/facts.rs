//! Which words of a text are facts.

use super::mix;
use crate::analysis::{Token, Word};

/// What kind of fact a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// It has a digit: a number, a version, an identifier.
    Number,
    /// It has a capital inside a sentence.
    Name,
}

/// A word as the sketch sees it: with the words that inner signs join to it when one has a digit (`10.11.15`, `CVE-2024-1234`).
#[derive(Debug, Clone, Copy)]
pub(super) struct FactWord {
    pub(super) hash: u64,
    pub(super) fact: Option<Fact>,
}

/// What a word is to a sketch wherever it stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::enrich) struct WordFacts {
    hash: u64,
    has_digit: bool,
}

impl WordFacts {
    pub(in crate::enrich) fn of(word: &Word) -> WordFacts {
        let has_digit = word.form.chars().any(char::is_numeric);
        WordFacts { hash: hash_of(&word.form), has_digit }
    }
}

/// The words of `tokens`, in order.
pub(super) fn read<'a>(text: &str, tokens: impl Iterator<Item = (&'a Token, WordFacts)>) -> Vec<FactWord> {
    let mut words: Vec<FactWord> = Vec::with_capacity(tokens.size_hint().1.unwrap_or(0));
    let mut before: Option<&Token> = None;
    for (token, WordFacts { hash, has_digit }) in tokens {
        let gap = match before {
            Some(before) => text.get(before.end as usize..token.start as usize).unwrap_or_default(),
            None => "",
        };
        let joined = !gap.is_empty() && gap.len() <= 3 && !gap.contains(char::is_whitespace);
        let last = words.last_mut().filter(|last| joined && (has_digit || last.fact == Some(Fact::Number)));
        match last {
            Some(last) => *last = FactWord { hash: mix(last.hash ^ hash), fact: Some(Fact::Number) },
            None => {
                let opens = before.is_none_or(|before| opens_sentence(before, gap));
                let fact = match (has_digit, token.word.is_capitalised && !opens) {
                    (true, _) => Some(Fact::Number),
                    (false, true) => Some(Fact::Name),
                    (false, false) => None,
                };
                words.push(FactWord { hash, fact });
            }
        }
        before = Some(token);
    }
    words
}

/// Whether a capital after `before` and `gap` may be there only because a sentence begins.
fn opens_sentence(before: &Token, gap: &str) -> bool {
    let initial = before.word.form.chars().count() <= 2;
    let sign = |c: char| match c {
        '.' => !initial,
        _ => matches!(c, '!' | '?' | ':' | ';' | '•' | '«' | '"' | '“' | '„' | '–' | '—' | '…' | '。'),
    };
    gap.contains(sign) || gap.bytes().filter(|byte| *byte == b'\n').count() > 1 || gap.contains("\n-")
}

/// The same on every machine and in every version (FNV-1a, Fowler, Noll and Vo 1991), since indexes keep it.
fn hash_of(form: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    mix(form.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}
