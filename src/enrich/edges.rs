//! The beginning and the end of a text, by bytes, cut between characters.

/// The first bytes of `text`, at most `most`.
pub(super) fn head(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The last bytes of `text`, at most `most`.
pub(super) fn tail(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts() {
        assert_eq!((head("été", 1), head("été", 2), head("été", 9)), ("", "é", "été"));
        assert_eq!((tail("été", 1), tail("été", 2), tail("été", 9)), ("", "é", "été"));
        assert_eq!((head("", 0), tail("", 0)), ("", ""));
    }
}
