//! What a communiqué is tagged with, and the words of its text that prove each tag.

use std::ops::Range;

use super::locale::UiLocale;
use super::marked_text::Proof;
use super::urls::PageUrls;
use crate::communique::{CountryRole, TextPlace};
use crate::query::FacetField;
use crate::search::{CountryView, DocumentView, EvidenceView, NameView, TopicView};

/// Distinct words shown as the proof of one tag; the text marks every one.
const MAX_QUOTES: usize = 6;

/// Tags of one kind, under one heading.
#[derive(Debug)]
pub(super) struct TagGroup {
    /// What they are.
    pub title: &'static str,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// Its number on the page, from 1: what ties it to its words in the text.
    pub number: usize,
    /// Its name; the levels above it before it.
    pub label: String,
    /// Others with this tag.
    pub url: String,
    /// The words that prove it, each different one once.
    pub quotes: Vec<Quote>,
}

/// Words that prove a tag, and where they first stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Quote {
    pub text: String,
    /// The place on the page, as a fragment.
    pub place: String,
    /// How often they stand in the text.
    pub times: u64,
}

/// The tags of a document, and the places that prove them.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pub groups: Vec<TagGroup>,
    pub title_proofs: Vec<Proof>,
    pub body_proofs: Vec<Proof>,
    /// Where the body repeats the title, which is shown once.
    title_range: Option<Range<usize>>,
    count: usize,
}

impl Tags {
    /// The tags of `document`, whose body repeats the title at `title_range`.
    pub fn new(
        document: &DocumentView,
        title_range: Option<Range<usize>>,
        urls: &PageUrls,
        locale: UiLocale,
    ) -> Tags {
        let m = locale.messages();
        let mut tags = Tags { title_range, ..Tags::default() };
        let with_role = |role: CountryRole, field: FacetField| {
            let countries = document.countries.iter().filter(move |country| country.role == role);
            countries.map(move |CountryView { code, label, evidence, .. }| {
                (label.clone(), urls.only(field, code.as_str()), evidence.iter().collect())
            })
        };
        tags.add(m.fields.country, with_role(CountryRole::Primary, FacetField::Country));
        tags.add(m.fields.topic, topics(&document.topics, urls));
        tags.add(m.document.organisations, named(&document.organisations, FacetField::Organisation, urls));
        tags.add(m.document.persons, named(&document.persons, FacetField::Person, urls));
        tags.add(m.document.mentioned, with_role(CountryRole::Mentioned, FacetField::MentionedCountry));
        tags
    }

    fn add<'a>(
        &mut self,
        title: &'static str,
        tags: impl IntoIterator<Item = (String, String, Vec<&'a EvidenceView>)>,
    ) {
        let mut group = TagGroup { title, tags: Vec::new() };
        for (label, url, evidence) in tags {
            self.count += 1;
            let number = self.count;
            let mut quotes: Vec<Quote> = Vec::new();
            // What counts against a tag proves nothing.
            for piece in evidence.into_iter().filter(|piece| piece.weight >= 0.0) {
                let (place, range) = self.shown_at(piece);
                let (proofs, letter) = match place {
                    TextPlace::Title => (&mut self.title_proofs, 't'),
                    TextPlace::Body => (&mut self.body_proofs, 'b'),
                };
                let place = format!("{letter}{}", range.start);
                let proof = Proof { range, tag: number };
                if proofs.contains(&proof) {
                    continue;
                }
                proofs.push(proof);
                if let Some(known) = quotes.iter_mut().find(|quote| quote.text == piece.text) {
                    known.times += 1;
                } else {
                    quotes.push(Quote { text: piece.text.clone(), place, times: 1 });
                }
            }
            quotes.truncate(MAX_QUOTES);
            group.tags.push(Tag { number, label, url, quotes });
        }
        if !group.tags.is_empty() {
            self.groups.push(group);
        }
    }

    /// Where a piece of evidence is seen: what stands in the repeated title is seen in the title.
    fn shown_at(&self, piece: &EvidenceView) -> (TextPlace, Range<usize>) {
        let range = piece.start..piece.end;
        match (&self.title_range, piece.place) {
            (Some(title), TextPlace::Body) if title.start <= range.start && range.end <= title.end => {
                (TextPlace::Title, range.start - title.start..range.end - title.start)
            }
            (_, place) => (place, range),
        }
    }
}

fn named<'a>(
    names: &'a [NameView],
    field: FacetField,
    urls: &PageUrls,
) -> impl Iterator<Item = (String, String, Vec<&'a EvidenceView>)> {
    names
        .iter()
        .map(move |name| (name.name.clone(), urls.only(field, &name.name), name.evidence.iter().collect()))
}

/// Topics that no other topic is under, each with the levels above it in its name.
fn topics<'a>(topics: &'a [TopicView], urls: &PageUrls) -> Vec<(String, String, Vec<&'a EvidenceView>)> {
    let is_under =
        |one: &TopicView, other: &TopicView| one.path != other.path && other.path.covers(&one.path);
    let leaves = topics.iter().filter(|topic| !topics.iter().any(|other| is_under(other, topic)));
    let leaf = |topic: &'a TopicView| {
        let mut levels: Vec<&TopicView> = topics.iter().filter(|other| is_under(topic, other)).collect();
        levels.push(topic);
        levels.sort_by_key(|level| level.path.as_str().len());
        let name: Vec<&str> = levels.iter().map(|level| level.label.as_str()).collect();
        // What proves only the level above is a proof of it all the same.
        let evidence = levels.iter().rev().flat_map(|level| &level.evidence).collect();
        (name.join(" › "), urls.only(FacetField::Topic, topic.path.as_str()), evidence)
    };
    leaves.map(leaf).collect()
}
