//! The page that shows the API, each address with a form to try it.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::UiLocale;
use super::messages::Messages;
use super::search_box::SearchBox;
use super::social::SocialCard;
use super::urls::PageUrls;
use crate::query::SearchParams;
use crate::search::escape_into;

/// One operation of the API.
#[derive(Debug, Clone)]
pub struct ApiOperation {
    /// Its name among the operations.
    pub id: String,
    /// The sort of operation it is.
    pub tag: String,
    /// `GET`, `POST`, `DELETE`.
    pub method: &'static str,
    /// Its address, with placeholders.
    pub path: String,
    /// What it does, in a line.
    pub summary: String,
    /// More about it.
    pub text: String,
    /// What it takes.
    pub parameters: Vec<ApiParameter>,
}

/// One parameter of an operation.
#[derive(Debug, Clone)]
pub struct ApiParameter {
    /// Its name.
    pub name: String,
    /// What it means.
    pub text: String,
    /// A value to try; may be empty.
    pub example: String,
    /// Whether it fills a placeholder of the address.
    pub is_in_path: bool,
    /// Whether there is no answer without it.
    pub is_required: bool,
    /// Its values, where they are few.
    pub choices: Vec<String>,
}

impl ApiOperation {
    /// Whether a form can ask it: it has no way to send a key or a body.
    pub fn can_be_tried(&self) -> bool {
        self.method == "GET"
    }
}

/// Renders the page, which is in English as the API's words are; operations of one tag stand together.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_docs(operations: &[ApiOperation]) -> Result<String, askama::Error> {
    let locale = UiLocale::English;
    let groups = operations.chunk_by(|a, b| a.tag == b.tag);
    let page = DocsPage {
        groups: groups.collect(),
        version: env!("CARGO_PKG_VERSION"),
        title: "API",
        search: SearchBox::new(&PageUrls::new(SearchParams::default(), locale)),
        assets: AssetPaths::new(),
        card: None,
        m: locale.messages(),
        locale,
    };
    page.render()
}

#[derive(Template)]
#[template(path = "docs.html", config = ".askama.toml")]
struct DocsPage<'a> {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    card: Option<SocialCard>,
    search: SearchBox,
    title: &'static str,
    groups: Vec<&'a [ApiOperation]>,
    version: &'static str,
}

/// A text of the description, whose code stands between backticks and whose stress between asterisks, as HTML.
fn prose(text: &str) -> String {
    let mut html = String::new();
    for (at, part) in text.split('`').enumerate() {
        let mut escaped = String::new();
        escape_into(&mut escaped, part);
        if at % 2 == 1 {
            html.push_str(&format!("<code>{escaped}</code>"));
            continue;
        }
        for (at, part) in escaped.split('*').enumerate() {
            html.push_str(&if at % 2 == 1 { format!("<em>{part}</em>") } else { part.to_owned() });
        }
    }
    html
}

impl DocsPage<'_> {
    fn prose(&self, text: &str) -> String {
        prose(text)
    }

    /// The name of a field, unlike that of any other on the page.
    fn field(&self, operation: &ApiOperation, parameter: &ApiParameter) -> String {
        format!("{}-{}", operation.id, parameter.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_stress_are_shown_and_nothing_else_is_markup() {
        assert_eq!(prose("`word*`, *or* <b>"), "<code>word*</code>, <em>or</em> &lt;b&gt;");
        assert_eq!(prose("`a` & `b`"), "<code>a</code> &amp; <code>b</code>");
    }
}
