//! The words of a text that tell its language: no addresses, no numbers, no acronyms.

/// Calls `each` with every word worth reading, in order, as written; a word is a run of letters and marks.
///
/// Left out are chunks between white spaces that hold a digit, an `@`, a `://` or a `www.`, for they are alike
/// in every language.
pub(super) fn each_telling_word<'a>(text: &'a str, mut each: impl FnMut(&'a str)) {
    let bytes = text.as_bytes();
    let mut next = 0;
    while next < bytes.len() {
        let (first, mut seen) = (next, 0);
        let mut kinds = bytes[first..].iter().map(|byte| KINDS[usize::from(*byte)]);
        let length = kinds.position(|kind| {
            seen |= kind;
            kind == SPACE
        });
        let end = length.map_or(bytes.len(), |length| first + length);
        next = end + 1;
        let chunk = &text[first..end];
        if (seen & ODD > 0 || chunk.starts_with('w')) && is_noise(chunk) {
            continue;
        }
        // Most chunks are a word, or one and a sign, in ASCII.
        if seen & FOREIGN == 0 {
            chunk
                .split(|c: char| !c.is_ascii_alphabetic())
                .filter(|word| !word.is_empty())
                .for_each(&mut each);
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

const SPACE: u8 = 1;
/// What may make a chunk noise.
const ODD: u8 = 2;
/// No ASCII.
const FOREIGN: u8 = 4;

/// What a byte says of the chunk it stands in.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\x0c' | b'\r' => SPACE,
            b'0'..=b'9' | b'@' | b'_' | b':' | b'[' => ODD,
            0x80.. => FOREIGN,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

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
    if !chunk.bytes().any(|byte| KINDS[usize::from(byte)] == ODD) {
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
