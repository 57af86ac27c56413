//! The page of one communiqué: its text as published, what was searched and what proves its tags marked in it.

use std::ops::Range;

use askama::Template;

use super::assets::AssetPaths;
use super::citation::{CitationStyle, cite};
use super::locale::{UiLocale, direction_of};
use super::marked_text::{Marks, TextWriter};
use super::messages::Messages;
use super::search_box::SearchBox;
use super::social::{Origin, SocialCard};
use super::tags::{Tag, Tags};
use super::urls::{PageUrls, safe_url};
use crate::communique::PassageRole;
use crate::date::PartialDate;
use crate::query::FacetField;
use crate::search::{DifferenceKind, DifferencePart, DocumentView, FamilyMember, Hit, PassageView};

/// Tags named under the title; the rest stand beside the text.
const MAX_CHIPS: usize = 12;

/// Renders the page of `document`, reached from the search that `urls` are around, at `origin`.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_document(
    document: &DocumentView,
    similar: &[Hit],
    urls: PageUrls,
    locale: UiLocale,
    origin: Option<&Origin>,
) -> Result<String, askama::Error> {
    let m = locale.messages();
    let title = title_passage(document);
    let tags = Tags::new(document, title.map(|passage| passage.start..passage.end), &urls, locale);
    let shown = || document.passages.iter().filter(|passage| title != Some(passage));
    let title_marks = ranges(&document.title_marks);
    let matches = title_marks.len() + shown().map(|passage| passage.marks.len()).sum::<usize>();
    let mut writer = TextWriter::new(matches, m.document.previous_match, m.document.next_match);
    let marks = Marks { place: 't', matches: &title_marks, proofs: &tags.title_proofs };
    let title_html = writer.write(&document.title, 0..document.title.len(), marks);
    let passages = shown().enumerate().map(|(at, passage)| {
        let matches = ranges(&passage.marks);
        let marks = Marks { place: 'b', matches: &matches, proofs: &tags.body_proofs };
        let html = writer.write(&document.body, passage.start..passage.end, marks);
        let direction = direction_of(passage.language.as_str());
        let shown = ShownPassage { number: at + 1, language: passage.language.as_str(), direction, html };
        (passage.role, shown)
    });
    let page = DocumentPage {
        locale,
        m,
        assets: AssetPaths::new(),
        card: SocialCard::new(origin, &urls.permalink(&document.id)),
        search: SearchBox::new(&urls),
        title: titled(&document.title, locale),
        description: description(document),
        title_html,
        direction: direction_of(document.language.as_str()),
        original: document.url.as_deref().and_then(safe_url),
        blocks: blocks(passages.collect(), document, m),
        matches: matches as u64,
        chips: tags.groups.iter().take(2).flat_map(|group| &group.tags).take(MAX_CHIPS).collect(),
        tags: &tags,
        copies: copies(document, &urls, locale),
        similar: similar.iter().map(|hit| Related::new(hit, &urls, locale)).collect(),
        date: document.date.map(|date| ShownDate::new(date, locale)),
        citation: cite(&document.into(), CitationStyle::Press, locale).trim_end().to_owned(),
        citation_files: [(m.collection.press, "press"), ("RIS", "ris"), ("BibTeX", "bibtex")]
            .map(|(name, form)| (name, urls.collection(std::slice::from_ref(&document.id), form))),
        others: urls.others(|urls| urls.document(&document.id)),
        document,
        urls,
    };
    page.render()
}

#[derive(Template)]
#[template(path = "document.html", config = ".askama.toml")]
struct DocumentPage<'a> {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    card: Option<SocialCard>,
    search: SearchBox,
    title: &'a str,
    description: String,
    title_html: String,
    direction: &'static str,
    original: Option<&'a str>,
    document: &'a DocumentView,
    blocks: Vec<Block<'a>>,
    matches: u64,
    chips: Vec<&'a Tag>,
    tags: &'a Tags,
    copies: Vec<Copy<'a>>,
    similar: Vec<Related<'a>>,
    date: Option<ShownDate>,
    /// How the press cites it.
    citation: String,
    /// The citation as files, the press's and those of reference managers.
    citation_files: [(&'static str, String); 3],
    others: Vec<(UiLocale, String)>,
    urls: PageUrls,
}

/// What the text is shown as, in order.
enum Block<'a> {
    /// From here on the text is in another language, which is named.
    Language(&'a str),
    Heading(ShownPassage<'a>),
    Text(ShownPassage<'a>),
    /// What is not the communiqué itself.
    Folded {
        title: &'static str,
        passages: Vec<ShownPassage<'a>>,
    },
}

struct ShownPassage<'a> {
    /// From 1; names the passage in addresses.
    number: usize,
    language: &'a str,
    direction: &'static str,
    html: String,
}

/// A copy of the document.
struct Copy<'a> {
    url: String,
    title: &'a str,
    source: Option<&'a str>,
    date: Option<ShownDate>,
    /// Published before every other, this document included.
    is_first: bool,
    difference: CopyDifference<'a>,
}

/// A document near to this one.
struct Related<'a> {
    url: String,
    title: &'a str,
    language: &'a str,
    source: Option<&'a str>,
    date: Option<ShownDate>,
}

