//! Dates at the head of a text that no line of their own sets apart.
//!
//! Owns two places. The first is a page whose lines have run together: heading, label, day and text follow one
//! another without a sign between (`SENATE PASSES BILL March 9 2006 WASHINGTON The Senate …`). The second
//! is the line under a title that says what the text is, by whom and of which day
//! (`Tribune de Mme A, Le Monde, le 3 mars 2023`).

use super::{PublicationDate, PublicationInput, cues, lines_of, placed};
use crate::communique::PassageRole;
use crate::date::PartialDate;
use crate::enrich::dates::{DatePhrase, DayOrder, find_dates, has_digit};
use crate::enrich::edges;

/// Bytes of the first passage that may be heading, label and day.
const RUN_ON_BYTES: usize = 700;

/// Lines that may be the one under a title: the title itself and a line of a menu may stand above it.
const LINES: usize = 4;

/// Bytes of such a line.
const LINE_BYTES: usize = 400;

/// Words of a place that may follow the day on it.
const PLACE_WORDS: usize = 3;

/// The day in a heading that runs on into the text.
pub(super) fn in_run_on(input: PublicationInput<'_>, order: DayOrder) -> Option<PublicationDate> {
    let first = input.passages.first()?;
    let text = edges::head(&input.body[first.range.clone()], RUN_ON_BYTES);
    let ranked = find_dates(text, order).into_iter().filter(is_day).filter_map(|phrase| {
        let rank = cues::run_on_rank(&text[..phrase.range.start], &text[phrase.range.end..]);
        (rank > 0).then_some((rank, phrase))
    });
    // Of two that are equally sure the first: what follows is the text, with days of its own.
    let (_, phrase) = ranked.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    placed(first.range.start, phrase)
}

/// The day at the end of a line that says what the text is, or where it was spoken.
pub(super) fn under_title(input: PublicationInput<'_>, order: DayOrder) -> Option<PublicationDate> {
    let content = input.passages.iter().filter(|passage| passage.role != PassageRole::Boilerplate);
    let lines = content.take(LINES).flat_map(|passage| lines_of(input.body, &passage.range, LINE_BYTES));
    let lines: Vec<(usize, &str)> = lines.take(LINES).collect();
    let mut best: Option<(u8, PublicationDate)> = None;
    for (number, (start, line)) in lines.iter().enumerate() {
        let phrase = if has_digit(line) { find_dates(line, order).into_iter().rfind(is_day) } else { None };
        let Some(phrase) = phrase else { continue };
        let (before, after) = (&line[..phrase.range.start], &line[phrase.range.end..]);
        let (place, rest) = after.split_once(['.', '\n']).unwrap_or((after, ""));
        let next =
            if rest.trim().is_empty() { lines.get(number + 1).map_or("", |(_, line)| line) } else { rest };
        let is_spoken = cues::is_spoken_mark(next);
        if !is_place(place) || !(rest.trim().is_empty() || is_spoken) {
            continue;
        }
        let rank = cues::under_title_rank(before, is_spoken);
        if rank > best.as_ref().map_or(0, |best| best.0) {
            best = placed(*start, phrase).map(|found| (rank, found));
        }
    }
    best.map(|(_, found)| found)
}

fn is_day(phrase: &DatePhrase) -> bool {
    matches!(phrase.date, Some(PartialDate::Day(_))) && !phrase.ends_span
}

/// Whether nothing but a place follows a day on its line: `, Stockholm.`, ` i Stockholm`.
fn is_place(after: &str) -> bool {
    let words = after.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let last_is_name = words.last().is_none_or(|word| word.starts_with(char::is_uppercase));
    words.len() <= PLACE_WORDS && last_is_name
}
