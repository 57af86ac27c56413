//! The service as its clients see it: the API's answers, its errors, its pages, over the sample corpus.

mod outline;
mod search_page; // the page of results without script
pub mod service;

use serde_json::{Value, json};
use service::{Answer, Service};

fn service() -> &'static Service {
    Service::over_samples()
}

#[track_caller]
fn ok(path: &str) -> Value {
    let answer = service().get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

#[track_caller]
fn total(query: &str) -> u64 {
    ok(&format!("/api/v1/search?limit=0&facets=&{query}"))["total"].as_u64().unwrap()
}

#[test]
fn a_search_answers_in_the_documented_shape() {
    let answer = ok("/api/v1/search?q=etat&limit=2&facets=country,topic");
    assert_eq!(answer["query"]["q"], "etat");
    assert_eq!(answer["query"]["relaxed"], false);
    assert_eq!(answer["hits"].as_array().unwrap().len(), 2);
    for key in
        ["id", "title", "url", "source", "date", "language", "countries", "topics", "organisations", "score"]
    {
        assert!(answer["hits"][0].get(key).is_some(), "{key}");
    }
    let marked = answer["hits"][0]["snippet"].as_str().unwrap();
    assert!(marked.contains("<mark>État</mark>"), "{marked}");
    let country = &answer["facets"]["country"];
    assert!(
        country["values"][0]["count"].as_u64().unwrap() >= country["values"][1]["count"].as_u64().unwrap()
    );
    assert!(answer["facets"].get("year").is_none());
}

#[test]
fn accents_case_and_elision_do_not_matter() {
    let with = total("q=l%E2%80%99%C3%89tat");
    assert!(with > 0);
    for spelling in ["q=etat", "q=ETAT", "q=%C3%89tat", "q=l%27etat", "q=E%CC%81tat"] {
        assert_eq!(total(spelling), with, "{spelling}");
    }
}

#[test]
fn quotes_are_obeyed() {
    assert!(total("q=%22trafic+de+drogue%22") <= total("q=trafic+de+drogue"));
    assert_eq!(total("q=%22drogue+de+trafic%22"), 0);
}

#[test]
fn a_ticked_filter_leaves_its_own_counts_alone() {
    let free = ok("/api/v1/search?limit=0&facets=country,topic&facet_limit=500");
    let ticked = ok("/api/v1/search?limit=0&facets=country,topic&facet_limit=500&country=MA");
    let counts = |answer: &Value, field: &str| -> Vec<(String, u64)> {
        let values = answer["facets"][field]["values"].as_array().unwrap();
        values
            .iter()
            .map(|value| (value["value"].as_str().unwrap().to_owned(), value["count"].as_u64().unwrap()))
            .collect()
    };
    assert_eq!(counts(&free, "country"), counts(&ticked, "country"));
    assert_ne!(counts(&free, "topic"), counts(&ticked, "topic"));
    // What a count promises is what ticking it gives.
    for (value, count) in counts(&free, "country").into_iter().take(10) {
        assert_eq!(total(&format!("country={value}")), count, "{value}");
    }
    for (value, count) in counts(&free, "topic").into_iter().take(10) {
        assert_eq!(total(&format!("topic={value}")), count, "{value}");
    }
}

#[test]
fn pages_follow_one_another_without_gap_or_repetition() {
    let mut seen = Vec::new();
    let mut path = "/api/v1/search?limit=25&facets=&sort=newest".to_owned();
    loop {
        let page = ok(&path);
        seen.extend(page["hits"].as_array().unwrap().iter().map(|hit| hit["id"].to_string()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/search?limit=25&facets=&sort=newest&cursor={cursor}");
    }
    assert_eq!(seen.len() as u64, total(""));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len() as u64, total(""));
}

#[track_caller]
fn check_problem(path: &str, status: u16, parameter: Option<&str>) {
    let answer = service().get(path);
    assert_eq!(answer.status, status, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem.get("parameter").and_then(Value::as_str), parameter, "{path}");
    assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{path}");
}

#[test]
fn what_is_wrong_is_named() {
    check_problem("/api/v1/search?colour=red", 400, Some("colour"));
    check_problem("/api/v1/search?country=XX", 400, Some("country"));
    check_problem("/api/v1/search?topic=gardening", 400, Some("topic"));
    check_problem("/api/v1/search?limit=101", 400, Some("limit"));
    check_problem("/api/v1/search?limit=-1", 400, Some("limit"));
    check_problem("/api/v1/search?sort=best", 400, Some("sort"));
    check_problem("/api/v1/search?from=2024-13", 400, Some("from"));
    check_problem("/api/v1/search?cursor=nonsense", 400, Some("cursor"));
    check_problem("/api/v1/search?facets=colour", 400, Some("facets"));
    check_problem("/api/v1/facets/colour", 400, Some("field"));
    check_problem("/api/v1/facets/%FF", 400, Some("field"));
    check_problem("/api/v1/timeline?interval=century", 400, Some("interval"));
    check_problem("/api/v1/crosstab?rows=topic&cols=topic", 400, Some("cols"));
    check_problem("/api/v1/export?format=docx", 400, Some("format"));
    check_problem("/api/v1/analyze", 400, Some("text"));
    check_problem("/api/v1/documents/no-such-document", 404, None);
    check_problem("/api/v1/documents/no-such-document/similar", 404, None);
    check_problem("/api/v1/nothing", 404, None);
}

#[test]
fn no_query_text_is_an_error() {
    let odd = ["%22", "((((", "-", "%F0%9F%9A%93", "a+OR", "*", "~", "%00", "%FF%FE", "title:", "date:x..y"];
    for q in odd {
        assert_eq!(service().get(&format!("/api/v1/search?q={q}")).status, 200, "{q}");
    }
    let long = "drogue+".repeat(1_400);
    assert_eq!(service().get(&format!("/api/v1/search?q={long}")).status, 200);
}

#[test]
fn a_document_shows_its_evidence() {
    let id = ok("/api/v1/search?q=drogue&limit=1&facets=")["hits"][0]["id"].as_str().unwrap().to_owned();
    let id = percent_encoding::utf8_percent_encode(&id, percent_encoding::NON_ALPHANUMERIC);
    let document = ok(&format!("/api/v1/documents/{id}?q=drogue"));
    let body = document["body"].as_str().unwrap();
    let mut pieces = 0;
    for topic in document["topics"].as_array().unwrap() {
        for evidence in topic["evidence"].as_array().unwrap() {
            if evidence["place"] == "body" {
                let (start, end) = (
                    evidence["start"].as_u64().unwrap() as usize,
                    evidence["end"].as_u64().unwrap() as usize,
                );
                assert_eq!(body[start..end], *evidence["text"].as_str().unwrap());
                pieces += 1;
            }
        }
    }
    assert!(pieces > 0);
    assert!(
        document["passages"].as_array().unwrap().iter().any(|passage| {
            passage["text_highlighted"].as_str().is_some_and(|text| text.contains("<mark>"))
        })
    );
}

#[test]
fn everything_can_be_taken_away() {
    let all = total("group=none");
    let ndjson = service().get("/api/v1/export?group=none");
    assert_eq!(ndjson.text().lines().count() as u64, all);
    let first: Value = serde_json::from_str(ndjson.text().lines().next().unwrap()).unwrap();
    assert!(first["body"].as_str().is_some_and(|body| !body.is_empty()));
    let csv = service().get("/api/v1/export?format=csv&bom=true&group=none");
    assert!(csv.text().starts_with("\u{feff}id,title,date"));
    let table = service().get("/api/v1/crosstab?format=csv").text();
    assert!(table.starts_with("country / topic,"), "{table}");
}

#[test]
fn a_search_can_be_followed() {
    let atom = service().get("/api/v1/feed?q=drogue");
    assert_eq!(atom.header("content-type"), "application/atom+xml; charset=utf-8");
    assert!(atom.text().contains("<id>urn:vigie:document:"));
    let json = service().get("/api/v1/feed?q=drogue&format=json").json();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"].as_array().unwrap().len() as u64, total("q=drogue"));
}

#[test]
fn an_answer_that_is_held_already_is_not_sent_again() {
    let first = service().get("/api/v1/search?q=drogue");
    let etag = first.header("etag");
    let again = service().ask("GET", "/api/v1/search?q=drogue", &[("if-none-match", &etag)], "");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = service().ask("GET", "/api/v1/search?q=etat", &[("if-none-match", &etag)], "");
    assert_eq!(other.status, 200);
}

#[test]
fn the_description_is_openapi_and_names_every_address() {
    let description = ok("/api/v1/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().unwrap();
    for path in [
        "search",
        "suggest",
        "facets/{field}",
        "timeline",
        "crosstab",
        "export",
        "feed",
        "documents",
        "documents/{id}",
        "documents/{id}/similar",
        "taxonomy",
        "analyze",
    ] {
        assert!(paths.contains_key(&format!("/api/v1/{path}")), "{path}");
    }
    let docs = service().get("/api/v1/docs").text();
    assert!(
        docs.contains("action=\"/api/v1/docs/search\"") && docs.contains("/api/v1/documents/{id}"),
        "{docs}"
    );
}

#[test]
fn the_description_changes_only_on_purpose() {
    insta::assert_snapshot!(outline::outline(&ok("/api/v1/openapi.json")));
}

/// What a reader of the description needs is there: words for everything, an example where one helps.
#[test]
fn the_description_leaves_nothing_unsaid() {
    let description = ok("/api/v1/openapi.json");
    let mut silent = Vec::new();
    let mut expect = |value: &Value, what: String| {
        if value.as_str().is_none_or(|text| text.trim().is_empty()) {
            silent.push(what);
        }
    };
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            expect(&operation["summary"], format!("{method} {path}: summary"));
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = format!("{method} {path}: parameter {}", parameter["name"]);
                expect(&parameter["description"], name.clone());
                let is_opaque = ["id", "cursor"].iter().any(|name| parameter["name"] == *name);
                if !is_opaque && parameter["example"].is_null() {
                    expect(&Value::Null, format!("{name}: example"));
                }
            }
            for (status, answer) in operation["responses"].as_object().unwrap() {
                expect(&answer["description"], format!("{method} {path}: {status}"));
            }
        }
    }
    for (name, schema) in description["components"]["schemas"].as_object().unwrap() {
        expect(&schema["description"], format!("schema {name}"));
        for (property, of) in schema["properties"].as_object().into_iter().flatten() {
            let refers = ["$ref", "oneOf", "allOf"].iter().any(|key| !of[*key].is_null());
            if !refers {
                expect(&of["description"], format!("schema {name}.{property}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn a_feed_is_sent_again_only_when_the_index_changed() {
    let first = service().get("/api/v1/feed?q=drogue");
    let modified = first.header("last-modified");
    assert!(modified.ends_with(" GMT"), "{modified:?}");
    let ask = |since: &str| {
        service().ask("GET", "/api/v1/feed?q=drogue", &[("if-modified-since", since)], "").status
    };
    assert_eq!(ask(&modified), 304);
    assert_eq!(ask("Thu, 01 Jan 1970 00:00:00 GMT"), 200);
    assert_eq!(ask("yesterday"), 200);
    // Where both are sent, the validator decides.
    let both = [("if-modified-since", &*modified), ("if-none-match", "W/\"other\"")];
    assert_eq!(service().ask("GET", "/api/v1/feed?q=drogue", &both, "").status, 200);
}

#[test]
fn operators_are_answered() {
    assert_eq!(service().get("/healthz").text(), "ok\n");
    assert!(service().get("/readyz").text().starts_with("ready: "));
    assert!(service().get("/metrics").text().contains("vigie_documents "));
}

#[test]
fn writing_needs_a_key() {
    let post =
        |headers: &[(&str, &str)]| service().ask("POST", "/api/v1/documents", headers, "{\"body\":\"x\"}");
    assert_eq!(post(&[]).status, 401);
    assert_eq!(post(&[("authorization", "Bearer wrong")]).status, 401);
    let answer: Answer = service().ask("DELETE", "/api/v1/documents/x", &[], "");
    assert_eq!(answer.status, 401);
}

#[test]
fn what_is_posted_is_found_at_once_and_gone_when_deleted() {
    let service = Service::empty();
    let key = [("authorization", "Bearer test-key"), ("content-type", "application/x-ndjson")];
    let records = "{\"id\":\"a/1\",\"title\":\"Saisie à Rabat\",\"body\":\"La police marocaine a saisi de la cocaïne.\"}\n\
                   {\"id\":\"b\",\"title\":\"no body\"}\n";
    let report = service.ask("POST", "/api/v1/documents", &key, records).json();
    assert_eq!((&report["added"], &report["failed"]), (&json!(1), &json!(1)), "{report}");
    let found = service.get("/api/v1/search?q=cocaine&facets=country").json();
    assert_eq!(found["hits"][0]["id"], "a/1");
    assert_eq!(found["facets"]["country"]["values"][0]["value"], "MA");
    assert_eq!(service.get("/api/v1/documents/a/1").status, 200);
    assert_eq!(service.get("/api/v1/documents/a%2F1").status, 200);
    let again = service.ask("POST", "/api/v1/documents", &key, records.lines().next().unwrap()).json();
    assert_eq!(again["unchanged"], 1);
    let json = [("authorization", "Bearer test-key"), ("content-type", "application/json")];
    assert_eq!(service.ask("POST", "/api/v1/documents", &json, "[{").status, 400);
    let similar = service.ask("DELETE", "/api/v1/documents/a%2F1/similar?limit=5", &key, "");
    assert_eq!((similar.status, similar.header("allow").as_str()), (405, "GET,HEAD"));
    for nothing in ["", " ", "[]", "[ ]", "null", "Rabat"] {
        let answer = service.ask("POST", "/api/v1/documents", &key, nothing);
        assert_eq!(answer.status, 400, "{nothing:?}: {}", answer.text());
    }
    assert_eq!(service.ask("DELETE", "/api/v1/documents/a%2F1", &key, "").status, 204);
    assert_eq!(service.get("/api/v1/search?q=cocaine").json()["total"], 0);
    assert_eq!(service.ask("DELETE", "/api/v1/documents/a%2F1", &key, "").status, 404);
}

#[test]
fn the_page_is_whole_in_every_language_without_script() {
    for locale in ["fr", "en", "es", "ar"] {
        let page = service().get(&format!("/?q=drogue&country=MA&locale={locale}"));
        assert_eq!(page.status, 200);
        let text = page.text();
        assert!(text.contains(&format!("<html lang=\"{locale}\"")), "{locale}");
        assert!(text.contains("<mark>drogue</mark>"), "{locale}");
        assert!(text.contains("value=\"MA\" checked"), "{locale}");
    }
    assert!(service().get("/?locale=ar").text().contains("dir=\"rtl\""));
    assert_eq!(service().get("/?q=zzzzqqq").status, 200);
    assert_eq!(service().get("/?limit=1000").status, 400);
    assert_eq!(service().get("/nothing").status, 404);
    assert_eq!(service().get("/help").status, 200);
}

#[test]
fn nothing_a_client_sends_breaks_out_of_its_place() {
    let hostile = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E";
    for path in [format!("/?q={hostile}"), format!("/?from={hostile}"), format!("/?country={hostile}")] {
        let page = service().get(&path);
        assert!(!page.text().contains("<script>alert"), "{path}");
        assert!(!page.text().contains("<img src=x"), "{path}");
        assert!(page.header("content-security-policy").contains("default-src 'none'"), "{path}");
    }
}
