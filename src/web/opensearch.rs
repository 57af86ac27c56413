//! The description by which a browser offers the page as one of its search engines.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::UiLocale;
use super::messages::Messages;
use super::social::Origin;

/// Renders the description of the service at `origin`.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_opensearch(origin: &Origin, locale: UiLocale) -> Result<String, askama::Error> {
    OpenSearch { origin: origin.as_str(), locale, m: locale.messages(), assets: AssetPaths::new() }.render()
}

#[derive(Template)]
#[template(path = "opensearch.xml", config = ".askama.toml", escape = "html")]
struct OpenSearch<'a> {
    origin: &'a str,
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
}
