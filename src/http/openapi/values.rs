//! What the description owes to the configuration: the codes there are; and how one answer leads to the next question.

use serde_json::{Value, json};

use crate::config::Config;

/// Fills in the values of the codes' schemas.
pub(super) fn fill_codes(description: &mut Value, config: &Config) {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.code.as_str()).collect();
    let special = ["mis", "und"];
    let all_languages = languages.iter().copied().chain(special).collect();
    let codes: [(&str, Vec<&str>); 4] = [
        ("CountryValue", config.countries.iter().map(|country| country.code.as_str()).collect()),
        ("TopicValue", config.topics.iter().map(|topic| topic.slug.as_str()).collect()),
        ("LanguageValue", all_languages),
        ("LocaleValue", languages),
    ];
    for (schema, values) in codes {
        description["components"]["schemas"][schema]["enum"] = json!(values);
    }
}

/// What may be posted: records, of which each is answered for by itself, so that their form is no condition.
pub(super) fn describe_records(description: &mut Value) {
    let content = &mut description["paths"]["/api/v1/documents"]["post"]["requestBody"]["content"];
    content["application/json"]["schema"] =
        json!({ "type": ["array", "object"], "minItems": 1, "items": {} });
    content["application/x-ndjson"]["schema"] = json!({ "type": "string", "pattern": r"^[\[{]" });
}

/// How an answer leads on: the operation that answers, the name of the link, the operation that it leads to, the
/// parameter it gives, and where in the answer that stands.
const LINKS: [(&str, &str, &str, &str, &str); 7] = [
    ("/api/v1/search", "first_hit", "document", "id", "/hits/0/id"),
    ("/api/v1/search", "like_the_first_hit", "similar", "id", "/hits/0/id"),
    ("/api/v1/facets/{field}", "next_page", "facet", "cursor", "/next_cursor"),
    ("/api/v1/documents/{id}/similar", "nearest", "document", "id", "/hits/0/id"),
    ("/api/v1/documents", "read", "document", "id", "/records/0/id"),
    ("/api/v1/documents", "like_it", "similar", "id", "/records/0/id"),
    ("/api/v1/documents", "remove", "delete_document", "id", "/records/0/id"),
];

/// Adds the links between operations.
pub(super) fn add_links(description: &mut Value) {
    for (path, name, operation, parameter, pointer) in LINKS {
        let method = if path == "/api/v1/documents" { "post" } else { "get" };
        let link = json!({
            "operationId": operation,
            "parameters": { (parameter): format!("$response.body#{pointer}") },
        });
        description["paths"][path][method]["responses"]["200"]["links"][name] = link;
    }
}
