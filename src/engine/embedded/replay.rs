//! Terms already made → tantivy, without another analysis and without an allocation a token.
//!
//! tantivy indexes a text by running a tokenizer over it. Our texts were analysed before; so the
//! "text" that it is given is a *script*: terms as they are, each behind its position and its length. The
//! tokenizer plays the script back.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{PASSAGE_GAP, Tokens, Word};

/// Terms with their positions, as one text.
#[derive(Debug, Default)]
pub(super) struct Script {
    text: String,
    last_position: u32,
}

impl Script {
    /// Adds a term; positions must not fall.
    fn push(&mut self, term: &str, position: u32) {
        debug_assert!(position >= self.last_position, "positions ascend");
        if term.is_empty() {
            return;
        }
        self.push_number(position.saturating_sub(self.last_position) as usize);
        self.push_number(term.len());
        self.text.push_str(term);
        self.last_position = position;
    }

    /// Adds a number in digits of base 64, least first; the last one is marked.
    fn push_number(&mut self, mut number: usize) {
        loop {
            let digit = (number & 63) as u8;
            number >>= 6;
            let mark = if number == 0 { 64 } else { 0 };
            self.text.push(char::from(digit | mark));
            if number == 0 {
                break;
            }
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// Which terms of a word a script is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Terms {
    /// Its exact form.
    Forms,
    /// Its stems, the parts of a compound and its spelling, at one position.
    Stems,
}

/// The script of the body, and of the title `title_weight` times behind it; no phrase runs from one to another.
pub(super) fn script(title: &Tokens, body: &Tokens, title_weight: u8, terms: Terms) -> String {
    let mut script = Script::default();
    let bytes: usize = body.iter().map(|token| token.word.form.len() + 2).sum();
    script.text.reserve(bytes + bytes / 8);
    let mut next = 0;
    let texts = std::iter::once(body).chain(std::iter::repeat_n(title, title_weight.into()));
    for tokens in texts {
        let first = next;
        for token in tokens {
            let position = first + token.position;
            add(&mut script, &token.word, position, terms);
            next = position + PASSAGE_GAP;
        }
    }
    script.into_text()
}

fn add(script: &mut Script, word: &Word, position: u32, terms: Terms) {
    match terms {
        Terms::Forms => script.push(&word.form, position),
        Terms::Stems => {
            let terms = word.stems.iter().chain(&word.parts).chain(&word.spelling);
            terms.for_each(|term| script.push(term, position));
        }
    }
}

/// Plays scripts back to tantivy.
#[derive(Debug, Clone, Default)]
pub(super) struct ReplayTokenizer {
    token: Token,
}

impl Tokenizer for ReplayTokenizer {
    type TokenStream<'a> = ReplayStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ReplayStream<'a> {
        self.token.reset();
        self.token.position = 0;
        ReplayStream { rest: text, token: &mut self.token }
    }
}

/// A script being played.
pub(super) struct ReplayStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl ReplayStream<'_> {
    /// The number that [`Script::push_number`] wrote.
    fn take_number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        for (at, &digit) in self.rest.as_bytes().iter().enumerate() {
            number |= usize::from(digit & 63) << shift;
            if digit & 64 != 0 {
                self.rest = &self.rest[at + 1..];
                return Some(number);
            }
            shift += 6;
        }
        None
    }
}

impl TokenStream for ReplayStream<'_> {
    fn advance(&mut self) -> bool {
        let (Some(step), Some(length)) = (self.take_number(), self.take_number()) else { return false };
        let Some((term, rest)) = self.rest.split_at_checked(length) else { return false };
        self.token.position += step;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.rest = rest;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn play(text: &str) -> Vec<(String, usize)> {
        let mut tokenizer = ReplayTokenizer::default();
        let mut stream = tokenizer.token_stream(text);
        let mut played = Vec::new();
        while stream.advance() {
            played.push((stream.token().text.clone(), stream.token().position));
        }
        played
    }

    proptest! {
        #[test]
        fn what_is_written_is_played(words in prop::collection::vec(("[a-zé漢@A-Z0-9]{1,5}", 0u32..5000), 0..20)) {
            let mut script = Script::default();
            let mut position = 0;
            let mut expected = Vec::new();
            for (word, step) in &words {
                position += step;
                script.push(word, position);
                expected.push((word.clone(), position as usize));
            }
            prop_assert_eq!(play(&script.into_text()), expected);
        }
    }

    #[test]
    fn any_term_is_played_but_an_empty_one() {
        let long = "x".repeat(5_000);
        let mut script = Script::default();
        script.push("a\u{1}b", 0);
        script.push("", 1);
        script.push(&long, 70_000);
        assert_eq!(play(&script.into_text()), [("a\u{1}b".to_owned(), 0), (long, 70_000)]);
    }
}
