//! Refuses PDFs that would unpack without end, fill the memory, or send a reader round in circles.
//!
//! An allocation that fails ends the process, and no panic is there to be caught; so what the libraries allocate by a
//! number that a file states, or for each value that it holds, is counted here first.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::Read;

use flate2::read::ZlibDecoder;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use crate::corpus::error::ReadErrorKind;

/// Bytes that all streams but pictures may unpack to together.
const MAX_UNPACKED: u64 = 512 << 20;

/// Bytes that one stream may unpack to.
const MAX_STREAM: u64 = 128 << 20;

/// The most memory that the values of a file's structure, or of what a page draws, may take together.
const MAX_VALUES_BYTES: u64 = 80 << 20;

/// What a value takes once it is parsed, beside its text.
const VALUE_BYTES: u64 = 128;

/// What a state of drawing takes that is put aside (`q`) until it is asked for again (`Q`).
const STATE_BYTES: u64 = 2048;

/// The largest number that may tell how a stream is laid out: the pixels of a row, the bytes of a field.
const MAX_LAYOUT: u64 = 1 << 17;

/// The largest number of colours, and of bits for one.
const MAX_PIXEL: u64 = 32;

/// How many times forms may be drawn in all, those within others counted each time.
const MAX_DRAWN: u64 = 100_000;

/// How deep forms may be drawn within forms: the reader recurses.
const MAX_FORM_DEPTH: usize = 20;

/// How many levels the tree of pages may have: the reader recurses.
const MAX_PAGE_LEVELS: usize = 200;

/// Checks the raw file: loading a document unpacks some of its streams unasked, and parses all that is in none. Every
/// stream is unpacked to nowhere, within bounds.
pub(super) fn check_file(bytes: &[u8]) -> Result<(), ReadErrorKind> {
    check_layouts(bytes)?;
    let (mut total, mut values, mut from) = (0, 0, 0);
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        if at < from || bytes[..at].ends_with(b"end") {
            continue;
        }
        let start = at + b"stream".len();
        let structure = &bytes[from..at];
        values += memory_of(structure);
        from = memchr::memmem::find(&bytes[start..], b"endstream").map_or(bytes.len(), |end| start + end);
        let data = &bytes[start..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let dictionary = &structure[structure.len().saturating_sub(512)..];
        let dictionary =
            memchr::memmem::rfind(dictionary, b" obj").map_or(dictionary, |at| &dictionary[at..]);
        let says = |name: &[u8]| memchr::memmem::find(dictionary, name).is_some();
        let unpacked = unpacked(data);
        if says(b"/ObjStm") {
            values += unpacked.memory();
        }
        if !says(b"/Image") {
            total += unpacked.bytes;
        }
        if unpacked.bytes >= MAX_STREAM || total > MAX_UNPACKED {
            let most = if unpacked.bytes >= MAX_STREAM { MAX_STREAM } else { MAX_UNPACKED };
            return Err(ReadErrorKind::Bomb(most));
        }
    }
    values += memory_of(&bytes[from..]);
    if values > MAX_VALUES_BYTES { refuse("it holds too many values") } else { Ok(()) }
}

fn refuse<T>(problem: &str) -> Result<T, ReadErrorKind> {
    Err(ReadErrorKind::Pdf(problem.to_owned()))
}

/// Checks the numbers by which rows and fields are allocated, wherever their names stand.
fn check_layouts(bytes: &[u8]) -> Result<(), ReadErrorKind> {
    for at in memchr::memchr_iter(b'/', bytes) {
        let rest = &bytes[at + 1..];
        // The longest of the names below, each letter spelt `#XX`.
        let length = rest.iter().take(16 * 3).take_while(|byte| is_regular(**byte)).count();
        let most = match &*spelt(&rest[..length]) {
            b"Columns" | b"W" => MAX_LAYOUT,
            b"Colors" | b"BitsPerComponent" => MAX_PIXEL,
            _ => continue,
        };
        let mut rest = &rest[length..];
        while let Some(number) = next_number(&mut rest) {
            if number > most {
                return refuse("its streams are laid out in a way that no file needs");
            }
        }
    }
    Ok(())
}

