//! All values of one facet, to search and to tick.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::UiLocale;
use super::messages::Messages;
use super::search_box::SearchBox;
use super::search_page::field_title;
use super::social::SocialCard;
use super::urls::PageUrls;
use crate::query::{FacetField, SearchParams};
use crate::search::FacetPage;
use crate::web::page_view::PageView;

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct FacetAnswer<'a> {
    /// The field.
    pub field: FacetField,
    /// Its values, or those that were looked for.
    pub page: &'a FacetPage,
    /// What was looked for.
    pub find: &'a str,
    /// The search whose hits are counted.
    pub params: &'a SearchParams,
    /// How its results are shown.
    pub view: &'a PageView,
}

/// Renders the page.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_facet(answer: &FacetAnswer<'_>, locale: UiLocale) -> Result<String, askama::Error> {
    let m = locale.messages();
    let urls = PageUrls::new(answer.params.clone(), locale).with_view(answer.view.clone());
    // What the form carries along: the whole search but this field's values, which it lists.
    let carried = answer.params.to_pairs().into_iter().filter(|(name, value)| {
        let is_own =
            *name == answer.field.name() || ["locale", "cursor", "facets", "facet_limit"].contains(name);
        !is_own && !value.is_empty()
    });
    let carried: Vec<(&'static str, String)> = carried.chain(answer.view.to_pairs()).collect();
    let ticked = answer.params.filters.iter().filter(|(field, _)| *field == answer.field);
    let ticked: Vec<&str> = ticked.map(|(_, value)| value.as_str()).collect();
    let is_listed = |value: &&&str| answer.page.values.iter().any(|entry| entry.value == ***value);
    let page = FacetValuesPage {
        title: format!("{} — Vigie", field_title(answer.field, m)),
        heading: field_title(answer.field, m),
        unlisted: ticked.iter().filter(|value| !is_listed(value)).map(|value| (*value).to_owned()).collect(),
        ticked: ticked.iter().map(|value| (*value).to_owned()).collect(),
        back: urls.first_page(),
        others: urls.others(|urls| urls.facet(answer.field)),
        // A tool to come back from, not a page to pass on.
        card: None,
        search: SearchBox::new(&urls),
        assets: AssetPaths::new(),
        locale,
        m,
        carried,
        answer: *answer,
    };
    page.render()
}

#[derive(Template)]
#[template(path = "facet.html", config = ".askama.toml")]
struct FacetValuesPage<'a> {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    card: Option<SocialCard>,
    search: SearchBox,
    title: String,
    heading: &'static str,
    answer: FacetAnswer<'a>,
    /// What the forms carry along unseen.
    carried: Vec<(&'static str, String)>,
    ticked: Vec<String>,
    /// Ticked values that what was looked for does not list.
    unlisted: Vec<String>,
    back: String,
    /// The page in its other languages.
    others: Vec<(UiLocale, String)>,
}

impl FacetValuesPage<'_> {
    fn number(&self, number: &u64) -> String {
        self.locale.number(*number)
    }
}
