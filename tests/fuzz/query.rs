//! Any text, typed as a query: it is read, and prints as what was read unless that is too much.

use vigie::query::parse;

/// # Panics
/// When a query does not print as a text that reads as it.
pub fn check(bytes: &[u8]) {
    let text = &*String::from_utf8_lossy(bytes);
    let parsed = parse(text);
    let printed = parsed.query.to_string();
    let again = parse(&printed);
    // Parentheses may make it too deep or too long to be read whole, which is then said.
    if again.warnings.is_empty() {
        assert_eq!(again.query, parsed.query, "printed {printed}");
        assert_eq!(again.query.to_string(), printed);
    }
}
