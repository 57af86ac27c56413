//! How the proof of a topic is weighed: the `[scoring]` table.

use serde::Deserialize;

use crate::codes::TopicPath;

/// How the proof of a topic is weighed.
///
/// One occurrence of a trigger adds its weight times the factor of its place. What
/// the occurrences of one concept add up to counts less and less (a logarithm), so that ten mentions
/// of one word do not weigh as much as ten words. The sum is divided by a power of
/// the document's length, since a long text mentions more in passing.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scoring {
    /// The factor of an occurrence in the title.
    pub title: f32,
    /// The factor of an occurrence in the lead.
    pub lead: f32,
    /// How many words from the beginning of the body are the lead.
    pub lead_words: u32,
    /// The length, in words, of a document whose score is taken as it is.
    pub usual_words: u32,
    /// How much length matters: the exponent of length over usual length; 0 is not at all.
    pub length_exponent: f32,
    /// The least that a short document's score is divided by.
    pub least_divisor: f32,
    /// The threshold of topics that state none.
    pub threshold: f32,
    /// The part of the best proved topic's score that every other topic needs; 0 is none. A text that says
    /// one thing over and over mentions others in passing.
    pub part_of_strongest: f32,
    /// How many words back a negation reaches.
    pub negation_words: u32,
    /// What an enumeration of topics adds.
    pub enumeration: Enumeration,
}

/// A passage that lists what an agreement or a meeting is about proves each of the topics
/// it lists, though each is named but once.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Enumeration {
    /// The topic that the document must have for a list to count as its subject.
    pub within: TopicPath,
    /// How many topics a passage must name to be a list.
    pub topics: u32,
    /// The factor of every occurrence in such a passage.
    pub factor: f32,
}
