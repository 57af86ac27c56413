//! `GET /facets/{field}`, `GET /timeline`, `GET /crosstab`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::engine::Interval;
use crate::http::error::{ApiError, Problem};
use crate::http::extract::Params;
use crate::http::openapi::FilterQuery;
use crate::http::state::ServiceState;
use crate::query::{self, FacetField, ParamError, ParamErrorKind, RawParams, SearchParams, SearchRequest};
use crate::search::{Crosstab, FacetPage, Timeline, csv_of_crosstab};

/// Values a page of one facet may begin after; beyond it a prefix narrows faster.
const MAX_OFFSET: u32 = 1_000_000;

fn field(parameter: &'static str, given: &str) -> Result<FacetField, ParamError> {
    let names = FacetField::ALL.iter().map(|field| field.name());
    FacetField::from_name(given).ok_or_else(|| ParamError::not_one_of(parameter, given, names))
}

fn request(raw: &mut RawParams, state: &ServiceState) -> Result<SearchRequest, ParamError> {
    SearchRequest::check(&SearchParams::take(raw)?, state.searcher().config())
}

/// Search and page through the values of one facet.
#[utoipa::path(
    get, path = "/api/v1/facets/{field}", tag = "counts", operation_id = "facet",
    params(
        ("field" = String, Path, description = "`country`, `mentioned_country`, `issuer_country`, `topic`, `language`, `source`, `organisation`, `person` or `year`", example = "country"),
        ("prefix" = Option<String>, Query, description = "Only values whose value or label begins so; case and accents do not matter"),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "Values with their counts", body = FacetPage),
        (status = 400, description = "A parameter is unknown or not valid", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn facet(
    State(state): State<ServiceState>,
    Path(name): Path<String>,
    Params(mut raw): Params,
) -> Result<Json<FacetPage>, ApiError> {
    let field = field("field", &name)?;
    let prefix = raw.one("prefix")?;
    // Here a cursor is a place in the list of values, not among hits.
    let offset = query::number("cursor", &raw.one("cursor")?, MAX_OFFSET)?.unwrap_or(0);
    let request = request(&mut raw, &state)?;
    raw.finish()?;
    let page =
        state.run(move |searcher| Ok(searcher.facet_values(field, &request, prefix.as_deref(), offset)?));
    page.await.map(Json)
}

/// Count matches over time.
#[utoipa::path(
    get, path = "/api/v1/timeline", tag = "counts", operation_id = "timeline",
    params(
        ("interval" = Option<String>, Query, description = "`day`, `week`, `month` (when not given) or `year`", example = "month"),
        ("by" = Option<String>, Query, description = "The facet every bucket is split by, such as `topic` or `country`", example = "topic"),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "Buckets, earliest first", body = Timeline),
        (status = 400, description = "A parameter is unknown or not valid", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn timeline(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Json<Timeline>, ApiError> {
    let interval = match raw.one("interval")? {
        None => Interval::Month,
        Some(name) => Interval::from_name(&name).ok_or_else(|| {
            ParamError::not_one_of("interval", &name, Interval::ALL.iter().map(|interval| interval.name()))
        })?,
    };
    let by = raw.one("by")?.map(|name| field("by", &name)).transpose()?;
    let request = request(&mut raw, &state)?;
    raw.finish()?;
    state.run(move |searcher| Ok(searcher.timeline(&request, interval, by)?)).await.map(Json)
}

/// Count matches for each pair of values of two facets.
#[utoipa::path(
    get, path = "/api/v1/crosstab", tag = "counts", operation_id = "crosstab",
    params(
        ("rows" = Option<String>, Query, description = "The facet of the rows; `country` when not given", example = "country"),
        ("cols" = Option<String>, Query, description = "The facet of the columns; `topic` when not given", example = "topic"),
        ("format" = Option<String>, Query, description = "`json` (when not given) or `csv`", example = "json"),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "Counts with their margins", content(
            (Crosstab = "application/json"),
            (String = "text/csv"),
        )),
        (status = 400, description = "A parameter is unknown or not valid", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn crosstab(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Response, ApiError> {
    let axis = |parameter: &'static str, given: Option<String>, default| {
        given.map_or(Ok(default), |name| field(parameter, &name))
    };
    let rows = axis("rows", raw.one("rows")?, FacetField::Country)?;
    let cols = axis("cols", raw.one("cols")?, FacetField::Topic)?;
    let format = raw.one("format")?.unwrap_or_else(|| "json".to_owned());
    let request = request(&mut raw, &state)?;
    raw.finish()?;
    if rows == cols {
        let kind = ParamErrorKind::NotOneOf {
            given: cols.name().to_owned(),
            allowed: FacetField::ALL.iter().filter(|f| **f != rows).map(|f| f.name().to_owned()).collect(),
        };
        return Err(ParamError::new("cols", kind).into());
    }
    if !["json", "csv"].contains(&format.as_str()) {
        return Err(ParamError::not_one_of("format", &format, ["json", "csv"]).into());
    }
    let table = state.run(move |searcher| Ok(searcher.crosstab(&request, rows, cols)?)).await?;
    if format == "csv" {
        let text = csv_of_crosstab(&table).map_err(|error| ApiError::Internal(Box::new(error)))?;
        return Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response());
    }
    Ok(Json(table).into_response())
}
