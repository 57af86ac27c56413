//! Which part of a page is the document.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::render::{RenderedText, Show, render};

/// Pages with more elements than this are rendered whole: the search for the main content is no longer quick.
const MAX_ELEMENTS: usize = 200_000;

/// Main contents with fewer letters than this are checked against the whole page.
const SHORT_LETTERS: usize = 250;

/// The text of the main content; of the whole page where none stands out.
pub(super) fn main_text(tree: Document) -> RenderedText {
    let config = Config { disable_json_ld: true, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(tree, None, Some(config)) else {
        return RenderedText::default();
    };
    let article = readability.parse();
    let extracted = match article {
        Ok(article) => {
            let fragment = Document::fragment(article.content);
            render(&fragment.root(), Show::Everything)
        }
        Err(_) => RenderedText::default(),
    };
    if letters(&extracted.text) >= SHORT_LETTERS {
        return extracted;
    }
    let whole = match readability.doc.body() {
        Some(body) => render(&body, Show::WithoutFurniture),
        None => RenderedText::default(),
    };
    // A short page is all content once its furniture is gone.
    if letters(&whole.text) > letters(&extracted.text) { whole } else { extracted }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
