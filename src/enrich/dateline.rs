//! The dateline: place, day and agency at the head of a communiqué (`QUÉBEC, le 13 déc. 2024 /CNW/ -`).
//!
//! Owns the grammar of datelines. Every word of the head has to be a place, a
//! date, an agency or a word that links them, up to a dash, an agency's mark
//! or the end of the line: one word of prose, and it is no dateline.

use std::ops::Range;

use super::agencies;
use super::dates::{DateReader, DayOrder, Kind, Lexeme, has_digit, lex, months};
use super::edges;
use super::fold::fold;
use crate::communique::{Passage, PassageRole};
use crate::date::PartialDate;

/// What the head of a communiqué states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dateline {
    /// The place, as written (`KANANASKIS, AB`).
    pub place: Option<String>,
    /// The day; `None` also where the dateline has no year.
    pub date: Option<PartialDate>,
    /// The words that state the date: bytes of the body.
    pub date_range: Option<Range<usize>>,
    /// The agency, by its canonical name.
    pub agency: Option<String>,
    /// The whole dateline with its dash: bytes of the body.
    pub range: Range<usize>,
}

/// Passages looked at: a dateline stands at the top, after a title, a subtitle and a line or two of a menu.
const PASSAGES: usize = 8;

/// Bytes of a passage looked at; no dateline is longer.
const HEAD_BYTES: usize = 240;

/// Words a place may have where no dash ends the dateline: longer lines with a date are titles.
const LINE_PLACE_WORDS: usize = 4;

/// A passage of this many words is text, and no title any more.
const TEXT_WORDS: usize = 25;

/// Words a place may have (`Port-au-Prince` counts as three).
const PLACE_WORDS: usize = 7;

/// The dateline of a body, from its first passages.
pub fn find_dateline(body: &str, passages: &[Passage], order: DayOrder) -> Option<Dateline> {
    let content = passages.iter().filter(|passage| passage.role != PassageRole::Boilerplate);
    let mut in_text = false;
    for Passage { range, .. } in content.take(PASSAGES) {
        let text = &body[range.clone()];
        if let Some(dateline) = dateline_at(text, order) {
            // A place alone or a day alone is one only where the text begins; further on it heads an entry of a list.
            let states_more =
                dateline.agency.is_some() || (dateline.date.is_some() && dateline.place.is_some());
            if states_more || !in_text {
                let moved = |part: Range<usize>| range.start + part.start..range.start + part.end;
                let date_range = dateline.date_range.clone().map(moved);
                return Some(Dateline { range: moved(dateline.range.clone()), date_range, ..dateline });
            }
        }
        in_text |= text.split_whitespace().take(TEXT_WORDS).count() == TEXT_WORDS
            || text.ends_with(['.', '。', '؟', '!', '?']);
    }
    None
}

/// The dateline that a passage begins with; ranges are bytes of the passage.
pub fn dateline_at(passage: &str, order: DayOrder) -> Option<Dateline> {
    let (line, head) = first_line(passage);
    let lexemes = lex(head);
    let reader = DateReader { text: head, lexemes: &lexemes, order };
    Head { reader, whole_line: head.len() == line.len() }.read()
}

/// The same where it states a date.
pub(super) fn dated_line_at(passage: &str, order: DayOrder) -> Option<Dateline> {
    let may_be_dated = has_digit(first_line(passage).1);
    may_be_dated.then(|| dateline_at(passage, order))?.filter(|dateline| dateline.date.is_some())
}

/// The first line of a passage, and as much of it as is looked at.
fn first_line(passage: &str) -> (&str, &str) {
    let line = passage.lines().next().unwrap_or_default();
    (line, edges::head(line, HEAD_BYTES))
}

/// The beginning of a line, being read as a dateline.
struct Head<'a> {
    reader: DateReader<'a>,
    whole_line: bool,
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    place: Option<Range<usize>>,
    place_words: usize,
    has_date: bool,
    date: Option<PartialDate>,
    date_range: Option<Range<usize>>,
    agency: Option<String>,
    mark: Mark,
}

impl Reading {
    /// Whether a place and a day, or an agency, are read: what follows may be the text.
    fn is_complete(&self) -> bool {
        self.mark == Mark::Agency || (self.place.is_some() && self.date.is_some())
    }
}

/// What stands where an agency's mark does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Mark {
    #[default]
    None,
    /// Words in brackets that may be an agency we do not know.
    Unknown,
    Agency,
}

