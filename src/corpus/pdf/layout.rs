//! Placed characters → lines → paragraphs.
//!
//! Lines are taken in the order in which they are drawn: writers draw column after column, while any order made
//! from positions alone confuses columns with tables.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// A character (or ligature) at its place; `y` grows upwards, lengths are in the page's units.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
    pub text: String,
}

/// A page's characters in the order in which they are drawn.
#[derive(Debug, Default)]
pub(super) struct PageText {
    pub glyphs: Vec<Glyph>,
}

/// Characters on one base line.
#[derive(Debug)]
struct Line {
    text: String,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
}

/// The text of a document: paragraphs with an empty line between them, words joined over line ends.
pub(super) fn document_text(pages: Vec<PageText>) -> String {
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(lines_of).collect();
    drop_running_heads(&mut pages);
    let mut text = String::new();
    for page in &pages {
        let spacing = usual_spacing(page);
        let mut previous: Option<&Line> = None;
        for line in page {
            match previous {
                _ if text.is_empty() => {}
                Some(above) if continues(above, line, spacing) => join(&mut text),
                Some(above) if is_close(above, line, spacing) => text.push('\n'),
                // A sentence may go on over the page's end.
                None if !ends_sentence(&text) && line.text.starts_with(char::is_lowercase) => join(&mut text),
                _ => text.push_str("\n\n"),
            }
            text.push_str(line.text.trim());
            previous = Some(line);
        }
    }
    text
}

/// Cuts the characters into lines where the pen moves to another base line, back, or over a wide gap.
fn lines_of(page: PageText) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut run: Vec<Glyph> = Vec::new();
    for glyph in page.glyphs {
        if let Some(last) = run.last() {
            let size = last.size.max(glyph.size);
            let same_base = (last.y - glyph.y).abs() < size * 0.5;
            let gap = (glyph.x - (last.x + last.width)).min(f64::MAX);
            let leftwards = last.x - (glyph.x + glyph.width);
            let onwards = gap > -size && gap < size * 3.0;
            let backwards =
                leftwards > -size && leftwards < size * 3.0 && (is_rtl(&glyph.text) || is_rtl(&last.text));
            if !(same_base && (onwards || backwards)) {
                lines.extend(line_of(std::mem::take(&mut run)));
            }
        }
        run.push(glyph);
    }
    lines.extend(line_of(run));
    lines
}

/// The text of a run, with spaces where the gaps are; right-to-left text that is drawn from the left is turned round.
fn line_of(run: Vec<Glyph>) -> Option<Line> {
    let (first, last) = (run.first()?, run.last()?);
    let (y, size) = (first.y, run.iter().map(|glyph| glyph.size).fold(0.0, f64::max));
    let letters = run.iter().filter(|glyph| glyph.text.starts_with(char::is_alphabetic)).count();
    let rtl = run.iter().filter(|glyph| is_rtl(&glyph.text)).count() * 2 > letters;
    let drawn_leftwards = last.x < first.x;
    let left = run.iter().map(|glyph| glyph.x).fold(f64::MAX, f64::min);
    let right = run.iter().map(|glyph| glyph.x + glyph.width).fold(f64::MIN, f64::max);
    let mut words: Vec<String> = Vec::with_capacity(run.len());
    let mut previous: Option<&Glyph> = None;
    for glyph in &run {
        if let Some(previous) = previous {
            let gap = (glyph.x - (previous.x + previous.width)).max(previous.x - (glyph.x + glyph.width));
            let spaced = words.last().is_some_and(|word| word.ends_with(char::is_whitespace));
            if gap > size * 0.17 && !spaced && !glyph.text.starts_with(char::is_whitespace) {
                words.push(" ".to_owned());
            }
        }
        words.push(plain(&glyph.text));
        previous = Some(glyph);
    }
    let text = if rtl && !drawn_leftwards { turned(&words) } else { words.concat() };
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(Line { text, left, right, y, size })
}

