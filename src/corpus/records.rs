//! Records: JSON objects, one a line or in an array, read as a stream.
//!
//! A record that is broken, too long or no object is reported with its line, and those after it are read.

use std::fmt;
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::SourceDocument;
use super::clean::one_line;
use super::encoding::decode;
use super::error::{ReadError, ReadErrorKind};
use super::panics::caught;
use super::read::Each;
use super::splitter::{Found, Piece, Splitter};

/// The records of a source, cut but not yet parsed.
///
/// Cutting is cheap and must follow the stream; parsing is neither, so that batches may be parsed elsewhere, several
/// at once.
pub struct Records<'a> {
    splitter: Splitter<Box<dyn BufRead + 'a>>,
    origin: Arc<str>,
    options: RecordOptions,
    given: u64,
    is_over: bool,
}

impl<'a> Records<'a> {
    pub(super) fn new(
        reader: Box<dyn BufRead + 'a>,
        origin: Arc<str>,
        options: RecordOptions,
    ) -> Records<'a> {
        let splitter = Splitter::new(reader, options.layout, options.max_bytes);
        Records { splitter, origin, options, given: 0, is_over: false }
    }

    /// The next records, as many as it takes to have `least_bytes` of them; `None` at the end. The first batch is never
    /// empty: it says so when there is nothing.
    pub fn next_batch(&mut self, least_bytes: usize) -> Option<RecordBatch> {
        if self.is_over {
            return None;
        }
        let mut batch = RecordBatch {
            origin: Arc::clone(&self.origin),
            options: self.options,
            first: self.given + 1,
            bytes: Vec::new(),
            pieces: Vec::new(),
            failure: None,
        };
        while batch.bytes.len() < least_bytes && !self.is_over {
            match self.splitter.next_piece(&mut batch.bytes) {
                Ok(Some(piece)) => batch.pieces.push(piece),
                Ok(None) => self.is_over = true,
                Err(error) => {
                    self.is_over = true;
                    let kind = unreadable(error);
                    batch.failure = Some(ReadError::at_line(&*self.origin, self.splitter.line(), kind));
                }
            }
        }
        self.given += batch.pieces.len() as u64;
        if self.given == 0 && batch.failure.is_none() {
            batch.failure = Some(ReadError::new(&*self.origin, ReadErrorKind::Empty));
        }
        (!batch.pieces.is_empty() || batch.failure.is_some()).then_some(batch)
    }
}

/// Some records that follow one another.
#[derive(Debug)]
pub struct RecordBatch {
    origin: Arc<str>,
    options: RecordOptions,
    /// The number of the first piece in its source; the first of all is 1.
    first: u64,
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
    /// What ended the source behind these pieces.
    failure: Option<ReadError>,
}

impl RecordBatch {
    /// Bytes of all its records.
    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Parses every record; `each` gets a document or what is wrong with it, in order.
    pub fn read(self, each: &mut Each<'_>) -> ControlFlow<()> {
        let RecordOptions { identity, max_bytes, .. } = self.options;
        for (number, piece) in (self.first..).zip(self.pieces) {
            // A reader that panics is a record that cannot be read.
            let read = match piece.found {
                Found::Record(range) => {
                    caught(|| read_record(&self.bytes[range])).unwrap_or(Err(ReadErrorKind::Reader))
                }
                Found::TooLong => Err(ReadErrorKind::LongRecord(max_bytes as u64)),
                Found::Broken(problem) => Err(ReadErrorKind::Json(problem.to_owned())),
            };
            each(match read {
                Ok(mut document) => {
                    document.origin = format!("{}#{number}", self.origin);
                    if identity == RecordIdentity::Content && document.identity.is_none() {
                        document.identity = Some(format!("{:016x}", document.content_hash()));
                    }
                    Ok(document)
                }
                Err(kind) => Err(ReadError::at_line(&*self.origin, piece.line, kind)),
            })?;
        }
        self.failure.map_or(ControlFlow::Continue(()), |failure| each(Err(failure)))
    }
}

