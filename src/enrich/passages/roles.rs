//! What part each passage plays: evidence for and against, passage by passage, then from its neighbours.

use std::ops::Range;

use super::cues;
use super::shape::{LONG_BYTES, Shape};
use crate::communique::PassageRole;
use crate::enrich::dates::months::fold;

/// A passage of this many words ends a block of contacts or of rubbish: it is text again.
const TEXT_WORDS: usize = 30;

/// Short passages that a label of contacts, or the end of the article, takes with it.
const FOLLOWERS: usize = 40;

/// Most words of a passage that is rubbish by its beginning alone.
const RUBBISH_WORDS: usize = 40;

/// Most words of a heading.
const HEADING_WORDS: usize = 14;

/// What is known of a passage by itself.
struct Seen {
    shape: Shape,
    /// Folded text of a passage that is not long; empty for a long one.
    folded: String,
    key: String,
}

/// The role of each passage.
pub(super) fn assign(body: &str, ranges: &[Range<usize>], title: Option<&str>) -> Vec<PassageRole> {
    let title = title.map(cues::key).filter(|title| !title.is_empty());
    let mut roles = Vec::with_capacity(ranges.len());
    let mut block = Block::None;
    let mut next = ranges.first().map(|range| see(&body[range.clone()]));
    for at in 0..ranges.len() {
        let Some(seen) = next.take() else { break };
        next = ranges.get(at + 1).map(|range| see(&body[range.clone()]));
        let text = &body[ranges[at].clone()];
        let is_title = || title.as_ref().is_some_and(|title| at < 10 && repeats(title, &seen.key));
        let by_itself = if is_title() { Some(PassageRole::Title) } else { by_itself(text, &seen) };
        let breadcrumb =
            at < 6 && next.as_ref().is_some_and(|next| is_breadcrumb(&seen, next, title.as_deref()));
        let role = match by_itself {
            _ if breadcrumb => PassageRole::Boilerplate,
            Some(role) => role,
            None => block.role(&seen).unwrap_or_else(|| heading_or_text(text, &seen, next.as_ref())),
        };
        block = block.after(text, &seen, role);
        roles.push(role);
    }
    roles
}

fn see(text: &str) -> Seen {
    if text.len() > LONG_BYTES {
        return Seen {
            shape: Shape { words: usize::MAX, ..Shape::default() },
            folded: String::new(),
            key: String::new(),
        };
    }
    let folded = fold(text).replace('\u{a0}', " ");
    Seen { shape: Shape::of(text), key: cues::key(text), folded }
}

/// What follows from what came before.
#[derive(Clone, Copy)]
enum Block {
    None,
    /// After a label of contacts, with the number of passages it still takes.
    Contacts(usize),
    /// After the end of the article.
    Rubbish,
}

impl Block {
    fn role(self, seen: &Seen) -> Option<PassageRole> {
        let short = seen.shape.words < TEXT_WORDS;
        match self {
            Block::None => None,
            Block::Contacts(left) => {
                (short && left > 0 && !seen.shape.ends_sentence).then_some(PassageRole::Contact)
            }
            Block::Rubbish => short.then_some(PassageRole::Boilerplate),
        }
    }

    fn after(self, text: &str, seen: &Seen, role: PassageRole) -> Block {
        let short = seen.shape.words < TEXT_WORDS;
        match (self, role) {
            (_, PassageRole::Boilerplate) if cues::begins_end(&seen.folded) => Block::Rubbish,
            (Block::Rubbish, _) if short => Block::Rubbish,
            (_, PassageRole::Contact) if is_label_line(text) => Block::Contacts(FOLLOWERS),
            (Block::Contacts(left), PassageRole::Contact) => Block::Contacts(left.saturating_sub(1)),
            (Block::Contacts(left), PassageRole::Boilerplate) => Block::Contacts(left),
            _ => Block::None,
        }
    }
}

