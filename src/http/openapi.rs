//! The OpenAPI 3.1 description, made from the handlers, and a page to try it.
//!
//! The structs here only describe parameters; [`crate::query::SearchParams`] reads them.

use axum::Json;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::OpenApi as Description;
use utoipa::{IntoParams, Modify, OpenApi};

use super::error::{ApiError, Problem};
use super::extract::Params;
use super::{export, feed, handlers, write};
use crate::web::{self, ApiOperation, ApiParameter};

/// The filters every counting and searching address takes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters, and is never made")]
pub struct FilterQuery {
    /// The query: words, `"exact phrase"`, `OR`, `NOT` or `-word`, parentheses, `word*`, `word~`,
    /// `"two words"~5`, `title:word`, `country:MA`, `mentions:MA`, `topic:terrorism`, `source:…`, `language:fr`,
    /// `date:2024-01..2024-06`. Any text is a query; `query.warnings` says what was ignored.
    #[param(example = "trafic de drogue", max_length = 10000)]
    q: Option<String>,
    /// About this country (`MA`) or one of its subdivisions, or about a subdivision (`CA-QC`). Repeat it for *or*.
    #[param(example = json!(["MA"]))]
    country: Option<Vec<String>>,
    /// Naming this country at all.
    mentioned_country: Option<Vec<String>>,
    /// Published in this country.
    issuer_country: Option<Vec<String>>,
    /// On this topic or one under it.
    #[param(example = json!(["organised-crime"]))]
    topic: Option<Vec<String>>,
    /// A fifth or more of it in this language.
    language: Option<Vec<String>>,
    /// Published by this source.
    source: Option<Vec<String>>,
    /// Naming this organisation.
    organisation: Option<Vec<String>>,
    /// Naming this person.
    person: Option<Vec<String>>,
    /// Published in this year.
    #[param(example = json!(["2024"]))]
    year: Option<Vec<String>>,
    /// Published on or after: `2024`, `2024-06` or `2024-06-17`.
    #[param(example = "2020")]
    from: Option<String>,
    /// Published on or before, included.
    #[param(example = "2026-12")]
    to: Option<String>,
    /// `auto` (when not given): documents with every word, and where fewer than 20 have them all, those with most
    /// of them after them; `all`: every word; `any`: the more the better.
    #[param(rename = "match", value_type = Option<MatchName>)]
    match_mode: Option<String>,
    /// `on` (when not given): names in other languages are searched too; `off`: inflections and accents only.
    #[param(value_type = Option<ExpandName>)]
    expand: Option<String>,
    /// What counts as one: `family` (when not given) or `none`: every document.
    #[param(value_type = Option<GroupName>)]
    group: Option<String>,
    /// Values a facet, 0 to 500; 20 when not given.
    #[param(value_type = Option<u32>, minimum = 0, maximum = 500)]
    facet_limit: Option<String>,
    /// Language of labels; `fr` when not given.
    #[param(example = "fr")]
    locale: Option<String>,
}

/// The parameters of a search beside the filters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters, and is never made")]
pub struct PageQuery {
    /// `relevance` (when not given, with `q`), `newest` (when not given, without) or `oldest`.
    #[param(value_type = Option<SortName>)]
    sort: Option<String>,
    /// Hits a page, 0 to 100; 20 when not given.
    #[param(value_type = Option<u32>, minimum = 0, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Facets to count, separated by commas: `country`, `mentioned_country`, `issuer_country`, `topic`, `language`,
    /// `source`, `organisation`, `person`, `year`. `country,topic,language,source,year` when not given.
    #[param(example = "country,topic")]
    facets: Option<String>,
    /// Whether every hit says why it matched.
    #[param(value_type = Option<bool>)]
    explain: Option<String>,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),+ }) => {
        $(#[$doc])*
        #[derive(utoipa::ToSchema)]
        #[schema(rename_all = "lowercase")]
        #[expect(dead_code, reason = "it describes a parameter's values, and is never made")]
        enum $name { $($variant),+ }
    };
}

names!(
    /// Values of `match`.
    MatchName { Auto, All, Any }
);
names!(
    /// Values of `expand`.
    ExpandName { On, Off }
);
names!(
    /// Values of `group`.
    GroupName { Family, None }
);
names!(
    /// Values of `sort`.
    SortName { Relevance, Newest, Oldest }
);

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vigie",
        description = "Search in multilingual security communiqués, with true facets, evidence and copies grouped.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        handlers::search,
        handlers::suggest,
        handlers::facet,
        handlers::timeline,
        handlers::crosstab,
        export::export,
        feed::feed,
        handlers::document,
        handlers::similar,
        write::post_documents,
        write::delete_document,
        handlers::taxonomy,
        handlers::analyze,
        handlers::healthz,
        handlers::readyz,
        handlers::metrics,
    ),
    components(schemas(Problem)),
    modifiers(&Keys),
    tags(
        (name = "search", description = "Find communiqués"),
        (name = "counts", description = "Count them"),
        (name = "take-away", description = "Export and follow them"),
        (name = "documents", description = "Read, add and remove them"),
        (name = "about", description = "What there is, and how it works"),
        (name = "operation", description = "For operators"),
    )
)]
struct Api;

/// The keys that writing needs.
struct Keys;

impl Modify for Keys {
    fn modify(&self, description: &mut Description) {
        use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
        let scheme = scheme.description(Some("A key the service was started with"));
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("key", SecurityScheme::Http(scheme.build()));
    }
}

/// The description of the API.
pub fn description() -> Description {
    Api::openapi()
}

pub(super) async fn openapi_json(Params(raw): Params) -> Result<Json<Description>, ApiError> {
    raw.finish()?;
    Ok(Json(description()))
}

pub(super) async fn docs(Params(raw): Params) -> Result<Response, ApiError> {
    raw.finish()?;
    let page = web::render_docs(&operations(&description()));
    let html = page.map_err(|error| ApiError::Internal(Box::new(error)))?;
    Ok(([(header::CONTENT_LANGUAGE, "en")], Html(html)).into_response())
}

/// The operations of the description, in its order.
fn operations(description: &Description) -> Vec<ApiOperation> {
    let value = serde_json::to_value(description).unwrap_or_default();
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut operations = Vec::new();
    for (path, item) in value["paths"].as_object().into_iter().flatten() {
        for (method, key) in [("GET", "get"), ("POST", "post"), ("DELETE", "delete")] {
            let Some(operation) = item.get(key) else { continue };
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let parameters = parameters.map(|parameter| ApiParameter {
                name: text(parameter, "name"),
                text: text(parameter, "description"),
                example: parameter["example"].as_str().unwrap_or_default().to_owned(),
            });
            operations.push(ApiOperation {
                method,
                path: path.clone(),
                summary: text(operation, "summary"),
                text: text(operation, "description"),
                parameters: parameters.collect(),
            });
        }
    }
    operations
}
