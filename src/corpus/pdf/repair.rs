//! Writes a table of places for a file whose own is damaged, cut off, or moved by what stands before it.
//!
//! Every object says its own number before it; so the places can be found by looking for that, as all viewers do that
//! open damaged files.

use std::collections::BTreeMap;

use regex::bytes::Regex;

/// How far an entry of a trailer may stand from the word itself.
const MAX_TRAILER_BYTES: usize = 4096;

/// The file with a table that names the last object of every number, and a trailer that names the catalog; `None`
/// where no catalog is to be found.
pub(super) fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let start = memchr::memmem::find(bytes, b"%PDF-").unwrap_or(0);
    let bytes = &bytes[start..];
    let places = places_of(bytes);
    let trailer = trailer_of(bytes, &places)?;
    let mut file = bytes.to_vec();
    file.extend_from_slice(b"\n");
    let table = file.len();
    file.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, place) in &places {
        let Place { at, generation } = place;
        file.extend_from_slice(format!("{number} 1\n{at:010} {generation:05} n \n").as_bytes());
    }
    let size = places.last_key_value().map_or(1, |(last, _)| last + 1);
    let end = format!("trailer\n<< /Size {size} {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    file.extend_from_slice(end.as_bytes());
    Some(file)
}

struct Place {
    at: usize,
    generation: u16,
}

/// Where the last object of each number begins: `12 0 obj`.
fn places_of(bytes: &[u8]) -> BTreeMap<u32, Place> {
    let mut places = BTreeMap::new();
    for end in memchr::memmem::find_iter(bytes, b"obj") {
        // `endobj` has no number before it.
        let Some((generation, rest)) = number_before(&bytes[..end]) else { continue };
        let Some((number, rest)) = number_before(rest) else { continue };
        let at = rest.len();
        if let (Ok(number), Ok(generation)) = (u32::try_from(number), u16::try_from(generation)) {
            places.insert(number, Place { at, generation });
        }
    }
    places
}

/// The number at the end of `text` and what is before it, whitespace behind it apart.
fn number_before(text: &[u8]) -> Option<(u64, &[u8])> {
    let text = text.trim_ascii_end();
    let digits = text.iter().rev().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let (before, digits) = text.split_at(text.len() - digits);
    Some((str::from_utf8(digits).ok()?.parse().ok()?, before))
}

/// The entries of the last trailer that names a catalog, or of one made for the last catalog there is.
fn trailer_of(bytes: &[u8], places: &BTreeMap<u32, Place>) -> Option<String> {
    let root = Regex::new(r"/Root\s+(\d+)\s+(\d+)\s+R").expect("a sound pattern");
    let reference = |captures: &regex::bytes::Captures<'_>| {
        let number = |group: usize| str::from_utf8(&captures[group]).ok()?.parse::<u32>().ok();
        Some((number(1)?, number(2)?))
    };
    if let Some(found) = root.captures_iter(bytes).last() {
        let at = found.get(0)?.start();
        let (number, generation) = reference(&found)?;
        let mut trailer = format!("/Root {number} {generation} R");
        let near = &bytes[at.saturating_sub(MAX_TRAILER_BYTES)..bytes.len().min(at + MAX_TRAILER_BYTES)];
        for name in ["Info", "Encrypt"] {
            let entry = Regex::new(&format!(r"/{name}\s+(\d+)\s+(\d+)\s+R")).expect("a sound pattern");
            if let Some((number, generation)) = entry.captures_iter(near).last().as_ref().and_then(reference)
            {
                trailer.push_str(&format!(" /{name} {number} {generation} R"));
            }
        }
        let id = Regex::new(r"/ID\s*\[\s*<[0-9A-Fa-f\s]*>\s*<[0-9A-Fa-f\s]*>\s*\]").expect("a sound pattern");
        if let Some(id) = id.find_iter(near).last().and_then(|id| str::from_utf8(id.as_bytes()).ok()) {
            trailer.push(' ');
            trailer.push_str(id);
        }
        return Some(trailer);
    }
    let catalog = Regex::new(r"/Type\s*/Catalog\b").expect("a sound pattern");
    let at = catalog.find_iter(bytes).last()?.start();
    let (number, place) =
        places.iter().filter(|(_, place)| place.at < at).max_by_key(|(_, place)| place.at)?;
    Some(format!("/Root {number} {} R", place.generation))
}
