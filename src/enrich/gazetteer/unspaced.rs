//! Names in Chinese and Japanese, which write no spaces: found letter by letter in the text
//! itself, since a dictionary of words may cut a name in two.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::codes::LanguageCode;

/// Names by their first two letters, longest first.
#[derive(Debug, Default)]
pub(super) struct Unspaced {
    by_start: FxHashMap<[char; 2], Vec<Name>>,
}

#[derive(Debug)]
struct Name {
    text: Box<str>,
    ids: SmallVec<[u32; 2]>,
}

/// Whether a name is written in Han or kana.
pub(super) fn is_unspaced(name: &str) -> bool {
    name.chars().next().is_some_and(|c| is_han(c) || is_katakana(c) || is_hiragana(c))
}

/// Whether a language is written without spaces, as far as names go.
pub(super) fn is_written_unspaced(language: LanguageCode) -> bool {
    // A passage whose language is not known may be in any script; the look-up costs little.
    matches!(language.as_str(), "zh" | "ja") || !language.is_language()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '々')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}')
}

impl Unspaced {
    pub(super) fn add(&mut self, name: &str, id: u32) {
        let mut letters = name.chars();
        let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return };
        let names = self.by_start.entry([first, second]).or_default();
        match names.iter_mut().find(|known| &*known.text == name) {
            Some(known) if known.ids.contains(&id) => {}
            Some(known) => known.ids.push(id),
            None => names.push(Name { text: name.into(), ids: SmallVec::from_slice(&[id]) }),
        }
    }

    pub(super) fn finish(&mut self) {
        for names in self.by_start.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.text.len()));
        }
    }

    /// Calls `each` with the bytes and the numbers of every name in `text`, longest first, none overlapping.
    pub(super) fn find(&self, text: &str, mut each: impl FnMut(Range<usize>, &[u32])) {
        let mut skip_to = 0;
        let mut before = None;
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let previous = before.replace(letter);
            let Some((_, next)) = letters.peek().copied() else { return };
            if at < skip_to {
                continue;
            }
            let Some(names) = self.by_start.get(&[letter, next]) else { continue };
            let found = names.iter().find(|name| {
                text[at..].starts_with(&*name.text)
                    && stands_alone(&name.text, previous, &text[at + name.text.len()..])
            });
            if let Some(name) = found {
                skip_to = at + name.text.len();
                each(at..skip_to, &name.ids);
            }
        }
    }
}

/// Katakana runs on through a whole foreign word, so a name inside one is another word (`マリ` in `マリア`).
fn stands_alone(name: &str, before: Option<char>, after: &str) -> bool {
    let starts = name.chars().next().is_some_and(is_katakana);
    let ends = name.chars().next_back().is_some_and(is_katakana);
    let runs_in = starts && before.is_some_and(is_katakana);
    let runs_on = ends && after.chars().next().is_some_and(is_katakana);
    !runs_in && !runs_on
}
