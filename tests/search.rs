//! Searches as users type them, over documents in several languages: what is found, how it is shown.

mod fixture;
mod matches;
mod scan; // the samples against a plain scan
mod spelling;

use std::sync::LazyLock;

use fixture::{Indexed, Short, index};
use vigie::engine::Interval;
use vigie::query::{FacetField, ParamErrorKind, RawParams, SearchParams, SearchRequest};
use vigie::search::{CompletionKind, MatchRule};

/// Long enough that a dateline before it is a small part of it.
const WIRE: &str = "Les deux ministres ont salué la saisie de trois tonnes de résine de cannabis dans le port \
    de Tanger, fruit de plusieurs mois de surveillance commune, et ont annoncé la création d'une équipe \
    permanente d'enquêteurs chargée des filières maritimes, qui se réunira chaque trimestre. Selon le \
    communiqué, les douaniers avaient repéré un conteneur déclaré comme cargaison d'agrumes, dont le poids ne \
    correspondait pas aux documents du transitaire; une fouille au scanner a révélé des ballots dissimulés \
    derrière une fausse cloison. Quatre suspects, parmi lesquels un employé du terminal, ont été placés en garde \
    à vue. Le parquet a ouvert une information judiciaire pour importation en bande organisée, tandis que \
    plusieurs véhicules, des téléphones chiffrés et une importante somme en espèces étaient mis sous scellés. \
    Une conférence réunira prochainement les procureurs des régions côtières afin d'harmoniser leurs pratiques.";

fn documents() -> Vec<Short> {
    let short = |id, language, title, body| Short {
        id,
        language,
        date: "2024-05-02",
        source: "Ministère",
        countries: &[],
        topics: &[],
        title,
        body,
    };
    vec![
        Short {
            countries: &["MA", "FR"],
            topics: &["terrorism"],
            date: "2024-12-13",
            ..short(
                "fr1",
                "fr",
                "Coopération sécuritaire entre le Maroc et la France",
                &[
                    "Le ministre de l’Intérieur a reçu la sous-secrétaire à la Sécurité. L’État islamique reste la \
                     première menace, et les deux pays partagent leurs renseignements.",
                    "Aujourd’hui, les enquêteurs citent la faille CVE-2024-1234 et la résolution S/RES/2178.",
                    "@Service de presse : attentat@interieur.example, 01 23 45 67 89",
                ],
            )
        },
        Short {
            countries: &["FR"],
            topics: &["terrorism"],
            date: "2023-01-10",
            source: "AFP",
            ..short(
                "fr2",
                "fr",
                "Des attentats déjoués à Paris",
                &["La police a arrêté des djihadistes armés."],
            )
        },
        Short {
            countries: &["CH"],
            topics: &["organised-crime"],
            ..short(
                "en1",
                "en",
                "Money laundering case in Geneva",
                &["Prosecutors charged two bankers in Switzerland."],
            )
        },
        Short {
            countries: &["DE"],
            topics: &["organised-crime"],
            ..short(
                "de1",
                "de",
                "Ermittlungen wegen Geldwäsche",
                &["Die Polizei durchsuchte mehrere Wohnungen in Köln."],
            )
        },
        short("ar1", "ar", "مكافحة غسل الأموال", &["أعلنت الوزارة عن خطة جديدة لمكافحة الجريمة المنظمة."]),
        Short {
            date: "",
            source: "",
            ..short("zh1", "zh", "法国政府打击恐怖主义", &["政府宣布了新的安全措施。"])
        },
        Short {
            countries: &["MA"],
            ..short("wire1", "fr", "Saisie à Tanger", &[WIRE, "Rabat a publié ce texte."])
        },
        Short {
            countries: &["MA"],
            source: "AFP",
            ..short("wire2", "fr", "Saisie à Tanger", &["RABAT (AFP) - ", WIRE])
        },
    ]
}

/// Made once: opening an index is quick, reading the configuration for it is not.
fn indexed() -> &'static Indexed {
    static INDEXED: LazyLock<Indexed> = LazyLock::new(|| index(&documents()));
    &INDEXED
}

