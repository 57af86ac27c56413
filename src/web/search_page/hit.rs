//! A hit as it is listed.

use super::SearchAnswer;
use crate::query::FacetField;
use crate::search::{
    DifferenceKind, DifferencePart, DocumentView, FamilyMember, Hit, Labels, MatchRule, WordMatchView,
};
use crate::web::citation::{CitationStyle, cite};
use crate::web::locale::{UiLocale, direction_of};
use crate::web::messages::Messages;
use crate::web::urls::{Explain, PageUrls, UrlPattern};

/// Tags shown of each sort; more would be a list of its own.
const MAX_TAGS: usize = 6;
/// Stretches of a difference that are shown; the document's page has them all.
const MAX_PARTS: usize = 14;

pub(super) struct HitView<'a> {
    pub hit: &'a Hit,
    /// Its place on the page, from 1.
    pub number: usize,
    pub url: String,
    pub date: String,
    /// The date as machines read it.
    pub datetime: String,
    pub direction: &'static str,
    pub language: String,
    pub countries: Vec<(String, String)>,
    pub topics: Vec<(String, String)>,
    pub copies: Option<String>,
    /// Where its copies are unfolded, or folded again.
    pub copies_url: String,
    pub unfolded: Option<Copies<'a>>,
    pub why: Vec<Why>,
    pub why_url: String,
    /// How the press cites it.
    pub citation: String,
    pub cite_url: String,
}

/// The words that were found for a word of the query.
pub(super) struct Why {
    pub typed: String,
    /// A word of the document and the sort of likeness.
    pub found: Vec<(String, &'static str)>,
}

/// The copies of a hit.
pub(super) struct Copies<'a> {
    pub members: Vec<CopyView<'a>>,
    /// Copies that are not listed.
    pub more: u64,
}

/// One copy.
pub(super) struct CopyView<'a> {
    pub member: &'a FamilyMember,
    pub url: String,
    pub date: String,
    pub is_first: bool,
    /// The words that differ; `None` where the texts were not compared.
    pub difference: Option<&'a [DifferencePart]>,
    pub is_same: bool,
    pub is_cut: bool,
}

impl CopyView<'_> {
    /// The element that a stretch of a difference stands in.
    pub fn element(&self, part: &DifferencePart) -> &'static str {
        match part.kind {
            DifferenceKind::Equal => "span",
            DifferenceKind::Removed => "del",
            DifferenceKind::Added => "ins",
        }
    }
}

/// What every hit of a page is shown with.
pub(super) struct HitOptions<'a, 'b> {
    pub labels: &'b Labels<'a>,
    pub urls: &'b PageUrls,
    pub locale: UiLocale,
    way_back: String,
    country: UrlPattern,
    topic: UrlPattern,
    explained: String,
    unexplained: String,
}

impl<'a, 'b> HitOptions<'a, 'b> {
    pub fn new(labels: &'b Labels<'a>, urls: &'b PageUrls, locale: UiLocale) -> HitOptions<'a, 'b> {
        HitOptions {
            way_back: urls.way_back(),
            country: urls.alone(FacetField::Country),
            topic: urls.alone(FacetField::Topic),
            explained: urls.explained(Explain::Why),
            unexplained: urls.explained(Explain::No),
            labels,
            urls,
            locale,
        }
    }
}

