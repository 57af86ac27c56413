//! The box to search from, at the head of every page.

use super::urls::PageUrls;

/// What the box holds, and what its form carries along unseen.
#[derive(Debug, Clone)]
pub(super) struct SearchBox {
    /// The present query; empty where there is none.
    pub q: String,
    /// Names and values: how results are sorted and shown, in which language.
    pub kept: Vec<(&'static str, String)>,
}

impl SearchBox {
    /// The box on a page whose search is that of `urls`.
    pub fn new(urls: &PageUrls) -> SearchBox {
        SearchBox { q: urls.q().to_owned(), kept: urls.kept() }
    }
}
