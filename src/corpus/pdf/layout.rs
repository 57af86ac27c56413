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

/// A page's lines in the order in which they are drawn; they take little of what its characters do.
#[derive(Debug)]
pub(super) struct PageLines(Vec<Line>);

impl From<PageText> for PageLines {
    fn from(page: PageText) -> PageLines {
        PageLines(lines_of(page))
    }
}

/// The text of a document: paragraphs with an empty line between them, words joined over line ends.
pub(super) fn document_text(pages: Vec<PageLines>) -> String {
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(|page| page.0).collect();
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

/// Characters that were drawn one after the other, and the space they take.
#[derive(Debug, Default)]
struct Run {
    glyphs: Vec<Glyph>,
    left: f64,
    right: f64,
    size: f64,
}

impl Run {
    fn push(&mut self, glyph: Glyph) {
        let is_first = self.glyphs.is_empty();
        self.left = if is_first { glyph.x } else { self.left.min(glyph.x) };
        self.right = if is_first { glyph.x + glyph.width } else { self.right.max(glyph.x + glyph.width) };
        self.size = self.size.max(glyph.size);
        self.glyphs.push(glyph);
    }

    fn has_rtl(&self) -> bool {
        self.glyphs.iter().any(|glyph| is_rtl(&glyph.text))
    }

    /// Whether `next` goes on with this line towards the left, as right-to-left text does whose Latin words and numbers
    /// are drawn by themselves.
    fn is_continued_by(&self, next: &Run) -> bool {
        let (Some(ours), Some(theirs)) = (self.glyphs.first(), next.glyphs.first()) else { return false };
        let size = self.size.max(next.size);
        let gap = self.left - next.right;
        (ours.y - theirs.y).abs() < size * 0.5
            && gap > -size
            && gap < size * 3.0
            && (self.has_rtl() || next.has_rtl())
    }
}

/// Cuts the characters into lines where the pen moves to another base line, back, or over a wide gap.
fn lines_of(page: PageText) -> Vec<Line> {
    let mut runs: Vec<Run> = Vec::new();
    let mut previous: Option<(f64, f64, f64, f64, bool)> = None;
    for glyph in page.glyphs {
        let rtl = is_rtl(&glyph.text);
        let goes_on = previous.is_some_and(|(x, right, y, last_size, last_rtl)| {
            let size = last_size.max(glyph.size);
            let same_base = (y - glyph.y).abs() < size * 0.5;
            let (gap, leftwards) = (glyph.x - right, x - (glyph.x + glyph.width));
            let onwards = gap > -size && gap < size * 3.0;
            let backwards = leftwards > -size && leftwards < size * 3.0 && (rtl || last_rtl);
            same_base && (onwards || backwards)
        });
        previous = Some((glyph.x, glyph.x + glyph.width, glyph.y, glyph.size, rtl));
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.push(glyph),
            None => {
                let mut run = Run::default();
                run.push(glyph);
                runs.push(run);
            }
        }
    }
    let mut lines = Vec::new();
    let mut line: Option<Run> = None;
    for run in runs {
        match &mut line {
            Some(line) if line.is_continued_by(&run) => {
                run.glyphs.into_iter().for_each(|glyph| line.push(glyph))
            }
            _ => lines.extend(line.replace(run).and_then(line_of)),
        }
    }
    lines.extend(line.and_then(line_of));
    lines
}