impl Head<'_> {
    fn read(&self) -> Option<Dateline> {
        let lexemes = self.reader.lexemes;
        let mut reading = Reading::default();
        let mut at = self.metadata_label(&mut reading);
        let from = lexemes.get(at)?.start;
        at = self.chinese_mark(at, &mut reading);
        while at < lexemes.len() {
            if let Some(next) = self.reader.other_calendar_at(at) {
                at = next;
            } else if self.is_after_wide_space(at) && reading.is_complete() {
                return self.finish(reading, from, lexemes[at].start);
            } else if let Some((phrase, next)) =
                self.reader.date_at(at).filter(|(phrase, _)| !phrase.ends_span)
            {
                // A second, different date makes this a span or a chronicle.
                if reading.has_date && reading.date.is_some() && !agrees(reading.date, phrase.date) {
                    return None;
                }
                reading.has_date = true;
                if phrase.date.is_some() {
                    reading.date = phrase.date;
                    reading.date_range = Some(phrase.range);
                }
                at = next;
            } else if let Some((agency, next)) = self.mark(at) {
                reading.mark = if agency.is_some() || reading.mark == Mark::Agency {
                    Mark::Agency
                } else {
                    Mark::Unknown
                };
                reading.agency = reading.agency.or(agency);
                at = next;
            } else if let Some(end) = self.separator(at, &reading) {
                return self.finish(reading, from, end);
            } else if reading.mark == Mark::Agency
                && is_wire_sign(&self.reader.text[lexemes[at].start..lexemes[at].end])
            {
                return self.finish(reading, from, lexemes[at].end);
            } else {
                at = self.word(at, &mut reading)?;
            }
        }
        // A line that is nothing but place and date.
        let is_short = reading.place_words <= LINE_PLACE_WORDS;
        (self.whole_line && is_short && reading.date.is_some())
            .then(|| self.finish(reading, from, self.reader.text.trim_end().len()))?
    }

    /// Whether the ideographic space stands before a word: it ends a dateline as a dash does.
    fn is_after_wide_space(&self, at: usize) -> bool {
        let lexeme = self.reader.lexemes[at];
        lexeme.kind == Kind::Word && self.reader.text[..lexeme.start].ends_with('\u{3000}')
    }

    /// `date 2024-12` before the dateline, as some archives put it: the month then dates what has no better date.
    fn metadata_label(&self, reading: &mut Reading) -> usize {
        let lexemes = self.reader.lexemes;
        let is_label = lexemes.first().is_some_and(|first| {
            first.kind == Kind::Word && self.reader.text[first.start..first.end].eq_ignore_ascii_case("date")
        });
        let colon = usize::from(matches!(lexemes.get(1).map(|sign| sign.kind), Some(Kind::Sign(':'))));
        if is_label && let Some((phrase, next)) = self.reader.date_at(1 + colon) {
            reading.date = phrase.date;
            reading.date_range = Some(phrase.range);
            // The label alone is no dateline, but what follows it may be.
            return next;
        }
        0
    }

    /// `新华社北京`: the agency and the place in one word.
    fn chinese_mark(&self, at: usize, reading: &mut Reading) -> usize {
        let Some(first) = self.reader.lexemes.get(at).filter(|first| first.kind == Kind::Word) else {
            return at;
        };
        let word = &self.reader.text[first.start..first.end];
        let name = ["新华社", "新華社", "中央社"].into_iter().find(|name| word.starts_with(name));
        let Some(name) = name else {
            return at;
        };
        reading.agency = agencies::canonical(name).map(str::to_owned);
        reading.mark = Mark::Agency;
        let place = first.start + name.len()..first.end;
        reading.place = Some(place).filter(|place| !place.is_empty());
        at + 1
    }

    /// An agency's mark: `/CNW/`, `(Reuters)`, `【共同】`, `ТАСС`; and the lexeme after it.
    fn mark(&self, at: usize) -> Option<(Option<String>, usize)> {
        let lexemes = self.reader.lexemes;
        let Kind::Sign(open) = lexemes[at].kind else {
            return self.bare_agency(at);
        };
        let close = match open {
            '(' => ')',
            '/' => '/',
            '[' => ']',
            '（' => '）',
            '【' => '】',
            _ => return None,
        };
        let end = (at + 1..lexemes.len().min(at + 10)).find(|end| lexemes[*end].kind == Kind::Sign(close))?;
        let inside = self.reader.text[lexemes[at].end..lexemes[end].start].trim();
        let known = inside.split(['/', '=', '-', ',']).find_map(agencies::canonical);
        let known = agencies::canonical(inside).or(known);
        // An agency we do not know is known by its place between the date and the dash.
        let words = inside.split_whitespace().count();
        let plausible = (1..=4).contains(&words)
            && inside.chars().next().is_some_and(|c| !c.is_lowercase())
            && !inside.chars().any(char::is_numeric);
        (known.is_some() || plausible).then(|| (known.map(str::to_owned), end + 1))
    }

    /// An agency named without brackets: `ТАСС`, `新华社北京6月17日电`.
    fn bare_agency(&self, at: usize) -> Option<(Option<String>, usize)> {
        let lexemes = self.reader.lexemes;
        // At the very start, a bare name is a subject more often than a mark.
        if at == 0 {
            return None;
        }
        let start = lexemes[at].start;
        let last = lexemes.len().min(at + 3);
        let longest_first = (at + 1..=last).rev();
        longest_first.into_iter().find_map(|next| {
            let name = &self.reader.text[start..lexemes[next - 1].end];
            // Two-letter names are states and provinces as often as agencies.
            let known = (name.chars().count() > 2).then(|| agencies::canonical(name)).flatten()?;
            Some((Some(known.to_owned()), next))
        })
    }

    /// Where the dateline ends, when a separator that ends one stands at `at`.
    fn separator(&self, at: usize, reading: &Reading) -> Option<usize> {
        let lexeme = self.reader.lexemes[at];
        let Kind::Sign(sign) = lexeme.kind else {
            return None;
        };
        let text = self.reader.text;
        let before = text[..lexeme.start].chars().next_back();
        let after = text[lexeme.end..].chars().next();
        let (space_before, space_after) =
            (before.is_some_and(char::is_whitespace), after.is_none_or(char::is_whitespace));
        let doubled = matches!(self.reader.lexemes.get(at + 1), Some(next) if next.kind == Kind::Sign('-') && next.start == lexeme.end);
        let dated = reading.has_date || reading.mark == Mark::Agency;
        // `ATLANTA- The`; but in `Klimat- och miljöministern` the hyphen is half of a word.
        let is_capital = before.is_some_and(char::is_uppercase) && space_after;
        let ends = match sign {
            '–' | '—' | '―' => dated || space_before || is_capital,
            '-' if doubled => true,
            '-' if dated => space_before || space_after,
            '-' => (space_before && space_after) || is_capital,
            ':' => dated && reading.place.is_some() && (space_before || space_after),
            '.' => reading.mark == Mark::Agency && space_after,
            '=' | '|' => reading.mark == Mark::Agency,
            _ => false,
        };
        ends.then_some(if doubled && sign == '-' { lexeme.end + 1 } else { lexeme.end })
    }

    /// A word of the place, or one that links; the lexeme after it. `None` when it is prose.
    fn word(&self, at: usize, reading: &mut Reading) -> Option<usize> {
        let lexeme = self.reader.lexemes[at];
        let text = &self.reader.text[lexeme.start..lexeme.end];
        match lexeme.kind {
            Kind::Sign(',' | '.' | '،' | '，' | '/' | '-' | '\'' | '’' | '(' | ')' | '、' | '·') => {
                Some(at + 1)
            }
            // `14:30` after the day.
            Kind::Sign(':') if reading.has_date && self.is_between_digits(lexeme) => Some(at + 1),
            Kind::Sign(_) => None,
            // Hours (`14:30`, `9h00`) go with a date already read.
            Kind::Number { digits: 1 | 2, .. } if reading.has_date => Some(at + 1),
            Kind::Number { .. } => None,
            Kind::Word if self.is_article_of_place(at, text, reading) => self.place_word(at, text, reading),
            Kind::Word if months::is_weekday(text) || is_filler(text, reading) => Some(at + 1),
            Kind::Word if reading.has_date || reading.mark != Mark::None => {
                // After the date only its links are left, unless the place comes second (`3 mars 2023, Paris`).
                self.place_word(at, text, reading)
            }
            Kind::Word => self.place_word(at, text, reading),
        }
    }

    /// `LE` of `LE HAVRE`, but not of `Le 13 décembre` or `LE VENDREDI 3 MARS`.
    fn is_article_of_place(&self, at: usize, text: &str, reading: &Reading) -> bool {
        const ARTICLES: [&str; 4] = ["le", "la", "den", "the"];
        let is_capital = |word: &str| word.starts_with(char::is_uppercase);
        let names = |lexeme: &Lexeme| {
            let word = &self.reader.text[lexeme.start..lexeme.end];
            lexeme.kind == Kind::Word && is_capital(word) && !months::is_weekday(word)
        };
        reading.place.is_none()
            && !reading.has_date
            && is_capital(text)
            && ARTICLES.contains(&text.to_lowercase().as_str())
            && self.reader.lexemes.get(at + 1).is_some_and(names)
    }

    fn is_between_digits(&self, sign: Lexeme) -> bool {
        let before = self.reader.text[..sign.start].chars().next_back();
        let after = self.reader.text[sign.end..].chars().next();
        before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric)
    }

    fn place_word(&self, at: usize, text: &str, reading: &mut Reading) -> Option<usize> {
        let lexeme = self.reader.lexemes[at];
        let first = text.chars().next()?;
        let is_link = reading.place.is_some() && is_place_link(text);
        if (first.is_lowercase() && !is_link) || reading.place_words >= PLACE_WORDS {
            return None;
        }
        reading.place_words += 1;
        match &mut reading.place {
            // The place is one stretch of words; a second one further on is prose.
            Some(place) => {
                let between = &self.reader.text[place.end..lexeme.start];
                if between.len() > 4 {
                    return None;
                }
                place.end = lexeme.end;
            }
            None => reading.place = Some(lexeme.start..lexeme.end),
        }
        Some(at + 1)
    }

    fn finish(&self, reading: Reading, from: usize, end: usize) -> Option<Dateline> {
        let text = self.reader.text;
        let place = reading.place.clone().map(|place| place_with_period(text, place));
        let states_more = reading.has_date || reading.agency.is_some();
        match place.as_deref() {
            Some(_) if states_more => {}
            Some(place) if is_bare_place(place, &text[end..]) => {}
            None if reading.date.is_some() || reading.agency.is_some() => {}
            _ => return None,
        }
        Some(Dateline {
            place,
            date: reading.date,
            date_range: reading.date_range,
            agency: reading.agency,
            range: from..end,
        })
    }
}

