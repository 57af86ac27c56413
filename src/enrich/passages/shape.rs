//! The shape of a passage: how long it is, how it begins and ends, what addresses and numbers it holds.

/// Passages longer than this in bytes are running text, whatever they say.
pub(super) const LONG_BYTES: usize = 4_000;

/// What can be seen of a passage without reading it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Words; for scripts without spaces, pairs of characters.
    pub(super) words: usize,
    /// Electronic addresses, also those that a page has hidden.
    pub(super) addresses: usize,
    /// Telephone numbers.
    pub(super) phones: usize,
    /// Letters.
    pub(super) letters: usize,
    /// Whether it ends as a sentence does.
    pub(super) ends_sentence: bool,
}

impl Shape {
    pub(super) fn of(text: &str) -> Shape {
        let spaced = text.split_whitespace().count();
        let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
        let hidden = text.matches("[email").count();
        Shape {
            words: spaced.max(unspaced / 2),
            addresses: text.split_whitespace().filter(|word| is_address(word)).count() + hidden,
            phones: phones(text),
            letters: text.chars().filter(|c| c.is_alphabetic()).count(),
            ends_sentence: text
                .trim_end_matches(['"', '»', '”', '“', '’', '\'', '」', '』', ')', ' ', '\u{a0}'])
                .ends_with(['.', '!', '?', '。', '！', '？', '؟', '…', ';']),
        }
    }
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{e00}'..='\u{e7f}')
}

fn is_address(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else {
        return false;
    };
    !name.is_empty() && host.contains('.') && !host.starts_with('.')
}

/// Telephone numbers in a text: runs of digits, signs and single spaces that are grouped as telephone numbers are.
fn phones(text: &str) -> usize {
    let mut count = 0;
    let mut groups: Vec<usize> = Vec::new();
    let mut lead = None;
    let mut gap = 0;
    for c in text.chars().chain(['\n']) {
        match c {
            '0'..='9' | '٠'..='٩' | '۰'..='۹' => {
                if groups.is_empty() || gap > 0 {
                    groups.push(0);
                }
                if let Some(group) = groups.last_mut() {
                    *group += 1;
                }
                lead = lead.or(Some(c));
                gap = 0;
            }
            '+' if groups.is_empty() => lead = Some('+'),
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '‑' | '–' | '(' | ')'
                if !groups.is_empty() && gap < 2 =>
            {
                gap += 1
            }
            // `030/18 681` is one; in `842/2006` the number of an act is none.
            '/' if matches!(lead, Some('0' | '+')) && gap == 0 => gap += 1,
            '(' if groups.is_empty() => {}
            _ => {
                count += usize::from(is_phone(lead, &groups));
                groups.clear();
                lead = None;
                gap = 0;
            }
        }
    }
    count
}

/// Whether groups of digits are a telephone number's, not an amount's or a date's.
fn is_phone(lead: Option<char>, groups: &[usize]) -> bool {
    let digits: usize = groups.iter().sum();
    let international = matches!(lead, Some('+' | '0' | '٠' | '۰'));
    match groups {
        [.., 3, 4] => digits <= 12 && (7..).contains(&digits),
        [.., 4, 4] => international && digits <= 15,
        _ => international && (8..=15).contains(&digits) && groups.iter().all(|group| *group <= 11),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers() {
        let check = |text: &str, expected: usize| assert_eq!(phones(text), expected, "{text}");
        check("514 585-4451", 1);
        check("Tél. : 01 40 07 60 60", 1);
        check("+33 1 40 07 60 60, +46 8 405 10 00", 2);
        check("(202) 514-2007", 1);
        check("555-0100", 1);
        check("2024-06-17", 0);
        check("17.06.2024", 0);
        check("3 500 000 kg", 0);
        check("1,000,000 dollars", 0);
        check("CVE-2024-1234", 0);
        check("(EG) nr 842/2006", 0);
        check("030/18 681-0", 1);
    }

    #[test]
    fn addresses() {
        assert_eq!(Shape::of("a.b@c.fr; [email protected]; x@y").addresses, 2);
    }
}