/// The next number in a list of numbers, or alone; nothing at the end of the list, or of what is no list.
fn next_number(rest: &mut &[u8]) -> Option<u64> {
    loop {
        match rest.first()? {
            byte if byte.is_ascii_whitespace() || matches!(byte, 0 | b'[' | b'+' | b'-') => {
                *rest = &rest[1..]
            }
            b'%' => *rest = &rest[rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?..],
            b'0'..=b'9' => break,
            _ => return None,
        }
    }
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, after) = rest.split_at(length);
    *rest = after;
    // More digits than a number has stand for the largest.
    Some(str::from_utf8(digits).ok()?.parse().unwrap_or(u64::MAX))
}

/// A name with its bytes that were spelt `#XX` put back.
fn spelt(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let mut spelt = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *first == b'#').and_then(|hex| str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                spelt.push(byte);
                rest = &after[2..];
            }
            None => {
                spelt.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(spelt)
}

/// Whether a byte may stand in a name, a number or a word as it is.
fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

/// How much memory values take once they are parsed, at most.
fn memory_of(text: &[u8]) -> u64 {
    let mut counter = ValueCounter::default();
    counter.count(text);
    counter.memory()
}

/// Counts values in text that comes in parts.
#[derive(Default)]
struct ValueCounter {
    bytes: u64,
    values: u64,
    in_word: bool,
}

impl ValueCounter {
    fn count(&mut self, text: &[u8]) {
        self.bytes += text.len() as u64;
        for byte in text {
            let is_word = is_regular(*byte);
            let begins = (is_word && !self.in_word) || matches!(byte, b'[' | b'(' | b'<' | b'/');
            self.values += u64::from(begins);
            self.in_word = is_word;
        }
    }

    fn memory(&self) -> u64 {
        self.bytes + self.values * VALUE_BYTES
    }
}

/// What a zlib stream unpacks to, up to the limit of one; nothing for what is none.
fn unpacked(data: &[u8]) -> ValueCounter {
    let mut counter = ValueCounter::default();
    if data.first().is_none_or(|first| first & 0x0f != 8) {
        return counter;
    }
    let mut decoder = ZlibDecoder::new(data).take(MAX_STREAM);
    let mut buffer = [0; 32 << 10];
    while let Ok(read @ 1..) = decoder.read(&mut buffer) {
        counter.count(&buffer[..read]);
    }
    counter
}

/// Checks what the reader follows without looking where it has been: parents of pages, forms within forms,
/// and filters over filters. Returns the pages on which so much is drawn that they are to be left out.
pub(super) fn check_document(pdf: &Document) -> Result<HashSet<u32>, ReadErrorKind> {
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
    let (mut drawn, mut heavy) = (0u64, HashSet::new());
    for (number, page) in pdf.get_pages() {
        if !has_a_root(pdf, page) {
            return refuse("its tree of pages has no root");
        }
        let Ok(page) = pdf.get_dictionary(page) else { continue };
        let Some(cost) = forms.cost_of_page(page) else { return refuse("its forms hold one another") };
        if cost.memory > MAX_VALUES_BYTES {
            heavy.insert(number);
        } else {
            drawn = drawn.saturating_add(cost.drawn);
        }
    }
    if drawn > MAX_DRAWN { refuse("it draws too many forms") } else { Ok(heavy) }
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

/// What drawing something costs, with all that it draws in turn.
#[derive(Clone, Copy, Default)]
struct Cost {
    /// How many forms are drawn.
    drawn: u64,
    /// The most memory that is taken at once, in bytes.
    memory: u64,
}

/// What drawing each form costs.
struct Forms<'a> {
    pdf: &'a Document,
    costs: HashMap<ObjectId, Cost>,
    open: HashSet<ObjectId>,
}

impl<'a> Forms<'a> {
    /// What drawing a page costs; `None` when that never ends.
    fn cost_of_page(&mut self, page: &'a Dictionary) -> Option<Cost> {
        let mut node = page;
        let mut contents = Vec::new();
        let listed = page.get(b"Contents").ok().map(|contents| self.resolved(contents));
        match listed {
            Some(Object::Array(items)) if items.len() > 10_000 => return None,
            Some(Object::Array(items)) => contents.extend(items.iter().map(|item| self.resolved(item))),
            Some(other) => contents.push(other),
            None => {}
        }
        let mut own = Cost::default();
        for content in contents.iter().filter_map(|content| content.as_stream().ok()) {
            let part = cost_of_content(content);
            own = Cost { drawn: own.drawn + part.drawn, memory: own.memory + part.memory };
            if own.memory > MAX_VALUES_BYTES {
                return Some(own);
            }
        }
        for _ in 0..MAX_PAGE_LEVELS {
            if let Some(resources) = self.dictionary(node, b"Resources") {
                return self.cost_within(resources, own, 0);
            }
            let Some(parent) = self.dictionary(node, b"Parent") else { break };
            node = parent;
        }
        Some(own)
    }