/// Whether two dates may be the same day.
fn agrees(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.overlaps(b),
        _ => true,
    }
}

/// `Washington, D.C` with the period that belongs to it.
fn place_with_period(text: &str, place: Range<usize>) -> String {
    let with_period = text[place.end..].starts_with('.') && text[place.clone()].contains('.');
    text[place.start..place.end + usize::from(with_period)].to_owned()
}

/// Whether words alone before a dash and `rest` are a place: capitals (`PARIS –`), one or two words with
/// an initial capital before a sentence (`Le Caire – Le`), or one or two Arabic ones (`الرباط -`).
fn is_bare_place(place: &str, rest: &str) -> bool {
    /// Words that stand in capitals before a dash and are no place.
    const NOT_PLACES: &str = "communique de presse press release statement declaration question reponse urgent breaking update note exclusive exclusif analyse analysis video photo photos live direct avis alerte alert flash info news comunicado comunicato pressemitteilung mitteilung erklarung rappel annexe contexte citation citations quote";
    let folded = fold(place);
    let words: Vec<&str> = folded.split_whitespace().collect();
    if words.is_empty() || words.iter().any(|word| NOT_PLACES.split(' ').any(|other| other == *word)) {
        return false;
    }
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = !place.chars().any(char::is_lowercase);
    let has_case = place.chars().any(char::is_uppercase);
    let next = rest.trim_start().chars().next();
    let opens_sentence = next.is_some_and(|c| !c.is_lowercase());
    let is_arabic = place.chars().any(|c| matches!(c, '\u{600}'..='\u{6ff}'));
    next.is_some()
        && match (has_case, capitals) {
            (true, true) => letters > 3 && words.len() <= 5,
            (true, false) => letters > 3 && words.len() <= 2 && opens_sentence,
            (false, _) => is_arabic && letters >= 2 && words.len() <= 2,
        }
}

/// Words that may stand between place, date and agency.
fn is_filler(word: &str, reading: &Reading) -> bool {
    const WORDS: &str = "le den the am il em à a in on at h uhr kl ore gmt utc cet cest est edt et pm p m bst local time heure heures from de klo ora óra saat uur hrs horas ч час мин годині από ώρα 時 分 点 點 时 시 분 午前 午後 上午 下午 오전 오후 الساعة صباحا مساء م ميلادي میلادی";
    let lower = word.to_lowercase();
    let links = reading.place.is_none() || reading.has_date;
    (lower == word || links)
        && WORDS.split(' ').any(|other| other == lower)
        && (lower == word || lower.len() > 1)
}

/// The sign that ends the dateline of a Chinese wire.
fn is_wire_sign(word: &str) -> bool {
    matches!(word, "电" | "電" | "讯" | "訊")
}

/// Lower-case words inside the names of places.
fn is_place_link(word: &str) -> bool {
    const WORDS: &str = "de du des la le les sur en lez lès of and al el los las do da dos am an der die auf im bei upon by aux sous di d l";
    WORDS.split(' ').any(|other| other == word)
}

#[cfg(test)]
mod tests;
