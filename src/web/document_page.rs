//! The page of one communiqué.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::{UiLocale, direction_of};
use super::messages::Messages;
use super::urls::PageUrls;
use crate::communique::{CountryRole, PassageRole};
use crate::query::{FacetField, SearchParams};
use crate::search::{CountryView, DocumentView, EvidenceView, Hit, PassageView};

/// Renders the page of `document`, the words of the query `q` marked in it.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_document(
    document: &DocumentView,
    similar: &[Hit],
    q: Option<&str>,
    locale: UiLocale,
) -> Result<String, askama::Error> {
    let params = SearchParams { q: q.map(str::to_owned), ..SearchParams::default() };
    let urls = PageUrls::new(params, locale);
    let m = locale.messages();
    let with_role = |role: CountryRole| -> Vec<&CountryView> {
        document.countries.iter().filter(|country| country.role == role).collect()
    };
    let folded = |passage: &&PassageView| !passage.role.is_content();
    let page = DocumentPage {
        locale,
        m,
        assets: AssetPaths::new(),
        title: if document.title.is_empty() { m.site.untitled.to_owned() } else { document.title.clone() },
        direction: direction_of(document.language.as_str()),
        date: document.date.map_or_else(|| m.site.undated.to_owned(), |date| locale.date(date)),
        primary: with_role(CountryRole::Primary),
        mentioned: with_role(CountryRole::Mentioned),
        passages: document.passages.iter().filter(|passage| !folded(passage)).collect(),
        folded: document.passages.iter().filter(folded).collect(),
        similar,
        document,
        urls,
    };
    page.render()
}

#[derive(Template)]
#[template(path = "document.html", config = ".askama.toml")]
struct DocumentPage<'a> {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    title: String,
    direction: &'static str,
    date: String,
    document: &'a DocumentView,
    primary: Vec<&'a CountryView>,
    mentioned: Vec<&'a CountryView>,
    passages: Vec<&'a PassageView>,
    folded: Vec<&'a PassageView>,
    similar: &'a [Hit],
    urls: PageUrls,
}

impl DocumentPage<'_> {
    fn direction(&self, passage: &PassageView) -> &'static str {
        direction_of(passage.language.as_str())
    }

    fn is_heading(&self, passage: &PassageView) -> bool {
        matches!(passage.role, PassageRole::Heading | PassageRole::Title)
    }

    /// The distinct words that prove a tag, at most six.
    fn words(&self, evidence: &[EvidenceView]) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for piece in evidence {
            if !words.contains(&piece.text) && words.len() < 6 {
                words.push(piece.text.clone());
            }
        }
        words
    }

    fn percent(&self, share: f32) -> u32 {
        (share * 100.0).round() as u32
    }
}
