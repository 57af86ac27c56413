//! What part each passage plays: evidence for and against, passage by passage, then from its neighbours.

use std::cell::OnceCell;
use std::ops::Range;

use super::cues::{self, Label};
use super::shape::{LONG_BYTES, Shape};
use crate::communique::PassageRole;
use crate::enrich::edges;
use crate::enrich::fold::fold;

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

/// What is known of a passage by itself, made as it is asked for: of most passages the shape is enough.
///
/// A seventh of indexing was spent here, most of it on folding running text whole, and on asking whether three
/// sets of labels hold a sentence.
struct Seen<'a> {
    text: &'a str,
    shape: Shape,
    /// Running text, whatever it says: nothing else is made of it.
    is_long: bool,
    beginning: OnceCell<String>,
    folded: OnceCell<String>,
    key: OnceCell<String>,
}

/// The role of each passage.
pub(super) fn assign(body: &str, ranges: &[Range<usize>], title: Option<&str>) -> Vec<PassageRole> {
    let title = title.map(cues::key).filter(|title| !title.is_empty());
    let mut roles = Vec::with_capacity(ranges.len());
    let mut block = Block::None;
    let mut next = ranges.first().map(|range| Seen::of(&body[range.clone()]));
    for at in 0..ranges.len() {
        let Some(seen) = next.take() else { break };
        next = ranges.get(at + 1).map(|range| Seen::of(&body[range.clone()]));
        let text = seen.text;
        let is_title = || title.as_ref().is_some_and(|title| at < 10 && seen.repeats(title));
        let by_itself = if is_title() {
            Some(PassageRole::Title)
        } else {
            by_itself(&seen, Place { at, of: ranges.len() })
        };
        let breadcrumb =
            at < 6 && next.as_ref().is_some_and(|next| is_breadcrumb(&seen, next, title.as_deref()));
        let role = match by_itself {
            _ if breadcrumb => PassageRole::Boilerplate,
            Some(role) => role,
            None => block.role(&seen).unwrap_or_else(|| heading_or_text(&seen, next.as_ref())),
        };
        if breadcrumb
            && let Some(menu) =
                at.checked_sub(1).filter(|menu| opens_alike(&body[ranges[*menu].clone()], text))
        {
            roles[menu] = PassageRole::Boilerplate;
        }
        block = block.after(&seen, role);
        roles.push(role);
    }
    roles
}