#[test]
fn words_are_found_in_every_usual_spelling() {
    let index = indexed();
    // The Chinese one names it too, and follows.
    index.check("securite", &["fr1", "zh1"]);
    index.check("SÉCURITÉ", &["fr1", "zh1"]);
    index.check("se\u{301}curite\u{301}", &["fr1", "zh1"]);
    index.check("l'etat", &["fr1"]);
    index.check("état", &["fr1"]);
    index.check("aujourd'hui", &["fr1"]);
    index.check("attentat", &["fr2"]);
    index.check("CVE-2024-1234", &["fr1"]);
    index.check("1234", &["fr1"]);
    index.check("S/RES/2178", &["fr1"]);
    index.check("2178", &["fr1"]);
    index.check("Maroc/France : Coopération", &["fr1"]);
    index.check("恐怖主义", &["zh1"]);
    index.check("sous-secrétaires", &["fr1"]);
    index.check("djihad*", &["fr2"]);
    index.check("atentats~", &["fr2"]);
    index.check("title:attentat", &["fr2"]);
    index.check("title:djihadistes", &[]);
}

#[test]
fn quotes_and_exclusions_are_obeyed() {
    let index = indexed();
    index.check("\"sous-secrétaire à la Sécurité\"", &["fr1"]);
    index.check("“État islamique”", &["fr1"]);
    index.check("« L'État islamique »", &["fr1"]);
    index.check("\"islamique État\"", &[]);
    index.check("\"islamique État\"~1", &["fr1"]);
    index.check("\"attentat déjoué\"", &[]);
    index.check("Tanger -AFP", &["wire1"]);
    index.check("-saisie -attentats -sécurité language:fr", &[]);
    index.check("etat islamique OR djihadiste", &["fr1", "fr2"]);
    index.check("(Tanger OR Paris) -AFP", &["fr2", "wire1"]);
    for mode in ["auto", "any", "all"] {
        let found = index.search(&[("q", "Tanger saisie Paris -AFP"), ("match", mode), ("group", "none")]);
        assert!(found.hits.iter().all(|hit| hit.id.as_str() != "wire2"), "{mode}");
        let found = index.search(&[("q", "Paris \"État islamique\""), ("match", mode)]);
        assert!(found.hits.iter().all(|hit| hit.id.as_str() == "fr1"), "{mode}");
    }
}

#[test]
fn function_words_block_nothing() {
    let index = indexed();
    index.check("qui sont les djihadistes ?", &["fr2"]);
    assert!(index.search(&[("q", "le la les")]).total > 0);
}

#[test]
fn conditions_in_the_query_are_conditions() {
    let index = indexed();
    index.check("country:MA securite", &["fr1"]);
    index.check("-country:FR country:MA", &["wire1", "wire2"]);
    index.check("date:2023..2024-01", &["fr2"]);
    index.check("language:de OR language:ar", &["ar1", "de1"]);
    index.check("source:afp", &["fr2", "wire2"]);
    let found = index.search(&[("q", "country:ZZ securite"), ("locale", "en")]);
    assert!(found.query.warnings[0].contains("country"), "{:?}", found.query.warnings);
}

#[test]
fn names_are_searched_in_other_languages_unless_told_not_to() {
    let index = indexed();
    let found = index.search(&[("q", "money laundering")]);
    let ids: Vec<&str> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(ids[0], "en1", "the words typed first: {ids:?}");
    assert!(ids.contains(&"de1") && ids.contains(&"ar1"), "{ids:?}");
    let expansion = &found.query.expansions[0];
    assert_eq!(expansion.typed, "money laundering");
    assert!(expansion.names.iter().any(|name| name.to_lowercase() == "geldwäsche"), "{expansion:?}");
    let found = index.search(&[("q", "money laundering"), ("expand", "off")]);
    assert_eq!((found.total, found.query.expansions.len()), (1, 0));
    let found = index.search(&[("q", "blanchiment d’argent"), ("language", "de")]);
    assert_eq!(found.hits[0].id.as_str(), "de1");
}