impl<'a> HitView<'a> {
    pub fn new(
        at: usize,
        hit: &'a Hit,
        answer: &SearchAnswer<'a>,
        options: &HitOptions<'_, '_>,
    ) -> HitView<'a> {
        let HitOptions { labels, urls, locale, .. } = *options;
        let m = locale.messages();
        // A topic's ancestors say nothing that it does not.
        let leaves = hit
            .topics
            .iter()
            .filter(|path| !hit.topics.iter().any(|other| other != *path && path.covers(other)));
        let number = at + 1;
        let unfolded = answer.unfolded.filter(|document| document.id == hit.id);
        let anchored = |url: &str| format!("{url}#h{number}");
        HitView {
            number,
            url: format!("{}?{}", urls.permalink(&hit.id), options.way_back),
            date: hit.date.map_or_else(|| m.site.undated.to_owned(), |date| locale.date(date)),
            datetime: hit.date.map(|date| date.to_string()).unwrap_or_default(),
            direction: direction_of(hit.language.as_str()),
            language: labels.of(FacetField::Language, hit.language.as_str()),
            countries: hit
                .countries
                .iter()
                .take(MAX_TAGS)
                .map(|code| {
                    (labels.of(FacetField::Country, code.as_str()), options.country.of(code.as_str()))
                })
                .collect(),
            topics: leaves
                .take(MAX_TAGS)
                .map(|path| (labels.of(FacetField::Topic, path.as_str()), options.topic.of(path.as_str())))
                .collect(),
            copies: match hit.family.size {
                0 | 1 => None,
                size => Some(locale.count(&m.search.more_copies, u64::from(size - 1))),
            },
            copies_url: match hit.family.size {
                0 | 1 => String::new(),
                _ if unfolded.is_some() => anchored(&urls.folded()),
                _ => anchored(&urls.unfolded(&hit.id)),
            },
            unfolded: unfolded.map(|document| copies(document, urls, locale)),
            why: hit.matched.as_deref().map(|words| why(words, m)).unwrap_or_default(),
            why_url: anchored(if hit.matched.is_some() { &options.unexplained } else { &options.explained }),
            citation: cite(&hit.into(), CitationStyle::Press, locale).trim_end().to_owned(),
            cite_url: urls.collection(std::slice::from_ref(&hit.id), "page"),
            hit,
        }
    }
}

fn why(words: &[WordMatchView], m: &Messages) -> Vec<Why> {
    let mut all: Vec<Why> = Vec::new();
    for word in words {
        let found = (word.found.clone(), rule_name(word.rule, m));
        match all.iter_mut().find(|why| why.typed == word.typed) {
            Some(why) => why.found.push(found),
            None => all.push(Why { typed: word.typed.clone(), found: vec![found] }),
        }
    }
    all
}

fn rule_name(rule: MatchRule, m: &Messages) -> &'static str {
    match rule {
        MatchRule::Exact => m.why.exact,
        MatchRule::Accent => m.why.accent,
        MatchRule::Elision => m.why.elision,
        MatchRule::Inflection => m.why.inflection,
        MatchRule::Family => m.why.family,
        MatchRule::Translation => m.why.translation,
        MatchRule::Prefix => m.why.prefix,
        MatchRule::Fuzzy => m.why.fuzzy,
        MatchRule::Compound => m.why.compound,
    }
}

fn copies<'a>(document: &'a DocumentView, urls: &PageUrls, locale: UiLocale) -> Copies<'a> {
    let members = &document.family.members;
    // Members are in the order of their dates; the document itself is not among them.
    let own = document.date.map(|date| date.first_day());
    let first = members.first().and_then(|member| member.date).map(|date| date.first_day());
    let is_listed_first = matches!((own, first), (Some(own), Some(first)) if first < own);
    let view = |(at, member): (usize, &'a FamilyMember)| {
        let parts = member.difference.as_deref();
        CopyView {
            url: urls.document(&member.id),
            date: member
                .date
                .map_or_else(|| locale.messages().site.undated.to_owned(), |date| locale.date(date)),
            is_first: at == 0 && is_listed_first,
            is_same: parts.is_some_and(|parts| parts.iter().all(|part| part.kind == DifferenceKind::Equal)),
            is_cut: parts.is_some_and(|parts| parts.len() > MAX_PARTS),
            difference: parts.map(|parts| &parts[..parts.len().min(MAX_PARTS)]),
            member,
        }
    };
    let listed = members.len() as u64 + 1;
    Copies {
        members: members.iter().enumerate().map(view).collect(),
        more: u64::from(document.family.size).saturating_sub(listed),
    }
}
