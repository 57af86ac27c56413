//! The part of a text that answers a query best, as HTML with marked words.
//!
//! Lengths are characters, not bytes; cuts are between words, at the beginning of a sentence where one
//! is near. Contacts, menus and the repeated title are left out.

use std::cell::OnceCell;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::highlight::{marked_into, merged};
use super::reading::ReadPassage;
use crate::communique::PassageRole;
use crate::query::WayKind;

/// About how many characters of text a snippet has.
pub(super) const SNIPPET_CHARS: usize = 240;
/// In a sentence longer than the whole snippet, about how many characters go before the first marked word.
const LEAD_CHARS: usize = 50;
/// The least room worth filling with the beginning of the next paragraph.
const FILL_CHARS: usize = 60;
/// The most letters before a full stop that may be an abbreviation.
const MOST_ABBREVIATED: usize = 3;
/// The most words of a query that are told apart.
const MAX_TARGETS: usize = 64;

/// A stretch of one passage, to be shown.
#[derive(Debug, Clone)]
struct Window {
    passage: usize,
    range: Range<usize>,
    /// Which targets are marked in it, bit by bit.
    targets: u64,
    score: f32,
}

/// The best part of `body`, at most about `budget` characters.
pub(super) fn snippet(body: &str, passages: &[ReadPassage], budget: usize) -> String {
    let texts = Texts { body, passages, measures: passages.iter().map(|_| OnceCell::new()).collect() };
    let windows = match texts.best(budget, 0) {
        Some(best) => texts.one_or_two(best, budget),
        None => texts.beginning(budget).into_iter().collect(),
    };
    let mut html = String::new();
    for (at, window) in windows.iter().enumerate() {
        if at > 0 && !html.ends_with('…') {
            html.push_str(" …");
        }
        if at > 0 {
            html.push(' ');
        }
        texts.show(window, &mut html);
    }
    if let [only] = &windows[..] {
        texts.fill(only, budget, &mut html);
    }
    collapsed(&html)
}

struct Texts<'a> {
    body: &'a str,
    passages: &'a [ReadPassage],
    /// Of each passage that a window was tried in, once: windows are tried at each of its sentences.
    measures: Vec<OnceCell<Measure>>,
}

/// Where a passage can be cut.
#[derive(Debug)]
struct Measure {
    sentences: Vec<Range<usize>>,
    /// Characters from the end of the first word to that of each.
    widths: Vec<usize>,
}