/// Ligatures and presentation forms as the letters they stand for; everything else as it is.
fn plain(text: &str) -> String {
    let is_form = |c: char| matches!(c, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if text.contains(is_form) { text.nfkc().collect() } else { text.to_owned() }
}

fn is_rtl(text: &str) -> bool {
    text.starts_with(
        |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'),
    )
}

/// Turns a line that is drawn from the left into reading order; numbers and Latin words inside keep theirs.
fn turned(glyphs: &[String]) -> String {
    let mut text = String::new();
    let mut end = glyphs.len();
    while end > 0 {
        let mut start = end - 1;
        let ltr = |glyph: &str| glyph.starts_with(|c: char| c.is_alphanumeric()) && !is_rtl(glyph);
        if ltr(&glyphs[start]) {
            let inside = |glyph: &str| ltr(glyph) || matches!(glyph, "." | "," | "-" | "/" | ":");
            while start > 0 && inside(&glyphs[start - 1]) {
                start -= 1;
            }
        }
        glyphs[start..end].iter().for_each(|glyph| text.push_str(glyph));
        end = start;
    }
    text
}

/// The distance between base lines that is most frequent on a page, in tenths of the unit.
fn usual_spacing(lines: &[Line]) -> f64 {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for pair in lines.windows(2) {
        let drop = pair[0].y - pair[1].y;
        if drop > 0.0 && drop < pair[0].size * 3.0 {
            *counts.entry((drop * 2.0).round() as i64).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(drop, count)| (*count, -drop));
    most.map_or(0.0, |(drop, _)| drop as f64 / 2.0)
}

/// Whether a line goes on with the paragraph of the one above it.
fn continues(above: &Line, line: &Line, spacing: f64) -> bool {
    let drop = above.y - line.y;
    let same_size = (above.size - line.size).abs() < above.size * 0.15;
    let close = drop > 0.0 && drop <= spacing.max(above.size) * 1.25;
    let indented = line.left > above.left + line.size * 0.8 && ends_sentence(&above.text);
    // A short line before this one ended its paragraph.
    let short = above.right < line.right - line.size * 6.0 && ends_sentence(&above.text);
    let new_column = drop < 0.0 && !ends_sentence(&above.text) && line.text.starts_with(char::is_lowercase);
    let listed = line.text.starts_with(['•', '–', '—', '▪', '·', '■']) || line.text.starts_with("- ");
    same_size && !listed && ((close && !indented && !short) || new_column)
}

fn is_close(above: &Line, line: &Line, spacing: f64) -> bool {
    let drop = above.y - line.y;
    drop >= 0.0 && drop <= spacing.max(above.size) * 1.25
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '»', ')', ' ', '\u{a0}'])
        .ends_with(['.', '!', '?', ':', ';', '…', '。', '؟', '۔'])
}

/// Goes on with the paragraph on the next line: a word cut by a hyphen is made whole.
fn join(text: &mut String) {
    let cut = text.strip_suffix(['-', '\u{ad}', '\u{2010}']);
    match cut.filter(|cut| cut.ends_with(char::is_lowercase)) {
        Some(cut) => text.truncate(cut.len()),
        None => text.push(' '),
    }
}

/// Leaves out the first and last lines that pages have in common, numbers apart: running heads, page numbers.
fn drop_running_heads(pages: &mut [Vec<Line>]) {
    if pages.len() < 3 {
        return;
    }
    let key =
        |line: &Line| line.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect::<String>();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let mut seen: Vec<String> = page.first().into_iter().chain(page.last()).map(key).collect();
        seen.dedup();
        seen.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let most = pages.len() / 2;
    let repeated = |line: &Line| counts.get(&key(line)).is_some_and(|count| *count > most.max(2));
    for (number, page) in pages.iter_mut().enumerate() {
        if page.last().is_some_and(repeated) {
            page.pop();
        }
        // On the first page it is the title, or stands for it.
        if number > 0 && page.first().is_some_and(repeated) {
            page.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of text set in characters half as wide as high, from the left.
    fn set(page: &mut PageText, x: f64, y: f64, text: &str) {
        for (at, c) in text.chars().enumerate() {
            page.glyphs.push(Glyph {
                x: x + at as f64 * 5.0,
                y,
                width: 5.0,
                size: 10.0,
                text: c.to_string(),
            });
        }
    }

    fn page(lines: &[(f64, f64, &str)]) -> PageText {
        let mut page = PageText::default();
        lines.iter().for_each(|(x, y, text)| set(&mut page, *x, *y, text));
        page
    }

    #[track_caller]
    fn check(lines: &[(f64, f64, &str)], expected: &str) {
        assert_eq!(document_text(vec![page(lines)]), expected);
    }

    #[test]
    fn paragraphs() {
        check(
            &[(0., 90., "one line and"), (0., 78., "another one."), (0., 54., "Next.")],
            "one line and another one.\n\nNext.",
        );
        check(&[(0., 90., "a commu-"), (0., 78., "niqué in"), (0., 66., "Aix-")], "a communiqué in Aix-");
        check(&[(0., 90., "List:"), (0., 78., "• one"), (0., 66., "• two")], "List:\n• one\n• two");
        check(
            &[(0., 90., "left col"), (0., 78., "goes"), (200., 90., "on right"), (200., 78., "side.")],
            "left col goes on right side.",
        );
    }

    #[test]
    fn gaps_are_spaces_and_ligatures_letters() {
        check(&[(0., 90., "two"), (18., 90., "words")], "two words");
        check(&[(0., 90., "o\u{fb03}ce")], "office");
    }

    #[test]
    fn right_to_left() {
        // Drawn from the left, the last letter first; numbers in their own order.
        check(&[(0., 90., "2024 ماع")], "عام 2024");
        let mut leftwards = PageText::default();
        for (at, c) in "عام".chars().enumerate() {
            let x = 100.0 - at as f64 * 5.0;
            leftwards.glyphs.push(Glyph { x, y: 90.0, width: 5.0, size: 10.0, text: c.to_string() });
        }
        assert_eq!(document_text(vec![leftwards]), "عام");
    }

    #[test]
    fn running_heads_are_left_out() {
        let pages = (1..=4).map(|number| {
            let (text, foot) =
                (format!("Text {}.", ["a", "b", "c", "d"][number - 1]), format!("Page {number}"));
            page(&[(0., 90., "The Ministry"), (0., 60., &text), (0., 10., &foot)])
        });
        assert_eq!(
            document_text(pages.collect()),
            "The Ministry\n\nText a.\n\nText b.\n\nText c.\n\nText d."
        );
    }
}
