//! What is done to every text: line ends, control characters, blank values. Nothing else is.

/// The text with `\n` line ends and without control characters (tabs and line feeds stay), otherwise as it was.
pub(super) fn clean_text(text: String) -> String {
    let suspect = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(suspect) && !text.contains(['\u{feff}', '\u{2028}', '\u{2029}']) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    clean.push('\n');
                }
            }
            // Next line and the separators of Unicode are line ends; a form feed parts pages.
            '\u{85}' | '\u{2028}' | '\u{b}' => clean.push('\n'),
            '\u{2029}' | '\u{c}' => clean.push_str("\n\n"),
            '\u{feff}' => {}
            c if suspect(c) => {}
            c => clean.push(c),
        }
    }
    clean
}

/// One line of text: runs of white space become a space; `None` when nothing is left.
pub(super) fn one_line(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    let mut line = String::with_capacity(text.len());
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts() {
        let check = |input: &str, expected: &str| assert_eq!(clean_text(input.to_owned()), expected);
        check("a\r\nb\rc\nd", "a\nb\nc\nd");
        check("nul\0 and \u{1b}bell\u{7}", "nul and bell");
        check("tab\tstays, no-break\u{a0}space too", "tab\tstays, no-break\u{a0}space too");
        check("\u{feff}page\u{c}page", "page\n\npage");
    }

    #[test]
    fn lines() {
        assert_eq!(one_line("  a \n\t b\u{0} "), Some("a b".to_owned()));
        assert_eq!(one_line(" \n "), None);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean_text(text);
            prop_assert!(!once.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert_eq!(clean_text(once.clone()), once);
        }
    }
}
