//! Word → form: case, accents and spelling variants folded, the same for every language.
//!
//! Forms cannot depend on a language, since nobody knows the language of a query: so the Turkish
//! `ı` and `İ` fold to `i` everywhere, and Persian letters to the Arabic ones they are mistyped for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

use super::characters::{is_apostrophe, is_dropped_mark, is_ignorable};

/// The most bytes a form or stem has; what is longer is cut at a character. Engines limit their terms.
pub(super) const MAX_TERM_BYTES: usize = 255;

/// The form of a word: lower case, without accents, invisible signs and apostrophes.
/// Never empty unless `word` is.
pub(super) fn fold(word: &str) -> String {
    let mut form = String::with_capacity(word.len());
    if word.is_ascii() {
        form.extend(word.chars().filter(|&c| !is_apostrophe(c)).map(|c| c.to_ascii_lowercase()));
    } else {
        for composed in word.nfkc() {
            composed.to_lowercase().for_each(|lower| fold_character(lower, &mut form));
        }
        // Lower-casing and folding can leave marks to be composed anew (`И` + breve).
        if !form.is_ascii() {
            form = form.nfc().collect();
        }
    }
    if form.is_empty() {
        // A word of signs that a form leaves out is its own form.
        form.push_str(word);
    }
    cut(&mut form, MAX_TERM_BYTES);
    match form.as_str() {
        // Links are written so in advisories, lest somebody follows them.
        "hxxp" => "http".to_owned(),
        "hxxps" => "https".to_owned(),
        _ => form,
    }
}

/// The word as stemmers want it: lower case, composed, `'` for every apostrophe, no ligatures of
/// type, no invisible signs but the non-joiner, which Persian stems by.
pub(super) fn normalise(word: &str, case: CaseRule) -> String {
    let mut normal = String::with_capacity(word.len());
    if word.is_ascii() && case == CaseRule::Common {
        normal.push_str(word);
        normal.make_ascii_lowercase();
        return normal;
    }
    for composed in word.nfkc() {
        match (composed, case) {
            ('I', CaseRule::Turkic) => normal.push('ı'),
            ('İ', CaseRule::Turkic) => normal.push('i'),
            ('œ' | 'Œ', _) => normal.push_str("oe"),
            // Romanian was long typed with cedillas for commas.
            ('ş' | 'Ş', CaseRule::Common) => normal.push('ș'),
            ('ţ' | 'Ţ', _) => normal.push('ț'),
            ('\u{200C}', _) => normal.push(composed),
            _ if is_apostrophe(composed) => normal.push('\''),
            _ if is_ignorable(composed) => {}
            _ => normal.extend(composed.to_lowercase()),
        }
    }
    cut(&mut normal, MAX_TERM_BYTES);
    normal
}

/// How the word is spelt where its form does not tell: lower case with its accents, without signs that change
/// nothing (apostrophes, ligatures of type). The same in every language, as the form is.
pub(super) fn spelling(word: &str, form: &str) -> Option<Box<str>> {
    if word.is_ascii() {
        return None;
    }
    let mut spelling = normalise(word, CaseRule::Common);
    // In upper case a final sigma is like any other.
    spelling.retain(|c| !matches!(c, '\'' | '\u{200C}' | '\u{B7}' | '\u{2027}'));
    if spelling.contains('ς') {
        spelling = spelling.replace('ς', "σ");
    }
    (!spelling.is_empty() && spelling != form).then(|| spelling.into())
}

/// How upper case becomes lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseRule {
    /// As Unicode does by default.
    Common,
    /// `I` is the upper case of `ı`, `İ` of `i`.
    Turkic,
}

/// Leaves at most so many bytes, whole characters.
pub(super) fn cut(term: &mut String, max_bytes: usize) {
    if term.len() > max_bytes {
        let mut end = max_bytes;
        while !term.is_char_boundary(end) {
            end -= 1;
        }
        term.truncate(end);
    }
}