impl Texts<'_> {
    /// The window with most of the query's words that are not in `covered` yet; `None` when there are none.
    fn best(&self, budget: usize, covered: u64) -> Option<Window> {
        let mut best: Option<Window> = None;
        for (number, passage) in self.passages.iter().enumerate() {
            if passage.marks.is_empty() || passage.role == PassageRole::Title {
                continue;
            }
            for start in self.starts(number, budget) {
                let window = self.window(number, start, budget, covered);
                if window.score > best.as_ref().map_or(0.0, |best| best.score) {
                    best = Some(window);
                }
            }
        }
        best
    }

    /// One window, or two halves when they hold more of the query's words together.
    fn one_or_two(&self, one: Window, budget: usize) -> Vec<Window> {
        let all = self
            .passages
            .iter()
            .flat_map(|passage| &passage.marks)
            .fold(0, |all, mark| all | bit(mark.target));
        if one.targets == all {
            return vec![one];
        }
        let first = self.best(budget / 2, 0);
        let second = first.as_ref().and_then(|first| self.best(budget / 2, first.targets));
        let (Some(first), Some(second)) = (first, second) else { return vec![one] };
        let both = first.targets | second.targets;
        let overlap = first.range.start < second.range.end && second.range.start < first.range.end;
        if overlap || both.count_ones() <= one.targets.count_ones() {
            return vec![one];
        }
        let mut two = vec![first, second];
        two.sort_by_key(|window| window.range.start);
        two
    }

    fn measure(&self, number: usize) -> &Measure {
        self.measures[number].get_or_init(|| {
            let passage = &self.passages[number];
            let is_ascii = self.body[passage.range.clone()].is_ascii();
            let mut widths = Vec::with_capacity(passage.words.len());
            let (mut width, mut before) = (0, None);
            for word in &passage.words {
                let (start, end) = (word.start as usize, word.end as usize);
                width += match before {
                    None => 0,
                    // One sign and a word without marks: what most are.
                    Some(before) if is_ascii && start - before == 1 => end - before,
                    Some(before) => chars(&self.body[before..end]),
                };
                before = Some(end);
                widths.push(width);
            }
            Measure { sentences: sentences(self.body, passage.range.clone()), widths }
        })
    }

    /// Where a window may begin: at the sentences with marks, within one that is too long before each mark.
    fn starts(&self, number: usize, budget: usize) -> Vec<usize> {
        let mut starts = Vec::new();
        let passage = &self.passages[number];
        let mut marks = passage.marks.iter().peekable();
        for sentence in &self.measure(number).sentences {
            let mut is_first = true;
            while let Some(mark) = marks.next_if(|mark| mark.range.start < sentence.end) {
                let before = chars(&self.body[sentence.start.min(mark.range.start)..mark.range.start]);
                if before + LEAD_CHARS <= budget {
                    if is_first {
                        starts.push(sentence.start);
                    }
                } else {
                    starts.push(self.word_before(passage, sentence.start, mark.range.start));
                }
                is_first = false;
            }
        }
        starts.dedup();
        starts
    }

    /// The beginning of the word some [`LEAD_CHARS`] before `at`, not before `least`.
    fn word_before(&self, passage: &ReadPassage, least: usize, at: usize) -> usize {
        let (mut start, mut room) = (at, LEAD_CHARS);
        let first = passage.words.partition_point(|word| (word.start as usize) < at);
        for word in passage.words[..first].iter().rev() {
            let before = word.start as usize;
            let width = chars(&self.body[before..start]);
            if before < least || width > room {
                break;
            }
            room -= width;
            start = before;
        }
        start
    }

    /// The window of `passage` that begins at `start`, with its score: every target counts once by
    /// its nearest kind, further marks count a little, phrases count more.
    fn window(&self, number: usize, start: usize, budget: usize, covered: u64) -> Window {
        let end = self.end(number, start, budget);
        let whole = self.scored(number, start..end, covered);
        // A sentence cut short says less than none, unless it holds what was asked for.
        let shorter = self.sentence_end(number, start..end, budget);
        let shorter = shorter.map(|end| self.scored(number, start..end, covered));
        shorter.filter(|shorter| shorter.targets == whole.targets).unwrap_or(whole)
    }

    /// The end of the last sentence that ends well within `range`, where the passage goes on.
    fn sentence_end(&self, number: usize, range: Range<usize>, budget: usize) -> Option<usize> {
        let passage = &self.passages[number];
        let is_whole = self.body[range.end..passage.range.end].trim().is_empty();
        if is_whole || self.body[range.clone()].ends_with(is_terminator) {
            return None;
        }
        let sentences = &self.measure(number).sentences;
        let ended = sentences.partition_point(|sentence| sentence.end < range.end);
        let end = sentences[..ended].last().filter(|sentence| sentence.end > range.start)?.end;
        (chars(&self.body[range.start..end]) * 5 >= budget * 3).then_some(end)
    }

    fn scored(&self, number: usize, range: Range<usize>, covered: u64) -> Window {
        let passage = &self.passages[number];
        let Range { start, end } = range;
        let from = passage.marks.partition_point(|mark| mark.range.start < start);
        let inside = passage.marks[from..].iter().take_while(|mark| mark.range.start < end);
        let (mut targets, mut score) = (0, 0.0);
        for mark in inside.filter(|mark| mark.range.end <= end) {
            let is_new = targets & bit(mark.target) == 0;
            targets |= bit(mark.target);
            let weight = match mark.kind {
                WayKind::Word | WayKind::Accents => 1.0,
                WayKind::Inflection | WayKind::Prefix => 0.9,
                WayKind::Fuzzy => 0.7,
                WayKind::Family | WayKind::Compound | WayKind::Translation => 0.6,
            };
            let is_phrase = self.body[mark.range.clone()].contains(char::is_whitespace);
            let part = match (is_new, covered & bit(mark.target) == 0) {
                (true, true) => 1.0,
                (true, false) => 0.1,
                (false, _) => 0.05,
            };
            score += weight * part * if is_phrase { 1.5 } else { 1.0 };
        }
        if targets & !covered == 0 && covered != 0 {
            score = 0.0;
        }
        if passage.role == PassageRole::Heading {
            score *= 0.8;
        }
        Window { passage: number, range: start..end, targets, score }
    }

    /// Where a window that begins at `start` ends: after the last word that fits.
    fn end(&self, number: usize, start: usize, budget: usize) -> usize {
        let passage = &self.passages[number];
        let first = passage.words.partition_point(|word| (word.start as usize) < start);
        let mut end = start;
        if let Some(word) = passage.words.get(first) {
            let width = chars(&self.body[start..word.end as usize]);
            if let Some(room) = budget.checked_sub(width) {
                let widths = &self.measure(number).widths[first..];
                let fitting = widths.partition_point(|width| width - widths[0] <= room);
                end = passage.words[first + fitting - 1].end as usize;
            }
        }
        if end == start {
            return self.cut(start, passage.range.end, budget);
        }
        // The signs after the last word, when it ends a sentence or the passage.
        let rest = &self.body[end..passage.range.end];
        let signs = rest.find(|c: char| c.is_whitespace() || c.is_alphanumeric()).unwrap_or(rest.len());
        if chars(&rest[..signs]) <= 4 { end + signs } else { end }
    }

    /// A cut inside a word that is longer than all the room there is, or in a text without words.
    fn cut(&self, start: usize, end: usize, budget: usize) -> usize {
        let mut cut = start;
        for (at, (offset, c)) in self.body[start..end].char_indices().enumerate() {
            if at >= budget && !is_combining_mark(c) {
                break;
            }
            cut = start + offset + c.len_utf8();
        }
        cut
    }

    /// The beginning of the running text, for a document in which nothing is marked.
    fn beginning(&self, budget: usize) -> Option<Window> {
        let with_role = |wanted: &dyn Fn(PassageRole) -> bool| {
            self.passages.iter().position(|passage| wanted(passage.role) && !self.is_blank(passage))
        };
        let number = with_role(&|role| role == PassageRole::Text).or_else(|| with_role(&is_shown))?;
        let passage = &self.passages[number];
        let text = &self.body[passage.range.clone()];
        let start = passage.range.start + (text.len() - text.trim_start().len());
        Some(self.window(number, start, budget, 0))
    }

    fn is_blank(&self, passage: &ReadPassage) -> bool {
        self.body[passage.range.clone()].trim().is_empty()
    }

    fn show(&self, window: &Window, html: &mut String) {
        let passage = &self.passages[window.passage];
        let marks = merged(passage.marks.iter().map(|mark| mark.range.clone()));
        marked_into(html, self.body, window.range.clone(), &marks);
        let rest = self.body[window.range.end..passage.range.end].trim();
        let ends_sentence = self.body[window.range.clone()].trim_end().ends_with(is_terminator);
        if !rest.is_empty() && !ends_sentence {
            html.push('…');
        }
    }

    /// Fills the room that a short paragraph leaves with the beginning of those that follow.
    fn fill(&self, window: &Window, budget: usize, html: &mut String) {
        let passage = &self.passages[window.passage];
        if window.range.end < passage.range.end
            && !self.body[window.range.end..passage.range.end].trim().is_empty()
        {
            return;
        }
        let mut room = budget.saturating_sub(chars(&self.body[window.range.clone()]));
        for number in window.passage + 1..self.passages.len() {
            let next = &self.passages[number];
            if room < FILL_CHARS || !is_shown(next.role) {
                return;
            }
            if self.is_blank(next) {
                continue;
            }
            let more = self.window(number, next.range.start, room, 0);
            html.push(' ');
            self.show(&more, html);
            if more.range.end < next.range.end {
                return;
            }
            room = room.saturating_sub(chars(&self.body[more.range]));
        }
    }
}