impl<'a> Seen<'a> {
    fn of(text: &'a str) -> Seen<'a> {
        let is_long = text.len() > LONG_BYTES;
        let shape = if is_long { Shape { words: usize::MAX, ..Shape::default() } } else { Shape::of(text) };
        Seen {
            text,
            shape,
            is_long,
            beginning: OnceCell::new(),
            folded: OnceCell::new(),
            key: OnceCell::new(),
        }
    }

    /// The folded text, with plain spaces; empty for a long passage.
    fn folded(&self) -> &str {
        let make = || if self.is_long { String::new() } else { with_plain_spaces(fold(self.text)) };
        self.folded.get_or_init(make)
    }

    /// How the folded text begins.
    fn beginning(&self) -> &str {
        let make =
            || if self.is_long { String::new() } else { with_plain_spaces(cues::beginning(self.text)) };
        self.beginning.get_or_init(make)
    }

    fn key(&self) -> &str {
        self.key.get_or_init(|| cues::key_of_folded(self.folded()))
    }

    fn is_button(&self) -> bool {
        !self.is_long && !cues::is_no_button(self.text) && cues::is_button(self.key())
    }

    /// Whether it is the title, give or take its signs.
    fn repeats(&self, title: &str) -> bool {
        let begins = || letters(title).zip(letters(self.beginning())).all(|(title, own)| title == own);
        !self.is_long && begins() && repeats(title, self.key())
    }

    /// Whether its end may be that of `other`: what cannot be told without the whole of both is left open.
    fn may_end_as(&self, other: &str) -> bool {
        /// Bytes compared; a letter that is folded takes fewer.
        const TAIL: usize = 40;
        let (own, other) = (fold(edges::tail(self.text, TAIL)), fold(edges::tail(other, TAIL)));
        let ends = letters(&own).rev().zip(letters(&other).rev());
        ends.into_iter().all(|(own, other)| own == other)
    }

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

fn with_plain_spaces(folded: String) -> String {
    if folded.contains('\u{a0}') { folded.replace('\u{a0}', " ") } else { folded }
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
    fn role(self, seen: &Seen<'_>) -> Option<PassageRole> {
        let short = seen.shape.words < TEXT_WORDS;
        match self {
            Block::None => None,
            Block::Contacts(left) => {
                (short && left > 0 && !seen.shape.ends_sentence).then_some(PassageRole::Contact)
            }
            Block::Rubbish => seen.is_scrap().then_some(PassageRole::Boilerplate),
        }
    }

    fn after(self, seen: &Seen<'_>, role: PassageRole) -> Block {
        match (self, role) {
            (_, PassageRole::Boilerplate) if cues::begins_end(seen.beginning()) => Block::Rubbish,
            (Block::Rubbish, PassageRole::Boilerplate) => Block::Rubbish,
            (_, PassageRole::Contact) if opens_contacts(seen.text) => Block::Contacts(FOLLOWERS),
            (Block::Contacts(left), PassageRole::Contact) => Block::Contacts(left.saturating_sub(1)),
            (Block::Contacts(left), PassageRole::Boilerplate) => Block::Contacts(left),
            _ => Block::None,
        }
    }
}

/// The role that a passage's own words prove.
fn by_itself(seen: &Seen<'_>, place: Place) -> Option<PassageRole> {
    let Seen { text, shape, .. } = *seen;
    if seen.is_long {
        return None;
    }
    if is_end_mark(text) {
        return Some(PassageRole::Contact);
    }
    let is_counter = !shape.has_letters && text.len() <= 3;
    let is_ornament = !text.chars().any(char::is_alphanumeric);
    if is_counter || is_ornament || seen.is_button() {
        return Some(PassageRole::Boilerplate);
    }
    if shape.words <= RUBBISH_WORDS && cues::begins_rubbish(seen.beginning()) {
        return Some(PassageRole::Boilerplate);
    }
    let is_button = |line: &str| !cues::is_no_button(line) && cues::is_button(&cues::key(line));
    let is_rubbish = |line: &str| cues::begins_rubbish(&cues::beginning(line.trim())) || is_button(line);
    if text.contains('\n') && text.lines().all(is_rubbish) {
        return Some(PassageRole::Boilerplate);
    }
    is_contact(seen, place).then_some(PassageRole::Contact)
}

/// Whether addresses, numbers, labels and words of the press outweigh what else there is.
fn is_contact(seen: &Seen<'_>, place: Place) -> bool {
    let Seen { text, shape, .. } = *seen;
    let label = label(text);
    let signed = text.starts_with("SOURCE ") && shape.words <= TEXT_WORDS && !shape.ends_sentence;
    let labelled = signed || matches!(label, Label::Contact | Label::Source);
    // A sentence that gives a number to call is text, and so is a list of addresses inside the text.
    let is_sentence = shape.ends_sentence && shape.words >= 8 && label == Label::None;
    if !labelled && (is_sentence || !place.is_late()) {
        return false;
    }
    let named = cues::press_words(seen.folded()).min(2);
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
    let is_bare = shape.words <= 8 && reached >= 2;
    (evidence >= 3 || is_bare) && shape.words <= 8 * evidence
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
    match (cues::label(label), colon) {
        (Label::None, Some(_)) => first.map_or(Label::None, cues::label),
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
    /// Bytes of the longest mark.
    const MOST_BYTES: usize = 12;
    let visible = || text.chars().filter(|c| !c.is_whitespace());
    if visible().nth(MOST_BYTES).is_some() {
        return false;
    }
    let bare: String = visible().collect();
    bare.len() <= MOST_BYTES
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

fn letters(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Whether a passage is the way to the page, ending in the title that the next passage repeats:
/// `Accueil International Maroc/France : …`.
fn is_breadcrumb(seen: &Seen<'_>, next: &Seen<'_>, title: Option<&str>) -> bool {
    if seen.is_long {
        return false;
    }
    let ends_with = |end: &str| {
        let way = seen.key().strip_suffix(end);
        end.len() >= 15
            && way.is_some_and(|way| !way.trim().is_empty() && way.split_whitespace().count() <= 8)
    };
    let has_steps = || [" > ", " » ", " › ", " / "].iter().any(|sign| seen.folded().contains(sign));
    let from_home = || cues::is_button(seen.key().split(' ').next().unwrap_or_default());
    !seen.shape.ends_sentence && seen.may_end_as(next.text) && ends_with(next.key())
        || title.is_some_and(|title| seen.may_end_as(title) && ends_with(title) && from_home())
        || (seen.shape.words <= 20 && has_steps() && from_home())
}

/// Whether the passage before the way to the page is the page's menu: both begin with the link to its front.
fn opens_alike(menu: &str, way: &str) -> bool {
    let shape = Shape::of(menu);
    !shape.ends_sentence
        && shape.words <= RUBBISH_WORDS
        && menu.split_whitespace().next() == way.split_whitespace().next()
}

fn heading_or_text(seen: &Seen<'_>, next: Option<&Seen<'_>>) -> PassageRole {
    let text = seen.text;
    let first = text.chars().next();
    let opens = first.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase());
    let heads_text = next.is_some_and(|next| next.shape.words > seen.shape.words && next.shape.words >= 12);
    let closes = seen.shape.ends_sentence || text.ends_with(',');
    let is_signature = || text.contains(',') && !text.ends_with([':', '：']);
    if opens
        && heads_text
        && !closes
        && !is_signature()
        && text.lines().nth(2).is_none()
        && (1..=HEADING_WORDS).contains(&seen.shape.words)
    {
        PassageRole::Heading
    } else {
        PassageRole::Text
    }
}
