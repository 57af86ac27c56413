//! Search request → search results over any engine: facets, snippets, suggestions.
//!
//! Owns what a search means and how its answer is shown: labels, snippets, marked words, why a
//! document matched, what else could have been meant. Never learns which engine answers, and
//! knows nothing of HTTP. [`Searcher`] is the whole of it; the other types are its answers, plain
//! data in the very shape of the JSON that the API sends.

mod analysis;
mod correction;
mod counts;
mod difference;
mod document;
mod error;
mod explain;
mod export;
mod facets;
mod feed;
mod highlight;
mod hits;
mod labels;
mod marks;
mod overview;
mod reading;
mod results;
mod searcher;
mod similar;
mod snippet;
mod suggest;
mod taxonomy;
mod tree;
mod ways_out;

pub use analysis::{AnalysedPassage, AnalysedToken, AnalysisView, LanguageDecision, analyze_text};
pub use counts::{Crosstab, CrosstabValue, Timeline, TimelineBucket, interval};
pub use difference::{DifferenceKind, DifferencePart, difference};
pub use document::{
    CountryView, DocumentView, EvidenceView, FamilyMember, FamilyView, LanguageView, NameView, PassageView,
    TopicView,
};
pub use error::SearchError;
pub use export::{ExportFormat, ExportWriter, csv_of_crosstab};
pub use facets::{Facet, FacetEntry, FacetPage, Facets};
pub use feed::{FEED_ENTRIES, FeedFormat, FeedPlace, JsonFeed, feed};
pub use highlight::escape_into;
pub use labels::Labels;
pub use overview::{Overview, SourceOverview};
pub use results::{
    Expansion, Hit, HitFamily, MatchRule, QueryEcho, SearchResults, SearchedTerm, SearchedWord, WordMatchView,
};
pub use searcher::Searcher;
pub use similar::{MAX_SIMILAR, SimilarDocuments};
pub use suggest::{Completion, CompletionKind, Suggestions};
pub use taxonomy::{Taxonomy, TaxonomyCountry, TaxonomyLanguage, TaxonomyTopic, taxonomy};
pub use tree::QueryNode;
pub use ways_out::{Filters, WayOut, WayOutKind};
