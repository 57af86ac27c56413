//! What a character is to the tokeniser: part of a word, a join inside one, or between two.
//!
//! Knows Unicode, and nothing of words.

use unicode_normalization::char::is_combining_mark;

/// The part a character plays in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharacterClass {
    /// A letter or digit: begins or continues a word.
    Word,
    /// A letter of a script that writes no spaces between words.
    Unspaced,
    /// Joins an elided word to the next, or stands inside a word.
    Apostrophe,
    /// Continues a word without beginning one: combining marks, soft hyphens, zero-width signs.
    Inside,
    /// The middle dot of Catalan `l·l`; elsewhere a separator.
    MiddleDot,
    /// Anything else.
    Between,
}

/// The class of `c`.
pub(super) fn class_of(c: char) -> CharacterClass {
    if c.is_ascii() {
        return match c {
            '0'..='9' | 'A'..='Z' | 'a'..='z' => CharacterClass::Word,
            '\'' | '`' => CharacterClass::Apostrophe,
            _ => CharacterClass::Between,
        };
    }
    match c {
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' => CharacterClass::Word,
        '·' | '\u{2027}' => CharacterClass::MiddleDot,
        // `Nº` and `1ª` are written like `N°` and `1.`: signs, though Unicode calls them letters.
        'º' | 'ª' => CharacterClass::Between,
        _ if is_apostrophe(c) => CharacterClass::Apostrophe,
        _ if is_ignorable(c) || is_dropped_mark(c) => CharacterClass::Inside,
        _ if is_unspaced(c) => CharacterClass::Unspaced,
        _ if is_combining_mark(c) => CharacterClass::Inside,
        _ if c.is_alphanumeric() => CharacterClass::Word,
        _ => CharacterClass::Between,
    }
}

/// Whether `c` is one of the signs written for an apostrophe, a glottal stop or an ayn.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | 'ʹ'..='ʿ' | 'ˈ' | 'ˊ' | 'ˋ' | '‘' | '’' | '‛' | '′' | '‵' | 'ꞌ' | '＇' | '｀'
    )
}

/// Whether `c` is invisible: soft hyphen, joiners, direction marks, byte order mark, variation selectors.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Whether `c` is a mark that forms leave out: accents, Arabic vowel signs and tatweel, Hebrew points.
pub(super) fn is_dropped_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'
            | '\u{5C1}'..='\u{5C2}' | '\u{5C4}'..='\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}'
            | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}'
            | '\u{6DF}'..='\u{6E4}' | '\u{6E7}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}'
            | '\u{8D3}'..='\u{8E1}' | '\u{8E3}'..='\u{8FF}' | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
    )
}

/// Whether `c` belongs to a script without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{2E80}'..='\u{2FDF}' | '々' | '〆' | '〇' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
            | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309A}' | '\u{309D}'..='\u{309F}'
            | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFD}'
            | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' | '\u{E81}'..='\u{ECE}' | '\u{EDC}'..='\u{EDF}'
            | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{109D}' | '\u{1780}'..='\u{17D3}'
    )
}
