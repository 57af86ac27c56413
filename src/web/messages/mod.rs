//! What the page calls things, in each of its languages.
//!
//! One struct a page says what there is to say; one file a language says it. The compiler finds what a
//! language has not said.

mod about;
mod arabic;
mod document;
mod english;
mod french;
mod help;
mod plural;
mod results;
mod search;
mod site;
mod spanish;

pub use about::AboutMessages;
pub use arabic::ARABIC;
pub use document::DocumentMessages;
pub use english::ENGLISH;
pub use french::FRENCH;
pub use help::{HelpForm, HelpMessages};
pub use plural::Plural;
pub use results::{
    ChipMessages, CollectionMessages, FacetMessages, HitMessages, KeyMessages, PictureMessages,
    WayOutMessages, WhyMessages,
};
pub use search::SearchMessages;
pub use site::{ErrorMessages, FieldMessages, SiteMessages};
pub use spanish::SPANISH;

/// What the page calls things in one language.
#[derive(Debug)]
pub struct Messages {
    /// On every page.
    pub site: SiteMessages,
    /// The fields of a communiqué.
    pub fields: FieldMessages,
    /// On the page of results.
    pub search: SearchMessages,
    /// On the page of a communiqué.
    pub document: DocumentMessages,
    /// In the help.
    pub help: HelpMessages,
    /// On the page about the corpus.
    pub about: AboutMessages,
    /// Where something went wrong.
    pub errors: ErrorMessages,
    /// What was understood, and the chips it is shown as.
    pub chips: ChipMessages,
    /// Ways out of an empty result; `{}` stands for what is given up.
    pub ways_out: WayOutMessages,
    /// The facets and the page of one.
    pub facets: FacetMessages,
    /// A hit, and what can be done with it.
    pub hits: HitMessages,
    /// Why a hit matched.
    pub why: WhyMessages,
    /// Results as pictures.
    pub pictures: PictureMessages,
    /// What a reader gathers.
    pub collection: CollectionMessages,
    /// The keys of the page.
    pub keys: KeyMessages,
}
