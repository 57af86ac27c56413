//! How two copies of a text differ, word by word.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

/// How long two texts are compared at most; then the rest is given as replaced.
const MOST_TIME: Duration = Duration::from_millis(100);
/// Words of an unchanged stretch that are kept at each of its ends.
const CONTEXT_WORDS: usize = 8;

/// A stretch of text that two copies share or do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferencePart {
    /// Who has it.
    pub kind: DifferenceKind,
    /// The words, with the white space between them; of a long stretch that both have the ends alone, with ` … ` between.
    pub text: String,
}

/// Which of two copies has a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// Both.
    Equal,
    /// The first alone.
    Removed,
    /// The second alone.
    Added,
}

/// How `after` differs from `before`, word by word (Myers 1986). What typesetting alone changes is no difference:
/// the form of apostrophes, quotation marks and dashes, white space, soft hyphens, the way accents are composed.
pub fn difference(before: &str, after: &str) -> Vec<DifferencePart> {
    let (old, new) = (words(before), words(after));
    let deadline = Instant::now() + MOST_TIME;
    let mut parts: Vec<DifferencePart> = Vec::new();
    let mut add = |kind, words: &[Word<'_>]| {
        let text: String = words.iter().map(|word| word.text).collect();
        // White space that one of two has around the same words is a matter of style («\u{a0}word\u{a0}», “word”).
        let kind = match kind {
            _ if text.is_empty() => return,
            DifferenceKind::Added if text.trim().is_empty() => return,
            DifferenceKind::Removed if text.trim().is_empty() => DifferenceKind::Equal,
            kind => kind,
        };
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(&text),
            _ => parts.push(DifferencePart { kind, text }),
        }
    };
    for change in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline)) {
        let (removed, added) = (&old[change.old_range()], &new[change.new_range()]);
        match change.tag() {
            DiffTag::Equal => add(DifferenceKind::Equal, removed),
            DiffTag::Delete => add(DifferenceKind::Removed, removed),
            DiffTag::Insert => add(DifferenceKind::Added, added),
            DiffTag::Replace => {
                // The space around words that give way to others stays.
                let [before, removed, after] = trimmed(removed);
                add(DifferenceKind::Equal, before);
                add(DifferenceKind::Removed, removed);
                add(DifferenceKind::Added, trimmed(added)[1]);
                add(DifferenceKind::Equal, after);
            }
        }
    }
    for part in &mut parts {
        if part.kind == DifferenceKind::Equal {
            part.text = shortened(&part.text);
        }
    }
    parts
}

/// A word, a stretch of white space, or a sign that style sets apart from words or joins to them.
#[derive(Debug)]
struct Word<'a> {
    text: &'a str,
    /// What it is compared by.
    key: Cow<'a, str>,
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Word<'_> {}

impl Hash for Word<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// The white space before words, the words, and that after them.
fn trimmed<'a, 'b>(words: &'a [Word<'b>]) -> [&'a [Word<'b>]; 3] {
    let is_space = |word: &Word<'_>| word.key == " ";
    let start = words.iter().position(|word| !is_space(word)).unwrap_or(words.len());
    let end = words.iter().rposition(|word| !is_space(word)).map_or(start, |last| last + 1);
    [&words[..start], &words[start..end], &words[end..]]
}

#[derive(PartialEq, Eq)]
enum Class {
    Space,
    /// A quotation mark or a sign that French sets apart.
    Sign,
    Word,
}

fn class(c: char) -> Class {
    match c {
        c if c.is_whitespace() => Class::Space,
        '"' | '«' | '»' | '“' | '”' | '„' | '‟' | ':' | ';' | '!' | '?' => Class::Sign,
        _ => Class::Word,
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class_of_first = class(first);
        let end = match class_of_first {
            Class::Sign => first.len_utf8(),
            _ => rest.find(|c| class(c) != class_of_first).unwrap_or(rest.len()),
        };
        let (text, after) = rest.split_at(end);
        let key = if class_of_first == Class::Space { Cow::Borrowed(" ") } else { key(text) };
        words.push(Word { text, key });
        rest = after;
    }
    words
}

fn key(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut key = String::with_capacity(word.len());
    for c in word.nfc() {
        match c {
            '’' | '‘' | 'ʼ' | '‛' | '´' => key.push('\''),
            '«' | '»' | '“' | '”' | '„' | '‟' => key.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '−' => key.push('-'),
            '…' => key.push_str("..."),
            // Soft hyphens, joiners and marks of direction are not seen.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c => key.push(c),
        }
    }
    Cow::Owned(key)
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    if words.len() <= 2 * CONTEXT_WORDS + 4 {
        return text.to_owned();
    }
    let (first, last) = (&words[..CONTEXT_WORDS], &words[words.len() - CONTEXT_WORDS..]);
    format!("{} … {}", first.concat().trim_end(), last.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(before: &str, after: &str) -> String {
        let part = |part: DifferencePart| match part.kind {
            DifferenceKind::Equal => part.text,
            DifferenceKind::Removed => format!("[-{}]", part.text),
            DifferenceKind::Added => format!("[+{}]", part.text),
        };
        difference(before, after).into_iter().map(part).collect()
    }

    #[test]
    fn copies_differ_by_words() {
        assert_eq!(shape("Paris (AFP) - Un accord", "Un accord"), "[-Paris (AFP) - ]Un accord");
        assert_eq!(shape("un accord signé", "un pacte signé"), "un [-accord][+pacte] signé");
        assert_eq!(shape("même", "même"), "même");
        assert_eq!(shape("", "neuf"), "[+neuf]");
        assert_eq!(shape("", ""), "");
    }

    #[test]
    fn typesetting_is_no_difference() {
        for (before, after) in [
            ("l’État d'urgence", "l'État d’urgence"),
            ("«\u{a0}non\u{202f}», dit-il", "\"non\", dit-il"),
            ("“non”, dit-il", "«non», dit-il"),
            ("Accord\u{a0}: signé !", "Accord: signé!"),
            ("un\u{a0}000\n\neuros", "un 000 euros"),
            ("Rabat – Paris", "Rabat - Paris"),
            ("coopé\u{ad}ration…", "coopération..."),
            ("E\u{301}tat", "État"),
        ] {
            let kinds: Vec<DifferenceKind> =
                difference(before, after).into_iter().map(|part| part.kind).collect();
            assert_eq!(kinds, [DifferenceKind::Equal], "{before} | {after}");
            assert_eq!(shape(before, after), before, "the text is the first's");
        }
    }

    #[test]
    fn what_is_said_otherwise_is_one() {
        assert_eq!(shape("l’accord", "l'accord signé"), "l’accord[+ signé]");
        assert_eq!(shape("10 h 30", "10 h 45"), "10 h [-30][+45]");
        assert_eq!(shape("Fini.", "Fini ?"), "[-Fini.][+Fini ?]");
        assert_eq!(shape("«\u{a0}oui\u{a0}»", "“non”"), "«\u{a0}[-oui][+non]\u{a0}»");
    }

    #[test]
    fn long_equal_stretches_are_shortened() {
        let same = "mot ".repeat(100);
        let shape = shape(&format!("{same}fin"), &format!("{same}suite"));
        assert!(shape.contains(" … ") && shape.len() < 120, "{shape}");
    }
}