/// The role that a passage's own words prove.
fn by_itself(text: &str, seen: &Seen) -> Option<PassageRole> {
    let shape = seen.shape;
    if shape.words == usize::MAX {
        return None;
    }
    if is_end_mark(text) {
        return Some(PassageRole::Contact);
    }
    let is_counter = shape.letters == 0 && text.len() <= 4;
    let is_ornament = !text.chars().any(char::is_alphanumeric);
    if is_counter || is_ornament || cues::is_button(&seen.key) {
        return Some(PassageRole::Boilerplate);
    }
    if shape.words <= RUBBISH_WORDS && cues::begins_rubbish(&seen.folded) {
        return Some(PassageRole::Boilerplate);
    }
    if text.lines().count() > 1
        && text
            .lines()
            .all(|line| cues::is_button(&cues::key(line)) || cues::begins_rubbish(&fold(line.trim())))
    {
        return Some(PassageRole::Boilerplate);
    }
    is_contact(text, seen).then_some(PassageRole::Contact)
}

/// Whether addresses, numbers, labels and words of the press outweigh what else there is.
fn is_contact(text: &str, seen: &Seen) -> bool {
    let shape = seen.shape;
    let label = has_label(text);
    let signed = text.starts_with("SOURCE ") && shape.words <= TEXT_WORDS && !shape.ends_sentence;
    let named = cues::press_words(&seen.folded).min(2);
    let evidence =
        2 * shape.addresses + 2 * shape.phones + 3 * usize::from(label) + named + 4 * usize::from(signed);
    let words_allowed = if label || signed { 12 } else { 8 };
    evidence >= 3 && shape.words <= words_allowed * evidence
}

/// Whether the passage begins with a label of contacts and its colon, or is nothing but the label.
fn has_label(text: &str) -> bool {
    /// Longer labels are sentences.
    const LABEL_BYTES: usize = 120;
    let line = text.lines().next().unwrap_or_default();
    let head = &line[..line.floor_char_boundary(LABEL_BYTES)];
    match head.find([':', '：']) {
        Some(colon) => {
            let label = &head[..colon];
            // `Contact presse - Ministère :` is labelled by its first part.
            cues::is_contact_label(label)
                || label.split(['-', '–', '—', '/', ',', '(']).next().is_some_and(cues::is_contact_label)
        }
        None => cues::is_contact_label(line),
    }
}

fn is_label_line(text: &str) -> bool {
    is_end_mark(text) || (text.split_whitespace().count() <= 8 && has_label(text))
}

/// `###`, `-30-`, `- FIN -`: the press release is over, contacts follow.
fn is_end_mark(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    bare.len() <= 12
        && (bare.starts_with("###")
            || matches!(
                bare.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str(),
                "30" if bare.contains('-')
            )
            || matches!(
                bare.to_lowercase().as_str(),
                "-fin-" | "-end-" | "-ends-" | "ends" | "-ende-" | "(fin)" | "(end)"
            ))
}

/// Whether a passage is the title, give or take its signs.
fn repeats(title: &str, key: &str) -> bool {
    key == title
        || (key.len() < title.len() + 12 && key.len() + 12 > title.len() && letters(key).eq(letters(title)))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Whether a passage is the way to the page, ending in the title that the next passage repeats:
/// `Accueil International Maroc/France : …`.
fn is_breadcrumb(seen: &Seen, next: &Seen, title: Option<&str>) -> bool {
    let ends_with = |end: &str| {
        let way = seen.key.strip_suffix(end);
        end.len() >= 15
            && way.is_some_and(|way| !way.trim().is_empty() && way.split_whitespace().count() <= 8)
    };
    let steps =
        [" > ", " » ", " › ", " / "].iter().map(|sign| seen.folded.matches(sign).count()).sum::<usize>();
    let from_home = || cues::is_button(seen.key.split(' ').next().unwrap_or_default());
    ends_with(&next.key)
        || title.is_some_and(|title| ends_with(title) && from_home())
        || (steps >= 1 && seen.shape.words <= 20 && from_home())
}

fn heading_or_text(text: &str, seen: &Seen, next: Option<&Seen>) -> PassageRole {
    let first = text.chars().next();
    let opens = first.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase());
    let heads_text = next.is_some_and(|next| next.shape.words > seen.shape.words && next.shape.words >= 12);
    let closes = seen.shape.ends_sentence || text.ends_with(',');
    let is_signature = text.contains(',') && !text.ends_with([':', '：']);
    let lines = text.lines().count();
    if opens
        && heads_text
        && !closes
        && !is_signature
        && lines <= 2
        && (1..=HEADING_WORDS).contains(&seen.shape.words)
    {
        PassageRole::Heading
    } else {
        PassageRole::Text
    }
}
