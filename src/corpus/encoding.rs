//! Bytes → text, as browsers decode: byte order mark, then what the document declares, then a guess.
//!
//! One deviation: bytes that are valid UTF-8 are UTF-8 whatever is declared, since nothing else
//! forms it by accident and wrong declarations are common.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and how it was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text.
    pub text: String,
    /// What had to be guessed, one sentence.
    pub warning: Option<String>,
}

/// How much of a file is looked at for a guess; more does not change it.
const GUESS_BYTES: usize = 256 << 10;

/// Decodes bytes; `declared` is the label that the document or its envelope states, if any.
/// Every byte sequence decodes to something.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return decode_as(encoding, &bytes[mark..], None);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if declared == Some(ISO_2022_JP) && bytes.contains(&0x1b) {
        return decode_as(ISO_2022_JP, &bytes, None);
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return decode_as(encoding, &bytes, None);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, warning: None },
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = declared.filter(|encoding| !is_unicode(encoding)) {
        return decode_as(encoding, &bytes, None);
    }
    if mostly_utf8(&bytes) {
        let warning = "some bytes are not valid UTF-8; they were read as windows-1252".to_owned();
        return Decoded { text: mend_utf8(&bytes), warning: Some(warning) };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS_BYTES)], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let warning =
        format!("no valid UTF-8 and no encoding stated; it was read as {}, a guess", encoding.name());
    decode_as(encoding, &bytes, Some(warning))
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], warning: Option<String>) -> Decoded {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    if malformed && warning.is_none() {
        let name = encoding.name();
        return Decoded {
            text,
            warning: Some(format!("some bytes are not valid {name}; they were replaced")),
        };
    }
    Decoded { text, warning }
}

fn is_unicode(encoding: &'static Encoding) -> bool {
    [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding)
}

/// UTF-16 without its mark: text in it has a zero for nearly every other byte, always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match pairs >= 8 {
        true if odd * 10 >= pairs * 4 && even * 20 < pairs => Some(UTF_16LE),
        true if even * 10 >= pairs * 4 && odd * 20 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of a stream that begins with a mark of UTF-16.
pub(super) fn utf16_of(head: &[u8]) -> Option<&'static Encoding> {
    let (encoding, _) = Encoding::for_bom(head)?;
    (encoding != UTF_8).then_some(encoding)
}

/// A stream in UTF-8 of one in another encoding, its mark taken off.
pub(super) struct DecodingReader<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> DecodingReader<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> DecodingReader<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        DecodingReader { inner, decoder, raw: vec![0; 32 << 10], decoded: Vec::new(), at: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let read = self.inner.read(&mut self.raw)?;
        self.ended = read == 0;
        self.at = 0;
        let room = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * read + 16);
        self.decoded.resize(room, 0);
        let (_, _, written, _) =
            self.decoder.decode_to_utf8(&self.raw[..read], &mut self.decoded, self.ended);
        self.decoded.truncate(written);
        Ok(())
    }
}

impl<R: Read> Read for DecodingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.decoded.len() && !self.ended {
            self.refill()?;
        }
        let count = (self.decoded.len() - self.at).min(out.len());
        out[..count].copy_from_slice(&self.decoded[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Whether most of the bytes beyond ASCII do form UTF-8: a text in another encoding forms it only by accident.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid >= broken
}

/// The text with each broken byte read as windows-1252, the usual culprit in a file of two encodings.
fn mend_utf8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

/// Whether so much of a text is control or replacement characters that it was none.
pub(super) fn is_binary(text: &str) -> bool {
    let (mut controls, mut replaced, mut all) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        all += 1;
        let control =
            c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}' | '\u{1a}' | '\u{85}');
        controls += usize::from(control);
        replaced += usize::from(c == '\u{fffd}');
    }
    // A stray NUL is mended by cleaning. Packed bytes in between text have a control in thirty; text in a wrong
    // encoding has as many replacements.
    let rubbish = controls + replaced;
    rubbish >= 4 && (rubbish * 10 > all || controls * 40 > all)
}

