//! The OpenAPI 3.1 description, made from the handlers.

mod parameters;
mod responses;
mod values;

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use utoipa::openapi::OpenApi as Description;
use utoipa::{Modify, OpenApi};

use super::error::{ApiError, Problem};
use super::extract::Params;
use super::state::ServiceState;
use super::{export, feed, handlers, write};
use crate::config::Config;

pub(super) use parameters::{
    ExportFormatName, FacetName, FeedFormatName, FilterQuery, IntervalName, LocaleValue, PageQuery,
    SortQuery, TableFormatName,
};
pub(super) use responses::{NoDocument, Refusals, WriteRefusals};

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
    components(schemas(
        Problem, parameters::CountryValue, parameters::TopicValue, parameters::LanguageValue, parameters::LocaleValue,
        parameters::NameValue, parameters::YearValue, parameters::DateValue, parameters::MatchName,
        parameters::SwitchName, parameters::GroupName, parameters::SortName, parameters::FacetName,
        parameters::IntervalName, parameters::ExportFormatName, parameters::TableFormatName,
        parameters::FeedFormatName,
    )),
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

/// The description of the API under `config`, whose codes are the values of its parameters.
pub fn description(config: &Config) -> Value {
    let made = serde_json::to_value(Api::openapi());
    let mut description = made.expect("plain strings and numbers are always JSON");
    values::fill_codes(&mut description, config);
    values::describe_records(&mut description);
    values::add_links(&mut description);
    description
}

pub(super) async fn openapi_json(
    State(state): State<ServiceState>,
    Params(raw): Params,
) -> Result<Json<Value>, ApiError> {
    raw.finish()?;
    Ok(Json(description(state.searcher().config())))
}