#[test]
fn few_full_answers_let_others_in_after_them() {
    let index = indexed();
    let found = index.search(&[("q", "djihadistes Paris Köln")]);
    assert!(found.query.relaxed);
    assert_eq!(found.hits[0].id.as_str(), "fr2");
    let strict = index.search(&[("q", "djihadistes Paris Köln"), ("match", "all")]);
    assert_eq!((strict.total, strict.query.relaxed), (0, false));
}

#[test]
fn snippets_mark_what_matched() {
    let index = indexed();
    let hit = |q: &str| index.search(&[("q", q), ("explain", "true")]).hits.remove(0);
    assert_eq!(
        hit("cooperation maroc").title_highlighted,
        "<mark>Coopération</mark> sécuritaire entre le <mark>Maroc</mark> et la France"
    );
    assert!(hit("l'etat islamique").snippet.contains("L’<mark>État</mark> <mark>islamique</mark> reste"));
    assert!(hit("\"état islamique\"").snippet.contains("L’<mark>État islamique</mark> reste"));
    assert!(!hit("securite").snippet.contains("presse"));
    let arabic = hit("الجريمة");
    assert!(arabic.snippet.contains("<mark>الجريمة</mark>"), "{}", arabic.snippet);
    let german = index.search(&[("q", "money laundering"), ("language", "de")]).hits.remove(0);
    assert_eq!(german.title_highlighted, "Ermittlungen wegen <mark>Geldwäsche</mark>");
}

#[test]
fn each_hit_says_why_it_matched() {
    let index = indexed();
    let why = |q: &str, language: &str| {
        let mut pairs = vec![("q", q), ("explain", "true")];
        if !language.is_empty() {
            pairs.push(("language", language));
        }
        let hit = index.search(&pairs).hits.remove(0);
        let why = hit.matched.unwrap();
        why.into_iter().map(|view| (view.typed, view.found, view.rule)).collect::<Vec<_>>()
    };
    let one = |typed: &str, found: &str, rule| vec![(typed.to_owned(), found.to_owned(), rule)];
    assert_eq!(why("djihadiste", ""), one("djihadiste", "djihadistes", MatchRule::Inflection));
    assert_eq!(why("securite", "")[0].2, MatchRule::Accent);
    assert_eq!(why("islamique", "")[0].2, MatchRule::Exact);
    assert_eq!(why("état", "")[0], ("état".into(), "État".into(), MatchRule::Elision));
    assert_eq!(why("atentats~", "")[0].2, MatchRule::Fuzzy);
    assert_eq!(why("djihad*", "")[0].2, MatchRule::Prefix);
    assert_eq!(why("money laundering", "de")[0].2, MatchRule::Translation);
    let tree = index.search(&[("q", "a OR b"), ("explain", "true")]).query.tree.unwrap();
    assert_eq!(tree.kind, "any");
}

#[test]
fn typing_mistakes_are_answered_by_a_suggestion() {
    let index = indexed();
    let suggestion = |q: &str| index.search(&[("q", q)]).suggestion;
    assert_eq!(suggestion("djihadsites Paris").as_deref(), Some("djihadistes Paris"));
    assert_eq!(suggestion("atentats").as_deref(), Some("attentats"));
    assert_eq!(suggestion("djihadiste"), None);
    assert_eq!(suggestion("xyzzyqwert"), None);
    // What stood in for the word is marked, and said to be spelt nearly so.
    let found = index.search(&[("q", "contneur"), ("explain", "true")]);
    let hit = &found.hits[0];
    let shown = format!("{} {}", hit.title_highlighted, hit.snippet).to_lowercase();
    assert!(found.query.relaxed && shown.contains("<mark>conteneur</mark>"), "{shown}");
    assert!(hit.matched.as_ref().is_some_and(|found| !found.is_empty()));
    assert!(hit.matched.iter().flatten().all(|found| found.rule == MatchRule::Fuzzy), "{:?}", hit.matched);
    assert!(index.search(&[("q", "contneur"), ("match", "all")]).hits.is_empty());
    // Looked for in the language asked for.
    let narrowed = |language| index.search(&[("q", "Polizai"), ("language", language)]).suggestion;
    assert_eq!(narrowed("de").as_deref(), Some("polizei"));
}

