//! Which part of a page is the document.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::render::{RenderedText, Show, render};
use crate::communique::MarkedLanguage;

/// Pages with more elements than this are rendered whole: the search for the main content is no longer quick, and takes
/// the memory of the tree once more.
pub(super) const MAX_ELEMENTS: usize = 200_000;

/// Main contents with fewer letters than this are checked against the whole page.
const SHORT_LETTERS: usize = 250;

/// The text of the main content; of the whole page where none stands out.
pub(super) fn main_text(tree: &Document) -> RenderedText {
    let config = Config { disable_json_ld: true, ..Config::default() };
    // The search takes its tree apart; what it finds is checked against the page as it was.
    let searched = Readability::with_document(tree.clone(), None, Some(config));
    let extracted = match searched.and_then(|mut readability| readability.parse()) {
        Ok(article) => {
            let fragment = Document::fragment(article.content);
            render(&fragment.root(), Show::Everything)
        }
        Err(_) => RenderedText::default(),
    };
    if letters(&extracted.text) >= SHORT_LETTERS {
        return with_other_languages(extracted, tree);
    }
    let whole = whole_text(tree);
    // A short page is all content once its furniture is gone.
    if letters(&whole.text) > letters(&extracted.text) { whole } else { extracted }
}

/// The text of the whole page but for its furniture.
pub(super) fn whole_text(tree: &Document) -> RenderedText {
    tree.body().map(|body| render(&body, Show::WithoutFurniture)).unwrap_or_default()
}

/// Adds the stretches in another language that the main content leaves out: of a page with the same document in two
/// languages side by side, the search takes one.
fn with_other_languages(extracted: RenderedText, tree: &Document) -> RenderedText {
    if !tree.select("body [lang]").exists() {
        return extracted;
    }
    let whole = whole_text(tree);
    let position = |text: &str| longest_line(text).and_then(|line| whole.text.find(line));
    let Some(main_at) = position(&extracted.text) else { return extracted };
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for node in tree.select("body [lang]").nodes() {
        let inside = |above: dom_query::NodeRef<'_>| {
            above.has_attr("lang") && !above.has_name("body") && !above.has_name("html")
        };
        if node.ancestors_it(None).any(inside) {
            continue;
        }
        let Some(language) = node.attr("lang").and_then(|tag| tag.parse().ok()) else { continue };
        let text = render(node, Show::WithoutFurniture).text;
        // Short ones are the names of languages in a menu, or quotations.
        let known = longest_line(&text).is_none_or(|line| extracted.text.contains(line));
        if known || letters(&text) < SHORT_LETTERS {
            continue;
        }
        // What does not stand in the page without its furniture is furniture.
        let Some(at) = position(&text) else { continue };
        let mark = MarkedLanguage { range: 0..text.len(), language };
        let part = RenderedText { text, marked_languages: vec![mark] };
        if at < main_at { before.push(part) } else { after.push(part) }
    }
    let mut all = RenderedText::default();
    before.into_iter().chain([extracted]).chain(after).for_each(|part| all.append(part));
    all
}

fn longest_line(text: &str) -> Option<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).max_by_key(|line| line.len())
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
