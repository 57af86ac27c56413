//! Writes anew the tables that tell which characters a font's codes stand for.
//!
//! The library panics on tables that are written a little otherwise than it expects, which loses the page, and makes an
//! entry for every code of a range, of which a damaged table may have four thousand millions. So each table is read
//! here, leniently, and what was read is written as the library reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

/// How many codes the tables of a document may have together; the parts of Chinese fonts that a text uses have some
/// thousands each.
const MAX_CODES: usize = 1 << 19;

/// How far a range may go: no font has more characters.
const MAX_RANGE: u32 = 0xffff;

/// The longest text that one code stands for, in units of UTF-16.
const MAX_UNITS: usize = 64;

/// Writes the tables of every font anew. A font whose table is none is left without.
pub(super) fn write_anew(pdf: &mut Document) {
    let mut left = MAX_CODES;
    let mut maps: BTreeSet<ObjectId> = BTreeSet::new();
    let mut useless: Vec<ObjectId> = Vec::new();
    for (id, object) in &pdf.objects {
        let Some(map) = object.as_dict().ok().and_then(|font| font.get(b"ToUnicode").ok()) else { continue };
        match map {
            Object::Reference(map) if pdf.get_object(*map).and_then(Object::as_stream).is_ok() => {
                maps.insert(*map);
            }
            Object::Name(name) if name == b"Identity-H" => {}
            _ => useless.push(*id),
        }
    }
    for id in maps {
        let Some(stream) = pdf.objects.get_mut(&id).and_then(|object| object.as_stream_mut().ok()) else {
            continue;
        };
        let content = stream.decompressed_content();
        let codes = codes_of(content.as_deref().unwrap_or(&stream.content), &mut left);
        *stream = Stream::new(Dictionary::new(), written(&codes).into_bytes());
    }
    for id in useless {
        if let Some(font) = pdf.objects.get_mut(&id).and_then(|object| object.as_dict_mut().ok()) {
            font.remove(b"ToUnicode");
        }
    }
}

/// What each code stands for, in UTF-16.
type Codes = BTreeMap<u32, Vec<u16>>;

fn codes_of(content: &[u8], left: &mut usize) -> Codes {
    let mut codes = Codes::new();
    let mut tokens = Tokens { rest: content };
    while let Some(token) = tokens.next() {
        let read = match token {
            Token::Word(b"beginbfchar") => read_chars(&mut tokens, &mut codes, left),
            Token::Word(b"beginbfrange") => read_ranges(&mut tokens, &mut codes, left),
            _ => Some(()),
        };
        if read.is_none() {
            break;
        }
    }
    codes
}

/// `<code> <text>` again and again; `None` when there are too many.
fn read_chars(tokens: &mut Tokens<'_>, codes: &mut Codes, left: &mut usize) -> Option<()> {
    while let Some(Token::Hex(code)) = tokens.next() {
        let Some(Token::Hex(text)) = tokens.next() else { break };
        put(codes, left, number_of(&code), units_of(&text))?;
    }
    Some(())
}

/// `<first> <last> <text>`, the text's last unit counting upwards, or `<first> <last> [<text> …]`.
fn read_ranges(tokens: &mut Tokens<'_>, codes: &mut Codes, left: &mut usize) -> Option<()> {
    while let Some(Token::Hex(first)) = tokens.next() {
        let Some(Token::Hex(last)) = tokens.next() else { break };
        let (first, last) = (number_of(&first), number_of(&last));
        match tokens.next() {
            Some(Token::Hex(text)) => {
                let units = units_of(&text);
                // Some writers say of all codes there could be that they stand for nothing.
                if units.is_empty() {
                    continue;
                }
                for (step, code) in (first..=last.min(first.saturating_add(MAX_RANGE))).enumerate() {
                    put(codes, left, code, counted_up(&units, step as u32))?;
                }
            }
            Some(Token::Word(b"[")) => {
                let mut code = first;
                while let Some(Token::Hex(text)) = tokens.next() {
                    if code <= last {
                        put(codes, left, code, units_of(&text))?;
                    }
                    code = code.saturating_add(1);
                }
            }
            _ => break,
        }
    }
    Some(())
}

