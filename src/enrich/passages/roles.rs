//! What part each passage plays: evidence for and against, passage by passage, then from its neighbours.

use std::ops::Range;

use super::cues;
use super::shape::{LONG_BYTES, Shape};
use crate::communique::PassageRole;
use crate::enrich::dates::months::fold;
use crate::enrich::edges;

/// A passage of this many words ends a block of contacts or of rubbish: it is text again.
const TEXT_WORDS: usize = 30;

/// Most words of a whole sentence that is still rubbish after the end of the article.
const SCRAP_WORDS: usize = 15;

/// Short passages that a label of contacts, or the end of the article, takes with it.
const FOLLOWERS: usize = 12;

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
        let by_itself = if is_title() {
            Some(PassageRole::Title)
        } else {
            by_itself(text, &seen, Place { at, of: ranges.len() })
        };
        let breadcrumb =
            at < 6 && next.as_ref().is_some_and(|next| is_breadcrumb(&seen, next, title.as_deref()));
        let role = match by_itself {
            _ if breadcrumb => PassageRole::Boilerplate,
            Some(role) => role,
            None => block.role(&seen).unwrap_or_else(|| heading_or_text(text, &seen, next.as_ref())),
        };
        if breadcrumb
            && let Some(menu) =
                at.checked_sub(1).filter(|menu| opens_alike(&body[ranges[*menu].clone()], text))
        {
            roles[menu] = PassageRole::Boilerplate;
        }
        block = block.after(text, &seen, role);
        roles.push(role);
    }
    roles
}

impl Seen {
    /// What is left over at the end of a page: a few words, or one short sentence.
    fn is_scrap(&self) -> bool {
        let most = if self.shape.ends_sentence { SCRAP_WORDS } else { TEXT_WORDS };
        self.shape.words <= most
    }
}

/// Which passage of how many.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    of: usize,
}

impl Place {
    /// Whether it is near the end, where contacts stand.
    fn is_late(self) -> bool {
        self.at + 6 >= self.of || self.at * 3 >= self.of * 2
    }
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
    Seen { shape: Shape::of(text), key: cues::key_of_folded(&folded), folded }
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
            Block::Rubbish => seen.is_scrap().then_some(PassageRole::Boilerplate),
        }
    }

    fn after(self, text: &str, seen: &Seen, role: PassageRole) -> Block {
        match (self, role) {
            (_, PassageRole::Boilerplate) if cues::begins_end(&seen.folded) => Block::Rubbish,
            (Block::Rubbish, PassageRole::Boilerplate) => Block::Rubbish,
            (_, PassageRole::Contact) if opens_contacts(text) => Block::Contacts(FOLLOWERS),
            (Block::Contacts(left), PassageRole::Contact) => Block::Contacts(left.saturating_sub(1)),
            (Block::Contacts(left), PassageRole::Boilerplate) => Block::Contacts(left),
            _ => Block::None,
        }
    }
}

/// The role that a passage's own words prove.
fn by_itself(text: &str, seen: &Seen, place: Place) -> Option<PassageRole> {
    let shape = seen.shape;
    if shape.words == usize::MAX {
        return None;
    }
    if is_end_mark(text) {
        return Some(PassageRole::Contact);
    }
    let is_counter = shape.letters == 0 && text.len() <= 3;
    let is_ornament = !text.chars().any(char::is_alphanumeric);
    if is_counter || is_ornament || cues::is_button(&seen.key) {
        return Some(PassageRole::Boilerplate);
    }
    if shape.words <= RUBBISH_WORDS && cues::begins_rubbish(&seen.folded) {
        return Some(PassageRole::Boilerplate);
    }
    let is_rubbish =
        |line: &str| cues::is_button(&cues::key(line)) || cues::begins_rubbish(&fold(line.trim()));
    if text.contains('\n') && text.lines().all(is_rubbish) {
        return Some(PassageRole::Boilerplate);
    }
    is_contact(text, seen, place).then_some(PassageRole::Contact)
}

/// Whether addresses, numbers, labels and words of the press outweigh what else there is.
fn is_contact(text: &str, seen: &Seen, place: Place) -> bool {
    let shape = seen.shape;
    let label = label(text);
    let signed = text.starts_with("SOURCE ") && shape.words <= TEXT_WORDS && !shape.ends_sentence;
    let labelled = signed || matches!(label, Label::Contact | Label::Source);
    let named = cues::press_words(&seen.folded).min(2);
    let reached = 2 * (shape.addresses + shape.phones) + named;
    let evidence = reached
        + match label {
            Label::Contact | Label::Source => 3,
            Label::Information if shape.words <= SCRAP_WORDS => 3,
            Label::Information => 1,
            Label::None => 0,
        }
        + 4 * usize::from(signed);
    if labelled {
        return shape.words <= 12 * evidence;
    }
    // A sentence that gives a number to call is text, and so is a list of addresses inside the text.
    let is_sentence = shape.ends_sentence && shape.words >= 8 && label == Label::None;
    let is_bare = shape.words <= 8 && reached >= 2;
    !is_sentence && place.is_late() && (evidence >= 3 || is_bare) && shape.words <= 8 * evidence
}

/// What a passage is labelled as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    None,
    /// Whom to call.
    Contact,
    /// Where the text comes from.
    Source,
    /// Where to learn more: contacts, or links, or text.
    Information,
}

/// How the passage is labelled: by its words before a colon, or by all its words.
fn label(text: &str) -> Label {
    /// Longer labels are sentences.
    const LABEL_BYTES: usize = 120;
    let line = text.lines().next().unwrap_or_default();
    let head = edges::head(line, LABEL_BYTES);
    // The colon of an address labels nothing.
    let colon = head.match_indices([':', '：']).map(|(at, _)| at).find(|at| !head[*at..].starts_with("://"));
    let label = &head[..colon.unwrap_or(head.len())];
    // `Contact presse - Ministère :` is labelled by its first part.
    let first = label.split(['-', '–', '—', '/', ',', '(']).find(|part| !part.trim().is_empty());
    let kind = |label: &str| match label {
        _ if cues::is_source_label(label) => Label::Source,
        _ if cues::is_information_label(label) => Label::Information,
        _ if cues::is_contact_label(label) => Label::Contact,
        _ => Label::None,
    };
    match (kind(label), colon) {
        (Label::None, Some(_)) => first.map_or(Label::None, kind),
        (Label::Source, None) if cues::begins_with_address(label) => Label::Source,
        (Label::Source, None) => Label::None,
        (label, _) => label,
    }
}

/// Whether short lines after this one belong to it: a label of contacts alone, or the mark of the end.
fn opens_contacts(text: &str) -> bool {
    is_end_mark(text) || (text.split_whitespace().count() <= 8 && label(text) == Label::Contact)
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
    !seen.shape.ends_sentence && ends_with(&next.key)
        || title.is_some_and(|title| ends_with(title) && from_home())
        || (steps >= 1 && seen.shape.words <= 20 && from_home())
}

/// Whether the passage before the way to the page is the page's menu: both begin with the link to its front.
fn opens_alike(menu: &str, way: &str) -> bool {
    let shape = Shape::of(menu);
    !shape.ends_sentence
        && shape.words <= RUBBISH_WORDS
        && menu.split_whitespace().next() == way.split_whitespace().next()
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
