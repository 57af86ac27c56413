//! A text with what was searched and what proves its tags marked in it, as HTML.
//!
//! The one place of the page that writes markup into a text by hand: everything of the text is escaped.

use std::fmt::Write;
use std::ops::Range;

use askama::filters::{Escaper, Html};

/// Words that prove a tag of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The number of the tag on its page.
    pub tag: usize,
}

/// What is marked in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks<'a> {
    /// Tells the places of one text from those of another on the page.
    pub place: char,
    /// What was searched: bytes of the text, in order, none touching another.
    pub matches: &'a [Range<usize>],
    /// What proves the tags.
    pub proofs: &'a [Proof],
}

/// Writes texts of one page; the words found in them are numbered through.
#[derive(Debug)]
pub(super) struct TextWriter {
    numbered: usize,
    /// How many matches the page holds in all.
    total: usize,
    /// The names of the links from a match to the one before.
    previous: &'static str,
    /// And to the one after.
    next: &'static str,
}

impl TextWriter {
    /// A writer for a page with `total` matches.
    pub fn new(total: usize, previous: &'static str, next: &'static str) -> TextWriter {
        TextWriter { numbered: 0, total, previous, next }
    }

    /// The bytes `window` of `text`. Where a proof begins has a name after its byte: `b120`.
    pub fn write(&mut self, text: &str, window: Range<usize>, marks: Marks<'_>) -> String {
        let inside = |range: &Range<usize>| range.start < window.end && range.end > window.start;
        let clip = |range: &Range<usize>| range.start.max(window.start)..range.end.min(window.end);
        let matches: Vec<Range<usize>> =
            marks.matches.iter().filter(|range| inside(range)).map(clip).collect();
        let proofs: Vec<Proof> = marks
            .proofs
            .iter()
            .filter(|proof| inside(&proof.range))
            .map(|proof| Proof { range: clip(&proof.range), tag: proof.tag })
            .collect();
        let mut html = String::with_capacity(window.len() + 64 * matches.len());
        let mut at = window.start;
        for range in matches {
            pieces(&mut html, text, at..range.start, marks.place, &proofs);
            self.numbered += 1;
            let number = self.numbered;
            // Writing to a string cannot fail.
            let _ = write!(html, "<mark id=\"m{number}\">");
            pieces(&mut html, text, range.clone(), marks.place, &proofs);
            self.steps(&mut html, number);
            html.push_str("</mark>");
            at = range.end;
        }
        pieces(&mut html, text, at..window.end, marks.place, &proofs);
        html
    }

    /// Links to the match before and after; seen only while the match is the one arrived at.
    fn steps(&self, html: &mut String, number: usize) {
        if self.total < 2 {
            return;
        }
        html.push_str("<span class=\"steps\">");
        let mut step = |to: usize, name: &str, sign: char| {
            let _ = write!(html, "<a href=\"#m{to}\" aria-label=\"");
            escape_into(html, name);
            let _ = write!(html, "\">{sign}</a>");
        };
        if number > 1 {
            step(number - 1, self.previous, '↑');
        }
        if number < self.total {
            step(number + 1, self.next, '↓');
        }
        html.push_str("</span>");
    }
}

/// Text without a match in it, cut where a proof begins or ends.
fn pieces(html: &mut String, text: &str, range: Range<usize>, place: char, proofs: &[Proof]) {
    let mut cuts: Vec<usize> = vec![range.start, range.end];
    let edges = proofs.iter().flat_map(|proof| [proof.range.start, proof.range.end]);
    cuts.extend(edges.filter(|edge| range.contains(edge)));
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let [start, end] = [pair[0], pair[1]];
        let Some(piece) = text.get(start..end) else { continue };
        let covering = || proofs.iter().filter(|proof| proof.range.start <= start && end <= proof.range.end);
        if covering().next().is_none() {
            escape_into(html, piece);
            continue;
        }
        let mut tags: Vec<usize> = covering().map(|proof| proof.tag).collect();
        tags.sort_unstable();
        tags.dedup();
        html.push_str("<span class=\"proof");
        for tag in tags {
            let _ = write!(html, " of{tag}");
        }
        html.push('"');
        if covering().any(|proof| proof.range.start == start) {
            let _ = write!(html, " id=\"{place}{start}\"");
        }
        html.push('>');
        escape_into(html, piece);
        html.push_str("</span>");
    }
}