/// The text of a run, with spaces where the gaps are; right-to-left text that is drawn from the left is turned round.
fn line_of(run: Run) -> Option<Line> {
    let Run { mut glyphs, left, right, size } = run;
    let y = glyphs.first()?.y;
    let letters = glyphs.iter().filter(|glyph| glyph.text.starts_with(char::is_alphabetic)).count();
    let rtl = glyphs.iter().filter(|glyph| is_rtl(&glyph.text)).count() * 2 > letters;
    let is_turned = rtl && !is_drawn_leftwards(&glyphs);
    if is_turned {
        glyphs.sort_by(|one, other| one.x.total_cmp(&other.x));
    }
    let mut words: Vec<String> = Vec::with_capacity(glyphs.len());
    let mut previous: Option<&Glyph> = None;
    for glyph in &glyphs {
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
    let text = if is_turned { turned(&words) } else { words.concat() };
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(Line { text, left, right, y, size })
}

/// Whether right-to-left letters follow one another towards the left, which is the order they are read in.
fn is_drawn_leftwards(glyphs: &[Glyph]) -> bool {
    let steps = glyphs.windows(2).filter(|pair| is_rtl(&pair[0].text) && is_rtl(&pair[1].text));
    let (mut leftwards, mut rightwards) = (0, 0);
    steps.for_each(|pair| if pair[1].x < pair[0].x { leftwards += 1 } else { rightwards += 1 });
    leftwards > rightwards
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

/// Turns a line that is drawn from the left into reading order: the bidirectional algorithm of Unicode (UAX #9) backwards,
/// as far as a line of press releases needs it. Latin words and numbers inside keep their order, with what stands between
/// them; brackets, which are drawn mirrored, are turned back.
fn turned(glyphs: &[String]) -> String {
    let is_ltr = |glyph: &str| glyph.starts_with(char::is_alphanumeric) && !is_rtl(glyph);
    let is_digit = |glyph: &str| glyph.starts_with(char::is_numeric);
    let mut text = String::new();
    let mut end = glyphs.len();
    while end > 0 {
        let mut start = end - 1;
        if is_ltr(&glyphs[start]) {
            // What stands between two goes with them: a sign between digits, anything behind a Latin letter.
            loop {
                while start > 0 && is_ltr(&glyphs[start - 1]) {
                    start -= 1;
                }
                let before = glyphs[..start].iter().rposition(|glyph| is_ltr(glyph) || is_rtl(glyph));
                let Some(before) = before.filter(|at| is_ltr(&glyphs[*at])) else { break };
                let between = &glyphs[before + 1..start];
                let in_number = is_digit(&glyphs[before])
                    && is_digit(&glyphs[start])
                    && matches!(between, [sign] if matches!(sign.as_str(), "." | "," | "-" | "/" | ":"));
                let word = glyphs[..=before].iter().rev().take_while(|glyph| is_ltr(glyph));
                if !in_number && word.into_iter().all(|glyph| is_digit(glyph)) {
                    break;
                }
                start = before;
            }
            glyphs[start..end].iter().for_each(|glyph| text.push_str(glyph));
        } else {
            text.extend(glyphs[start].chars().map(mirrored));
        }
        end = start;
    }
    text
}

/// A bracket as it looks from the other side.
fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        '‹' => '›',
        '›' => '‹',
        other => other,
    }
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
        // The only line of a page is its text.
        if page.len() > 1 && page.last().is_some_and(repeated) {
            page.pop();
        }
        // On the first page it is the title, or stands for it.
        if number > 0 && page.len() > 1 && page.first().is_some_and(repeated) {
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

    fn text_of(pages: impl IntoIterator<Item = PageText>) -> String {
        document_text(pages.into_iter().map(PageLines::from).collect())
    }

    #[track_caller]
    fn check(lines: &[(f64, f64, &str)], expected: &str) {
        assert_eq!(text_of([page(lines)]), expected);
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
        let turns = |drawn: &str, expected: &str| check(&[(0., 90., drawn)], expected);
        turns("2024 ماع", "عام 2024");
        turns("باب :2024 ماع", "عام 2024: باب");
        turns("(UE) ماع باب", "باب عام (UE)");
        // Each part drawn by itself, as some writers do.
        check(&[(60., 90., "باب"), (45., 90., "17"), (25., 90., "ماع"), (20., 90., ".")], "باب 17 عام.");
        turns("باب S/RES/2178 ماع", "عام S/RES/2178 باب");
        turns("باب 17.5 ماع", "عام 17.5 باب");
        turns("%95", "%95");
        turns(".%95 باب", "باب 95%.");
        let mut leftwards = PageText::default();
        for (at, c) in "عام".chars().enumerate() {
            let x = 100.0 - at as f64 * 5.0;
            leftwards.glyphs.push(Glyph { x, y: 90.0, width: 5.0, size: 10.0, text: c.to_string() });
        }
        assert_eq!(text_of([leftwards]), "عام");
    }

    #[test]
    fn running_heads_are_left_out() {
        let pages = (1..=4).map(|number| {
            let (text, foot) =
                (format!("Text {}.", ["a", "b", "c", "d"][number - 1]), format!("Page {number}"));
            page(&[(0., 90., "The Ministry"), (0., 60., &text), (0., 10., &foot)])
        });
        assert_eq!(text_of(pages), "The Ministry\n\nText a.\n\nText b.\n\nText c.\n\nText d.");
    }

    #[test]
    fn what_is_alone_on_every_page_is_no_running_head() {
        let pages = (1..=3).map(|number| page(&[(0., 90., &format!("Annexe {number}"))]));
        assert_eq!(text_of(pages), "Annexe 1\n\nAnnexe 2\n\nAnnexe 3");
    }
}
