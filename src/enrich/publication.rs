//! When a communiqué was published: by its metadata, else by what its text states.
//!
//! Owns the choice among the dates that [`super::dates`] finds. A date in running prose is an
//! event's, and no publication date however it is written; the places that state a publication are the
//! dateline, lines of nothing but place and date, labels (`Publié le`), signatures (`Fait à Paris, le`),
//! titles of declarations (`Déclaration … à Paris le 15 septembre 2020`), headings and `aujourd'hui, 3 mars 2023`.

mod cues;
mod heading;

pub(super) use cues::begins_with_act;

use std::ops::Range;

use super::dateline::{Dateline, dated_line_at};
use super::dates::{DatePhrase, DayOrder, find_dates, has_digit};
use super::edges;
use crate::codes::LanguageCode;
use crate::communique::{Passage, PassageRole};
use crate::date::PartialDate;

/// What a publication date is read from.
#[derive(Debug, Clone, Copy)]
pub struct PublicationInput<'a> {
    /// The date in the metadata.
    pub metadata: Option<PartialDate>,
    /// When the file was made.
    pub file: Option<PartialDate>,
    /// The title, from wherever it comes.
    pub title: &'a str,
    /// Bytes of the body the title was taken from.
    pub title_range: Option<&'a Range<usize>>,
    /// The text.
    pub body: &'a str,
    /// Its passages.
    pub passages: &'a [Passage],
    /// Its dateline.
    pub dateline: Option<&'a Dateline>,
    /// Its main language, which orders `03/04/2024`.
    pub language: LanguageCode,
}

/// A publication date, and the words of the body that state it when they stand there.
pub type PublicationDate = (PartialDate, Option<Range<usize>>);

/// Years that a publication may have; others are mistakes, such as the year 9999 of a form left empty.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2100;

/// Passages at the top and at the bottom that may be lines of date.
const EDGE: usize = 8;

/// Bytes of a line that may be a label and its date, or a signature.
const LINE_BYTES: usize = 200;

/// Bytes at either end of a passage in which `aujourd'hui, 3 mars 2023` is looked for.
const PROSE_BYTES: usize = 4_000;

/// When the communiqué was published. The metadata has the word; where it is less precise than a
/// date in the text that it agrees with (a month and one of its days), the text makes it precise. Where neither
/// states one, it is the day that the file was made.
pub fn publication_date(input: PublicationInput<'_>) -> Option<PublicationDate> {
    let sane = |date: Option<PartialDate>| date.filter(|date| YEARS.contains(&date.year()));
    let found = from_text(input);
    match (sane(input.metadata), found) {
        (None, None) => sane(input.file).map(|date| (date, None)),
        (None, found) => found,
        (Some(stated), Some((date, range))) if stated.overlaps(date) => Some((finer(stated, date), range)),
        (Some(stated), _) => Some((stated, None)),
    }
}

fn finer(a: PartialDate, b: PartialDate) -> PartialDate {
    let days = |date: PartialDate| (date.last_day() - date.first_day()).get_days();
    if days(b) < days(a) { b } else { a }
}

/// The first of the places that state a publication, the surest first.
fn from_text(input: PublicationInput<'_>) -> Option<PublicationDate> {
    let order = DayOrder::of(input.language);
    let is_day = |date: &PartialDate| matches!(date, PartialDate::Day(_));
    let dateline = input.dateline.filter(|dateline| !is_entry_of_chronicle(input, dateline, order));
    let dateline = dateline.and_then(|dateline| Some((dateline.date?, dateline.date_range.clone())));
    let day = dateline.clone().filter(|(date, _)| is_day(date));
    if let Some(stated) = day.or_else(|| labelled(input, order)) {
        return Some(stated);
    }
    let (rank, run_on) = heading::in_run_on(input, order).unzip();
    let (sure, unsure) = match rank {
        Some(cues::RunOn::BetweenNames) => (None, run_on),
        _ => (run_on, None),
    };
    sure.or_else(|| in_title(input, order))
        .or_else(|| heading::under_title(input, order))
        .or_else(|| signed(input, order))
        .or_else(|| today(input, order))
        .or(unsure)
        .or(dateline)
}