fn escape_into(html: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = Html.write_escaped_str(html, text);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proof(range: Range<usize>, tag: usize) -> Proof {
        Proof { range, tag }
    }

    fn written(text: &str, matches: &[Range<usize>], proofs: &[Proof]) -> String {
        let mut writer = TextWriter::new(matches.len(), "<up>", "down");
        writer.write(text, 0..text.len(), Marks { place: 'b', matches, proofs })
    }

    #[test]
    fn what_is_not_marked_is_escaped_text() {
        assert_eq!(written("a<script>\"'&", &[], &[]), "a&#60;script&#62;&#34;&#39;&#38;");
    }

    #[test]
    fn matches_are_numbered_and_lead_to_each_other() {
        let html = written("un deux un", &[0..2, 8..10], &[]);
        let first =
            "<mark id=\"m1\">un<span class=\"steps\"><a href=\"#m2\" aria-label=\"down\">↓</a></span></mark>";
        let second = "<mark id=\"m2\">un<span class=\"steps\"><a href=\"#m1\" aria-label=\"&#60;up&#62;\">↑</a></span></mark>";
        assert_eq!(html, format!("{first} deux {second}"));
        assert_eq!(written("un", std::slice::from_ref(&(0..2)), &[]), "<mark id=\"m1\">un</mark>");
    }

    #[test]
    fn proofs_that_overlap_are_cut_into_pieces() {
        let html = written("police de Rabat", &[], &[proof(0..15, 1), proof(10..15, 2)]);
        let before = "<span class=\"proof of1\" id=\"b0\">police de </span>";
        assert_eq!(html, format!("{before}<span class=\"proof of1 of2\" id=\"b10\">Rabat</span>"));
    }

    #[test]
    fn a_proof_across_a_match_stays_within_it() {
        let html = written("ab", std::slice::from_ref(&(1..2)), &[proof(0..2, 7)]);
        let inner = "<mark id=\"m1\"><span class=\"proof of7\">b</span></mark>";
        assert_eq!(html, format!("<span class=\"proof of7\" id=\"b0\">a</span>{inner}"));
    }

    #[test]
    fn only_the_window_is_written() {
        let mut writer = TextWriter::new(1, "", "");
        let marks = Marks { place: 'b', matches: &[0..2, 4..9], proofs: &[proof(0..9, 1)] };
        assert_eq!(
            writer.write("0123456789", 3..6, marks),
            "<span class=\"proof of1\" id=\"b3\">3</span><mark id=\"m1\"><span class=\"proof of1\">45</span></mark>"
        );
    }

    proptest! {
        /// Whatever is marked, the text read by a person is the text.
        #[test]
        fn nothing_is_lost_or_added(
            text in "[a-c<>&\"'é ]{0,40}",
            matches in prop::collection::vec((0usize..50, 1usize..9), 0..4),
            proofs in prop::collection::vec((0usize..50, 1usize..20, 1usize..5), 0..6),
        ) {
            let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let mut last = 0;
            let mut ranges = Vec::new();
            for (skip, length) in matches {
                let start = boundary(last + skip);
                let end = boundary(start + length);
                if start > last && start < end {
                    ranges.push(start..end);
                    last = end;
                }
            }
            let proofs: Vec<Proof> = proofs
                .into_iter()
                .map(|(start, length, tag)| proof(boundary(start)..boundary(start + length), tag))
                .filter(|proof| !proof.range.is_empty())
                .collect();
            let html = written(&text, &ranges, &proofs);
            // A paragraph keeps the spaces that a bare body would lose in front.
            let document = dom_query::Document::from(format!("<p>{html}</p>"));
            document.select(".steps").remove();
            prop_assert_eq!(document.select("p").text().to_string(), text.clone());
            prop_assert_eq!(document.select("mark").length(), ranges.len());
            prop_assert_eq!(document.select(":not(html):not(head):not(body):not(p):not(mark):not(span)").length(), 0);
        }
    }
}