fn fold_character(c: char, form: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => form.push(c),
        'æ' | 'ǽ' => form.push_str("ae"),
        'œ' => form.push_str("oe"),
        'ß' => form.push_str("ss"),
        'þ' => form.push_str("th"),
        'ø' | 'ǿ' => form.push('o'),
        'đ' | 'ð' => form.push('d'),
        'ł' => form.push('l'),
        'ı' => form.push('i'),
        'ħ' => form.push('h'),
        'ŧ' => form.push('t'),
        'ŋ' => form.push('n'),
        'ə' => form.push('e'),
        'ς' => form.push('σ'),
        // Stress is written in dictionaries only; й, ї and ў are letters, not accents.
        'ё' | 'ѐ' => form.push('е'),
        'ѝ' => form.push('и'),
        'ґ' => form.push('г'),
        '\u{400}'..='\u{52F}' => form.push(c),
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => form.push('ا'),
        'ى' | 'ی' | 'ئ' | 'ې' | 'ے' => form.push('ي'),
        'ؤ' => form.push('و'),
        'ة' | 'ۀ' | 'ە' | 'ہ' | 'ۂ' | 'ۃ' => form.push('ه'),
        'ک' | 'ڪ' => form.push('ك'),
        '٠'..='٩' => form.push(ascii_digit(c, '٠')),
        '۰'..='۹' => form.push(ascii_digit(c, '۰')),
        '०'..='९' => form.push(ascii_digit(c, '०')),
        _ if is_dropped_mark(c) || is_ignorable(c) || is_apostrophe(c) => {}
        '\u{B7}' | '\u{2027}' | '\u{2044}' | ' ' => {}
        '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}' => {
            decompose_canonical(c, |part| {
                if !is_dropped_mark(part) {
                    form.push(if part == 'ς' { 'σ' } else { part });
                }
            });
        }
        _ => form.push(c),
    }
}

fn ascii_digit(c: char, zero: char) -> char {
    let value = u32::from(c) - u32::from(zero);
    char::from_digit(value, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, form: &str) {
        assert_eq!(fold(word), form, "form of {word}");
    }

    #[test]
    fn a_spelling_is_kept_where_the_form_does_not_tell() {
        let check = |word: &str, expected: Option<&str>| {
            assert_eq!(spelling(word, &fold(word)).as_deref(), expected, "{word}");
        };
        check("securite", None);
        check("Sécurité", Some("sécurité"));
        check("SE\u{301}CURITE\u{301}", Some("sécurité"));
        check("aujourd’hui", None);
        check("cœur", None);
        check("co\u{AD}opération", Some("coopération"));
        check("col·lecció", Some("collecció"));
        check("ΑΣΦΆΛΕΙΑΣ", Some("ασφάλειασ"));
        check("ασφάλειας", Some("ασφάλειασ"));
        check("йод", None);
    }

    #[test]
    fn latin_letters_lose_case_and_accents() {
        check("SÉCURITÉ", "securite");
        check("se\u{301}curite\u{301}", "securite");
        check("cœur", "coeur");
        check("Łódź", "lodz");
        check("Øresund", "oresund");
        check("Þingvellir", "thingvellir");
        check("straße", "strasse");
        check("STRASSE", "strasse");
        check("ﬁnance", "finance");
        check("co\u{AD}opé\u{200B}ration", "cooperation");
        check("aujourd’hui", "aujourdhui");
        check("col·lecció", "colleccio");
    }

    #[test]
    fn the_turkish_i_is_one_letter() {
        for word in ["İstanbul", "ISTANBUL", "istanbul", "ıstanbul"] {
            check(word, "istanbul");
        }
        check("ISPARTA", "isparta");
    }

    #[test]
    fn greek_loses_accents_and_the_final_sigma() {
        check("Ασφάλειας", "ασφαλειασ");
        check("ΑΣΦΑΛΕΙΑΣ", "ασφαλειασ");
        check("αΰπνος", "αυπνοσ");
    }

    #[test]
    fn cyrillic_keeps_its_letters() {
        check("Ёлка", "елка");
        check("Чёрный", "черныи\u{306}".nfc().collect::<String>().as_str());
        check("Київ", "київ");
        check("и\u{306}од", "йод");
        check("п'ять", "пять");
        check("пʼять", "пять");
    }

    #[test]
    fn arabic_and_persian_variants_are_one() {
        check("الإرْهَاب", "الارهاب");
        check("مقاومة", "مقاومه");
        check("علــى", "علي");
        check("ایران", "ايران");
        check("كردستان", "كردستان");
        check("کردستان", "كردستان");
        check("می\u{200C}شود", "ميشود");
        check("٢٠٢٤", "2024");
        check("۲۰۲۴", "2024");
    }

    #[test]
    fn a_defanged_scheme_is_read() {
        check("hxxps", "https");
        check("HXXP", "http");
    }

    #[test]
    fn a_term_is_never_empty_nor_too_long() {
        assert!(!fold("\u{640}").is_empty());
        let long = fold(&"ﷺ".repeat(100));
        assert!(long.len() <= MAX_TERM_BYTES && !long.is_empty());
    }
}
