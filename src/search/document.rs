//! One whole document as it is shown: its text with marked words, its evidence, its family.

use serde::Serialize;
use utoipa::ToSchema;

use super::labels::Labels;
use crate::codes::{CommuniqueId, CountryCode, LanguageCode, TopicPath};
use crate::communique::{CountryRole, EnrichedCommunique, Evidence, NameTag, PassageRole, TextPlace};
use crate::date::PartialDate;
use crate::query::FacetField;

/// One whole document. Offsets are bytes of `title` or `body`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: CommuniqueId,
    /// Its title.
    pub title: String,
    /// The title, HTML-escaped, with the words of `q` in `<mark>`.
    pub title_highlighted: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// When it was published.
    #[schema(value_type = Option<String>)]
    pub date: Option<PartialDate>,
    /// The place its dateline names.
    pub place: Option<String>,
    /// The country of who published it.
    #[schema(value_type = Option<String>)]
    pub issuer_country: Option<CountryCode>,
    /// Its main language; `und` when it could not be told.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// Its languages with their shares, largest first.
    pub languages: Vec<LanguageView>,
    /// The text.
    pub body: String,
    /// The text, passage by passage.
    pub passages: Vec<PassageView>,
    /// Countries, most salient first, those only mentioned too.
    pub countries: Vec<CountryView>,
    /// Topics, strongest first, every level.
    pub topics: Vec<TopicView>,
    /// Organisations named.
    pub organisations: Vec<NameView>,
    /// Persons named with a function.
    pub persons: Vec<NameView>,
    /// The copies of it.
    pub family: FamilyView,
}

/// How much of a document is in a language.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LanguageView {
    /// The language.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// Its name in the language asked for.
    pub label: String,
    /// Its part of the text, 0 to 1.
    pub share: f32,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PassageView {
    /// First byte in the body.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its language.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// What part it plays: `title`, `heading`, `text`, `contact` or `boilerplate`.
    #[schema(value_type = String)]
    pub role: PassageRole,
    /// Its text, HTML-escaped, with the words of `q` in `<mark>`.
    pub text_highlighted: String,
}

/// Words that prove something.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EvidenceView {
    /// The text they stand in: `title` or `body`.
    #[schema(value_type = String)]
    pub place: TextPlace,
    /// First byte of that text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// The rule that fired.
    pub rule: String,
    /// What it added to the score.
    pub weight: f32,
}

/// A country of a document.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CountryView {
    /// Its code.
    #[schema(value_type = String)]
    pub code: CountryCode,
    /// Its name in the language asked for.
    pub label: String,
    /// Salience within the document.
    pub score: f32,
    /// `primary` or `mentioned`.
    #[schema(value_type = String)]
    pub role: CountryRole,
    /// The words that prove it.
    pub evidence: Vec<EvidenceView>,
}

/// A topic of a document.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TopicView {
    /// Its path.
    #[schema(value_type = String)]
    pub path: TopicPath,
    /// Its name in the language asked for.
    pub label: String,
    /// Strength.
    pub score: f32,
    /// The words that prove it; empty when a topic under it implies it.
    pub evidence: Vec<EvidenceView>,
}

/// An organisation or a person named in a document.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NameView {
    /// The name.
    pub name: String,
    /// Where it is named.
    pub evidence: Vec<EvidenceView>,
}

/// The copies of a document.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FamilyView {
    /// Names the family, in this generation of the index.
    pub id: String,
    /// How many documents it has, this one included.
    pub size: u32,
    /// The others, first published first; at most [`FamilyView::MAX_MEMBERS`].
    pub members: Vec<FamilyMember>,
}

impl FamilyView {
    /// The most copies that are listed; a template can have thousands.
    pub const MAX_MEMBERS: usize = 50;
}

/// A copy of a document.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FamilyMember {
    /// Its id.
    #[schema(value_type = String)]
    pub id: CommuniqueId,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub source: Option<String>,
    /// When it was published.
    #[schema(value_type = Option<String>)]
    pub date: Option<PartialDate>,
    /// Where it was published.
    pub url: Option<String>,
}

/// Shows a stored document, with labels.
pub(super) fn view(document: EnrichedCommunique, family: FamilyView, labels: &Labels<'_>) -> DocumentView {
    let evidence = |list: &[Evidence]| -> Vec<EvidenceView> {
        let one = |evidence: &Evidence| EvidenceView {
            place: evidence.place,
            start: evidence.range.start,
            end: evidence.range.end,
            text: document.text_of(evidence.place).get(evidence.range.clone()).unwrap_or_default().to_owned(),
            rule: evidence.rule.clone(),
            weight: evidence.weight,
        };
        list.iter().map(one).collect()
    };
    let names = |tags: &[NameTag]| -> Vec<NameView> {
        let one = |tag: &NameTag| NameView { name: tag.name.clone(), evidence: evidence(&tag.evidence) };
        tags.iter().map(one).collect()
    };
    let countries = document.countries.iter().map(|tag| CountryView {
        code: tag.code,
        label: labels.of(FacetField::Country, tag.code.as_str()),
        score: tag.score,
        role: tag.role,
        evidence: evidence(&tag.evidence),
    });
    let topics = document.topics.iter().map(|tag| TopicView {
        path: tag.path.clone(),
        label: labels.of(FacetField::Topic, tag.path.as_str()),
        score: tag.score,
        evidence: evidence(&tag.evidence),
    });
    let languages = document.languages.iter().map(|share| LanguageView {
        language: share.language,
        label: labels.of(FacetField::Language, share.language.as_str()),
        share: share.share,
    });
    DocumentView {
        title_highlighted: document.title.clone(),
        language: document.main_language(),
        languages: languages.collect(),
        passages: Vec::new(),
        countries: countries.collect(),
        topics: topics.collect(),
        organisations: names(&document.organisations),
        persons: names(&document.persons),
        family,
        id: document.id,
        title: document.title,
        url: document.url,
        source: document.source,
        date: document.date,
        place: document.place,
        issuer_country: document.issuer_country,
        body: document.body,
    }
}
