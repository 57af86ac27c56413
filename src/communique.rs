//! What flows through the write side: plain data, no behaviour beyond small look-ups.
//!
//! [`Communique`] is what [`crate::corpus`] has read and checked;
//! [`EnrichedCommunique`] is the same with everything the indexer found in it,
//! and is what the index stores and the API shows. Offsets are bytes into
//! the text they name, always on character boundaries.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::codes::{CommuniqueId, CountryCode, LanguageCode, TopicPath};
use crate::date::PartialDate;

/// One document as its publisher made it: read, decoded, checked.
/// What the publisher does not say is `None`, and is looked for in the text later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Communique {
    /// Its identity; a later document with the same id replaces it.
    pub id: CommuniqueId,
    /// The title in the metadata.
    pub title: Option<String>,
    /// The text, NFC or not as published, without markup; paragraphs on lines of their own,
    /// an empty line where the source had one.
    pub body: String,
    /// Where it was published; only `http` and `https`.
    pub url: Option<String>,
    /// Who published it, as the metadata names them.
    pub source: Option<String>,
    /// The publication date in the metadata.
    pub date: Option<PartialDate>,
    /// When the file was made: the publication date where nothing else states one.
    pub file_date: Option<PartialDate>,
    /// The language in the metadata.
    pub language: Option<LanguageCode>,
    /// Parts of the body that markup says are in a language (`lang` attributes), in order.
    pub marked_languages: Vec<MarkedLanguage>,
    /// Countries in the metadata; they replace what would be detected.
    pub countries: Option<Vec<CountryCode>>,
    /// Topics in the metadata; they replace what would be detected.
    pub topics: Option<Vec<TopicPath>>,
}

/// A stretch of the body that its markup declares to be in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedLanguage {
    /// Bytes of the body.
    pub range: Range<usize>,
    /// What the `lang` attribute says.
    pub language: LanguageCode,
}

/// A communiqué with what the indexer found in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnrichedCommunique {
    /// Its identity.
    pub id: CommuniqueId,
    /// The title, from the metadata or the text; empty only when the text has no line fit for one.
    pub title: String,
    /// Bytes of the body the title was taken from, when it stands there.
    pub title_range: Option<Range<usize>>,
    /// The text as read.
    pub body: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it, normalised (`CNW`, `AFP`, a ministry).
    pub source: Option<String>,
    /// When it was published, as precisely as is known.
    pub date: Option<PartialDate>,
    /// The words of the body that state the date, when it was found there.
    pub date_range: Option<Range<usize>>,
    /// The place its dateline names, as written.
    pub place: Option<String>,
    /// The country of who published it.
    pub issuer_country: Option<CountryCode>,
    /// The body, paragraph by paragraph, in order and without gaps other than white space.
    pub passages: Vec<Passage>,
    /// The languages of the body with their shares, largest first; empty when undetermined.
    pub languages: Vec<LanguageShare>,
    /// Countries, highest score first; those that are only mentioned too.
    pub countries: Vec<CountryTag>,
    /// Topics, highest score first; every ancestor of a topic is there too.
    pub topics: Vec<TopicTag>,
    /// Organisations named, most often named first.
    pub organisations: Vec<NameTag>,
    /// Persons named with a function, in order of appearance.
    pub persons: Vec<NameTag>,
}

impl EnrichedCommunique {
    /// The language with the largest share, [`LanguageCode::UNDETERMINED`] when there is none.
    pub fn main_language(&self) -> LanguageCode {
        let first = self.languages.first();
        first.map_or(LanguageCode::UNDETERMINED, |share| share.language)
    }

    /// The codes of the countries it is about.
    pub fn primary_countries(&self) -> impl Iterator<Item = CountryCode> {
        let primary = self.countries.iter().filter(|tag| tag.role == CountryRole::Primary);
        primary.map(|tag| tag.code)
    }

    /// The text that `evidence` points into.
    pub fn text_of(&self, place: TextPlace) -> &str {
        match place {
            TextPlace::Title => &self.title,
            TextPlace::Body => &self.body,
        }
    }
}

/// A paragraph of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Bytes of the body.
    pub range: Range<usize>,
    /// Its language.
    pub language: LanguageCode,
    /// What part it plays.
    pub role: PassageRole,
}

/// What part a passage plays in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassageRole {
    /// The title, where the body repeats it.
    Title,
    /// A heading inside the body.
    Heading,
    /// Running text.
    Text,
    /// Who to call; press offices, telephone numbers, addresses.
    Contact,
    /// Menus, comment forms, related articles, legal footers.
    Boilerplate,
}

impl PassageRole {
    /// Whether its words are analysed, searched and taken as evidence.
    pub fn is_content(self) -> bool {
        match self {
            PassageRole::Title | PassageRole::Heading | PassageRole::Text => true,
            PassageRole::Contact | PassageRole::Boilerplate => false,
        }
    }
}

/// How much of a document is in a language.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LanguageShare {
    /// The language; [`LanguageCode::OTHER`] for one that is not configured.
    pub language: LanguageCode,
    /// Its part of the letters whose language is known, 0 to 1.
    pub share: f32,
}

/// Which text an offset points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextPlace {
    /// The title.
    Title,
    /// The body.
    Body,
}

/// Words in the text that made the indexer assign something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The text the words stand in.
    pub place: TextPlace,
    /// Bytes of that text.
    pub range: Range<usize>,
    /// The rule that fired, readable: `capital of MA`, `trigger "trafic de drogue" (fr)`.
    pub rule: String,
    /// What it added to the score; negative when it took away.
    pub weight: f32,
}

/// A country a document is about or names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountryTag {
    /// The country or subdivision.
    pub code: CountryCode,
    /// Salience; comparable within a document only.
    pub score: f32,
    /// Whether the document is about it.
    pub role: CountryRole,
    /// The words that prove it; empty when the metadata said so or an ancestor is implied.
    pub evidence: Vec<Evidence>,
}

/// How much a country matters to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountryRole {
    /// The document is about it: counted in the country facet.
    Primary,
    /// Named in passing: found by `mentions:`.
    Mentioned,
}

/// A topic of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicTag {
    /// The topic.
    pub path: TopicPath,
    /// Strength; at least the topic's threshold.
    pub score: f32,
    /// The words that prove it; empty when the metadata said so or a child implies it.
    pub evidence: Vec<Evidence>,
}

/// An organisation or a person named in a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NameTag {
    /// The canonical name.
    pub name: String,
    /// Where it is named.
    pub evidence: Vec<Evidence>,
}
