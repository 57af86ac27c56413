//! The help: the query language, each form with a search of this very corpus that shows it.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::UiLocale;
use super::messages::{HelpForm, Messages};
use super::search_box::SearchBox;
use super::social::{Origin, SocialCard};
use super::urls::PageUrls;
use crate::query::SearchParams;

/// Renders the help of the service at `origin`; `count` tells how many communiqués a search finds.
///
/// # Errors
/// What `count` answers, or a template that is not valid.
pub fn render_help<E: From<askama::Error>>(
    locale: UiLocale,
    origin: Option<&Origin>,
    mut count: impl FnMut(&SearchParams) -> Result<u64, E>,
) -> Result<String, E> {
    let m = locale.messages();
    let h = &m.help;
    let mut sections: Vec<Section> = Vec::new();
    let fields = vec![&h.title_field, &h.country_field, &h.topic_field, &h.language_field, &h.date_field];
    let chapters = [
        (h.basics, vec![&h.words, &h.phrase], vec![h.many_words, h.any_text]),
        (h.combining, vec![&h.either, &h.without, &h.group], Vec::new()),
        (h.spelling, vec![&h.prefix, &h.fuzzy, &h.near], Vec::new()),
        (h.fields, fields, Vec::new()),
        (h.languages, vec![&h.translated], Vec::new()),
    ];
    let mut example =
        |form: &'static HelpForm, text: &'static str, expand: Option<&str>| -> Result<Form, E> {
            let q = Some(form.example.to_owned());
            let params = SearchParams { q, expand: expand.map(str::to_owned), ..SearchParams::default() };
            let url = PageUrls::new(params.clone(), locale).first_page();
            Ok(Form { text, example: form.example, url, count: count(&params)? })
        };
    for (title, forms, notes) in chapters {
        let mut shown = Vec::new();
        for form in forms {
            shown.push(example(form, form.text, None)?);
        }
        sections.push(Section { title, forms: shown, notes });
    }
    let alone = example(&h.translated, h.translated_off, Some("off"))?;
    if let Some(last) = sections.last_mut() {
        last.forms.push(alone);
    }
    let urls = PageUrls::new(SearchParams::default(), locale);
    let page = HelpPage {
        locale,
        m,
        assets: AssetPaths::new(),
        card: SocialCard::new(origin, &urls.at("/help")),
        search: SearchBox::new(&urls),
        title: h.title,
        sections,
        others: urls.others(|urls| urls.at("/help")),
    };
    Ok(page.render()?)
}

struct Section {
    title: &'static str,
    forms: Vec<Form>,
    notes: Vec<&'static str>,
}

struct Form {
    text: &'static str,
    example: &'static str,
    url: String,
    count: u64,
}

#[derive(Template)]
#[template(path = "help.html", config = ".askama.toml")]
struct HelpPage {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    card: Option<SocialCard>,
    search: SearchBox,
    title: &'static str,
    sections: Vec<Section>,
    others: Vec<(UiLocale, String)>,
}
