//! The page: templates, styles, the little script it needs.
//!
//! Owns how things look and what they are called in the reader's language. Turns plain data
//! ([`SearchResults`](crate::search::SearchResults) and the like) into HTML; knows no HTTP and no
//! engine. Every state of the page is an address, and works without script.

pub mod charts;

mod about_page;
mod assets;
mod citation;
mod collection_page;
mod docs_page;
mod document_page;
mod error_page;
mod facet_page;
mod format;
mod help_page;
mod locale;
mod marked_text;
mod messages;
mod opensearch;
mod page_view;
mod search_box;
mod search_page;
mod social;
mod tags;
mod urls;

pub use about_page::render_about;
pub use assets::{Asset, asset, icon_path};
pub use citation::{CitationStyle, Cited, cite};
pub use collection_page::{MAX_COLLECTED, cite_all, render_collection};
pub use docs_page::{ApiOperation, ApiParameter, render_docs};
pub use document_page::render_document;
pub use error_page::{ErrorPageKind, render_error};
pub use facet_page::{FacetAnswer, render_facet};
pub use help_page::render_help;
pub use locale::UiLocale;
pub use opensearch::render_opensearch;
pub use page_view::{Density, PageView, SPLITS, Shape};
pub use search_page::{Picture, SearchAnswer, places, render_search};
pub use social::Origin;
pub use urls::{Explain, PageUrls};
