//! The page of results as a reader without script has it: every state an address, every picture a file.

use super::{Service, ok, service};
use crate::http::service::Answer;

#[track_caller]
fn page(path: &str) -> String {
    let answer = service().get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// The addresses that links of this page lead to.
fn links(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|link| link.replace("&#38;", "&")).collect()
}

/// The number that the page's heading begins with.
#[track_caller]
fn count(page: &str) -> u64 {
    let heading = page.split("<h1 id=\"count\">").nth(1).and_then(|rest| rest.split("</h1>").next());
    let number = heading.and_then(|heading| heading.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no count: {heading:?}"))
}

#[test]
fn every_link_of_every_view_leads_somewhere() {
    let views = [
        "/?q=etat+islamique&locale=fr",
        "/?view=time&by=topic&locale=en",
        "/?view=map&country=FR&locale=es",
        "/?view=cross&q=trafic&locale=en",
        "/?q=zebre+drogue&match=all&country=FR&from=2024&locale=en",
        "/facets/source?q=trafic&locale=en",
    ];
    for view in views {
        let mut links = links(&page(view));
        links.retain(|link| link.starts_with('/') && !link.contains("/api/v1/export"));
        links.sort();
        links.dedup();
        assert!(links.len() > 5, "{view}: {links:?}");
        // A page has hundreds of like links: every seventh stands for its neighbours.
        for link in links.iter().step_by(7) {
            let path = link.split('#').next().unwrap_or_default();
            assert_eq!(service().get(path).status, 200, "{link} on {view}");
        }
    }
}

#[test]
fn a_chip_takes_back_one_thing() {
    let page = page("/?q=trafic+%22crime+organis%C3%A9%22+-football&country=BE&locale=fr");
    let links = links(&page);
    let without_word = "/?q=%22crime+organis%C3%A9%22+-football&country=BE&locale=fr";
    let without_country = "/?q=trafic+%22crime+organis%C3%A9%22+-football&locale=fr";
    assert!(links.iter().any(|link| link == without_word), "{links:?}");
    assert!(links.iter().any(|link| link == without_country), "{links:?}");
    assert!(page.contains("Belgique"));
}

#[test]
fn what_was_ignored_is_said_in_the_language_of_the_page() {
    let said = |locale: &str| {
        let page = page(&format!("/?q=%22drogue&locale={locale}"));
        let note = page.split("<p class=\"note warning\">").nth(1).and_then(|rest| rest.split("</p>").next());
        note.unwrap_or_else(|| panic!("no warning in {locale}")).to_owned()
    };
    for (locale, word) in [("fr", "guillemet"), ("en", "quotation"), ("es", "comillas"), ("ar", "اقتباس")]
    {
        assert!(said(locale).contains(word), "{}", said(locale));
        let api = ok(&format!("/api/v1/search?q=%22drogue&locale={locale}&limit=0"));
        assert_eq!(api["query"]["warnings"][0].as_str(), Some(said(locale).as_str()));
    }
}

#[test]
fn a_bar_a_country_and_a_cell_hold_as_many_as_they_say() {
    let shape = |path: &str| links(&page(path));
    let month =
        shape("/?view=time&interval=month&locale=en").into_iter().find(|link| link.contains("from=2023-"));
    let month = month.expect("the samples have hits in 2023");
    let bounds = month.split(['?', '&']).filter(|pair| pair.starts_with("from=") || pair.starts_with("to="));
    let bounds = bounds.collect::<Vec<_>>().join("&");
    let api = ok(&format!("/api/v1/search?limit=0&{bounds}"))["total"].as_u64().unwrap();
    assert_eq!(count(&page(&month)), api, "{month}");

    let table = ok("/api/v1/crosstab?rows=country&cols=topic&facet_limit=80");
    let cell = "/?country=FR&topic=organised-crime&locale=en";
    assert!(shape("/?view=cross&locale=en").iter().any(|link| link == cell));
    let place = |axis: &str, value: &str| {
        let axis = table[axis].as_array().unwrap();
        axis.iter().position(|entry| entry["value"] == value).unwrap()
    };
    let expected = &table["cells"][place("rows", "FR")][place("cols", "organised-crime")];
    assert_eq!(expected.as_u64(), Some(count(&page(cell))));
}

#[test]
fn ways_out_of_an_empty_result_hold_what_they_promise() {
    let empty = page("/?q=drogue&country=MA&year=1950&locale=en");
    assert_eq!(count(&empty), 0);
    let list =
        empty.split("<ul class=\"waysout\">").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap();
    let way = list.split("<li>").nth(1).unwrap();
    let promised =
        way.split("<span class=\"n\">").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap();
    let url = &links(way)[0];
    assert!(url.contains("country=MA") && !url.contains("year"), "{url}");
    assert_eq!(count(&page(url)).to_string(), promised);
}

#[test]
fn copies_and_reasons_unfold_by_an_address() {
    let folded = page("/?q=%22etat+islamique%22&locale=fr");
    let link = links(&folded).into_iter().find(|link| link.contains("copies=")).unwrap();
    let unfolded = page(link.split('#').next().unwrap());
    assert!(unfolded.contains("class=\"family\"") && unfolded.contains("première publication"));
    assert!(!folded.contains("class=\"family\"") && !folded.contains("class=\"why\""));
    let why = page("/?q=etats+islamiques&explain=true&locale=fr");
    assert!(why.contains("class=\"why\"") && why.contains("forme fléchie"), "{why}");
}

fn file(path: &str, kind: &str) -> Answer {
    let answer = service().get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.header("content-type").starts_with(kind), "{path}: {}", answer.header("content-type"));
    assert!(answer.header("content-disposition").starts_with("attachment"), "{path}");
    answer
}