#[test]
fn facets_count_as_if_their_own_field_were_free() {
    let index = indexed();
    let found = index.search(&[("country", "MA"), ("facets", "country,topic,year"), ("locale", "fr")]);
    assert_eq!(found.total, 2);
    let countries = found.facets.get(FacetField::Country).unwrap();
    let morocco = countries.values.iter().find(|entry| entry.value == "MA").unwrap();
    assert_eq!((morocco.label.as_str(), morocco.count, morocco.selected), ("Maroc", 2, true));
    let germany = countries.values.iter().find(|entry| entry.value == "DE").unwrap();
    assert_eq!((germany.label.as_str(), germany.count, germany.selected), ("Allemagne", 1, false));
    let order: Vec<(u64, &str)> =
        countries.values.iter().map(|entry| (entry.count, entry.label.as_str())).collect();
    let mut sorted = order.clone();
    sorted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    assert_eq!(order, sorted);
    let page = index.request(&[("locale", "fr"), ("facet_limit", "1")]);
    let page = index.searcher.facet_values(FacetField::Country, &page, Some("alle"), 0).unwrap();
    assert_eq!((page.values[0].value.as_str(), page.distinct, page.next_cursor), ("DE", 1, None));
    let page = index.request(&[("facet_limit", "2"), ("group", "none")]);
    let first = index.searcher.facet_values(FacetField::Country, &page, None, 0).unwrap();
    assert_eq!((first.values.len(), first.next_cursor.as_deref()), (2, Some("2")));
}