impl<'a> Related<'a> {
    fn new(hit: &'a Hit, urls: &PageUrls, locale: UiLocale) -> Related<'a> {
        Related {
            url: urls.document(&hit.id),
            title: titled(&hit.title, locale),
            language: hit.language.as_str(),
            source: hit.source.as_deref(),
            date: hit.date.map(|date| ShownDate::new(date, locale)),
        }
    }
}

/// A date for machines and for people.
struct ShownDate {
    iso: String,
    words: String,
}

impl ShownDate {
    fn new(date: PartialDate, locale: UiLocale) -> ShownDate {
        ShownDate { iso: date.to_string(), words: locale.date(date) }
    }
}

fn titled(title: &str, locale: UiLocale) -> &str {
    if title.is_empty() { locale.messages().site.untitled } else { title }
}

enum CopyDifference<'a> {
    /// Not compared.
    Unknown,
    SameWords,
    Parts(&'a [DifferencePart]),
}

/// The passage that repeats the title; the title is shown once.
fn title_passage(document: &DocumentView) -> Option<&PassageView> {
    let first = document.passages.iter().find(|passage| passage.role == PassageRole::Title)?;
    (document.body.get(first.start..first.end)? == document.title).then_some(first)
}

fn ranges(marks: &[[usize; 2]]) -> Vec<Range<usize>> {
    marks.iter().map(|[start, end]| *start..*end).collect()
}

/// The first words of the text, for those who are shown a link to it.
fn description(document: &DocumentView) -> String {
    let first = document.passages.iter().find(|passage| passage.role == PassageRole::Text);
    let text = first.and_then(|passage| document.body.get(passage.start..passage.end)).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(MAX_DESCRIPTION_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What previews of links show.
const MAX_DESCRIPTION_CHARS: usize = 200;

fn blocks<'a>(
    passages: Vec<(PassageRole, ShownPassage<'a>)>,
    document: &'a DocumentView,
    m: &Messages,
) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut language = document.language.as_str();
    for (role, passage) in passages {
        let named = document.languages.iter().find(|share| share.language.as_str() == passage.language);
        if let Some(named) = named.filter(|_| role.is_content() && passage.language != language) {
            language = passage.language;
            blocks.push(Block::Language(&named.label));
        }
        let title = match role {
            PassageRole::Title | PassageRole::Heading => {
                blocks.push(Block::Heading(passage));
                continue;
            }
            PassageRole::Text => {
                blocks.push(Block::Text(passage));
                continue;
            }
            PassageRole::Contact => m.document.contacts,
            PassageRole::Boilerplate => m.document.folded,
        };
        match blocks.last_mut() {
            Some(Block::Folded { title: last, passages }) if *last == title => passages.push(passage),
            _ => blocks.push(Block::Folded { title, passages: vec![passage] }),
        }
    }
    blocks
}

fn copies<'a>(document: &'a DocumentView, urls: &PageUrls, locale: UiLocale) -> Vec<Copy<'a>> {
    // Of equal dates nobody knows which was first.
    let dates = || document.family.members.iter().map(|member| member.date).chain([document.date]);
    let first = dates().flatten().min_by_key(|date| date.first_day());
    let first = first.filter(|first| dates().flatten().filter(|date| date.overlaps(*first)).count() == 1);
    let copy = |member: &'a FamilyMember| Copy {
        url: urls.document(&member.id),
        title: titled(&member.title, locale),
        source: member.source.as_deref(),
        date: member.date.map(|date| ShownDate::new(date, locale)),
        is_first: member.date.is_some() && member.date == first,
        difference: match &member.difference {
            None => CopyDifference::Unknown,
            Some(parts) if parts.iter().all(|part| part.kind == DifferenceKind::Equal) => {
                CopyDifference::SameWords
            }
            Some(parts) => CopyDifference::Parts(parts),
        },
    };
    document.family.members.iter().map(copy).collect()
}