/// How a stream of records is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordOptions {
    /// How they follow one another.
    pub layout: RecordLayout,
    /// What one without id and address is known by.
    pub identity: RecordIdentity,
    /// The most bytes of one.
    pub max_bytes: usize,
}

/// What a record is known by that states neither id nor address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordIdentity {
    /// Its number in its file, so that a changed record replaces its former version.
    Place,
    /// What it says, where there is no file to come back to.
    Content,
}

/// How records follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RecordLayout {
    /// One a line.
    Lines,
    /// In an array, or one after the other, over any number of lines.
    Values,
}

/// A damaged archive is told from a failing disk.
fn unreadable(error: io::Error) -> ReadErrorKind {
    match error.kind() {
        io::ErrorKind::InvalidData
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::Other => ReadErrorKind::Unpack(error),
        _ => error.into(),
    }
}

fn read_record(bytes: &[u8]) -> Result<SourceDocument, ReadErrorKind> {
    let bytes = bytes.trim_ascii();
    if std::str::from_utf8(bytes).is_ok() {
        return parse(bytes);
    }
    let decoded = decode(bytes.to_vec(), None);
    let mut document = parse(decoded.text.trim().as_bytes())?;
    document.warnings.extend(decoded.warning);
    Ok(document)
}

/// Parses one JSON object.
fn parse(json: &[u8]) -> Result<SourceDocument, ReadErrorKind> {
    if json.first() != Some(&b'{') {
        let value: serde_json::Value = serde_json::from_slice(json).map_err(broken)?;
        return Err(ReadErrorKind::NoObject(kind_of(&value)));
    }
    let record: Record = serde_json::from_slice(json).map_err(broken)?;
    let mut document = SourceDocument::default();
    let mut warn = |field: &str, found: &str| {
        document
            .warnings
            .push(format!("field `{field}` is {found} where a text is expected; it was left out"));
    };
    let id = record.id.into_text("id", &mut warn);
    let title = record.title.into_text("title", &mut warn);
    let url = record.url.into_text("url", &mut warn);
    let source = record.source.into_text("source", &mut warn);
    let date = record.date.into_text("date", &mut warn);
    let language = record.language.into_text("language", &mut warn);
    let body = record.body.into_text("body", &mut warn);
    let countries = record.countries.into_list("countries", &mut warn);
    let topics = record.topics.into_list("topics", &mut warn);
    let title = title.as_deref().and_then(one_line);
    Ok(SourceDocument {
        id,
        identity: url.clone().filter(|url| !url.trim().is_empty()),
        title,
        body: body.unwrap_or_default(),
        url,
        source,
        date,
        language,
        countries,
        topics,
        ..document
    })
}

fn broken(error: serde_json::Error) -> ReadErrorKind {
    ReadErrorKind::Json(error.to_string())
}

fn kind_of(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "a truth value",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "a text",
        serde_json::Value::Array(_) => "a list",
        serde_json::Value::Object(_) => "an object",
    }
}

/// The fields of a record, each in whatever form it is given; others are ignored.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Record {
    id: Field,
    title: Field,
    body: Field,
    url: Field,
    source: Field,
    date: Field,
    language: Field,
    countries: Field,
    topics: Field,
}

/// A value that should be a text or a list of texts.
#[derive(Default)]
enum Field {
    #[default]
    Missing,
    Text(String),
    List(Vec<Field>),
    Wrong(&'static str),
}

impl Field {
    fn into_text(self, name: &str, warn: &mut dyn FnMut(&str, &str)) -> Option<String> {
        match self {
            Field::Missing => None,
            Field::Text(text) => Some(text),
            Field::List(mut items) if items.len() == 1 => items.pop()?.into_text(name, warn),
            Field::List(_) => {
                warn(name, "a list");
                None
            }
            Field::Wrong(found) => {
                warn(name, found);
                None
            }
        }
    }

