//! What went wrong, in the reader's language.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::UiLocale;
use super::messages::Messages;
use super::search_box::SearchBox;
use super::social::SocialCard;
use super::urls::PageUrls;
use crate::query::{ParamError, ParamErrorKind, SearchParams};

/// Why a page cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorPageKind {
    /// There is nothing at the address.
    NotFound,
    /// A parameter of the address is wrong.
    Parameter(ParamError),
    /// The address cannot be read.
    BadRequest,
    /// The service is not ready, or too busy.
    Busy,
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
        ErrorPageKind::Parameter(error) => (m.errors.bad_request_title, parameter(error, locale)),
        ErrorPageKind::BadRequest => (m.errors.bad_request_title, String::new()),
        ErrorPageKind::Busy => (m.errors.busy_title, m.errors.busy.to_owned()),
        ErrorPageKind::Failed => (m.errors.failed_title, m.errors.failed.to_owned()),
    };
    let urls = PageUrls::new(SearchParams::default(), locale);
    let others = urls.others(|urls| urls.at("/"));
    ErrorPage {
        locale,
        m,
        assets: AssetPaths::new(),
        card: None,
        search: SearchBox::new(&urls),
        title,
        text,
        others,
    }
    .render()
}

#[derive(Template)]
#[template(path = "error.html", config = ".askama.toml")]
struct ErrorPage {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    card: Option<SocialCard>,
    search: SearchBox,
    title: &'static str,
    text: String,
    others: Vec<(UiLocale, String)>,
}

/// What is wrong with a parameter, and what would be right.
fn parameter(error: &ParamError, locale: UiLocale) -> String {
    let m = &locale.messages().errors;
    let what = match &error.kind {
        ParamErrorKind::UnknownName { known } => m.unknown_name.replace("{}", &known.join(", ")),
        ParamErrorKind::Repeated => m.repeated.to_owned(),
        ParamErrorKind::NotOneOf { allowed, .. } => m.not_one_of.replace("{}", &allowed.join(", ")),
        ParamErrorKind::NotANumber { min, max, .. } => {
            let (min, max) = (locale.number(u64::from(*min)), locale.number(u64::from(*max)));
            m.not_a_number.replace("{}", &format!("{min}–{max}"))
        }
        ParamErrorKind::Code(_) | ParamErrorKind::NotConfigured { .. } => m.not_known.to_owned(),
        ParamErrorKind::Date(_) => m.not_a_date.to_owned(),
        ParamErrorKind::DateOrder => m.date_order.to_owned(),
        ParamErrorKind::Length { max } => m.length.replace("{}", &locale.number(*max as u64)),
        ParamErrorKind::Cursor | ParamErrorKind::CursorOfAnotherQuery => m.page_gone.to_owned(),
        ParamErrorKind::Missing { .. } => m.missing.to_owned(),
    };
    format!("{} {what}", m.parameter.replace("{}", &error.parameter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_parameter_is_named_in_the_readers_language() {
        let error = ParamError::new("<b>", ParamErrorKind::Repeated);
        let page = |locale| render_error(&ErrorPageKind::Parameter(error.clone()), locale).unwrap();
        assert!(page(UiLocale::Spanish).contains("«&#60;b&#62;» no se puede seguir: se da varias veces"));
        assert!(page(UiLocale::Arabic).contains("dir=\"rtl\""));
    }
}
