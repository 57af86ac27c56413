//! Mends what fonts state of themselves otherwise than the library expects, which would panic and lose the page; and
//! keeps from it what is nested so deep that its parsers, which recurse, would overflow the stack.

use std::collections::BTreeSet;

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

/// The encodings that the library knows by name. Others are left to the font, or are nearly ASCII.
const ENCODINGS: [&[u8]; 3] = [b"MacRomanEncoding", b"MacExpertEncoding", b"WinAnsiEncoding"];

/// Where a font's program stops being text.
const END_OF_TEXT: &[u8] = b"eexec";

/// How many brackets open in a program or a table of codes that is handed on, of whatever kind they are.
const MAX_BRACKETS: usize = 500;

/// Mends every font of a document.
pub(super) fn mend(pdf: &mut Document) {
    // Fonts share programs: each is read once.
    let mut streams: BTreeSet<ObjectId> = BTreeSet::new();
    let mut mended_fonts: Vec<(ObjectId, Dictionary)> = Vec::new();
    for (id, object) in &pdf.objects {
        let Ok(dictionary) = object.as_dict() else { continue };
        let reference = |holder: &Dictionary, key: &[u8]| holder.get(key).and_then(Object::as_reference).ok();
        streams.extend(reference(dictionary, b"FontFile"));
        streams.extend(reference(descriptor_in(dictionary), b"FontFile"));
        streams.extend(reference(dictionary, b"Encoding"));
        mended_fonts.extend(mended(pdf, dictionary).map(|font| (*id, font)));
    }
    for stream in streams {
        flatten(pdf, stream);
    }
    for (id, font) in mended_fonts {
        pdf.objects.insert(id, Object::Dictionary(font));
    }
}

/// The descriptor that stands in a font itself, or the font.
fn descriptor_in(font: &Dictionary) -> &Dictionary {
    font.get(b"FontDescriptor").and_then(Object::as_dict).unwrap_or(font)
}

/// Leaves of a program or a table of codes the text, and of one that is nested nothing.
fn flatten(pdf: &mut Document, id: ObjectId) {
    let Some(stream) = pdf.objects.get_mut(&id).and_then(|object| object.as_stream_mut().ok()) else {
        return;
    };
    let content = stream.decompressed_content();
    let content = content.as_deref().unwrap_or(&stream.content);
    let end = memchr::memmem::find(content, END_OF_TEXT).unwrap_or(content.len());
    let text = &content[..end];
    let is_flat = memchr::memchr3_iter(b'[', b'{', b'(', text).count()
        + memchr::memmem::find_iter(text, b"<<").count()
        <= MAX_BRACKETS;
    // The library takes an empty one for damaged.
    let text = if is_flat { text.to_vec() } else { Vec::new() };
    *stream = Stream::new(Dictionary::new(), text);
}

/// The dictionary mended; `None` where nothing is to be.
fn mended(pdf: &Document, dictionary: &Dictionary) -> Option<Dictionary> {
    let value = |key: &[u8]| {
        let value = dictionary.get(key).ok()?;
        Some(pdf.dereference(value).map_or(value, |(_, value)| value))
    };
    let kind = value(b"Subtype").and_then(|kind| kind.as_name().ok()).unwrap_or_default();
    let is_simple = matches!(kind, b"Type1" | b"MMType1" | b"TrueType" | b"Type3");
    let is_unknown =
        |key: &[u8]| matches!(value(key), Some(Object::Name(name)) if !ENCODINGS.contains(&name.as_slice()));
    let mut removed: Vec<&[u8]> = Vec::new();
    let mut set: Vec<(&str, Object)> = Vec::new();
    if is_simple && is_unknown(b"Encoding") {
        removed.push(b"Encoding");
    }
    // An encoding that stands by itself or in its font.
    if is_unknown(b"BaseEncoding") {
        removed.push(b"BaseEncoding");
    }
    if let Ok(Object::Dictionary(encoding)) = dictionary.get(b"Encoding")
        && let Some(encoding) = self::mended(pdf, encoding)
    {
        set.push(("Encoding", Object::Dictionary(encoding)));
    }
    if let Some(Object::String(name, _)) = value(b"BaseFont") {
        set.push(("BaseFont", Object::Name(name.clone())));
    }
    if let (Some(first), Some(last), Some(Object::Array(widths))) =
        (value(b"FirstChar"), value(b"LastChar"), value(b"Widths"))
        && let (Ok(first), Ok(last)) = (first.as_i64(), last.as_i64())
        && let Some(real) = first.checked_add(widths.len() as i64 - 1)
        && real != last
    {
        set.push(("LastChar", Object::Integer(real)));
    }
    if removed.is_empty() && set.is_empty() {
        return None;
    }
    let mut mended = dictionary.clone();
    for key in removed {
        mended.remove(key);
    }
    for (key, value) in set {
        mended.set(key, value);
    }
    Some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(entries: &[(&str, Object)]) -> Dictionary {
        Dictionary::from_iter(entries.iter().map(|(key, value)| (*key, value.clone())))
    }

    fn name(name: &str) -> Object {
        Object::Name(name.as_bytes().to_vec())
    }

    #[track_caller]
    fn check(font: &[(&str, Object)], expected: Option<&[(&str, Object)]>) {
        assert_eq!(mended(&Document::new(), &dictionary(font)), expected.map(dictionary), "{font:?}");
    }

    #[test]
    fn encodings() {
        let kind = ("Subtype", name("Type1"));
        let font = |encoding: Object| [kind.clone(), ("Encoding", encoding)];
        check(&font(name("WinAnsiEncoding")), None);
        check(&font(name("StandardEncoding")), Some(std::slice::from_ref(&kind)));
        let based = |base: &str| Object::Dictionary(dictionary(&[("BaseEncoding", name(base))]));
        check(&font(based("MacRomanEncoding")), None);
        check(&font(based("StandardEncoding")), Some(&font(Object::Dictionary(Dictionary::new()))));
        // The codes of composite fonts are another thing.
        check(&[("Subtype", name("Type0")), ("Encoding", name("Identity-H"))], None);
    }

    #[test]
    fn widths() {
        let numbers = |last: i64, widths: usize| {
            let widths = Object::Array(vec![Object::Integer(500); widths]);
            [("FirstChar", Object::Integer(32)), ("LastChar", Object::Integer(last)), ("Widths", widths)]
        };
        check(&numbers(34, 3), None);
        check(&numbers(255, 3), Some(&numbers(34, 3)));
    }

    #[test]
    fn names_written_as_texts() {
        check(&[("BaseFont", Object::string_literal("Arial"))], Some(&[("BaseFont", name("Arial"))]));
    }
}