/// Whether a passage is shown: the title stands above the snippet anyway.
fn is_shown(role: PassageRole) -> bool {
    role.is_content() && role != PassageRole::Title
}

fn bit(target: usize) -> u64 {
    1 << target.min(MAX_TARGETS - 1)
}

/// Characters as a reader counts them: white space in a row is one.
fn chars(text: &str) -> usize {
    let (mut count, mut after_space) = (0, false);
    for c in text.chars() {
        // The tables of Unicode are looked up for what may be in them.
        let is_space = if c.is_ascii() { c <= ' ' && c.is_whitespace() } else { c.is_whitespace() };
        let is_shown = !is_space || !after_space;
        if is_shown && (c < '\u{300}' || !is_combining_mark(c)) {
            count += 1;
        }
        after_space = is_space;
    }
    count
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

/// The sentences of a part of a text. Abbreviations (`déc.`, `M.`) and numbers end none.
fn sentences(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let part = &text[range.clone()];
    let mut sentences = Vec::new();
    let (mut start, mut from) = (0, 0);
    let is_ascii = part.is_ascii();
    let terminator = |from: usize| match is_ascii {
        true => memchr::memchr3(b'.', b'!', b'?', &part.as_bytes()[from..]),
        false => part[from..].find(is_terminator),
    };
    while let Some(at) = terminator(from).map(|at| from + at) {
        let mut ends = false;
        from = part.len();
        for (next, c) in part[at..].char_indices().map(|(next, c)| (at + next, c)) {
            if is_terminator(c) {
                ends |= c != '.' || (next == at && ends_in_word(&part[..at]));
            } else if c.is_whitespace() || c.is_alphanumeric() {
                let is_wide = part[..next].ends_with(['。', '！', '？']);
                if ends && (c.is_whitespace() || is_wide) {
                    sentences.push(range.start + start..range.start + next);
                    start = next + if c.is_whitespace() { c.len_utf8() } else { 0 };
                }
                from = next;
                break;
            }
        }
    }
    if start < part.len() {
        sentences.push(range.start + start..range.end);
    }
    sentences
}

/// Whether a text ends in letters that are more than an abbreviation.
fn ends_in_word(text: &str) -> bool {
    text.chars().rev().take_while(|c| c.is_alphabetic()).nth(MOST_ABBREVIATED).is_some()
}

/// White space in a row as one space: the text's lines are not the page's.
fn collapsed(html: &str) -> String {
    let mut collapsed = String::with_capacity(html.len());
    for word in html.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

#[cfg(test)]
mod tests;
