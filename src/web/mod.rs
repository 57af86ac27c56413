//! The page: templates, styles, the little script it needs.
//!
//! Owns how things look and what they are called in the reader's language. Turns plain data
//! ([`SearchResults`](crate::search::SearchResults) and the like) into HTML; knows no HTTP and no
//! engine. Every state of the page is an address, and works without script.

mod assets;
mod docs_page;
mod document_page;
mod format;
mod locale;
mod messages;
mod search_page;
mod simple_page;
mod urls;

pub use assets::{Asset, asset};
pub use docs_page::{ApiOperation, ApiParameter, render_docs};
pub use document_page::render_document;
pub use locale::UiLocale;
pub use search_page::render_search;
pub use simple_page::{ErrorPageKind, render_error, render_help};
pub use urls::PageUrls;