/// The encoding a page's `<meta>` or an XML declaration states in the first kilobytes.
pub(super) fn declared_in(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(4096)];
    let head: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    if let Some(declaration) =
        head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next())
        && let Some(label) = value_after(declaration, "encoding")
    {
        return Some(label);
    }
    let mut rest = head.as_str();
    while let Some(at) = rest.find("<meta") {
        rest = &rest[at + 5..];
        let tag = rest.split('>').next().unwrap_or_default();
        if let Some(label) = value_after(tag, "charset") {
            return Some(label);
        }
    }
    None
}

/// The value in `name = "value"`, quoted or not.
fn value_after(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| c.is_whitespace() || "\"';/>?".contains(c)).unwrap_or(rest.len());
    (end > 0).then(|| rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(bytes: &[u8], declared: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes.to_vec(), declared).text, expected);
    }

    #[test]
    fn encodings() {
        check("État".as_bytes(), None, "État");
        check("État".as_bytes(), Some("iso-8859-1"), "État");
        check(b"\xef\xbb\xbf\xc3\x89tat", None, "État");
        check(b"\xff\xfe\xc9\0t\0a\0t\0", None, "État");
        check(b"\xfe\xff\0\xc9\0t\0a\0t", None, "État");
        check(b"s\xfbret\xe9", Some("ISO-8859-1"), "sûreté");
        check(b"\x93s\xfbret\xe9\x94", Some("latin1"), "“sûreté”");
        check(b"\xd4\xd2\xc1\xce", Some("koi8-r"), "тран");
        check(b"\xec\xf3\xea", Some("windows-1251"), "мук");
        let utf16: Vec<u8> = "Communiqué".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, None, "Communiqué");
    }

    #[test]
    fn a_guess_is_reported_and_loses_nothing() {
        let page = "Le ministère de l'Intérieur a annoncé la fermeture du poste frontière.";
        let (bytes, ..) = WINDOWS_1252.encode(page);
        let decoded = decode(bytes.into_owned(), None);
        assert_eq!(decoded.text, page);
        assert!(decoded.warning.unwrap().contains("windows-1252"));
        let mixed = [page.as_bytes(), b" s\xfbret\xe9"].concat();
        let decoded = decode(mixed, None);
        assert_eq!(decoded.text, format!("{page} sûreté"));
        assert!(decoded.warning.is_some());
    }

    #[test]
    fn streams_of_utf16() {
        let text = "{\"body\": \"É𝄞\"}\n".repeat(9000);
        let bytes: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let encoding = utf16_of(&bytes).unwrap();
        let decoded = io::read_to_string(DecodingReader::new(&bytes[..], encoding)).unwrap();
        assert!(decoded == text);
        assert_eq!(utf16_of(b"\xef\xbb\xbf{"), None);
    }

    #[test]
    fn declarations() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(declared_in(text.as_bytes()).as_deref(), expected, "{text}");
        };
        check("<?xml version=\"1.0\" encoding='ISO-8859-1'?><rss>", Some("iso-8859-1"));
        check("<html><META CHARSET=utf-8>", Some("utf-8"));
        check(
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1256\">",
            Some("windows-1256"),
        );
        check("<meta name=viewport><meta charset=\"x\">", Some("x"));
        check("<p>no charset=x here</p>", None);
    }

    #[test]
    fn binary() {
        assert!(!is_binary("a text with one stray \0 in it, and some more words"));
        assert!(is_binary("\0\u{1}\u{2}\u{3}ab\u{fffd}"));
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..400), label in "[a-z0-9-]{0,12}") {
            let valid = String::from_utf8(bytes.clone()).ok().filter(|text| !text.contains('\0') && !text.starts_with('\u{feff}'));
            let decoded = decode(bytes, Some(&label));
            if let Some(valid) = valid.filter(|text| !text.contains('\u{1b}')) {
                prop_assert_eq!(decoded.text, valid);
            }
        }
    }
}
