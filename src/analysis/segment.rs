//! Text → spans: where words begin and end, in bytes of the text as it stands.
//!
//! Owns elision, inner apostrophes and the cutting of what is too long. Knows nothing of a
//! word's language: a query has none, and must be cut exactly as the documents were.

use rustc_hash::FxHashSet;

use super::characters::{CharacterClass, class_of};
use super::fold::fold;
use super::unspaced::each_unspaced_token;

/// The most bytes one word has; what is longer (encoded data, mostly) becomes several words in a row.
pub const MAX_WORD_BYTES: usize = 240;

/// The longest elided word, in bytes.
const MAX_ELIDED_BYTES: usize = 16;

/// What may follow an apostrophe without being a word or part of one: the English possessive and
/// contractions (`Biden's`, `we'll`), German and Dutch `'s`.
const ENCLITICS: [&str; 6] = ["s", "ll", "ve", "re", "d", "m"];

/// Bytes of one word, its elided article left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Cuts texts into words; knows the words that are elided in any configured language.
#[derive(Debug, Clone, Default)]
pub(super) struct Segmenter {
    elided: FxHashSet<Box<str>>,
}

impl Segmenter {
    /// A segmenter that leaves these out before an apostrophe, whatever the language.
    pub(super) fn new<'a>(elided: impl IntoIterator<Item = &'a str>) -> Segmenter {
        Segmenter { elided: elided.into_iter().map(|word| fold(word).into()).collect() }
    }

    /// Calls `each` with every word of `text`, in order. The text is shorter than 4 GiB.
    pub(super) fn segment(&self, text: &str, mut each: impl FnMut(Span)) {
        let mut cursor = Cursor { text, at: 0 };
        loop {
            cursor.at = plain_words(text, cursor.at, &mut each);
            let Some((c, from)) = cursor.next() else { break };
            match class_of(c) {
                CharacterClass::Word => self.word(&mut cursor, from, &mut each),
                CharacterClass::Unspaced => {
                    let end = cursor.skip_while(|class| {
                        matches!(class, CharacterClass::Unspaced | CharacterClass::Inside)
                    });
                    each_unspaced_token(&text[from..end], |token| {
                        each(span(from + token.start, from + token.end))
                    });
                }
                _ => {}
            }
        }
    }

    /// The word that begins at `start`, whose first character the cursor has passed.
    fn word(&self, cursor: &mut Cursor<'_>, start: usize, each: &mut impl FnMut(Span)) {
        let text = cursor.text;
        let mut end = cursor.at;
        let mut apostrophe = None;
        loop {
            // Most text is ASCII letters: no need to decode them.
            let bytes = &text.as_bytes()[cursor.at..];
            let plain = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if plain > 0 {
                cursor.at += plain;
                end = cursor.at;
            }
            let Some(c) = cursor.peek() else { break };
            match class_of(c) {
                CharacterClass::Word => {
                    cursor.at += c.len_utf8();
                    end = cursor.at;
                }
                CharacterClass::Inside => cursor.at += c.len_utf8(),
                CharacterClass::Apostrophe if follows_word(text, cursor.at + c.len_utf8()) => {
                    apostrophe = apostrophe.or(Some(cursor.at));
                    cursor.at += c.len_utf8();
                }
                CharacterClass::MiddleDot if is_geminate(text, end, cursor.at + c.len_utf8()) => {
                    cursor.at += c.len_utf8();
                }
                _ => break,
            }
        }
        // Marks and joiners at the end are the word's only as far as they follow a letter; a mark changes
        // the letter before it, so that the word ends after it.
        let end = self.end_with_marks(text, end);
        match apostrophe {
            None if self.is_elided_before_space(text, start, end) => {}
            None => emit(text, start, end, each),
            Some(first) => self.parts(text, start, first, end, each),
        }
    }

    fn end_with_marks(&self, text: &str, end: usize) -> usize {
        let marks = text[end..]
            .chars()
            .take_while(|&c| class_of(c) == CharacterClass::Inside && !super::characters::is_ignorable(c));
        end + marks.map(char::len_utf8).sum::<usize>()
    }

    /// A word with apostrophes inside: elided words are cut off its beginning, enclitics off its end.
    fn parts(&self, text: &str, mut start: usize, first: usize, mut end: usize, each: &mut impl FnMut(Span)) {
        let mut apostrophe = Some(first);
        while let Some(at) = apostrophe {
            let after = at + width_at(text, at);
            let numbers = ends_in_digit(&text[start..at]) && starts_with_digit(&text[after..end]);
            if numbers {
                // `10'000` is cut as `10 000` and `10,000` are.
                emit(text, start, at, each);
            }
            if numbers || self.is_elided(&text[start..at]) {
                start = after;
                apostrophe = find_apostrophe(text, start, end);
            } else {
                break;
            }
        }
        if let Some(last) = rfind_apostrophe(text, start, end) {
            let enclitic = &text[last + width_at(text, last)..end];
            if ENCLITICS.iter().any(|known| known.eq_ignore_ascii_case(enclitic)) && last > start {
                end = last;
            }
        }
        emit(text, start, end, each);
    }

    fn is_elided(&self, word: &str) -> bool {
        // Elided words are short and ASCII (`lorsqu`, `quoiqu`): nothing else is looked up, and nothing allocated.
        let mut lower = [0; MAX_ELIDED_BYTES];
        let Some(lower) = lower.get_mut(..word.len()) else { return false };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).is_ok_and(|lower| self.elided.contains(lower))
    }

    /// `l'« État »` and `l' État`: the article is elided though a sign or a space follows.
    fn is_elided_before_space(&self, text: &str, start: usize, end: usize) -> bool {
        let mut after = text[end..].chars();
        let Some(c) = after.next() else { return false };
        if class_of(c) != CharacterClass::Apostrophe {
            return false;
        }
        // Quoted letters (`'l' and 'd'`) are no articles.
        let quoted =
            text[..start].chars().next_back().is_some_and(|c| class_of(c) == CharacterClass::Apostrophe);
        let mut next =
            after.skip_while(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '«' | '“' | '"' | '‹' | '„'));
        let word_follows = next
            .next()
            .is_some_and(|c| matches!(class_of(c), CharacterClass::Word | CharacterClass::Unspaced));
        !quoted && word_follows && self.is_elided(&text[start..end])
    }
}