#[test]
fn pages_follow_one_another_and_fit_one_query_only() {
    let index = indexed();
    let all = index.search(&[("group", "none")]);
    let (mut seen, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut pairs = vec![("group", "none"), ("limit", "3")];
        if let Some(cursor) = &cursor {
            pairs.push(("cursor", cursor));
        }
        let page = index.search(&pairs);
        assert_eq!(page.total, all.total);
        seen.extend(page.hits.into_iter().map(|hit| hit.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, all.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>());
    let other = index.search(&[("group", "none"), ("limit", "3")]).next_cursor.unwrap();
    let mut raw = RawParams::new([("q".to_owned(), "x".to_owned()), ("cursor".to_owned(), other)]);
    let params = SearchParams::take(&mut raw).unwrap();
    let error = SearchRequest::check(&params, &fixture::config()).unwrap_err();
    assert_eq!(error.kind, ParamErrorKind::CursorOfAnotherQuery);
}

#[test]
fn a_document_is_shown_whole_with_its_family() {
    let index = indexed();
    let french = "fr".parse().unwrap();
    let view = index.searcher.document(&"wire1".parse().unwrap(), Some("saisie"), french).unwrap().unwrap();
    assert_eq!(view.title_highlighted, "<mark>Saisie</mark> à Tanger");
    assert!(view.passages[0].text_highlighted.contains("la <mark>saisie</mark> de trois tonnes"));
    assert_eq!(view.countries[0].label, "Maroc");
    assert_eq!((view.family.size, view.family.members[0].id.as_str()), (2, "wire2"));
    let difference = view.family.members[0].difference.as_ref().unwrap();
    assert!(difference.iter().any(|part| part.text.contains("RABAT (AFP)")), "{difference:?}");
    assert!(index.searcher.document(&"none".parse().unwrap(), None, french).unwrap().is_none());
}

#[test]
fn the_like_of_a_document_share_its_telling_words() {
    let mut documents = documents();
    documents.push(Short {
        id: "fr3",
        title: "Des djihadistes armés devant le juge",
        body: &["La police de Paris avait arrêté les djihadistes armés en janvier."],
        ..documents[1]
    });
    let index = index(&documents);
    let similar = index.searcher.similar(&"fr2".parse().unwrap(), 2).unwrap().unwrap();
    assert_eq!(similar[0].id.as_str(), "fr3");
    let similar = index.searcher.similar(&"wire1".parse().unwrap(), 5).unwrap().unwrap();
    assert!(similar.iter().all(|hit| !hit.id.as_str().starts_with("wire")), "copies are no news");
    assert!(index.searcher.similar(&"none".parse().unwrap(), 5).unwrap().is_none());
}

#[test]
fn completions_are_words_of_the_corpus_and_names() {
    let index = indexed();
    let french = "fr".parse().unwrap();
    let suggest = |q: &str| index.searcher.suggest(q, french).unwrap().suggestions;
    let words = suggest("police djih");
    assert!(words.iter().any(|one| one.value == "police djihadistes" && one.count == Some(1)), "{words:?}");
    let countries = suggest("allemag");
    assert_eq!((countries[0].kind, countries[0].value.as_str()), (CompletionKind::Country, "DE"));
    let from_another_language = suggest("Deutschl");
    assert_eq!(from_another_language[0].label, "Allemagne");
    let accents = suggest("Cooperation securit");
    assert!(accents.iter().any(|one| one.label == "securitaire"), "{accents:?}");
    assert!(suggest("maroc ").is_empty() && suggest("").is_empty());
    assert!(suggest("a").len() <= 10);
}

#[test]
fn counts_over_time_and_of_pairs() {
    let index = indexed();
    let request = index.request(&[("group", "none"), ("locale", "fr")]);
    let years = index.searcher.timeline(&request, Interval::Year, Some(FacetField::Country)).unwrap();
    let counts: Vec<(String, u64)> =
        years.buckets.iter().map(|bucket| (bucket.start.to_string(), bucket.count)).collect();
    assert_eq!(counts, [("2023".into(), 1), ("2024".into(), 6)]);
    assert_eq!(years.buckets[0].by[0].label, "France");
    let table = index.searcher.crosstab(&request, FacetField::Country, FacetField::Topic).unwrap();
    let row = table.rows.iter().position(|row| row.value == "FR").unwrap();
    let column = table.cols.iter().position(|column| column.value == "terrorism").unwrap();
    assert_eq!((table.rows[row].count, table.cols[column].count, table.cells[row][column]), (2, 2, 2));
    assert_eq!(table.total, 8);
}

#[test]
fn an_export_is_every_match_in_order() {
    let index = indexed();
    let request = index.request(&[("q", "Tanger"), ("group", "none"), ("sort", "oldest"), ("limit", "1")]);
    let mut ids = Vec::new();
    let keep = &mut |document: vigie::communique::EnrichedCommunique| {
        ids.push(document.id.to_string());
        true
    };
    index.searcher.export(&request, keep).unwrap();
    assert_eq!(ids, ["wire1", "wire2"]);
}

#[test]
fn answers_have_the_shape_of_the_contract() {
    let index = indexed();
    let json = serde_json::to_value(index.search(&[("q", "securite"), ("limit", "1")])).unwrap();
    for key in ["query", "total", "took_ms", "hits", "facets", "suggestion", "next_cursor"] {
        assert!(json.get(key).is_some(), "{key}");
    }
    let hit = &json["hits"][0];
    let keys = [
        "id",
        "title",
        "url",
        "source",
        "date",
        "language",
        "countries",
        "topics",
        "organisations",
        "score",
        "title_highlighted",
        "snippet",
    ];
    for key in keys {
        assert!(hit.get(key).is_some(), "{key}");
    }
    assert_eq!((&hit["countries"][0], &hit["family"]["size"]), (&"MA".into(), &1.into()));
    let fields: Vec<&String> = json["facets"].as_object().unwrap().keys().collect();
    assert_eq!(fields.len(), 5);
    assert!(json["facets"]["country"]["values"][0].get("selected").is_some());
}
