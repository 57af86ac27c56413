//! `GET /docs`: the API as a page to try it. Each form leads to an address of ours that leaves out what was left
//! empty and leads on to the API's, since a form alone sends its empty fields too.

use axum::extract::{OriginalUri, Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::form_urlencoded::{Serializer, parse};

use super::error::ApiError;
use super::extract::Params;
use super::openapi::description;
use super::state::ServiceState;
use crate::query::{ParamError, ParamErrorKind};
use crate::web::{self, ApiOperation, ApiParameter};

/// Values that are offered in a list to choose from; of more, such as the countries, one types.
const MAX_CHOICES: usize = 12;

pub(super) async fn docs(
    State(state): State<ServiceState>,
    Params(raw): Params,
) -> Result<Response, ApiError> {
    raw.finish()?;
    let page = web::render_docs(&operations(&description(state.searcher().config())));
    let html = page.map_err(|error| ApiError::Internal(Box::new(error)))?;
    Ok(([(header::CONTENT_LANGUAGE, "en")], Html(html)).into_response())
}

/// Leads from a form of the page to what it asks.
pub(super) async fn try_it(
    State(state): State<ServiceState>,
    Path(id): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Redirect, ApiError> {
    let operations = operations(&description(state.searcher().config()));
    let operation = operations.iter().find(|operation| operation.id == id && operation.can_be_tried());
    let pairs = parse(uri.query().unwrap_or_default().as_bytes());
    let given: Vec<(String, String)> =
        pairs.into_owned().filter(|(_, value)| !value.trim().is_empty()).collect();
    Ok(Redirect::to(&address(operation.ok_or(ApiError::NoRoute)?, given)?))
}

/// The address that asks `operation` with what was given.
fn address(operation: &ApiOperation, given: Vec<(String, String)>) -> Result<String, ParamError> {
    let mut path = operation.path.clone();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.is_in_path) {
        let value = given.iter().find(|(name, _)| *name == parameter.name);
        let missing = || {
            ParamError::new(&parameter.name, ParamErrorKind::Missing { expected: "a value for the address" })
        };
        let (_, value) = value.ok_or_else(missing)?;
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
        path = path.replace(&format!("{{{}}}", parameter.name), &value);
    }
    let is_in_path = |name: &str| operation.parameters.iter().any(|one| one.is_in_path && one.name == name);
    let mut query = Serializer::new(String::new());
    query.extend_pairs(given.iter().filter(|(name, _)| !is_in_path(name)));
    let query = query.finish();
    Ok(if query.is_empty() { path } else { format!("{path}?{query}") })
}

/// The operations of the description, those of one tag together, tags in its order.
fn operations(description: &Value) -> Vec<ApiOperation> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut operations = Vec::new();
    for (path, item) in description["paths"].as_object().into_iter().flatten() {
        for (method, key) in [("GET", "get"), ("POST", "post"), ("DELETE", "delete")] {
            let Some(operation) = item.get(key) else { continue };
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let parameters = parameters.map(|parameter| ApiParameter {
                name: text(parameter, "name"),
                text: text(parameter, "description"),
                example: example(parameter),
                is_in_path: parameter["in"] == "path",
                is_required: parameter["required"] == true,
                choices: choices(parameter, description),
            });
            operations.push(ApiOperation {
                id: text(operation, "operationId"),
                tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
                method,
                path: path.clone(),
                summary: text(operation, "summary"),
                text: text(operation, "description"),
                parameters: parameters.collect(),
            });
        }
    }
    let tags = description["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
    let place = |tag: &str| tags.iter().position(|one| one["name"] == tag).unwrap_or(tags.len());
    operations.sort_by_key(|operation| place(&operation.tag));
    operations
}

fn example(parameter: &Value) -> String {
    match &parameter["example"] {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The values of a parameter that has few.
fn choices(parameter: &Value, description: &Value) -> Vec<String> {
    let mut schema = &parameter["schema"];
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        schema = &description["components"]["schemas"][name];
    }
    let values = schema["enum"].as_array().into_iter().flatten();
    let values: Vec<String> = values.filter_map(Value::as_str).map(str::to_owned).collect();
    if values.len() <= MAX_CHOICES { values } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[track_caller]
    fn check(id: &str, given: &[(&str, &str)], expected: &str) {
        let operations = operations(&description(&Config::built_in().unwrap()));
        let operation = operations.iter().find(|operation| operation.id == id).unwrap();
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let found = address(operation, given).unwrap_or_else(|error| format!("no {}", error.parameter));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_form_leads_to_the_address_it_asks() {
        check(
            "search",
            &[("q", "l’État"), ("country", "MA")],
            "/api/v1/search?q=l%E2%80%99%C3%89tat&country=MA",
        );
        check("document", &[("id", "a/b"), ("q", "x")], "/api/v1/documents/a%2Fb?q=x");
        check("document", &[("id", "//evil.example")], "/api/v1/documents/%2F%2Fevil%2Eexample");
        check("document", &[], "no id");
    }
}