/// Hands over the words from `at` on for which a look at their bytes is enough, most of most texts: ASCII letters
/// and digits between other ASCII signs than an apostrophe. Returns where it stops.
fn plain_words(text: &str, mut at: usize, each: &mut impl FnMut(Span)) -> usize {
    let bytes = text.as_bytes();
    loop {
        let is_between = |byte: &&u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
        let start = at + bytes[at..].iter().take_while(is_between).count();
        let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let is_plain = |byte: &u8| byte.is_ascii() && !matches!(byte, b'\'' | b'`');
        if end == start || !bytes.get(end).is_none_or(is_plain) {
            return start;
        }
        emit(text, start, end, each);
        at = end;
    }
}

fn span(start: usize, end: usize) -> Span {
    Span { start: start as u32, end: end as u32 }
}

/// Hands over one word, in pieces when it is too long; leaves out the `dot` of `evil[dot]com`.
fn emit(text: &str, start: usize, end: usize, each: &mut impl FnMut(Span)) {
    let word = &text[start..end];
    if word.is_empty() || (word.len() <= 3 && is_defanging(text, start, end)) {
        return;
    }
    let mut from = start;
    while end - from > MAX_WORD_BYTES {
        let mut to = from + MAX_WORD_BYTES;
        while !text.is_char_boundary(to) || text[to..].chars().next().is_some_and(continues_letter) {
            to -= 1;
            if to == from {
                // Nothing but marks: cut anywhere.
                to = from + MAX_WORD_BYTES;
                while !text.is_char_boundary(to) {
                    to -= 1;
                }
                break;
            }
        }
        each(span(from, to));
        from = to;
    }
    each(span(from, end));
}

fn continues_letter(c: char) -> bool {
    class_of(c) == CharacterClass::Inside
}

fn is_defanging(text: &str, start: usize, end: usize) -> bool {
    let word = &text[start..end];
    let bracketed = text[..start].ends_with(['[', '(', '{']) && text[end..].starts_with([']', ')', '}']);
    if !bracketed || !(word.eq_ignore_ascii_case("dot") || word.eq_ignore_ascii_case("at")) {
        return false;
    }
    // `[at]` inside an address, not an editor's note between two spaces.
    let before = text[..start - 1].trim_end_matches(' ').ends_with(char::is_alphanumeric);
    let after = text[end + 1..].trim_start_matches(' ').starts_with(char::is_alphanumeric);
    before && after
}

