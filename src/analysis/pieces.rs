//! Words run together: `SaferInternetDay`, `Paris2024`. Capitals and digits show where they join.

/// Pieces with fewer characters are no words (`McDonald`, `iPhone`, `G7`), and what holds one is left whole.
const MIN_PIECE_CHARS: usize = 3;

/// A word in more pieces is a key or a hash.
const MAX_PIECES: usize = 6;

/// The words that one is run together of; empty for all others.
pub(super) fn pieces(word: &str) -> Vec<&str> {
    let found = cut(word, |before, after| {
        (before.is_lowercase() && after.is_uppercase()) || before.is_numeric() != after.is_numeric()
    });
    let is_long = |piece: &&str| piece.chars().nth(MIN_PIECE_CHARS - 1).is_some();
    if (2..=MAX_PIECES).contains(&found.len()) && found.iter().all(is_long) { found } else { Vec::new() }
}

/// Letters and the number after them, whatever their length: `G7` is also written `G 7`, `Paris2024` `Paris 2024`.
pub(super) fn letters_and_number(word: &str) -> Option<(&str, &str)> {
    let parts = cut(word, |before, after| before.is_numeric() != after.is_numeric());
    match parts[..] {
        [letters, number] if number.starts_with(char::is_numeric) => Some((letters, number)),
        _ => None,
    }
}

/// Cuts a word between the letters that `joins` says to, whatever marks stand there.
fn cut(word: &str, joins: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in word.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        if before.is_some_and(|before| joins(before, c)) {
            found.push(&word[start..at]);
            start = at;
        }
        before = Some(c);
    }
    found.push(&word[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_digits_part_words() {
        let check = |word, expected: &[&str]| assert_eq!(pieces(word), expected, "{word}");
        check("SaferInternetDay", &["Safer", "Internet", "Day"]);
        check("Paris2024", &["Paris", "2024"]);
        check("ÉtatIslamique", &["État", "Islamique"]);
        check("McDonald", &[]);
        check("G7", &[]);
        check("a1b2c3d4e5", &[]);
        check("communiqué", &[]);
        check("NATO", &[]);
        check("", &[]);
    }

    #[test]
    fn a_number_may_stand_apart() {
        assert_eq!(letters_and_number("g7"), Some(("g", "7")));
        assert_eq!(letters_and_number("covid19"), Some(("covid", "19")));
        assert_eq!(letters_and_number("5g"), None);
        assert_eq!(letters_and_number("a1b2"), None);
    }
}
