//! Text → terms: tokens, elision, folding, stop words, stems.
//!
//! Owns what counts as a word and which terms it is found by. Knows no engine,
//! touches no disk and no clock. The same [`Analyzer`] serves indexing and
//! search, and a text is analysed once: its [`Token`]s serve the index, the
//! topic rules, the gazetteer and the near-duplicate sketch alike.
//!
//! Every word has one *form* and one or two *stems*:
//!
//! - the form is the word with case and accents folded and its elided article
//!   cut off (`l’État` → `etat`); quotes and names are matched on forms;
//! - the stems are `fold(stem(word))` and `stem(fold(word))`, mostly one and
//!   the same, marked with their language (`attentat@fr`): a query's word is stemmed in every language,
//!   and each of its stems finds words of that language alone. Most words are of one language, so that
//!   one list of documents is read for them. Unquoted words are matched on stems, and on their form.
//!
//! A word with accents has a term more, its *spelling* (`état`), so that whoever types the accents finds the
//! very word first. Typing none tells nothing: half the world has no key for them, so `etat` finds both alike.
//!
//! Forms are the same in every language, since nobody knows the language of a query: the signs
//! written for an apostrophe are one, Turkish `ı` and `İ` are `i`, Persian letters and digits are the
//! Arabic and ASCII ones, `œ` is `oe`, `ß` is `ss`; й, ї and ў are letters, not accents.
//!
//! What becomes of signs:
//!
//! - a word with inner signs (`Paris-2024`, `CVE-2024-1234`, `S/RES/2178`, `a.b@c.fr`) is several tokens
//!   in a row; a query for it is the phrase of those tokens, so that it is found whole and by part;
//! - `hxxp://evil[.]com` is `http`, `evil`, `com`, and so is `evil[dot]com` from its second token on;
//! - what is elided in any configured language (`l’`, `jusqu’`, `dell’`) is no token, nor is an English
//!   `’s`; other apostrophes (`aujourd’hui`, `Qa’ida`, `п’ять`) stand inside one token and not in its form;
//! - `#hashtag`, `@name` and `N°` are the word without the sign; soft hyphens, joiners and direction
//!   marks are inside a token and not in its form;
//! - of scripts without spaces, each Han character is a token, the rest is cut by ICU's dictionaries; a typed
//!   word is the row of its characters; Korean is cut at its spaces;
//! - a word of more than [`MAX_WORD_BYTES`] is several tokens;
//! - a compound of a Germanic language is one token, with a term more for each part that is configured; words run
//!   together (`#SaferInternetDay`, `Paris2024`) are one token, with the stems of each.

mod analyzer;
mod beginnings;
mod cache;
mod chain;
mod characters;
mod compounds;
mod fold;
mod particles;
mod pieces;
mod query_word;
mod segment;
mod stemmer;
mod unspaced;

pub use analyzer::{Analyzer, Passage};
pub use beginnings::Beginnings;
pub use cache::AnalysisCache;
pub use chain::language_of_stem;
pub use query_word::{QueryPart, QueryWord};
pub use segment::{MAX_WORD_BYTES, Span};

use std::sync::Arc;

use smallvec::SmallVec;

/// One word in its place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// First byte of the word in the original text, after any elided article.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
    /// Its number in the text, counting from 0. A gap of [`PASSAGE_GAP`] stands between passages,
    /// so that no phrase runs over from one to the next.
    pub position: u32,
    /// Its analysis, shared by every occurrence of the same word in the same language.
    pub word: Arc<Word>,
}

/// Positions left free between two passages.
pub const PASSAGE_GAP: u32 = 10;

/// The analysis of a word in a language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// Case and accents folded, no elided article: the term for exact matching.
    pub form: Box<str>,
    /// How it is spelt, in lower case, where the form leaves out accents: the term that sets the very word above
    /// others of the same form. `None` for most words.
    pub spelling: Option<Box<str>>,
    /// The terms for inflected matching, distinct, at least one.
    pub stems: SmallVec<[Box<str>; 2]>,
    /// The terms of what the word is made of: the configured parts of a compound (`Grenzschutzbehörde`), the stems of
    /// words run together (`SaferInternetDay`); empty for most.
    pub parts: Box<[Box<str>]>,
    /// Whether it is a function word of its language.
    pub is_stop_word: bool,
    /// Whether its first letter is upper case in the text.
    pub is_capitalised: bool,
    /// Whether it has two letters or more, all upper case.
    pub is_all_caps: bool,
}

/// A text's tokens, in order.
pub type Tokens = Vec<Token>;

#[cfg(test)]
mod tests;
