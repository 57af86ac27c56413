//! Refuses PDFs that would unpack without end, or send a reader round in circles.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use flate2::read::ZlibDecoder;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use crate::corpus::error::ReadErrorKind;

/// Bytes that all streams but pictures may unpack to together.
const MAX_UNPACKED: u64 = 512 << 20;

/// Bytes that one stream may unpack to.
const MAX_STREAM: u64 = 128 << 20;

/// How many times forms may be drawn in all, those within others counted each time.
const MAX_DRAWN: u64 = 100_000;

/// How deep forms may be drawn within forms: the reader recurses.
const MAX_FORM_DEPTH: usize = 20;

/// How many levels the tree of pages may have: the reader recurses.
const MAX_PAGE_LEVELS: usize = 200;

/// Unpacks every stream in the raw file to nowhere, within bounds. Loading a document unpacks some of them unasked.
pub(super) fn check_streams(bytes: &[u8]) -> Result<(), ReadErrorKind> {
    let mut total = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let data = &bytes[at + b"stream".len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let before = &bytes[at.saturating_sub(512)..at];
        let dictionary = memchr::memmem::rfind(before, b" obj").map_or(before, |start| &before[start..]);
        let unpacked = unpacked_length(data);
        if !dictionary.windows(6).any(|window| window == b"/Image") {
            total += unpacked;
        }
        if unpacked >= MAX_STREAM || total > MAX_UNPACKED {
            return Err(ReadErrorKind::Bomb(if unpacked >= MAX_STREAM { MAX_STREAM } else { MAX_UNPACKED }));
        }
    }
    Ok(())
}

/// How many bytes a zlib stream unpacks to, up to the limit of one; 0 for what is none.
fn unpacked_length(data: &[u8]) -> u64 {
    if data.first().is_none_or(|first| first & 0x0f != 8) {
        return 0;
    }
    let mut decoder = ZlibDecoder::new(data).take(MAX_STREAM);
    let mut buffer = [0; 32 << 10];
    let mut length = 0;
    while let Ok(read @ 1..) = decoder.read(&mut buffer) {
        length += read as u64;
    }
    length
}

/// Checks what the reader follows without looking where it has been: parents of pages, forms within forms,
/// and filters over filters.
pub(super) fn check_document(pdf: &Document) -> Result<(), ReadErrorKind> {
    let refuse = |problem: &str| Err(ReadErrorKind::Pdf(problem.to_owned()));
    for object in pdf.objects.values() {
        let Ok(stream) = object.as_stream() else { continue };
        let packed = stream.filters().unwrap_or_default();
        let unpacking =
            packed.iter().filter(|filter| matches!(**filter, b"FlateDecode" | b"LZWDecode")).count();
        let long_lzw = packed.contains(&&b"LZWDecode"[..]) && stream.content.len() > 128 << 10;
        if unpacking > 1 || long_lzw {
            return refuse("its streams are packed in a way that is not unpacked");
        }
    }
    let mut forms = Forms { pdf, costs: HashMap::new(), open: HashSet::new() };
    let mut drawn = 0u64;
    for page in pdf.get_pages().into_values() {
        if !has_a_root(pdf, page) {
            return refuse("its tree of pages has no root");
        }
        let Ok(page) = pdf.get_dictionary(page) else { continue };
        let Some(cost) = forms.cost_of_page(page) else { return refuse("its forms hold one another") };
        drawn = drawn.saturating_add(cost);
    }
    if drawn > MAX_DRAWN { refuse("it draws too many forms") } else { Ok(()) }
}

fn has_a_root(pdf: &Document, page: ObjectId) -> bool {
    let mut above = page;
    for _ in 0..MAX_PAGE_LEVELS {
        let parent =
            pdf.get_dictionary(above).and_then(|node| node.get(b"Parent")).and_then(Object::as_reference);
        match parent {
            Ok(parent) => above = parent,
            Err(_) => return true,
        }
    }
    false
}

/// How much drawing each form leads to.
struct Forms<'a> {
    pdf: &'a Document,
    costs: HashMap<ObjectId, u64>,
    open: HashSet<ObjectId>,
}

impl<'a> Forms<'a> {
    /// How many forms a page draws; `None` when that never ends.
    fn cost_of_page(&mut self, page: &'a Dictionary) -> Option<u64> {
        let mut node = page;
        let mut contents = Vec::new();
        let listed = page.get(b"Contents").ok().map(|contents| self.resolved(contents));
        match listed {
            Some(Object::Array(items)) if items.len() > 10_000 => return None,
            Some(Object::Array(items)) => contents.extend(items.iter().map(|item| self.resolved(item))),
            Some(other) => contents.push(other),
            None => {}
        }
        let draws: u64 = contents.iter().filter_map(|content| content.as_stream().ok()).map(draws_in).sum();
        for _ in 0..MAX_PAGE_LEVELS {
            if let Some(resources) = self.dictionary(node, b"Resources") {
                return self.cost_of(resources, draws, 0);
            }
            let Some(parent) = self.dictionary(node, b"Parent") else { break };
            node = parent;
        }
        Some(draws)
    }

    /// Each drawing may be of the dearest form in the resources.
    fn cost_of(&mut self, resources: &'a Dictionary, draws: u64, depth: usize) -> Option<u64> {
        if draws == 0 {
            return Some(0);
        }
        let Some(listed) = self.dictionary(resources, b"XObject") else { return Some(draws) };
        let mut dearest = 1;
        for (_, object) in listed.iter() {
            let Ok(id) = object.as_reference() else { continue };
            dearest = dearest.max(self.cost_of_form(id, depth + 1)?);
        }
        Some(draws.saturating_mul(dearest))
    }

    fn cost_of_form(&mut self, id: ObjectId, depth: usize) -> Option<u64> {
        if let Some(cost) = self.costs.get(&id) {
            return Some(*cost);
        }
        if depth > MAX_FORM_DEPTH || !self.open.insert(id) {
            return None;
        }
        let object = self.pdf.get_object(id).ok().and_then(|object| object.as_stream().ok());
        let is_picture = |form: &Stream| {
            form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image")
        };
        let cost = match object {
            None => 1,
            Some(form) if is_picture(form) => 1,
            Some(form) => {
                let draws = draws_in(form);
                let inner = match self.dictionary(&form.dict, b"Resources") {
                    Some(resources) => self.cost_of(resources, draws, depth)?,
                    // It draws by the names of whoever draws it, itself perhaps among them.
                    None if draws > 0 => return None,
                    None => 0,
                };
                inner.saturating_add(1)
            }
        };
        self.open.remove(&id);
        self.costs.insert(id, cost);
        Some(cost)
    }

    fn resolved(&self, object: &'a Object) -> &'a Object {
        self.pdf.dereference(object).map_or(object, |(_, object)| object)
    }

    fn dictionary(&self, holder: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        self.resolved(holder.get(key).ok()?).as_dict().ok()
    }
}

/// How often a stream of drawing commands says `Do`, or seems to.
fn draws_in(stream: &Stream) -> u64 {
    let unpacked = stream.decompressed_content();
    let content = unpacked.as_deref().unwrap_or(&stream.content);
    memchr::memmem::find_iter(content, b"Do").count() as u64
}
