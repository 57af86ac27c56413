//! The words of the page of one communiqué.

/// The page of one communiqué.
#[derive(Debug)]
pub struct DocumentMessages {
    /// Back to the results.
    pub back: &'static str,
    /// Heading of the facts about a document.
    pub facts: &'static str,
    /// Where it was issued.
    pub place: &'static str,
    /// Its date.
    pub published: &'static str,
    /// Link to the original.
    pub original: &'static str,
    /// Its languages.
    pub languages: &'static str,
    /// Countries only mentioned.
    pub mentioned: &'static str,
    /// The words that prove a tag.
    pub evidence: &'static str,
    /// Persons named.
    pub persons: &'static str,
    /// Organisations named.
    pub organisations: &'static str,
    /// Heading of the copies.
    pub copies: &'static str,
    /// Heading of similar documents.
    pub similar: &'static str,
    /// Heading of the folded passages.
    pub folded: &'static str,
}
