//! The words of the page of one communiqué.

use super::plural::Plural;

/// The page of one communiqué.
#[derive(Debug)]
pub struct DocumentMessages {
    /// Back to the results.
    pub back: &'static str,
    /// Heading of the facts about a document.
    pub facts: &'static str,
    /// Where it was issued.
    pub place: &'static str,
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
    /// Name of the list of tags under the title.
    pub tags: &'static str,
    /// How to see what proves a tag.
    pub tags_hint: &'static str,
    /// How many places of the text match the search.
    pub found: Plural,
    /// Name of the navigation between matches.
    pub found_label: &'static str,
    /// Link to the first match.
    pub first_match: &'static str,
    /// Link to the last match.
    pub last_match: &'static str,
    /// Link to the match before.
    pub previous_match: &'static str,
    /// Link to the match after.
    pub next_match: &'static str,
    /// Name of the link to a passage, before its number.
    pub passage: &'static str,
    /// Heading of folded contacts.
    pub contacts: &'static str,
    /// A copy with the very same words.
    pub same_words: &'static str,
    /// Heading of the differences of a copy.
    pub differences: &'static str,
    /// Legend of words that only this document has.
    pub only_here: &'static str,
    /// Legend of words that only the copy has.
    pub only_there: &'static str,
    /// The copy that was published first.
    pub first_published: &'static str,
    /// Link to how a tag is corrected.
    pub wrong_tag: &'static str,
}