fn put(codes: &mut Codes, left: &mut usize, code: u32, units: Vec<u16>) -> Option<()> {
    *left = left.checked_sub(1)?;
    codes.insert(code, units);
    Some(())
}

fn number_of(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

fn units_of(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [byte] => vec![u16::from(*byte)],
        _ => {
            bytes.chunks_exact(2).take(MAX_UNITS).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
        }
    }
}

/// The text some steps further: one character counts as such, of several the last unit does.
fn counted_up(units: &[u16], step: u32) -> Vec<u16> {
    let character =
        match char::decode_utf16(units.iter().copied()).collect::<Result<Vec<char>, _>>().as_deref() {
            Ok([character]) => char::from_u32(u32::from(*character).wrapping_add(step)),
            _ => None,
        };
    if let Some(character) = character {
        return character.encode_utf16(&mut [0; 2]).to_vec();
    }
    let mut units = units.to_vec();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(step as u16);
    }
    units
}

/// The table as the library reads it, codes that follow one another as ranges: its parser takes a microsecond or more
/// for each byte, on every page anew. What is no text stands for none.
fn written(codes: &Codes) -> String {
    let mut table = String::new();
    let mut codes = codes.iter().peekable();
    while let Some((first, units)) = codes.next() {
        let is_text = char::decode_utf16(units.iter().copied()).all(|unit| unit.is_ok());
        let mut last = *first;
        if let ([unit], true) = (&units[..], is_text) {
            let follows = |code: u32, next: &[u16]| {
                let step = code - first;
                matches!(next, [next] if u32::from(*next) == u32::from(*unit) + step && !(0xd800..0xe000).contains(next))
            };
            while let Some((code, _)) =
                codes.next_if(|(code, next)| **code - 1 == last && follows(**code, next.as_slice()))
            {
                last = *code;
            }
        }
        let text: String = units.iter().filter(|_| is_text).map(|unit| format!("{unit:04x}")).collect();
        let _ = match *first == last {
            true => writeln!(table, "1 beginbfchar<{}><{text}>endbfchar", digits(*first)),
            false => {
                writeln!(table, "1 beginbfrange<{}><{}><{text}>endbfrange", digits(*first), digits(last))
            }
        };
    }
    // Where there is nothing the library's parser expects something.
    if table.is_empty() { "null".to_owned() } else { table }
}

/// A code in as few whole bytes as it takes.
fn digits(code: u32) -> String {
    match code {
        0..=0xff => format!("{code:02x}"),
        0x100..=0xffff => format!("{code:04x}"),
        _ => format!("{code:08x}"),
    }
}

#[derive(Debug)]
enum Token<'a> {
    Hex(Vec<u8>),
    /// Anything else: an operator, a number, a name, a bracket.
    Word(&'a [u8]),
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let is_space = |byte: u8| byte.is_ascii_whitespace() || byte == 0;
        loop {
            let first = *self.rest.first()?;
            if is_space(first) {
                self.rest = &self.rest[1..];
            } else if first == b'%' {
                self.rest = &self.rest[self.rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?..];
            } else {
                break;
            }
        }
        if self.rest[0] == b'<' && self.rest.get(1) != Some(&b'<') {
            let end = self.rest.iter().position(|byte| *byte == b'>')?;
            let (hex, rest) = self.rest.split_at(end);
            self.rest = &rest[1..];
            return Some(Token::Hex(bytes_of(hex)));
        }
        let is_alone = |byte: u8| b"[]<>(){}".contains(&byte);
        let length = match self.rest.iter().position(|byte| is_space(*byte) || is_alone(*byte)) {
            Some(0) => 1,
            Some(length) => length,
            None => self.rest.len(),
        };
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(Token::Word(word))
    }
}