fn is_geminate(text: &str, before: usize, after: usize) -> bool {
    text[..before].ends_with(['l', 'L']) && text[after..].starts_with(['l', 'L'])
}

fn follows_word(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| class_of(c) == CharacterClass::Word)
}

fn width_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

fn find_apostrophe(text: &str, start: usize, end: usize) -> Option<usize> {
    let is_apostrophe = |c| class_of(c) == CharacterClass::Apostrophe;
    text[start..end].find(is_apostrophe).map(|at| start + at)
}

fn rfind_apostrophe(text: &str, start: usize, end: usize) -> Option<usize> {
    let is_apostrophe = |c| class_of(c) == CharacterClass::Apostrophe;
    text[start..end].rfind(is_apostrophe).map(|at| start + at)
}

fn ends_in_digit(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_numeric)
}

fn starts_with_digit(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_numeric)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// The next character and where it begins; passes it.
    fn next(&mut self) -> Option<(char, usize)> {
        let c = self.peek()?;
        let from = self.at;
        self.at += c.len_utf8();
        Some((c, from))
    }

    /// Passes characters while their class pleases; returns where it stops.
    fn skip_while(&mut self, pleases: impl Fn(CharacterClass) -> bool) -> usize {
        while let Some(c) = self.peek() {
            if !pleases(class_of(c)) {
                break;
            }
            self.at += c.len_utf8();
        }
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &[&str]) {
        let segmenter = Segmenter::new(["l", "d", "qu", "jusqu", "s", "c", "m", "un", "dell"]);
        let mut found = Vec::new();
        segmenter.segment(text, |span| found.push(&text[span.start as usize..span.end as usize]));
        assert_eq!(found, words, "words of {text}");
    }

    #[test]
    fn elided_words_are_left_out() {
        check("l’État d'Al-Qaïda", &["État", "Al", "Qaïda"]);
        check("jusqu’à", &["à"]);
        check("D’AUJOURD’HUI", &["AUJOURD’HUI"]);
        check("l'« État » l' État", &["État", "État"]);
        check("un'altra dell'Unione", &["altra", "Unione"]);
        check("le point l", &["le", "point", "l"]);
    }

    #[test]
    fn words_with_an_apostrophe_stay_whole() {
        check("quelqu'un prud'homme", &["quelqu'un", "prud'homme"]);
        check("п’ять Qa'ida O'Brien Türkiye'nin", &["п’ять", "Qa'ida", "O'Brien", "Türkiye'nin"]);
        check("don't Biden's we’ll", &["don't", "Biden", "we"]);
        check("'État' 'quoted'", &["État", "quoted"]);
        check("10'000", &["10", "000"]);
    }

    #[test]
    fn inner_signs_part_words() {
        check("CVE-2024-1234", &["CVE", "2024", "1234"]);
        check("S/RES/2178 G7 5G N° 3", &["S", "RES", "2178", "G7", "5G", "N", "3"]);
        check("a.b@c.fr #mot_clé", &["a", "b", "c", "fr", "mot", "clé"]);
        check("hxxp://evil[.]com evil[dot]com", &["hxxp", "evil", "com", "evil", "com"]);
    }

    #[test]
    fn invisible_signs_stay_inside_and_are_trimmed_outside() {
        check("co\u{AD}opération\u{AD} \u{FEFF}mot", &["co\u{AD}opération", "mot"]);
        check("e\u{301}te\u{301} fin", &["e\u{301}te\u{301}", "fin"]);
        check("mot\u{A0}: autre\u{202F}!", &["mot", "autre"]);
        check("col·lecció agent·e·s", &["col·lecció", "agent", "e", "s"]);
    }

    #[test]
    fn long_words_are_cut() {
        let text = "é".repeat(300);
        let (mut count, mut covered) = (0, 0);
        Segmenter::default().segment(&text, |span| {
            assert!((span.end - span.start) as usize <= MAX_WORD_BYTES);
            assert_eq!(span.start, covered);
            covered = span.end;
            count += 1;
        });
        assert_eq!((count, covered), (3, 600));
    }
}
