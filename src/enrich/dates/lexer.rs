//! Text → words, numbers and signs, as far as dates and datelines need them.

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number in the digits of any script, its value when it has at most four digits, else 0.
    Number {
        /// The value.
        value: u32,
        /// How many digits, 255 for more.
        digits: u8,
    },
    /// Letters.
    Word,
    /// Anything else but white space.
    Sign(char),
}

/// A word, a number or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) kind: Kind,
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
}

/// The lexemes of `text`, in order.
pub(crate) fn lex(text: &str) -> Vec<Lexeme> {
    // A word and what follows it take some six bytes.
    let mut lexemes: Vec<Lexeme> = Vec::with_capacity(text.len() / 6);
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let last = lexemes.last_mut().filter(|last| last.end == start);
        if let Some(digit) = digit(c) {
            match last {
                Some(Lexeme { kind: Kind::Number { value, digits }, end: last_end, .. }) => {
                    *digits = digits.saturating_add(1);
                    *value = if *digits <= 4 { *value * 10 + digit } else { 0 };
                    *last_end = end;
                }
                _ => lexemes.push(Lexeme { kind: Kind::Number { value: digit, digits: 1 }, start, end }),
            }
        } else if is_date_unit(c)
            && last.as_ref().is_some_and(|last| matches!(last.kind, Kind::Number { .. }))
        {
            lexemes.push(Lexeme { kind: Kind::Sign(c), start, end });
        } else if c.is_alphabetic() || is_inside_word(c) {
            match last {
                Some(last) if last.kind == Kind::Word => last.end = end,
                _ if c.is_alphabetic() => lexemes.push(Lexeme { kind: Kind::Word, start, end }),
                _ => {}
            }
        } else if !c.is_whitespace() && !c.is_control() {
            lexemes.push(Lexeme { kind: Kind::Sign(c), start, end });
        }
    }
    lexemes
}

/// Year, month and day, written after their numbers in Chinese, Japanese and Korean.
fn is_date_unit(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '년' | '월' | '일')
}

/// Combining marks, joiners and the soft hyphen go with their word and do not begin one.
fn is_inside_word(c: char) -> bool {
    !c.is_ascii()
        && (unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}'))
}

/// Whether `text` has a digit: without one it has no date, and most texts are not worth reading for any.
pub(crate) fn has_digit(text: &str) -> bool {
    text.chars().any(|c| digit(c).is_some())
}

/// The value of a decimal digit: ASCII, Arabic-Indic, Persian, full-width.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}