    /// What content costs that draws by the names of `resources`: each drawing may be of the dearest form there.
    fn cost_within(&mut self, resources: &'a Dictionary, own: Cost, depth: usize) -> Option<Cost> {
        if own.drawn == 0 {
            return Some(own);
        }
        let Some(listed) = self.dictionary(resources, b"XObject") else { return Some(own) };
        let mut dearest = Cost { drawn: 1, memory: 0 };
        for (_, object) in listed.iter() {
            let Ok(id) = object.as_reference() else { continue };
            let cost = self.cost_of_form(id, depth + 1)?;
            dearest.drawn = dearest.drawn.max(cost.drawn);
            dearest.memory = dearest.memory.max(cost.memory);
        }
        Some(Cost {
            drawn: own.drawn.saturating_mul(dearest.drawn),
            memory: own.memory.saturating_add(dearest.memory),
        })
    }

    fn cost_of_form(&mut self, id: ObjectId, depth: usize) -> Option<Cost> {
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
        let mut cost = Cost::default();
        if let Some(form) = object.filter(|form| !is_picture(form)) {
            let own = cost_of_content(form);
            cost = match self.dictionary(&form.dict, b"Resources") {
                Some(resources) => self.cost_within(resources, own, depth)?,
                // It draws by the names of whoever draws it, itself perhaps among them.
                None if own.drawn > 0 => return None,
                None => own,
            };
        }
        cost.drawn = cost.drawn.saturating_add(1);
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

/// What a stream of drawing commands costs by itself; it draws a form as often as it says `Do`, or seems to.
fn cost_of_content(stream: &Stream) -> Cost {
    let unpacked = stream.decompressed_content();
    let content = unpacked.as_deref().unwrap_or(&stream.content);
    let drawn = memchr::memmem::find_iter(content, b"Do").count() as u64;
    Cost { drawn, memory: memory_of(content) + deepest_state(content) * STATE_BYTES }
}

/// How many states of drawing are put aside at once, at most.
fn deepest_state(content: &[u8]) -> u64 {
    let (mut depth, mut deepest) = (0u64, 0);
    for word in content.split(|byte| !is_regular(*byte)) {
        match word {
            b"q" => depth += 1,
            b"Q" => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_lay_out_streams() {
        let check = |text: &str, passes: bool| {
            assert_eq!(check_layouts(text.as_bytes()).is_ok(), passes, "{text}");
        };
        check("<< /Predictor 12 /Columns 131072 /Colors 4 >>", true);
        check("/Columns 131073", false);
        check("/Columns% a comment\n 999999", false);
        check("/C#6flumns 999999", false);
        check("/Columns 5 0 R /X 999999", true);
        check("/ColumnsWide 999999", true);
        check("/Colors 33", false);
        check("/BitsPerComponent 99999999999999999999999", false);
        check("/W [1 4 2] /Size 999999", true);
        check("/W[1 999999 2]", false);
        check("/W [3 [500 600] 171 173 535]", true);
    }

    #[test]
    fn states_put_aside() {
        let check =
            |content: &str, expected| assert_eq!(deepest_state(content.as_bytes()), expected, "{content}");
        check("", 0);
        check("q 1 0 0 rg Q q Q", 1);
        check("q q[q]Q Q Q Q q", 3);
        // Words of texts and names count too: at most, not exactly.
        check("(q) Tj /q gs", 2);
    }

    #[test]
    fn values_are_counted_wherever_the_text_is_cut() {
        let text = b"[1 22 (a b) /N<</K -3.5>>]Tj";
        let whole = memory_of(text);
        assert_eq!(whole, text.len() as u64 + 14 * VALUE_BYTES);
        for cut in 0..text.len() {
            let mut counter = ValueCounter::default();
            counter.count(&text[..cut]);
            counter.count(&text[cut..]);
            assert_eq!(counter.memory(), whole, "{cut}");
        }
    }
}
