//! Dates at the head of a text that no line of their own sets apart.
//!
//! Owns two places. The first is a page whose lines have run together: heading, label, day and text follow one
//! another without a sign between (`SENATE PASSES BILL March 9 2006 WASHINGTON The Senate …`). The second
//! is the line under a title that says what the text is, by whom and of which day
//! (`Tribune de Mme A, Le Monde, le 3 mars 2023`).

use super::cues::{self, RunOn, UnderTitle};
use super::{PublicationDate, PublicationInput, lines_of, placed};
use crate::communique::PassageRole;
use crate::date::PartialDate;
use crate::enrich::dates::{DatePhrase, DayOrder, Kind, Lexeme, find_dates, has_digit, lex};
use crate::enrich::edges;

/// Bytes of the first passage that may be heading, label and day.
const RUN_ON_BYTES: usize = 700;

/// Bytes of a passage in which it is seen that a day begins it.
const ENTRY_BYTES: usize = 60;

/// Passages that may be entries of the same chronicle.
const ENTRIES: usize = 40;

/// Bytes between two days of a stretch of days, at most: a dash and its spaces.
const SPAN_BYTES: usize = 6;

/// Lines that may be the one under a title: the title itself and a line of a menu may stand above it.
const LINES: usize = 4;

/// Bytes of such a line.
const LINE_BYTES: usize = 400;

/// Words that may follow the day on it, which are a place.
const WORDS_BEHIND: usize = 3;

/// The day in a heading that runs on into the text, with how surely it is one.
pub(super) fn in_run_on(input: PublicationInput<'_>, order: DayOrder) -> Option<(RunOn, PublicationDate)> {
    let first = input.passages.first()?;
    let text = &input.body[first.range.clone()];
    let head = edges::head(text, RUN_ON_BYTES);
    if !has_digit(head) {
        return None;
    }
    let mut dates = find_dates(head, order);
    dates.extend(in_figures(head));
    dates.sort_by_key(|phrase| phrase.range.start);
    let ranked = dates.iter().enumerate().filter(|(_, phrase)| is_day(phrase)).filter_map(|(at, phrase)| {
        let rank = cues::run_on(&text[..phrase.range.start], &text[phrase.range.end..])?;
        let next = dates.get(at + 1).map(|next| next.range.start);
        let is_span = next.is_some_and(|next| next <= phrase.range.end + SPAN_BYTES);
        let is_entry = rank == RunOn::Beginning && others_begin_with_a_day(input, order);
        let is_menu = first.role == PassageRole::Boilerplate && rank < RunOn::BehindLabel;
        (!is_span && !is_entry && !is_menu).then_some((rank, phrase))
    });
    // Of two that are equally sure the first: what follows is the text, with days of its own.
    let (rank, phrase) = ranked.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((rank, placed(first.range.start, phrase.clone())?))
}

/// Days in figures that have lost their signs (`05 21 2007`), where they can be read one way alone and a label says
/// what they are, or the text begins with them.
fn in_figures(text: &str) -> Vec<DatePhrase> {
    let lexemes = lex(text);
    let number = |lexeme: &Lexeme, most_digits| match lexeme.kind {
        Kind::Number { value, digits } if digits <= most_digits => Some(value),
        _ => None,
    };
    let found = lexemes.windows(3).filter_map(|three| {
        let are_parted = three.windows(2).all(|two| &text[two[0].end..two[1].start] == " ");
        let (first, second) = (number(&three[0], 2)?, number(&three[1], 2)?);
        let year = number(&three[2], 4).filter(|_| three[2].end - three[2].start == 4)?;
        let (month, day) = match (first, second) {
            (month, day) if month == day || day > 12 => (month, day),
            (day, month) if day > 12 => (month, day),
            _ => return None,
        };
        let date = PartialDate::day(year as i16, month as i8, day as i8)?;
        let range = three[0].start..three[2].end;
        let is_told = are_parted && cues::is_dated_by(&text[..range.start]);
        is_told.then_some(DatePhrase { date: Some(date), range, ends_span: false })
    });
    found.collect()
}

/// Whether a later passage begins with a day, too: an agenda, a chronology, a list of releases.
fn others_begin_with_a_day(input: PublicationInput<'_>, order: DayOrder) -> bool {
    input.passages.iter().skip(1).take(ENTRIES).any(|passage| {
        let head = edges::head(&input.body[passage.range.clone()], ENTRY_BYTES);
        let first = find_dates(head, order).into_iter().next();
        first.is_some_and(|phrase| cues::is_no_more_than_a_weekday(&head[..phrase.range.start]))
    })
}

/// The day at the end of a line that says what the text is, or where it was spoken.
pub(super) fn under_title(input: PublicationInput<'_>, order: DayOrder) -> Option<PublicationDate> {
    let content = input.passages.iter().filter(|passage| passage.role != PassageRole::Boilerplate);
    let lines = content.take(LINES + 1).flat_map(|passage| lines_of(input.body, &passage.range, LINE_BYTES));
    let lines: Vec<(usize, &str)> = lines.take(LINES + 1).collect();
    let mut best: Option<(UnderTitle, PublicationDate)> = None;
    for (number, (start, line)) in lines.iter().take(LINES).enumerate() {
        let phrase = if has_digit(line) { find_dates(line, order).into_iter().rfind(is_day) } else { None };
        let Some(phrase) = phrase else { continue };
        let (before, after) = (&line[..phrase.range.start], &line[phrase.range.end..]);
        let (place, rest) = after.split_once('.').unwrap_or((after, ""));
        let is_whole = rest.trim().is_empty();
        let next = if is_whole { lines.get(number + 1).map_or("", |(_, line)| line) } else { rest };
        let rank = match cues::is_spoken_mark(next) {
            true => cues::above_spoken_mark(before),
            false => is_whole.then(|| cues::under_title(before)).flatten(),
        };
        let is_better = rank > best.as_ref().map(|(rank, _)| *rank);
        if let Some(rank) = rank.filter(|_| is_better && is_place(place)) {
            best = placed(*start, phrase).map(|found| (rank, found));
        }
    }
    best.map(|(_, found)| found)
}

fn is_day(phrase: &DatePhrase) -> bool {
    matches!(phrase.date, Some(PartialDate::Day(_))) && !phrase.ends_span
}

/// Whether nothing but a place follows a day on its line: `, Stockholm`, ` i Stockholm`.
fn is_place(after: &str) -> bool {
    let words = after.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let last_is_name = words.last().is_none_or(|word| word.starts_with(char::is_uppercase));
    words.len() <= WORDS_BEHIND && last_is_name
}