    fn into_list(self, name: &str, warn: &mut dyn FnMut(&str, &str)) -> Option<Vec<String>> {
        match self {
            Field::Missing => None,
            Field::List(items) => {
                Some(items.into_iter().filter_map(|item| item.into_text(name, warn)).collect())
            }
            Field::Text(text) => Some(
                text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect(),
            ),
            Field::Wrong(found) => {
                warn(name, found);
                None
            }
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Field, D::Error> {
        struct AnyValue;

        impl<'de> Visitor<'de> for AnyValue {
            type Value = Field;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }
            fn visit_str<E>(self, text: &str) -> Result<Field, E> {
                Ok(Field::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Field, E> {
                Ok(Field::Text(text))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Field, E> {
                Ok(Field::Text(number.to_string()))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Field, E> {
                Ok(Field::Text(number.to_string()))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Field, E> {
                Ok(Field::Text(number.to_string()))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Field, E> {
                Ok(Field::Wrong("a truth value"))
            }
            fn visit_unit<E>(self) -> Result<Field, E> {
                Ok(Field::Missing)
            }
            fn visit_none<E>(self) -> Result<Field, E> {
                Ok(Field::Missing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Field, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element::<Field>()? {
                    list.push(item);
                }
                Ok(Field::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Field, A::Error> {
                while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Field::Wrong("an object"))
            }
        }

        deserializer.deserialize_any(AnyValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(layout: RecordLayout, text: &[u8]) -> Vec<Result<SourceDocument, String>> {
        let mut all = Vec::new();
        let options = RecordOptions { layout, identity: RecordIdentity::Place, max_bytes: 200 };
        let mut records = Records::new(Box::new(text), "r".into(), options);
        while let Some(batch) = records.next_batch(60) {
            let _ = batch.read(&mut |read| {
                all.push(read.map_err(|error| error.to_string()));
                ControlFlow::Continue(())
            });
        }
        all
    }

    #[test]
    fn fields_in_any_form() {
        let line = br#"{"id": 7, "title": " A\n b ", "body": "B", "url": "u", "source": "s", "date": 2024, "language": null,
            "countries": ["MA", 5], "topics": "terrorism, cyber", "x": {"deep": [1]}}"#;
        let line: Vec<u8> = line.iter().copied().filter(|byte| *byte != b'\n').collect();
        let document = read(RecordLayout::Lines, &[&line[..], b"\n"].concat()).remove(0).unwrap();
        assert_eq!(document.origin, "r#1");
        assert_eq!(document.id.as_deref(), Some("7"));
        assert_eq!(document.title.as_deref(), Some("A b"));
        assert_eq!(document.date.as_deref(), Some("2024"));
        assert_eq!(document.language, None);
        assert_eq!(document.countries, Some(vec!["MA".to_owned(), "5".to_owned()]));
        assert_eq!(document.topics, Some(vec!["terrorism".to_owned(), "cyber".to_owned()]));
        assert_eq!(document.warnings, Vec::<String>::new());
    }

    #[test]
    fn a_reader_may_stop_and_a_stream_has_no_places() {
        let options =
            RecordOptions { layout: RecordLayout::Lines, identity: RecordIdentity::Content, max_bytes: 200 };
        let mut ids = Vec::new();
        let text = b"{\"body\":\"a\"}\n{\"body\":\"b\"}\n{\"body\":\"a\"}\n{\"body\":\"c\"}\n";
        let mut records = Records::new(Box::new(&text[..]), "-".into(), options);
        let stopped = records.next_batch(usize::MAX).unwrap().read(&mut |read| {
            ids.push(read.unwrap().effective_id());
            if ids.len() == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(stopped.is_break());
        assert_eq!(ids.len(), 3);
        assert!(ids[0] == ids[2] && ids[0] != ids[1]);
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_reported() {
        let document = read(RecordLayout::Lines, br#"{"body": "b", "date": {"y": 1}, "title": ["a", "b"]}"#)
            .remove(0)
            .unwrap();
        assert_eq!(document.date, None);
        assert_eq!(document.warnings.len(), 2);
        assert!(document.warnings.iter().any(|warning| warning.contains("`date` is an object")));
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_read() {
        let text = b"{\"body\":\"a\"}\n\n[1]\nnope\n\"t\"\n{\"body\":\"s\xe9\"}";
        let all = read(RecordLayout::Lines, text);
        assert_eq!(all.len(), 5);
        assert!(all[1].as_ref().unwrap_err().starts_with("r:3: a list where a record must be"));
        assert!(all[2].as_ref().unwrap_err().starts_with("r:4: no valid JSON"));
        assert!(all[3].as_ref().unwrap_err().starts_with("r:5: a text where"));
        let last = all[4].as_ref().unwrap();
        assert_eq!((last.body.as_str(), last.warnings.len()), ("sé", 1));
        assert_eq!(last.origin, "r#5");
    }

    #[test]
    fn a_long_record_is_skipped() {
        for layout in [RecordLayout::Lines, RecordLayout::Values] {
            let text =
                format!("{{\"body\":\"a\"}}\n{{\"body\":\"{}\"}}\n{{\"body\":\"b\"}}\n", "x".repeat(5000));
            let all = read(layout, text.as_bytes());
            assert_eq!(all.len(), 3, "{layout:?}");
            assert!(all[1].as_ref().unwrap_err().starts_with("r:2: the record is longer than 200 bytes"));
            assert_eq!(all[2].as_ref().unwrap().body, "b");
        }
    }

    #[test]
    fn arrays_and_objects_over_lines() {
        let check = |text: &str, expected: &[&str]| {
            let bodies: Vec<_> = read(RecordLayout::Values, text.as_bytes())
                .into_iter()
                .map(|read| read.map_or_else(|error| error, |document| document.body))
                .collect();
            assert_eq!(bodies.len(), expected.len(), "{text}: {bodies:?}");
            for (body, expected) in bodies.iter().zip(expected) {
                assert!(body.starts_with(expected), "{text}: {bodies:?}");
            }
        };
        check("[{\"body\": \"a]\\\"}\"},\n {\"body\": \"b\"}]", &["a]\"}", "b"]);
        check("{\n \"body\": \"a\"\n}\n{\"body\": \"b\"}", &["a", "b"]);
        check("\u{feff} [ ] ", &["r: it is empty"]);
        check("", &["r: it is empty"]);
        check("[1, {\"body\": \"b\"}]", &["r:1: a number where", "b"]);
        check(
            "[{\"body\": \"a\"},\n{\"body\": broken},\n{\"body\": \"c\"}]",
            &["a", "r:2: no valid JSON", "c"],
        );
        check("[{\"body\": \"a\"}, {\"body\": \"b\"", &["a", "r:1: no valid JSON"]);
        check("words", &["r:1: no valid JSON"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(text in "([\\[\\]{},:\"\\\\n1 é\n]|\"body\":\"x\"|\\{\"body\":\"y\"\\}){0,30}") {
            for layout in [RecordLayout::Lines, RecordLayout::Values] {
                prop_assert!(!read(layout, text.as_bytes()).is_empty());
            }
        }

        #[test]
        fn every_good_line_is_read(bodies in proptest::collection::vec("\\PC{1,12}", 1..8)) {
            let lines: Vec<_> = bodies.iter().map(|body| serde_json::json!({"body": body}).to_string()).collect();
            for (layout, text) in [
                (RecordLayout::Lines, lines.join("\r\n")),
                (RecordLayout::Values, lines.join("\n")),
                (RecordLayout::Values, format!("[{}]", lines.join(",\n"))),
            ] {
                let read: Vec<_> = read(layout, text.as_bytes()).into_iter().map(|read| read.unwrap().body).collect();
                prop_assert_eq!(&read, &bodies);
            }
        }
    }
}
