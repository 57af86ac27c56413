//! One whole document as it is shown: its text with marked words, its evidence, its family.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use super::difference::{DifferencePart, difference};
use super::error::SearchError;
use super::highlight::{marked, marked_into, merged};
use super::labels::Labels;
use super::marks::{Answers, Finder};
use super::reading::{Extent, Reader};
use super::searcher::Searcher;
use crate::codes::{CommuniqueId, CountryCode, LanguageCode, TopicPath};
use crate::communique::{CountryRole, EnrichedCommunique, Evidence, NameTag, PassageRole, TextPlace};
use crate::date::PartialDate;
use crate::engine::StoredDocument;
use crate::query::{Expand, FacetField, parse};

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
    /// Where the words of `q` stand in the title: first byte, one past the last. For the page, which marks more.
    #[serde(skip)]
    pub title_marks: Vec<[usize; 2]>,
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
    /// Where the words of `q` stand in the body: first byte, one past the last. For the page, which marks more.
    #[serde(skip)]
    pub marks: Vec<[usize; 2]>,
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
    /// The most copies that are compared with the document.
    pub const MAX_COMPARED: usize = 3;
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
    /// How its text differs from that of the document shown; of the first copies only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Vec<DifferencePart>>,
}

impl Searcher {
    /// One whole document, its words of `q` marked; `None` when there is none with this id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn document(
        &self,
        id: &CommuniqueId,
        q: Option<&str>,
        locale: LanguageCode,
    ) -> Result<Option<DocumentView>, SearchError> {
        let Some(stored) = self.engine.document(id)? else { return Ok(None) };
        let family = self.family(&stored)?;
        let mut targets = match q {
            Some(q) => self.compile(&parse(q).query, &self.held_languages(), Expand::On).targets,
            None => Vec::new(),
        };
        self.respell(&mut targets)?;
        let finder = Finder::new(&targets);
        let (title, passages) = self.with_cache(|cache| {
            let mut answers = Answers::new(&finder);
            let mut reader = Reader { analyzer: &self.analyzer, answers: &mut answers, cache };
            (reader.title(&stored.document), reader.body(&stored.document, Extent::Whole))
        });
        let title = merged(title.into_iter().map(|(_, mark)| mark.range));
        let document = stored.document;
        let passages = passages.into_iter().map(|passage| {
            let marks = merged(passage.marks.iter().map(|mark| mark.range.clone()));
            let mut text_highlighted = String::new();
            marked_into(&mut text_highlighted, &document.body, passage.range.clone(), &marks);
            let (start, end) = (passage.range.start, passage.range.end);
            let marks = pairs(&marks);
            PassageView {
                start,
                end,
                language: passage.language,
                role: passage.role,
                text_highlighted,
                marks,
            }
        });
        let shown = Shown {
            title_highlighted: marked(&document.title, &title),
            title_marks: pairs(&title),
            passages: passages.collect(),
            family,
        };
        let labels = Labels::new(&self.config, locale);
        Ok(Some(view(document, shown, &labels)))
    }

    fn family(&self, stored: &StoredDocument) -> Result<FamilyView, SearchError> {
        let ids = self.engine.family(stored.family)?;
        let mut members = Vec::new();
        for id in ids.iter().filter(|id| **id != stored.document.id).take(FamilyView::MAX_MEMBERS) {
            let Some(member) = self.engine.document(id)? else { continue };
            let compared = members.len() < FamilyView::MAX_COMPARED;
            let difference = compared.then(|| difference(&stored.document.body, &member.document.body));
            let EnrichedCommunique { id, title, source, date, url, .. } = member.document;
            members.push(FamilyMember { id, title, source, date, url, difference });
        }
        let size = u32::try_from(ids.len().max(1)).unwrap_or(u32::MAX);
        Ok(FamilyView { id: format!("{:x}", stored.family.0), size, members })
    }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|range| [range.start, range.end]).collect()
}

/// What of a view depends on more than the document.
struct Shown {
    title_highlighted: String,
    title_marks: Vec<[usize; 2]>,
    passages: Vec<PassageView>,
    family: FamilyView,
}

/// Shows a stored document, with labels.
fn view(document: EnrichedCommunique, shown: Shown, labels: &Labels<'_>) -> DocumentView {
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
        title_highlighted: shown.title_highlighted,
        title_marks: shown.title_marks,
        language: document.main_language(),
        languages: languages.collect(),
        passages: shown.passages,
        countries: countries.collect(),
        topics: topics.collect(),
        organisations: names(&document.organisations),
        persons: names(&document.persons),
        family: shown.family,
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
