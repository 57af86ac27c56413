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
    /// Whether it has a letter.
    pub(super) has_letters: bool,
    /// Whether it ends as a sentence does.
    pub(super) ends_sentence: bool,
}

impl Shape {
    pub(super) fn of(text: &str) -> Shape {
        let seen = Characters::of(text);
        let addresses = || text.split_whitespace().filter(|word| is_address(word)).count();
        let hidden = || text.matches("[email").count();
        Shape {
            words: seen.words.max(seen.unspaced / 2),
            addresses: if seen.has_at { addresses() } else { 0 }
                + if seen.has_bracket { hidden() } else { 0 },
            phones: if seen.digits >= LEAST_PHONE_DIGITS { phones(text) } else { 0 },
            has_letters: seen.has_letters,
            ends_sentence: text
                .trim_end_matches(['"', '»', '”', '“', '’', '\'', '」', '』', ')', ' ', '\u{a0}'])
                .ends_with(['.', '!', '?', '。', '！', '？', '؟', '…', ';']),
        }
    }
}

/// What one look at each character tells: most passages hold nothing that is worth a second one.
#[derive(Default)]
struct Characters {
    /// Stretches between white space.
    words: usize,
    /// Characters of scripts without spaces.
    unspaced: usize,
    digits: usize,
    has_letters: bool,
    has_at: bool,
    has_bracket: bool,
}

impl Characters {
    fn of(text: &str) -> Characters {
        let mut seen = Characters::default();
        let mut in_word = false;
        for c in text.chars() {
            let is_space = c.is_whitespace();
            seen.words += usize::from(!is_space && !in_word);
            in_word = !is_space;
            match c {
                'a'..='z' | 'A'..='Z' => seen.has_letters = true,
                '@' => seen.has_at = true,
                '[' => seen.has_bracket = true,
                _ if is_digit(c) => seen.digits += 1,
                _ if c.is_ascii() => {}
                _ => {
                    seen.unspaced += usize::from(is_unspaced(c));
                    seen.has_letters = seen.has_letters || c.is_alphabetic();
                }
            }
        }
        seen
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

/// No telephone number has fewer.
const LEAST_PHONE_DIGITS: usize = 7;

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '٠'..='٩' | '۰'..='۹')
}

/// Telephone numbers in a text: runs of digits, signs and single spaces that are grouped as telephone numbers are.
fn phones(text: &str) -> usize {
    let mut count = 0;
    let mut number = Digits::default();
    let mut before = ' ';
    for c in text.chars().chain(['\n']) {
        if !number.takes(c, before) {
            count += usize::from(number.is_phone());
            number = Digits::default();
        }
        before = c;
    }
    count
}

/// Digits in groups, being read.
#[derive(Default)]
struct Digits {
    /// The `+` or the digit that they begin with.
    lead: Option<char>,
    groups: Vec<usize>,
    /// Signs since the last digit.
    gap: usize,
    /// Whether they go on from letters or signs: a version, an identifier, a path.
    is_joined: bool,
}

impl Digits {
    /// Takes one more character, unless it ends the number.
    fn takes(&mut self, c: char, before: char) -> bool {
        match c {
            _ if is_digit(c) => {
                if self.groups.is_empty() {
                    self.is_joined |= before.is_alphanumeric() || "_/-.=".contains(before);
                }
                if self.groups.is_empty() || self.gap > 0 {
                    self.groups.push(0);
                }
                if let Some(group) = self.groups.last_mut() {
                    *group += 1;
                }
                self.lead = self.lead.or(Some(c));
                self.gap = 0;
                true
            }
            '+' if self.groups.is_empty() => {
                self.lead = Some('+');
                true
            }
            '(' if self.groups.is_empty() => true,
            // `030/18 681` is one; in `842/2006` the number of an act is none.
            '/' => {
                self.gap += 1;
                matches!(self.lead, Some('0' | '+')) && self.gap == 1
            }
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '‑' | '–' | '(' | ')' if !self.groups.is_empty() => {
                self.gap += 1;
                self.gap <= 2
            }
            _ => false,
        }
    }

    /// Whether groups of digits are a telephone number's, not an amount's, a date's or two hours'.
    fn is_phone(&self) -> bool {
        let digits: usize = self.groups.iter().sum();
        let leads = matches!(self.lead, Some('+' | '0' | '٠' | '۰'));
        let grouped = match *self.groups {
            [.., 3, 4] => (LEAST_PHONE_DIGITS..=12).contains(&digits),
            [.., 4, 4] => leads && digits <= 15,
            [2, 2, 2, 2] => self.lead == Some('+'),
            _ => leads && (8..=15).contains(&digits) && self.groups.iter().all(|group| *group <= 11),
        };
        grouped && !self.is_joined
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
        check("kl. 09.00-12.15", 0);
        check("SPS_E5_04.01.04.400", 0);
        check("http://a.example/SA00233_05132019.pdf", 0);
    }

    #[test]
    fn addresses() {
        assert_eq!(Shape::of("a.b@c.fr; [email protected]; x@y").addresses, 2);
    }
}