#[test]
fn pictures_are_files_too() {
    for name in ["map", "time", "cross"] {
        let svg = file(&format!("/pictures/{name}.svg?q=trafic"), "image/svg+xml").text();
        assert!(
            svg.starts_with("<svg") && svg.contains("xmlns=") && svg.trim_end().ends_with("</svg>"),
            "{svg}"
        );
        let csv = file(&format!("/pictures/{name}.csv?q=trafic"), "text/csv").text();
        assert!(csv.lines().count() > 2, "{csv}");
    }
    assert_eq!(service().get("/pictures/globe.svg").status, 404);
    assert_eq!(service().get("/pictures/list.svg").status, 404);
    assert_eq!(service().get("/?view=globe").status, 400);
}

#[test]
fn a_collection_is_cited_and_taken_away() {
    let hits = ok("/api/v1/search?q=drogue&limit=2");
    let ids: Vec<&str> =
        hits["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    let query = format!("id={}&id={}&id={}&id=no-such", ids[0], ids[1], ids[0]);
    let shown = page(&format!("/collection?{query}&locale=fr"));
    assert!(shown.contains("2 communiqués") && shown.contains("«"), "{shown}");
    let ris = file(&format!("/collection?{query}&format=ris"), "application/x-research-info-systems").text();
    assert_eq!(ris.matches("TY  - ").count(), 2);
    let bibtex = file(&format!("/collection?{query}&format=bibtex"), "application/x-bibtex").text();
    assert_eq!(bibtex.matches("@misc{").count(), 2);
    let csv = file(&format!("/collection?{query}&format=csv"), "text/csv").text();
    assert!(csv.starts_with("\u{feff}id,title"));
    assert_eq!(service().get(&format!("/collection?{query}&format=docx")).status, 400);
    let many: Vec<String> = (0..101).map(|number| format!("id={number}")).collect();
    assert_eq!(service().get(&format!("/collection?{}", many.join("&"))).status, 400);
}

#[test]
fn values_of_a_facet_are_looked_for_and_ticked() {
    let found = page("/facets/country?find=maro&country=FR&locale=fr");
    assert!(found.contains("value=\"MA\"") && !found.contains("value=\"DE\""), "{found}");
    // What is ticked but not listed stays ticked.
    assert!(found.contains("<input type=\"hidden\" name=\"country\" value=\"FR\">"), "{found}");
    assert_eq!(service().get("/facets/colour").status, 404);
}

#[test]
fn a_completion_says_what_it_leaves_to_search() {
    let suggestions = ok("/api/v1/suggest?q=drogue+etats+un&locale=fr");
    let suggestions = suggestions["suggestions"].as_array().unwrap();
    let country = suggestions.iter().find(|one| one["value"] == "US").unwrap();
    assert_eq!(country["rest"], "drogue");
}

#[test]
fn hostile_texts_stay_texts_on_every_view() {
    let service = Service::empty();
    let hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let record = serde_json::json!({
        "id": format!("x{hostile}"), "title": hostile, "source": hostile, "date": "2024-06-17",
        "body": format!("Rabat, 17 juin 2024 – Saisie de drogue au Maroc. {hostile}"), "url": "https://example.org/\"><script>",
        "countries": ["MA"], "topics": ["organised-crime/drug-trafficking"],
    });
    let key = [("authorization", "Bearer test-key")];
    assert_eq!(service.ask("POST", "/api/v1/documents", &key, &record.to_string()).status, 200);
    let id: String = url::form_urlencoded::byte_serialize(format!("x{hostile}").as_bytes()).collect();
    let views = [
        "/?q=drogue&explain=true".to_owned(),
        "/?view=time&by=country".to_owned(),
        "/?view=map".to_owned(),
        "/?view=cross".to_owned(),
        "/facets/source".to_owned(),
        format!("/?q=drogue&copies={id}"),
        format!("/collection?id={id}"),
        "/pictures/map.svg".to_owned(),
        "/pictures/time.svg?by=topic".to_owned(),
        "/pictures/cross.svg".to_owned(),
    ];
    for view in views {
        let answer = service.get(&view);
        assert_eq!(answer.status, 200, "{view}: {}", answer.text());
        let text = answer.text();
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{view}: {text}");
        assert!(!text.contains(" style=") && !text.contains(" onclick="), "{view}");
    }
}
