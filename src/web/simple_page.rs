//! Help, and what went wrong.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::UiLocale;
use super::messages::Messages;
use super::urls::PageUrls;
use crate::query::SearchParams;

/// Why a page cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorPageKind {
    /// There is nothing at the address.
    NotFound,
    /// A parameter of the address is wrong; what would be right.
    BadRequest(String),
    /// Our fault.
    Failed,
}

/// Renders the page for something that went wrong.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_error(kind: &ErrorPageKind, locale: UiLocale) -> Result<String, askama::Error> {
    let m = locale.messages();
    let (title, text) = match kind {
        ErrorPageKind::NotFound => (m.errors.not_found_title, m.errors.not_found.to_owned()),
        ErrorPageKind::BadRequest(detail) => (m.errors.bad_request_title, detail.clone()),
        ErrorPageKind::Failed => (m.errors.failed_title, m.errors.failed.to_owned()),
    };
    ErrorPage { locale, m, assets: AssetPaths::new(), title, text }.render()
}

#[derive(Template)]
#[template(path = "error.html", config = ".askama.toml")]
struct ErrorPage {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    title: &'static str,
    text: String,
}

/// Renders the help: the query language, each form with an example to try.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_help(locale: UiLocale) -> Result<String, askama::Error> {
    let m = locale.messages();
    let urls = PageUrls::new(SearchParams::default(), locale);
    let forms = [
        (m.help.words, "etat securite"),
        (m.help.phrase, "\"coopération sécuritaire\""),
        (m.help.either, "drogue OR stupéfiants"),
        (m.help.without, "frontière -football"),
        (m.help.prefix, "terroris*"),
        (m.help.fuzzy, "blanchimant~"),
        (m.help.near, "\"trafic armes\"~5"),
        (m.help.field, "title:accord country:MA"),
    ];
    let forms = forms.map(|(text, q)| (text, q, urls.with_query(q)));
    HelpPage { locale, m, assets: AssetPaths::new(), title: m.help.title, forms }.render()
}

#[derive(Template)]
#[template(path = "help.html", config = ".askama.toml")]
struct HelpPage {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    title: &'static str,
    forms: [(&'static str, &'static str, String); 8],
}