/// The bytes that hexadecimal digits spell; the last digit is followed by a 0 where it has no partner.
fn bytes_of(hex: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.iter().filter_map(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| (pair[0] << 4) | pair.get(1).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(table: &str, expected: &[(u32, &str)]) {
        let codes = codes_of(table.as_bytes(), &mut 100);
        let read: Vec<(u32, String)> =
            codes.iter().map(|(code, units)| (*code, String::from_utf16_lossy(units))).collect();
        let read: Vec<(u32, &str)> = read.iter().map(|(code, text)| (*code, text.as_str())).collect();
        assert_eq!(read, expected, "{table}");
    }

    #[test]
    fn tables() {
        check("1 beginbfchar <03> <0041> endbfchar", &[(3, "A")]);
        check("1 beginbfchar\n<03>\n<00 41 00 42>\nendbfchar", &[(3, "AB")]);
        check("1 beginbfrange <0003><0005><0041> endbfrange", &[(3, "A"), (4, "B"), (5, "C")]);
        check("1 beginbfrange <03> <04> [<0041> <00e9>] endbfrange", &[(3, "A"), (4, "é")]);
        check("1 beginbfrange <03> <04> <d835dc00> endbfrange", &[(3, "𝐀"), (4, "𝐁")]);
        check("1 beginbfrange <03> <04> <00660069> endbfrange", &[(3, "fi"), (4, "fj")]);
        // Counts that are wrong, one byte for a text, a digit too few, a comment.
        check("9 beginbfchar <03> <41> % A\n<04> <004> endbfchar", &[(3, "A"), (4, "@")]);
        check("2 beginbfrange <00000000> <ffffffff> <> <03> <03> <0041> endbfrange", &[(3, "A")]);
        check("/CIDInit /ProcSet findresource begin", &[]);
        check("1 beginbfchar <03>", &[]);
        check("1 beginbfrange <03> <04> [[<0041>]] endbfrange", &[]);
    }

    #[test]
    fn no_more_codes_than_are_left() {
        let mut left = 10;
        let table = b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange";
        assert_eq!(codes_of(table, &mut left).len(), 10);
        assert_eq!(left, 0);
        assert_eq!(codes_of(table, &mut 1_000_000).len(), 1 << 16);
    }

    #[test]
    fn what_is_written() {
        let check = |codes: &[(u32, &[u16])], expected: &str| {
            let codes = codes.iter().map(|(code, units)| (*code, units.to_vec())).collect();
            assert_eq!(written(&codes), expected);
        };
        check(&[], "null");
        check(&[(3, &[0x41])], "1 beginbfchar<03><0041>endbfchar\n");
        check(&[(3, &[0x41]), (4, &[0x42])], "1 beginbfrange<03><04><0041>endbfrange\n");
        check(
            &[(0xff, &[0x41]), (0x100, &[0x42]), (0x102, &[0x43])],
            "1 beginbfrange<ff><0100><0041>endbfrange\n1 beginbfchar<0102><0043>endbfchar\n",
        );
        check(
            &[(1, &[0x66, 0x69]), (2, &[0xd800]), (3, &[0xd801]), (0x1_0000, &[])],
            "1 beginbfchar<01><00660069>endbfchar\n1 beginbfchar<02><>endbfchar\n\
             1 beginbfchar<03><>endbfchar\n1 beginbfchar<00010000><>endbfchar\n",
        );
    }

    proptest! {
        /// What is written says what was read.
        #[test]
        fn written_and_read_again(codes in prop::collection::btree_map(
            prop_oneof![0u32..40, any::<u32>()],
            prop_oneof![(0u16..40).prop_map(|unit| vec![unit]), prop::collection::vec(any::<u16>(), 0..3)],
            0..40,
        )) {
            let is_text = |units: &[u16]| char::decode_utf16(units.iter().copied()).all(|unit| unit.is_ok());
            let expected: Codes = codes.iter()
                .map(|(code, units)| (*code, if is_text(units) { units.clone() } else { Vec::new() }))
                .collect();
            prop_assert_eq!(codes_of(written(&codes).as_bytes(), &mut 100), expected);
        }
    }
}
