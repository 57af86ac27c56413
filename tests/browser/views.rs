//! Every view of the page, for what must hold on all of them.

/// The languages the page speaks.
pub const LOCALES: [&str; 4] = ["fr", "en", "es", "ar"];

/// The addresses of every view, `{locale}` aside, by a name for messages and pictures.
/// `document` is the address of a document.
pub fn views(document: &str) -> Vec<(&'static str, String)> {
    let fixed = [
        ("home", "/?"),
        ("results", "/?q=etat+islamique&country=NE"),
        ("relaxed", "/?q=cooperation+securite+frontiere+drogue"),
        ("nothing", "/?q=%22zzz+qqq%22&country=MA&from=2020"),
        ("time", "/?q=police&view=time&by=topic"),
        ("map", "/?view=map"),
        ("cross", "/?view=cross"),
        ("facet", "/facets/country?"),
        ("collection", "/collection?id=sd-jeddah-2023"),
        ("help", "/help?"),
        ("about", "/about?"),
        ("api", "/api/v1/docs"),
        ("missing", "/documents/none?"),
        ("nowhere", "/nowhere?"),
        ("mistake", "/?from=yesterday"),
    ];
    let fixed = fixed.map(|(name, path)| (name, path.to_owned()));
    std::iter::once(("document", document.to_owned())).chain(fixed).collect()
}

/// A view in a language of the page; the API's page has only one.
pub fn in_locale(path: &str, locale: &str) -> String {
    if path == "/api/v1/docs" {
        return path.to_owned();
    }
    let joint = if path.ends_with('?') {
        ""
    } else if path.contains('?') {
        "&"
    } else {
        "?"
    };
    format!("{path}{joint}locale={locale}")
}
