//! The page that shows the API, each address with a form to try it.

use askama::Template;

use super::assets::AssetPaths;

/// One operation of the API.
#[derive(Debug, Clone)]
pub struct ApiOperation {
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
}

impl ApiOperation {
    /// Whether a plain form can ask it: a form has no way to fill in a path or to send a key.
    fn can_be_tried(&self) -> bool {
        self.method == "GET" && !self.path.contains('{')
    }
}

/// Renders the page.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_docs(operations: &[ApiOperation]) -> Result<String, askama::Error> {
    DocsPage { operations, version: env!("CARGO_PKG_VERSION"), assets: AssetPaths::new() }.render()
}

#[derive(Template)]
#[template(path = "docs.html", config = ".askama.toml")]
struct DocsPage<'a> {
    operations: &'a [ApiOperation],
    version: &'static str,
    assets: AssetPaths,
}
