//! The words of the page of results.

use super::plural::Plural;

/// The page of results.
#[derive(Debug)]
pub struct SearchMessages {
    /// How many communiqués were found.
    pub results: Plural,
    /// How many copies a hit has beside itself.
    pub more_copies: Plural,
    /// The name of the search box.
    pub label: &'static str,
    /// An example in the search box.
    pub hint: &'static str,
    /// The button of the search box.
    pub button: &'static str,
    /// No hit.
    pub no_results: &'static str,
    /// What was searched, before the query.
    pub tried: &'static str,
    /// Heading of what else to try.
    pub ways_out: &'static str,
    /// Search without filters.
    pub drop_filters: &'static str,
    /// All documents.
    pub browse_all: &'static str,
    /// Documents without every word are in.
    pub relaxed: &'static str,
    /// Before a suggestion.
    pub did_you_mean: &'static str,
    /// Heading of the facets.
    pub filters: &'static str,
    /// Button that applies the ticked filters.
    pub apply: &'static str,
    /// Link that clears all filters.
    pub clear: &'static str,
    /// Remove a filter, before its name.
    pub remove: &'static str,
    /// From this date.
    pub from: &'static str,
    /// To this date.
    pub to: &'static str,
    /// How dates are written.
    pub date_hint: &'static str,
    /// Label of the order.
    pub sort: &'static str,
    /// Order.
    pub relevance: &'static str,
    /// Order.
    pub newest: &'static str,
    /// Order.
    pub oldest: &'static str,
    /// Next page.
    pub next: &'static str,
    /// First page.
    pub first: &'static str,
    /// Heading of the exports.
    pub take_away: &'static str,
    /// Link to the feed.
    pub follow: &'static str,
    /// Before queries to begin with.
    pub examples: &'static str,
    /// Name of the list of suggestions.
    pub suggestions: &'static str,
}
