//! `GET /facets/{field}`, `GET /timeline`, `GET /crosstab`.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::http::error::ApiError;
use crate::http::extract::Params;
use crate::http::openapi::{FacetName, FilterQuery, IntervalName, Refusals, TableFormatName};
use crate::http::state::ServiceState;
use crate::query::{self, FacetField, ParamError, RawParams, SearchParams, SearchRequest, axes};
use crate::search::{Crosstab, FacetPage, Timeline, csv_of_crosstab, interval};

/// Values a page of one facet may begin after; beyond it a prefix narrows faster.
const MAX_OFFSET: u32 = 1_000_000;

fn request(raw: &mut RawParams, state: &ServiceState) -> Result<SearchRequest, ParamError> {
    SearchRequest::check(&SearchParams::take(raw)?, state.searcher().config())
}

/// Search and page through the values of one facet.
#[utoipa::path(
    get, path = "/api/v1/facets/{field}", tag = "counts", operation_id = "facet",
    params(
        ("field" = FacetName, Path, description = "The facet", example = "country"),
        ("prefix" = Option<String>, Query, description = "Only values whose value or label begins so; case and accents do not matter", example = "ma"),
        ("cursor" = Option<u32>, Query, description = "`next_cursor` of the page before: a place in the list", minimum = 0, maximum = 1000000, example = 0),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "Values with their counts", body = FacetPage),
        Refusals,
    )
)]
pub async fn facet(
    State(state): State<ServiceState>,
    name: Result<Path<String>, PathRejection>,
    Params(mut raw): Params,
) -> Result<Json<FacetPage>, ApiError> {
    // What is no text is no facet either.
    let name = name.map_or_else(|_| String::new(), |Path(name)| name);
    let field = FacetField::read("field", &name)?;
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
        ("interval" = Option<IntervalName>, Query, description = "The width of the buckets; `month` when not given", example = "month"),
        ("by" = Option<FacetName>, Query, description = "The facet every bucket is split by, such as `topic` or `country`", example = "topic"),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "Buckets, earliest first", body = Timeline),
        Refusals,
    )
)]
pub async fn timeline(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Json<Timeline>, ApiError> {
    let interval = interval(raw.one("interval")?.as_deref())?;
    let by = raw.one("by")?.map(|name| FacetField::read("by", &name)).transpose()?;
    let request = request(&mut raw, &state)?;
    raw.finish()?;
    state.run(move |searcher| Ok(searcher.timeline(&request, interval, by)?)).await.map(Json)
}

/// Count matches for each pair of values of two facets.
#[utoipa::path(
    get, path = "/api/v1/crosstab", tag = "counts", operation_id = "crosstab",
    params(
        ("rows" = Option<FacetName>, Query, description = "The facet of the rows; `country` when not given; another than `cols`", example = "country"),
        ("cols" = Option<FacetName>, Query, description = "The facet of the columns; `topic` when not given", example = "topic"),
        ("format" = Option<TableFormatName>, Query, description = "`json` when not given", example = "json"),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "Counts with their margins", content(
            (Crosstab = "application/json"),
            (String = "text/csv"),
        )),
        Refusals,
    )
)]
pub async fn crosstab(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Response, ApiError> {
    let (rows, cols) = (raw.one("rows")?, raw.one("cols")?);
    let (rows, cols) = axes(rows.as_deref(), cols.as_deref())?;
    let format = raw.one("format")?.unwrap_or_else(|| "json".to_owned());
    let request = request(&mut raw, &state)?;
    raw.finish()?;
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
