//! Query text → signs and words, in one pass.
//!
//! Owns what a quotation mark, an operator, a field's prefix and a word look like. Knows nothing of
//! how they nest; that is for [`super::parse()`].

use unicode_normalization::char::is_combining_mark;

/// One sign or word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lexeme<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// An operator, and how it is written.
    Operator { raw: &'a str, operator: Operator },
    /// `-` right before what it excludes.
    Minus,
    /// A known field and its colon, right before its value.
    Field(FieldName),
    /// The text between quotation marks, and the number after `~`.
    Quoted { text: &'a str, slop: Option<u32> },
    /// A word, its signs at both ends cut off.
    Word(&'a str),
    /// `word*`
    Prefix(&'a str),
    /// `word~`, `word~2`; the number is as typed.
    Fuzzy { word: &'a str, distance: Option<u32> },
    /// `*` alone.
    Star,
    /// Something without any letter or digit.
    Signs(&'a str),
    /// A quotation mark without its partner.
    LoneQuote,
}

/// A word that is an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `OR`, `OU`, `|`, `||`
    Or,
    /// `AND`, `ET`, `&&`: what stands side by side belongs together anyway.
    And,
    /// `NOT`, `SAUF`
    Not,
}

/// The fields that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldName {
    Title,
    Country,
    Mentions,
    Issuer,
    Topic,
    Language,
    Source,
    Organisation,
    Person,
    Year,
    Date,
}

impl FieldName {
    /// Names in lower case, the one that is printed first. French names are understood too.
    const NAMES: [(&'static str, FieldName); 27] = [
        ("title", FieldName::Title),
        ("titre", FieldName::Title),
        ("country", FieldName::Country),
        ("pays", FieldName::Country),
        ("mentions", FieldName::Mentions),
        ("mention", FieldName::Mentions),
        ("mentioned_country", FieldName::Mentions),
        ("issuer", FieldName::Issuer),
        ("issuer_country", FieldName::Issuer),
        ("topic", FieldName::Topic),
        ("sujet", FieldName::Topic),
        ("thème", FieldName::Topic),
        ("theme", FieldName::Topic),
        ("language", FieldName::Language),
        ("lang", FieldName::Language),
        ("langue", FieldName::Language),
        ("source", FieldName::Source),
        ("organisation", FieldName::Organisation),
        ("organization", FieldName::Organisation),
        ("org", FieldName::Organisation),
        ("person", FieldName::Person),
        ("personne", FieldName::Person),
        ("year", FieldName::Year),
        ("année", FieldName::Year),
        ("annee", FieldName::Year),
        ("an", FieldName::Year),
        ("date", FieldName::Date),
    ];

    /// No name is longer, so that nothing longer is looked through for a colon or lower-cased in vain.
    const MAX_BYTES: usize = 20;

    fn read(name: &str) -> Option<FieldName> {
        let lower = name.to_lowercase();
        Self::NAMES.iter().find(|(known, _)| *known == lower).map(|(_, field)| *field)
    }

    /// The name that is printed.
    pub(super) fn name(self) -> &'static str {
        let first = Self::NAMES.iter().find(|(_, field)| *field == self);
        first.map_or("", |(name, _)| name)
    }

    /// Whether its values are codes, of which several may be joined by commas.
    pub(super) fn takes_codes(self) -> bool {
        matches!(
            self,
            FieldName::Country
                | FieldName::Mentions
                | FieldName::Issuer
                | FieldName::Topic
                | FieldName::Language
                | FieldName::Year
        )
    }
}

/// Whether a character belongs to words: letters, digits and the marks upon them.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The families of quotation marks: a mark of one is closed by one of the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Double,
    Guillemets,
    SingleGuillemets,
    Corner,
    WhiteCorner,
}

impl Quotes {
    const COUNT: usize = 5;

    fn of(c: char) -> Option<Quotes> {
        Some(match c {
            '"' | '“' | '”' | '„' | '‟' | '＂' | '〝' | '〞' | '〟' => Quotes::Double,
            '«' | '»' => Quotes::Guillemets,
            '‹' | '›' => Quotes::SingleGuillemets,
            '「' | '」' => Quotes::Corner,
            '『' | '』' => Quotes::WhiteCorner,
            _ => return None,
        })
    }
}

/// Whether a character is a quotation mark of any language; apostrophes are none.
pub(super) fn is_quote(c: char) -> bool {
    Quotes::of(c).is_some()
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// Whether a character ends a word.
fn is_boundary(c: char) -> bool {
    is_space(c) || is_open(c) || is_close(c) || is_quote(c)
}

/// Walks over a query text once.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Where the last mark of each family stands, so that looking for a partner that is not there costs nothing.
    last_quotes: [usize; Quotes::COUNT],
    /// Whether French operators are read: not in a text all in capitals, where `OU` says nothing.
    french_operators: bool,
    /// Whether what stands before `at` lets a `-` mean exclusion.
    after_gap: bool,
    ignored_star: bool,
    /// A boundary, found already; none stands between `at` and it.
    boundary: usize,
    /// Bytes looked at so far, those looked at twice counted twice: reading is linear when they are few.
    #[cfg(test)]
    pub(super) looked_at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Lexer<'a> {
        let mut last_quotes = [0; Quotes::COUNT];
        for (at, c) in text.char_indices() {
            if let Some(quotes) = Quotes::of(c) {
                last_quotes[quotes as usize] = at;
            }
        }
        let french_operators = text.chars().any(char::is_lowercase);
        Lexer {
            text,
            at: 0,
            last_quotes,
            french_operators,
            after_gap: true,
            ignored_star: false,
            boundary: 0,
            #[cfg(test)]
            looked_at: text.len(),
        }
    }

    /// Where in `text` the first character is that is wanted. Every look ahead goes through here.
    fn find(&mut self, text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
        let found = text.find(wanted);
        #[cfg(test)]
        {
            self.looked_at += found.unwrap_or(text.len());
        }
        found
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// How far the next boundary is. It is looked for once, however many pieces stand before it.
    fn length_to_boundary(&mut self) -> usize {
        if self.boundary <= self.at {
            let rest = self.rest();
            self.boundary = self.at + self.find(rest, is_boundary).unwrap_or(rest.len());
        }
        self.boundary - self.at
    }

    /// Reads `~` and digits, when they stand here; a number too large for any use is the largest.
    fn tilde(&mut self) -> Option<Option<u32>> {
        let digits = self.rest().strip_prefix('~')?;
        let length = self.find(digits, |c| !c.is_ascii_digit()).unwrap_or(digits.len());
        let number = &digits[..length];
        self.at += 1 + length;
        Some((!number.is_empty()).then(|| number.parse().unwrap_or(u32::MAX)))
    }

    fn quoted(&mut self, mark: char, quotes: Quotes) -> Lexeme<'a> {
        let start = self.at + mark.len_utf8();
        if self.last_quotes[quotes as usize] < start {
            self.at = start;
            return Lexeme::LoneQuote;
        }
        let inner = &self.text[start..];
        let length = self.find(inner, |c| Quotes::of(c) == Some(quotes)).unwrap_or(inner.len());
        let mark = inner[length..].chars().next().map_or(0, char::len_utf8);
        self.at = start + length + mark;
        let slop = self.tilde().flatten();
        Lexeme::Quoted { text: &inner[..length], slop }
    }

    /// Reads up to the next boundary; operators, fields and signs at a word's end are told apart here.
    /// `None` for an article before a quotation mark, which is elided as before a word.
    fn word(&mut self) -> Option<Lexeme<'a>> {
        let rest = self.rest();
        let length = self.length_to_boundary();
        let raw = &rest[..length];
        // `l'« État »`
        let before_quote = rest[length..].chars().next().is_some_and(is_quote);
        if before_quote && raw.len() <= 12 && raw.ends_with(['\'', '’']) {
            self.at += length;
            return None;
        }
        Some(self.word_or_operator(raw))
    }

    fn word_or_operator(&mut self, raw: &'a str) -> Lexeme<'a> {
        let Some(first) = self.find(raw, is_word_char) else {
            self.at += raw.len();
            return match raw {
                "|" | "||" => Lexeme::Operator { raw, operator: Operator::Or },
                "&&" => Lexeme::Operator { raw, operator: Operator::And },
                "*:*" => Lexeme::Star,
                _ if raw.bytes().all(|byte| byte == b'*') => Lexeme::Star,
                _ => Lexeme::Signs(raw),
            };
        };
        self.ignored_star |= raw[..first].contains('*');
        self.at += first;
        let body = &raw[first..];
        if let Some(field) = self.field_of(body) {
            return Lexeme::Field(field);
        }
        // A star inside a word asks for what no index can look up: its parts are words of their own.
        let star = self.find(body, |c| c == '*');
        let piece = &body[..star.unwrap_or(body.len())];
        let end = piece.trim_end_matches(|c| !is_word_char(c)).len();
        let word = &piece[..end];
        self.at += star.map_or(body.len(), |star| star + 1);
        if star.is_some() {
            let ends_here = self.peek().is_none_or(|c| !is_word_char(c));
            if ends_here && end == piece.len() {
                return Lexeme::Prefix(word);
            }
            self.ignored_star = true;
        }
        if let Some(fuzzy) = fuzzy(word, &piece[end..]) {
            return fuzzy;
        }
        match self.operator(word) {
            Some(operator) => Lexeme::Operator { raw: word, operator },
            None => Lexeme::Word(word),
        }
    }

    /// The field that `body` begins with, right before its value; passes it and its colon.
    fn field_of(&mut self, body: &str) -> Option<FieldName> {
        let mut longest = body.len().min(FieldName::MAX_BYTES + 1);
        while !body.is_char_boundary(longest) {
            longest -= 1;
        }
        let name = &body[..self.find(&body[..longest], |c| c == ':')?];
        let field = FieldName::read(name)?;
        let value = self.rest()[name.len() + 1..].chars().next()?;
        if is_space(value) || is_close(value) || value == ':' {
            return None;
        }
        self.at += name.len() + 1;
        Some(field)
    }

    fn operator(&self, word: &str) -> Option<Operator> {
        Some(match word {
            "OR" => Operator::Or,
            "AND" => Operator::And,
            "NOT" => Operator::Not,
            "OU" if self.french_operators => Operator::Or,
            "SAUF" if self.french_operators => Operator::Not,
            // In a text all in capitals they are function words as any, of which none decides what is found.
            "OU" | "SAUF" | "ET" => Operator::And,
            _ => return None,
        })
    }

    /// Whether a `*` was passed over that stood elsewhere than at the end of a word.
    pub(super) fn ignored_star(&self) -> bool {
        self.ignored_star
    }

    /// What stands up to the next white space or closing parenthesis: the bare value of a filter.
    pub(super) fn bare_value(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let length = self.length_to_boundary();
        if length == 0 {
            return None;
        }
        self.at += length;
        self.after_gap = false;
        Some(&rest[..length])
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Lexeme<'a>;

    fn next(&mut self) -> Option<Lexeme<'a>> {
        loop {
            let c = self.peek()?;
            if is_space(c) {
                self.at += c.len_utf8();
                self.after_gap = true;
                continue;
            }
            let after_gap = std::mem::replace(&mut self.after_gap, false);
            if is_open(c) {
                self.at += c.len_utf8();
                self.after_gap = true;
                return Some(Lexeme::Open);
            }
            if is_close(c) {
                self.at += c.len_utf8();
                return Some(Lexeme::Close);
            }
            if let Some(quotes) = Quotes::of(c) {
                return Some(self.quoted(c, quotes));
            }
            if matches!(c, '-' | '−') && after_gap {
                let rest = self.rest();
                let signs = self.find(rest, |c| !matches!(c, '-' | '−')).unwrap_or(rest.len());
                let next = rest[signs..].chars().next();
                let excludes = next.is_some_and(|c| is_word_char(c) || is_open(c) || is_quote(c));
                if excludes {
                    self.at += signs;
                    return Some(Lexeme::Minus);
                }
                // What excludes nothing is a sign among others: the whole run of them, however it is come by.
                let ends =
                    |c: char| is_space(c) || is_word_char(c) || is_open(c) || is_close(c) || is_quote(c);
                let length = self.find(rest, ends).unwrap_or(rest.len());
                let raw = &rest[..length];
                self.at += length;
                return Some(Lexeme::Signs(raw));
            }
            if let Some(lexeme) = self.word() {
                return Some(lexeme);
            }
        }
    }
}

/// `word~` and `word~2`: `after` is what stands between the word's last letter or digit and its end.
fn fuzzy<'a>(word: &'a str, after: &str) -> Option<Lexeme<'a>> {
    if after == "~" {
        return Some(Lexeme::Fuzzy { word, distance: None });
    }
    let (word, digits) = word.rsplit_once('~')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || !word.ends_with(is_word_char) {
        return None;
    }
    Some(Lexeme::Fuzzy { word, distance: Some(digits.parse().unwrap_or(u32::MAX)) })
}
