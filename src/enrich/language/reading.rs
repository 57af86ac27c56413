//! The words of a text that tell its language: no addresses, no numbers, no acronyms.

/// Calls `each` with every word worth reading, in order, as written; a word is a run of letters and marks.
///
/// Left out are chunks between white spaces that hold a digit, an `@`, a `://` or a `www.`, for they are alike
/// in every language.
pub(super) fn each_telling_word<'a>(text: &'a str, mut each: impl FnMut(&'a str)) {
    for chunk in chunks(text) {
        if is_noise(chunk) {
            continue;
        }
        let mut start = None;
        for (at, c) in chunk.char_indices() {
            let inside = c.is_ascii_alphabetic() || (!c.is_ascii() && is_inside(c));
            match (inside, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    each(&chunk[from..at]);
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            each(&chunk[from..]);
        }
    }
}

/// The telling words of `text` joined by single spaces, in lower case where all of it is in capitals;
/// at most `max_bytes` of it.
pub(super) fn telling_text(text: &str, max_bytes: usize) -> String {
    let mut told = String::with_capacity(text.len().min(max_bytes));
    for chunk in chunks(text) {
        if is_noise(chunk) {
            continue;
        }
        if told.len() + chunk.len() > max_bytes {
            break;
        }
        if !told.is_empty() {
            told.push(' ');
        }
        told.push_str(chunk);
    }
    if told.is_empty() {
        // Scripts without spaces make one chunk of a whole paragraph.
        told.extend(text.chars().filter(|c| !c.is_numeric()).take(max_bytes / 4));
    }
    if !told.chars().any(char::is_lowercase) { told.to_lowercase() } else { told }
}

fn is_noise(chunk: &str) -> bool {
    let odd = |byte: &u8| matches!(byte, b'0'..=b'9' | b'@' | b'_' | b':' | b'[');
    if !chunk.as_bytes().iter().any(odd) {
        return chunk.starts_with("www.");
    }
    let telling = |byte: &u8| matches!(byte, b'0'..=b'9' | b'@' | b'_');
    let noise = chunk.as_bytes().iter().any(telling) || chunk.contains("://") || chunk.contains("[.]");
    // Scripts without spaces make one chunk of a whole sentence, numbers and all.
    noise && !chunk.contains(|c| c >= '\u{2E80}')
}

/// The chunks between ASCII white space: other white space parts words, but not addresses from numbers.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    text.split_ascii_whitespace()
}

fn is_inside(c: char) -> bool {
    c.is_alphabetic()
        || unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{AD}' | '\u{200C}')
}
