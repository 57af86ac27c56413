//! Query text → tree. Any text gives a tree; what could not be read is a warning.
//!
//! Words side by side belong together more closely than `OR`: `a b OR c` is `(a b) OR c`. A `-word`
//! beside an unparenthesised `OR` excludes from the whole of it. Time is linear in the text's length,
//! and the tree's depth and size are bounded, whatever is pasted.

use super::lexer::{FieldName, Lexeme, Lexer, Operator, is_word_char};
use super::tree::{Query, QueryField};
use super::value::{AnyValue, KnownValues, Value, clean, normalise, read};
use super::warning::QueryWarning;

/// The deepest nesting of parentheses that is obeyed: nobody types more, and trees are walked recursively.
const MAX_DEPTH: usize = 32;
/// The most words, phrases and conditions of a query: each may be looked up in every language.
pub const MAX_WORDS: usize = 200;
/// The most positions that may stand between the words of a loose phrase.
const MAX_SLOP: u32 = 100;
/// The most edits of a fuzzy word; with more, any word is near any other.
const MAX_DISTANCE: u32 = 2;

/// A query and what was ignored in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedQuery {
    /// The tree.
    pub query: Query,
    /// What was ignored and why, each once.
    pub warnings: Vec<QueryWarning>,
}

/// Reads a query, taking every well-formed code for a known one. Never fails, and takes time linear
/// in the length of `text`.
pub fn parse(text: &str) -> ParsedQuery {
    parse_known(text, &AnyValue)
}

/// Reads a query; a condition on a value that is not known becomes a word, with a warning.
pub fn parse_known(text: &str, known: &dyn KnownValues) -> ParsedQuery {
    Parser::new(text, known).run()
}

/// One level of parentheses.
#[derive(Default)]
struct Frame {
    /// What stood before the opening parenthesis.
    before: Pending,
    /// The field that words are values of, inside `country:(…)`.
    values_of: Option<FieldName>,
    /// Branches that an `OR` has ended.
    branches: Vec<Vec<Part>>,
    /// The branch being read.
    current: Vec<Part>,
}

struct Part {
    query: Query,
    /// Whether it was excluded by a `-`, which reaches over the whole of an `OR`.
    by_minus: bool,
}

/// What stands before an item and applies to it.
#[derive(Default, Clone)]
struct Pending {
    not: Option<String>,
    by_minus: bool,
    field: Option<FieldName>,
    in_title: bool,
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    known: &'a dyn KnownValues,
    stack: Vec<Frame>,
    pending: Pending,
    /// Opening parentheses beyond the deepest level, whose partners are to be ignored too.
    ignored_opens: usize,
    words: usize,
    /// The first sign or operator, to be searched when there is nothing else.
    only_signs: Option<String>,
    saw_star: bool,
    warnings: Vec<QueryWarning>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, known: &'a dyn KnownValues) -> Parser<'a> {
        Parser {
            lexer: Lexer::new(text),
            known,
            stack: vec![Frame::default()],
            pending: Pending::default(),
            ignored_opens: 0,
            words: 0,
            only_signs: None,
            saw_star: false,
            warnings: Vec::new(),
        }
    }

    fn run(&mut self) -> ParsedQuery {
        while let Some(lexeme) = self.lexer.next() {
            self.take(lexeme);
        }
        self.dangling_not();
        while self.stack.len() > 1 {
            self.warn(QueryWarning::LoneParenthesis);
            self.close();
        }
        if self.lexer.ignored_star() {
            self.warn(QueryWarning::Star);
        }
        let frame = self.stack.pop().unwrap_or_default();
        let query = match (self.finish(frame), self.only_signs.take()) {
            (Some(query), _) => query,
            (None, Some(signs)) if !self.saw_star => {
                // A query of nothing but signs is no wish to see everything.
                self.warnings.retain(|warning| !matches!(warning, QueryWarning::DanglingOperator { .. }));
                Query::Word(signs)
            }
            (None, _) => Query::All,
        };
        ParsedQuery { query, warnings: std::mem::take(&mut self.warnings) }
    }

    fn warn(&mut self, warning: QueryWarning) {
        if !self.warnings.contains(&warning) && self.warnings.len() < 20 {
            self.warnings.push(warning);
        }
    }

    fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::default());
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    /// Whether a sign right before makes a word even of `OR`: `-OR`, `title:OR`.
    fn is_attached(&self) -> bool {
        self.pending.by_minus || self.pending.in_title
    }

    fn take(&mut self, lexeme: Lexeme<'a>) {
        match lexeme {
            Lexeme::Open => self.open(),
            Lexeme::Close => self.close_or_warn(),
            // As if it were quoted, so that what is printed is read as no operator.
            Lexeme::Operator { raw, .. } if self.is_attached() && raw.contains(is_word_char) => {
                self.quoted(raw, None);
            }
            Lexeme::Operator { raw, .. } if self.is_attached() => self.take(Lexeme::Signs(raw)),
            Lexeme::Operator { raw, operator } => {
                self.only_signs.get_or_insert_with(|| raw.to_owned());
                self.operator(raw, operator);
            }
            Lexeme::Minus => {
                self.dangling_not();
                self.pending = Pending { not: Some("-".to_owned()), by_minus: true, ..Pending::default() };
            }
            Lexeme::Field(field) => self.field(field),
            Lexeme::Quoted { text, slop } => self.quoted(text, slop),
            Lexeme::Word(word) => self.word(word),
            Lexeme::Prefix(word) => self.item(Query::Prefix(word.to_owned())),
            Lexeme::Fuzzy { word, distance } => {
                let allowed = distance.unwrap_or(1).clamp(1, MAX_DISTANCE);
                if distance.is_some_and(|distance| distance != allowed) {
                    self.warn(QueryWarning::Distance { max: MAX_DISTANCE });
                }
                self.item(Query::Fuzzy { word: word.to_owned(), distance: allowed as u8 });
            }
            Lexeme::Star => {
                self.saw_star = true;
                self.pending = Pending::default();
            }
            Lexeme::Signs(signs) => {
                self.only_signs.get_or_insert_with(|| signs.to_owned());
                self.dangling_not();
                self.pending = Pending::default();
            }
            Lexeme::LoneQuote => {
                self.pending.field = None;
                self.warn(QueryWarning::LoneQuote);
            }
        }
    }

    fn open(&mut self) {
        if self.stack.len() > MAX_DEPTH {
            self.ignored_opens += 1;
            self.warn(QueryWarning::TooDeep);
            return;
        }
        let before = std::mem::take(&mut self.pending);
        let values_of = before.field.or(self.top().values_of);
        self.stack.push(Frame { before, values_of, ..Frame::default() });
    }

    fn close_or_warn(&mut self) {
        self.dangling_not();
        self.pending = Pending::default();
        if self.ignored_opens > 0 {
            self.ignored_opens -= 1;
        } else if self.stack.len() > 1 {
            self.close();
        } else {
            self.warn(QueryWarning::LoneParenthesis);
        }
    }

    fn close(&mut self) {
        let Some(mut frame) = self.stack.pop() else { return };
        self.pending = std::mem::take(&mut frame.before);
        self.pending.field = None;
        match self.finish(frame) {
            Some(query) => self.push(query),
            None => self.pending = Pending::default(),
        }
    }

    fn operator(&mut self, raw: &str, operator: Operator) {
        match operator {
            Operator::And => {}
            Operator::Not => {
                let twice = self.pending.not.is_some();
                let not = (!twice).then(|| raw.to_owned());
                self.pending = Pending { not, ..Pending::default() };
            }
            Operator::Or => {
                self.dangling_not();
                let frame = self.top();
                if frame.current.is_empty() {
                    self.warn(QueryWarning::DanglingOperator { operator: raw.to_owned() });
                } else {
                    let branch = std::mem::take(&mut frame.current);
                    frame.branches.push(branch);
                }
            }
        }
    }

    fn dangling_not(&mut self) {
        if let Some(operator) = self.pending.not.take() {
            self.pending = Pending::default();
            self.warn(QueryWarning::DanglingOperator { operator });
        }
    }

    /// A field and, unless a parenthesis or a quotation mark follows, its value.
    fn field(&mut self, field: FieldName) {
        if field == FieldName::Title {
            self.pending.in_title = true;
            self.pending.field = None;
            return;
        }
        let Some(raw) = self.lexer.bare_value() else {
            self.pending.field = Some(field);
            return;
        };
        let value = clean(field, raw);
        let trimmed = value.trim_end_matches(|c| !is_word_char(c));
        let read = |value| read(field, value, self.known);
        let known = match read(value) {
            // Signs at its end may be the sentence's.
            Value::Unknown => read(trimmed),
            known => known,
        };
        match known {
            Value::Unknown => {
                self.unknown_value(field, value);
                let value = trimmed;
                let word = if value.is_empty() {
                    field.name().to_owned()
                } else {
                    format!("{}:{value}", field.name())
                };
                self.item(Query::Word(word));
            }
            value => self.value(value),
        }
    }

    fn unknown_value(&mut self, field: FieldName, value: &str) {
        let value = value.chars().take(60).collect();
        self.warn(QueryWarning::Value { field: field.name().to_owned(), value });
    }

    fn value(&mut self, value: Value) {
        match value {
            Value::AnyOf(mut values) if values.len() == 1 => {
                if let Some(value) = values.pop() {
                    self.item(Query::Filter(value));
                }
            }
            Value::AnyOf(values) => self.item(Query::Any(values.into_iter().map(Query::Filter).collect())),
            Value::Turned(value) => {
                self.warn(QueryWarning::DateOrder);
                self.item(Query::Filter(value));
            }
            Value::Unknown => {}
        }
    }

    /// The field whose values words stand for here.
    fn values_of(&mut self) -> Option<FieldName> {
        let inherited = self.top().values_of;
        self.pending.field.or(inherited)
    }

    fn word(&mut self, word: &str) {
        let query = Query::Word(word.to_owned());
        match self.values_of() {
            None => self.item(query),
            Some(field) => self.value_or(field, clean(field, word), query),
        }
    }

    fn quoted(&mut self, text: &str, slop: Option<u32>) {
        let text = normalise(text);
        if !text.contains(is_word_char) {
            self.warn(QueryWarning::EmptyQuotes);
            self.pending = Pending::default();
            return;
        }
        if slop.is_some_and(|slop| slop > MAX_SLOP) {
            self.warn(QueryWarning::Distance { max: MAX_SLOP });
        }
        let phrase = Query::Phrase { text: text.clone(), slop: slop.unwrap_or(0).min(MAX_SLOP) };
        match self.values_of() {
            None => self.item(phrase),
            Some(field) => self.value_or(field, &text, phrase),
        }
    }

    /// The value, or where the field has none such, what was typed for it.
    fn value_or(&mut self, field: FieldName, text: &str, otherwise: Query) {
        match read(field, text, self.known) {
            Value::Unknown => {
                self.unknown_value(field, text);
                self.item(otherwise);
            }
            value => self.value(value),
        }
    }

    /// Adds a word, phrase or condition, unless there are too many.
    fn item(&mut self, query: Query) {
        if self.words >= MAX_WORDS {
            self.warn(QueryWarning::TooManyWords { max: MAX_WORDS });
            self.pending = Pending::default();
            return;
        }
        self.words += 1;
        self.push(query);
    }

    fn push(&mut self, query: Query) {
        let pending = std::mem::take(&mut self.pending);
        let query = if pending.in_title { in_title(query) } else { query };
        let part = match pending.not {
            None => Part { query, by_minus: false },
            Some(_) => Part { query: negated(query), by_minus: pending.by_minus },
        };
        self.top().current.push(part);
    }

    /// The tree of one level; `None` when there is nothing in it.
    fn finish(&mut self, mut frame: Frame) -> Option<Query> {
        if frame.current.is_empty() && !frame.branches.is_empty() {
            self.warn(QueryWarning::DanglingOperator { operator: "OR".to_owned() });
        } else {
            frame.branches.push(frame.current);
        }
        if frame.branches.len() == 1 {
            return frame.branches.pop().and_then(side);
        }
        let mut excluded = Vec::new();
        let mut branches = Vec::new();
        for branch in frame.branches {
            let only_excludes = branch.iter().all(|part| matches!(part.query, Query::Not(_)));
            let (out, kept) = branch.into_iter().partition(|part| part.by_minus && !only_excludes);
            excluded.extend::<Vec<Part>>(out);
            branches.extend(side(kept));
        }
        let mut parts = vec![Part { query: any(branches)?, by_minus: false }];
        parts.extend(excluded);
        side(parts)
    }
}

/// Parts side by side, those of inner sides among them.
fn side(parts: Vec<Part>) -> Option<Query> {
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part.query {
            Query::Side(inner) => flat.extend(inner),
            query => flat.push(query),
        }
    }
    if flat.len() > 1 { Some(Query::Side(flat)) } else { flat.pop() }
}

/// Any of the branches, those of inner `OR`s among them.
fn any(branches: Vec<Query>) -> Option<Query> {
    let mut flat = Vec::with_capacity(branches.len());
    for branch in branches {
        match branch {
            Query::Any(inner) => flat.extend(inner),
            query => flat.push(query),
        }
    }
    if flat.len() > 1 { Some(Query::Any(flat)) } else { flat.pop() }
}

fn negated(query: Query) -> Query {
    match query {
        Query::Not(inner) => *inner,
        query => Query::Not(Box::new(query)),
    }
}

/// Limits a part to the title: conditions have no text, exclusions stay outermost.
fn in_title(query: Query) -> Query {
    match query {
        Query::Filter(_) | Query::In(..) => query,
        Query::Not(inner) => negated(in_title(*inner)),
        query => Query::In(QueryField::Title, Box::new(query)),
    }
}

#[cfg(test)]
mod tests;
