//! Body → passages: where paragraphs begin and end, and what part each plays.
//!
//! Owns the cut and the roles. A role other than text needs evidence: what is
//! taken for a contact or for rubbish is neither analysed nor searched, so in
//! doubt a passage is text. Knows no language; the cues are those of all of them.

mod cues;
mod roles;
mod shape;

use std::ops::Range;

use crate::codes::LanguageCode;
use crate::communique::{Passage, PassageRole};

/// Most passages a body is cut into; what is beyond stays with the last, so that a list of a
/// hundred thousand words costs no more than a text.
pub const MAX_PASSAGES: usize = 20_000;

/// Lines at most this long (in characters) that do not end a sentence are wrapped, not paragraphs.
const WRAPPED_LINE_CHARS: usize = 100;

/// Lines shorter than this on average are a list or a menu, and each stands alone.
const SHORT_LINE_CHARS: usize = 45;

/// The passages of `body` with their roles, language undetermined. `title` is the title in the
/// metadata, to be recognised where the body repeats it.
pub fn split_passages(body: &str, title: Option<&str>) -> Vec<Passage> {
    let ranges = cut(body);
    let roles = roles::assign(body, &ranges, title);
    let passage = |(range, role)| Passage { range, language: LanguageCode::UNDETERMINED, role };
    ranges.into_iter().zip(roles).map(passage).collect()
}

/// Gives the passage that a title was found in its role, when the title is the whole of it.
pub fn mark_title(passages: &mut [Passage], title: &Range<usize>) {
    let holder = passages.iter_mut().find(|passage| passage.range.contains(&title.start));
    if let Some(passage) = holder.filter(|passage| passage.range.end <= title.end) {
        passage.role = PassageRole::Title;
    }
}

/// Paragraphs: blocks between empty lines, and the lines of a block that are paragraphs themselves.
fn cut(body: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut block: Vec<Range<usize>> = Vec::new();
    for line in lines(body) {
        if line.is_empty() {
            close(body, &mut block, &mut ranges);
        } else {
            block.push(line);
        }
    }
    close(body, &mut block, &mut ranges);
    ranges
}

/// The lines of `body` without the white space around them; empty ranges for empty lines.
fn lines(body: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    body.split_inclusive(['\n', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\r']).flat_map(move |line| {
        let from = start + (line.len() - line.trim_start().len());
        let end = start + line.trim_end().len();
        // `\r\n` is one end of a line, not an empty line more.
        let is_second_half = line == "\n" && body[..start].ends_with('\r');
        start += line.len();
        (!is_second_half).then_some(if from < end { from..end } else { start..start })
    })
}

/// Ends a block: one passage when its lines are wrapped, else a passage a line.
fn close(body: &str, block: &mut Vec<Range<usize>>, ranges: &mut Vec<Range<usize>>) {
    let (Some(first), Some(last)) = (block.first(), block.last()) else {
        return;
    };
    let whole = first.start..last.end;
    let left = MAX_PASSAGES.saturating_sub(ranges.len());
    if left == 0 {
        // The last passage takes in the rest.
        if let Some(last_range) = ranges.last_mut() {
            last_range.end = whole.end;
        }
    } else if block.len() == 1 || is_wrapped(body, block) {
        ranges.push(whole);
    } else {
        let kept = block.len().min(left);
        ranges.extend(block[..kept].iter().cloned());
        if let Some(last_range) = ranges.last_mut() {
            last_range.end = whole.end.max(last_range.end);
        }
        if kept == block.len() {
            // Nothing was folded in: the last line ends where the block does.
            debug_assert!(ranges.last().is_some_and(|range| range.end == whole.end));
        }
    }
    block.clear();
}

/// Whether the lines of a block are one paragraph that was wrapped.
fn is_wrapped(body: &str, block: &[Range<usize>]) -> bool {
    let (mut chars, mut open) = (0, 0);
    let inner = &block[..block.len() - 1];
    for line in inner {
        let line = &body[line.clone()];
        // Bytes bound characters from above: a longer look is needed only in between.
        let length = if line.len() > 4 * WRAPPED_LINE_CHARS { line.len() } else { line.chars().count() };
        if length > WRAPPED_LINE_CHARS {
            return false;
        }
        chars += length;
        open += usize::from(!line.ends_with(['.', '!', '?', ':', ';', '»', '"', '”', '。', '！', '？']));
    }
    let starts_item = |line: &Range<usize>| {
        let line = &body[line.clone()];
        line.starts_with(['-', '•', '*', '–', '—', '·', '▪'])
    };
    let items = block.iter().filter(|line| starts_item(line)).count();
    open * 2 > inner.len() && chars >= inner.len() * SHORT_LINE_CHARS && items * 2 <= block.len()
}

#[cfg(test)]
mod tests;