/// Whether a date at the head of a passage is one of several alike: an agenda, a chronology, a list of releases.
fn is_entry_of_chronicle(input: PublicationInput<'_>, dateline: &Dateline, order: DayOrder) -> bool {
    if dateline.agency.is_some() {
        return false;
    }
    let later = input.passages.iter().filter(|passage| passage.range.start > dateline.range.start).take(40);
    let mut others = later.filter_map(|passage| dated_line_at(&input.body[passage.range.clone()], order));
    others.any(|other| other.place == dateline.place && other.date != dateline.date)
}

/// Short lines at the top and at the bottom, the top first.
fn edge_lines<'a>(input: PublicationInput<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    let count = input.passages.len();
    let top = input.passages.iter().take(EDGE);
    let bottom = input.passages[count.saturating_sub(EDGE).max(EDGE.min(count))..].iter().rev();
    top.chain(bottom).flat_map(move |passage| lines_of(input.body, &passage.range, LINE_BYTES))
}

/// The first lines of a passage, of those that are short enough.
fn lines_of<'a>(
    body: &'a str,
    range: &Range<usize>,
    max_bytes: usize,
) -> impl Iterator<Item = (usize, &'a str)> {
    let start = range.start;
    let text = &body[range.clone()];
    let lines = text.split_inclusive('\n').scan(start, |at, line| {
        let from = *at;
        *at += line.len();
        Some((from + (line.len() - line.trim_start().len()), line.trim()))
    });
    lines.filter(move |(_, line)| line.len() <= max_bytes).take(12)
}

/// `Publié le 3 mars 2023`, `Date: 2024-06-17`, `Communiqué de presse – Paris, le 3 mars 2023`.
fn labelled(input: PublicationInput<'_>, order: DayOrder) -> Option<PublicationDate> {
    let mut under_kind: Option<PublicationDate> = None;
    let mut kinds_agree = true;
    for (start, line) in edge_lines(input) {
        let dates = find_dates(line, order).into_iter();
        let Some(phrase) = dates.filter(|phrase| phrase.date.is_some()).find(|phrase| !phrase.ends_span)
        else {
            continue;
        };
        let label = cues::label(&line[..phrase.range.start]);
        if label == cues::Label::Publication {
            return placed(start, phrase);
        }
        // A list of releases has a date under every kind of document, and none is this one's.
        let found = match label {
            cues::Label::Kind => placed(start, phrase),
            _ => in_parts(start, line, order),
        };
        let (date, other) = (found.as_ref().map(|found| found.0), under_kind.as_ref().map(|found| found.0));
        kinds_agree &= date.is_none() || other.is_none() || date == other;
        under_kind = under_kind.or(found);
    }
    under_kind.filter(|_| kinds_agree)
}

/// The part of a line that is place and date, beside the kind of document: `Communiqué | Paris, le 3 mars 2023`.
fn in_parts(start: usize, line: &str, order: DayOrder) -> Option<PublicationDate> {
    let (first, _) = line.split_once(['|', '–', '—', '•', '-', ':'])?;
    if !cues::is_document_kind(first) {
        return None;
    }
    let rest = start + first.len();
    let mark = line[first.len()..].chars().next()?.len_utf8();
    let dateline = dated_line_at(&line[first.len() + mark..], order)?;
    let range = dateline.date_range?;
    let offset = rest + mark;
    Some((dateline.date?, Some(offset + range.start..offset + range.end)))
}

