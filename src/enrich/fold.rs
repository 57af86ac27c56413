//! Text as the lists of cues are compared with it: lower case, without accents and vowel signs.
//!
//! Owns that folding, which is no word's form: a form is for search (`analysis`), this is for finding
//! words of a list whatever their spelling. Knows no list.
//!
//! A seventh of indexing was spent here while passages were folded whole and letter by letter: most letters are
//! ASCII, most others become one letter that a table knows, and most questions are about how a passage begins.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Lower case, without accents and vowel signs, Arabic letters in one form.
pub(crate) fn fold(text: &str) -> String {
    fold_until(text, usize::MAX)
}

/// The beginning of `fold(text)`: all of it, or at least `least_bytes` of it.
pub(super) fn fold_head(text: &str, least_bytes: usize) -> String {
    fold_until(text, least_bytes)
}

fn fold_until(text: &str, enough: usize) -> String {
    let mut folded = String::with_capacity(text.len().min(enough));
    let mut rest = text;
    loop {
        let most = rest.len().min(enough.saturating_sub(folded.len()));
        let plain = rest.as_bytes()[..most].iter().position(|byte| !byte.is_ascii()).unwrap_or(most);
        let from = folded.len();
        folded.push_str(&rest[..plain]);
        folded[from..].make_ascii_lowercase();
        let mut others = rest[plain..].chars();
        let Some(letter) = others.next().filter(|_| folded.len() < enough) else { return folded };
        match SINGLES.get((letter as usize).wrapping_sub(FIRST_SINGLE)) {
            Some(Some(single)) => folded.push(*single),
            _ => fold_letter(letter, &mut folded),
        }
        rest = others.as_str();
    }
}

/// The first letter that the table knows.
const FIRST_SINGLE: usize = 0x80;

/// One past the last letter that the table knows: Latin, Greek, Cyrillic, Arabic.
const END_OF_SINGLES: usize = 0x700;

/// What letters become that become one; nothing for the others.
static SINGLES: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let letters =
        (FIRST_SINGLE..END_OF_SINGLES).map(|code| u32::try_from(code).ok().and_then(char::from_u32));
    let single = |letter: char| {
        let mut folded = String::new();
        fold_letter(letter, &mut folded);
        let mut chars = folded.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    letters.map(|letter| letter.and_then(single)).collect()
});

fn fold_letter(letter: char, folded: &mut String) {
    // Marks are left out, so that the order into which a decomposition puts them does not matter.
    decompose_canonical(letter, |c| {
        if !is_combining_mark(c) {
            folded.extend(c.to_lowercase().filter_map(plain_letter));
        }
    });
}

fn plain_letter(c: char) -> Option<char> {
    match c {
        'ı' => Some('i'),
        'ی' | 'ى' => Some('ي'),
        'ک' => Some('ك'),
        'ς' => Some('σ'),
        '’' => Some('\''),
        // Tatweel, joiners and the soft hyphen are no letters; a dotted I leaves its dot behind.
        'ـ' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{307}' => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    proptest! {
        #[test]
        fn folding_is_that_of_the_whole_text_decomposed(text in "(\\PC|[éÉİıَيŒ각’]|[a-zA-Z ]{3}){0,30}", least in 0usize..40) {
            let plain = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
            let whole = fold(&text);
            prop_assert_eq!(&whole, &plain.filter_map(plain_letter).collect::<String>());
            let head = fold_head(&text, least);
            prop_assert!(whole.starts_with(&head) && (head.len() >= least || head == whole));
        }
    }
}
