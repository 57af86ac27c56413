//! Text → HTML: escaped, with `<mark>` around what was found and no other markup.

use std::ops::Range;

/// Appends `text`, escaped for HTML.
pub fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

/// Marks that overlap or touch nothing between them, as one each. `ranges` are in order of their start.
pub(super) fn merged(ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The bytes `range` of `text`, escaped, with the parts of `marks` (merged, in order) that lie in it marked.
pub(super) fn marked_into(html: &mut String, text: &str, range: Range<usize>, marks: &[Range<usize>]) {
    let mut at = range.start;
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(range.end));
        if start >= end {
            continue;
        }
        escape_into(html, &text[at..start]);
        html.push_str("<mark>");
        escape_into(html, &text[start..end]);
        html.push_str("</mark>");
        at = end;
    }
    escape_into(html, &text[at..range.end]);
}

/// The whole of `text`, escaped and marked.
pub(super) fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let mut html = String::with_capacity(text.len() + marks.len() * 13);
    marked_into(&mut html, text, 0..text.len(), marks);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_marks_is_markup() {
        assert_eq!(marked("a <b> & \"c\" d'e", &[]), "a &lt;b&gt; &amp; &quot;c&quot; d&#39;e");
        assert_eq!(marked("a<mark>b", &[0..1, 7..8]), "<mark>a</mark>&lt;mark&gt;<mark>b</mark>");
    }

    #[test]
    fn overlapping_marks_are_one() {
        let marks = merged([0..3, 2..5, 5..6, 8..9]);
        assert_eq!(marks, [0..6, 8..9]);
        assert_eq!(marked("abcdefghi", &marks), "<mark>abcdef</mark>gh<mark>i</mark>");
    }

    #[test]
    fn marks_are_cut_to_the_range_shown() {
        let mut html = String::new();
        marked_into(&mut html, "الأمن والسلم", 4..13, &[0..8, 11..15]);
        assert_eq!(html, "<mark>أم</mark>ن <mark>و</mark>");
    }
}