/// The date of a declaration, an interview or a press conference in its title.
fn in_title(input: PublicationInput<'_>, order: DayOrder) -> Option<PublicationDate> {
    let title = input.title;
    let dates = find_dates(title, order);
    let is_act = !dates.is_empty() && cues::begins_with_act(title);
    let mut best: Option<(u8, PartialDate)> = None;
    for phrase in dates.into_iter().filter(|phrase| !phrase.ends_span) {
        let Some(date @ PartialDate::Day(_)) = phrase.date else {
            continue;
        };
        let rank = cues::title_rank(&title[..phrase.range.start], &title[phrase.range.end..], is_act);
        // Of two dates that are equally good, the later one in the title is of the act, the earlier of what it is about.
        if rank > 0 && best.is_none_or(|(other, _)| rank >= other) {
            best = Some((rank, date));
        }
    }
    let (_, date) = best?;
    Some((date, None))
}

/// `Fait à Paris, le 3 mars 2023`, or place and date alone, at the bottom.
fn signed(input: PublicationInput<'_>, order: DayOrder) -> Option<PublicationDate> {
    let bottom = input.passages.iter().rev().take(EDGE);
    let lines = bottom.flat_map(|passage| lines_of(input.body, &passage.range, LINE_BYTES));
    let (mut bare, mut bare_agree) = (None::<PublicationDate>, true);
    for (start, line) in lines.filter(|(_, line)| has_digit(line)) {
        let rest = cues::after_signature_words(line);
        let Some(found) = closing_day(rest, start + (line.len() - rest.len()), order) else { continue };
        if rest.len() < line.len() {
            return Some(found);
        }
        bare_agree &= bare.as_ref().is_none_or(|(date, _)| *date == found.0);
        bare = bare.or(Some(found));
    }
    // Several days without such words are a calendar's or a table's.
    bare.filter(|_| bare_agree)
}

/// The day of a line of nothing but place and day; `start` is its first byte.
fn closing_day(line: &str, start: usize, order: DayOrder) -> Option<PublicationDate> {
    let dateline = dated_line_at(line, order)?;
    let date = dateline.date.filter(|date| matches!(date, PartialDate::Day(_)))?;
    let range = dateline.date_range?;
    let closes = line[dateline.range.end..].trim().trim_end_matches(['.', ')']).is_empty();
    closes.then(|| (date, Some(start + range.start..start + range.end)))
}

/// The place of a signature at the bottom: `Rabat` of `Fait à Rabat, le 3 mars 2023`. Unlike a date it needs the words.
pub(super) fn place_of_signature(body: &str, passages: &[Passage]) -> Option<String> {
    let bottom = passages.iter().rev().take(EDGE).filter(|passage| passage.role.is_content());
    let mut lines = bottom.flat_map(|passage| lines_of(body, &passage.range, LINE_BYTES));
    lines.find_map(|(_, line)| {
        let rest = has_digit(line).then(|| cues::after_signature_words(line))?;
        (rest.len() < line.len()).then(|| dated_line_at(rest, DayOrder::Unknown))??.place
    })
}

/// A day that the text calls today.
fn today(input: PublicationInput<'_>, order: DayOrder) -> Option<PublicationDate> {
    let mut content = input.passages.iter().filter(|passage| passage.role == PassageRole::Text);
    content.find_map(|passage| {
        let text = &input.body[passage.range.clone()];
        let head = edges::head(text, PROSE_BYTES);
        // Most passages have no full date, and a look for a year is cheaper than reading them.
        if !has_year(head) {
            return None;
        }
        let dates = find_dates(head, order);
        let phrase = dates.into_iter().find(|phrase| {
            let is_day = matches!(phrase.date, Some(PartialDate::Day(_)));
            is_day && !phrase.ends_span && cues::ends_with_today(&head[..phrase.range.start])
        })?;
        placed(passage.range.start, phrase)
    })
}

fn has_year(text: &str) -> bool {
    let mut digits = 0;
    text.chars().any(|c| {
        digits = if c.is_numeric() { digits + 1 } else { 0 };
        digits == 4
    })
}

fn placed(start: usize, phrase: DatePhrase) -> Option<PublicationDate> {
    Some((phrase.date?, Some(start + phrase.range.start..start + phrase.range.end)))
}

#[cfg(test)]
mod tests;
