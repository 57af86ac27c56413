//! The addresses of the page of results and of what belongs to it: facets, pictures, collections.

use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::error::ApiError;
use super::extract::Params;
use super::pages::{PageError, answer, html, origin, reader};
use super::state::ServiceState;
use crate::codes::CommuniqueId;
use crate::date::PartialDate;
use crate::query::{
    FacetField, FilterValue, ParamError, ParamErrorKind, RawParams, SearchParams, SearchRequest,
};
use crate::search::{ExportFormat, ExportWriter, Labels, SearchError, SearchResults, Searcher};
use crate::web::charts::{self, HeatMap, TimeChart, TimeChartOptions, WorldMap};
use crate::web::{
    self, CitationStyle, FacetAnswer, PageUrls, PageView, Picture, SearchAnswer, Shape, UiLocale,
};

/// The addresses of the page of results.
pub(super) fn router() -> Router<ServiceState> {
    Router::new()
        .route("/", get(search_page))
        .route("/facets/{field}", get(facet_page))
        .route("/pictures/{file}", get(picture))
        .route("/collection", get(collection))
}

/// The facets the page shows.
const PAGE_FACETS: &str = "country,topic,source,language,organisation,year";
/// Values a facet that are counted: every country, for the map.
const PAGE_FACET_LIMIT: &str = "300";
/// Values a page of one facet.
const FACET_PAGE_LIMIT: &str = "200";
/// Rows and columns of a table: every country and topic, of which the highest are drawn.
const CROSS_LIMIT: usize = 300;

/// A page's search, checked.
struct Asked {
    request: SearchRequest,
    params: SearchParams,
    view: PageView,
    locale: UiLocale,
}

/// Reads the search of a page's address. A form sends its empty fields too; on the page they mean that nothing was asked.
fn asked(
    mut raw: RawParams,
    headers: &HeaderMap,
    state: &ServiceState,
    facet_limit: &str,
) -> Result<Asked, PageError> {
    let mut locale = reader(headers, None);
    let view = PageView::take(&mut raw);
    let read = SearchParams::take(&mut raw).and_then(|mut params| {
        locale = reader(headers, params.locale.as_deref());
        params.locale = Some(locale.code().to_owned());
        let view = view?;
        let counted = SearchParams {
            facets: vec![PAGE_FACETS.to_owned()],
            facet_limit: Some(facet_limit.to_owned()),
            ..params.clone()
        };
        let mut request = SearchRequest::check(&counted, state.searcher().config())?;
        // A picture of the hits needs none of them.
        if view.shape != Shape::List {
            request.limit = 0;
        }
        Ok((request, params, view))
    });
    let (request, params, view) = read.map_err(|error| PageError(error.into(), locale))?;
    Ok(Asked { request, params, view, locale })
}

fn form(uri: &axum::http::Uri) -> RawParams {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned();
    RawParams::from_form(pairs)
}

async fn search_page(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, PageError> {
    let Asked { request, params, view, locale } = asked(form(&uri), &headers, &state, PAGE_FACET_LIMIT)?;
    let origin = origin(&headers);
    answer(&state, locale, move |searcher| {
        let results = searcher.search(&request)?;
        let picture = picture_of(searcher, &request, &results, &view)?;
        let is_empty = results.total == 0 && request.cursor.is_none();
        let ways_out = if is_empty { searcher.ways_out(&request)? } else { Vec::new() };
        let unfolded = match &view.copies {
            Some(id) => searcher.document(id, None, locale.language())?,
            None => None,
        };
        let labels = Labels::new(searcher.config(), locale.language());
        let found = SearchAnswer {
            params: &params,
            view: &view,
            query: &request.query.query,
            results: &results,
            ways_out: &ways_out,
            unfolded: unfolded.as_ref(),
            picture: &picture,
            origin: origin.as_ref(),
        };
        html(web::render_search(&found, &labels, locale))
    })
    .await
}

/// What a view draws beyond what the facets count.
fn picture_of(
    searcher: &Searcher,
    request: &SearchRequest,
    results: &SearchResults,
    view: &PageView,
) -> Result<Picture, SearchError> {
    Ok(match view.shape {
        Shape::List | Shape::Map => Picture::Facets,
        Shape::Time => {
            let (first, last) = stretch(request, results);
            let interval = charts::fitting_interval(first, last, view.interval);
            Picture::Time(searcher.timeline(request, interval, view.by)?, interval)
        }
        Shape::Cross => {
            let request = SearchRequest { facet_limit: CROSS_LIMIT, ..request.clone() };
            let table = searcher.crosstab(&request, FacetField::Country, FacetField::Topic)?;
            // Under a single topic, what it divides into says more than the topic itself.
            let within = match request.selected(FacetField::Topic) {
                [FilterValue::Topic(path)] => Some(format!("{path}")),
                _ => None,
            };
            let is_divided = |above: &String| {
                table.cols.iter().any(|col| {
                    col.value.strip_prefix(above.as_str()).is_some_and(|rest| rest.starts_with('/'))
                })
            };
            let within = within.filter(is_divided);
            Picture::Cross(table, within)
        }
    })
}

/// The years that hits are of, or the dates that were asked for.
fn stretch(request: &SearchRequest, results: &SearchResults) -> (PartialDate, PartialDate) {
    let ticked: Vec<i16> = request
        .selected(FacetField::Year)
        .iter()
        .filter_map(|value| match value {
            FilterValue::Year(year) => Some(*year),
            _ => None,
        })
        .collect();
    let counted =
        results.facets.get(FacetField::Year).map(|facet| facet.values.as_slice()).unwrap_or_default();
    let counted: Vec<i16> =
        counted.iter().filter(|entry| entry.count > 0).filter_map(|entry| entry.value.parse().ok()).collect();
    let years = if ticked.is_empty() { counted } else { ticked };
    let first = years.iter().min().map_or(PartialDate::Year(2000), |year| PartialDate::Year(*year));
    let last = years.iter().max().map_or(first, |year| PartialDate::Year(*year));
    let dates = request.dates;
    (dates.and_then(|dates| dates.from).unwrap_or(first), dates.and_then(|dates| dates.to).unwrap_or(last))
}

async fn facet_page(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    Path(name): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, PageError> {
    let mut raw = form(&uri);
    let locale = reader(&headers, None);
    let find = raw.one("find").map_err(|error| PageError(error.into(), locale))?.unwrap_or_default();
    let field = FacetField::from_name(&name).ok_or(PageError(ApiError::NoRoute, locale))?;
    let Asked { request, params, view, locale } = asked(raw, &headers, &state, FACET_PAGE_LIMIT)?;
    answer(&state, locale, move |searcher| {
        let prefix = Some(find.as_str()).filter(|find| !find.trim().is_empty());
        let page = searcher.facet_values(field, &request, prefix, 0)?;
        let found = FacetAnswer { field, page: &page, find: &find, params: &params, view: &view };
        html(web::render_facet(&found, locale))
    })
    .await
}

/// A picture, or the numbers behind it, as a file.
async fn picture(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    Path(file): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, PageError> {
    let mut asked = asked(form(&uri), &headers, &state, PAGE_FACET_LIMIT)?;
    let locale = asked.locale;
    let known = file.split_once('.').and_then(|(name, form)| {
        let shape = Shape::ALL.into_iter().find(|shape| shape.name() == name && *shape != Shape::List);
        Some((shape?, PictureForm::from_extension(form)?))
    });
    let (shape, form) = known.ok_or(PageError(ApiError::NoRoute, locale))?;
    asked.view.shape = shape;
    asked.request.limit = 0;
    answer(&state, locale, move |searcher| {
        let text = drawn(searcher, &asked, form)?;
        Ok(attached(text, form.media_type(), &format!("vigie-{file}")))
    })
    .await
}

/// The form of a picture's file.
#[derive(Debug, Clone, Copy)]
enum PictureForm {
    Svg,
    Csv,
}

impl PictureForm {
    fn from_extension(extension: &str) -> Option<PictureForm> {
        match extension {
            "svg" => Some(PictureForm::Svg),
            "csv" => Some(PictureForm::Csv),
            _ => None,
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            PictureForm::Svg => "image/svg+xml",
            PictureForm::Csv => "text/csv; charset=utf-8",
        }
    }
}

fn drawn(searcher: &Searcher, asked: &Asked, form: PictureForm) -> Result<String, ApiError> {
    let Asked { request, params, view, locale } = asked;
    let locale = *locale;
    let results = searcher.search(request)?;
    let urls = PageUrls::new(params.clone(), locale);
    let internal = |error: askama::Error| ApiError::Internal(Box::new(error));
    match (picture_of(searcher, request, &results, view)?, form) {
        (Picture::Facets, form) => {
            let places = web::places(&results, &urls, locale);
            match form {
                PictureForm::Svg => WorldMap::new(places, None).render().map_err(internal),
                PictureForm::Csv => {
                    let labels = Labels::new(searcher.config(), locale.language());
                    let heading = vec!["code".to_owned(), "country".to_owned(), "count".to_owned()];
                    let rows = places.into_iter().map(|place| {
                        let label = labels.of(FacetField::Country, &place.code);
                        vec![place.code, label, place.count.to_string()]
                    });
                    Ok(charts::csv_of(&std::iter::once(heading).chain(rows).collect::<Vec<_>>()))
                }
            }
        }
        (Picture::Time(timeline, interval), form) => {
            let others = locale.messages().pictures.others;
            let chart =
                TimeChart::new(&timeline, &TimeChartOptions { locale, urls: &urls, interval, others });
            match form {
                PictureForm::Svg => chart.render().map_err(internal),
                PictureForm::Csv => Ok(charts::csv_of(&chart.rows())),
            }
        }
        (Picture::Cross(table, within), form) => match form {
            PictureForm::Svg => {
                let fields = (FacetField::Country, FacetField::Topic);
                HeatMap::new(&table, fields, within.as_deref(), &urls).render().map_err(internal)
            }
            PictureForm::Csv => {
                crate::search::csv_of_crosstab(&table).map_err(|error| ApiError::Internal(Box::new(error)))
            }
        },
    }
}

/// A file to keep.
fn attached(text: String, media_type: &'static str, name: &str) -> Response {
    let mut response = ([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))], text).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// What a collection is shown or taken away as.
const COLLECTION_FORMATS: [&str; 6] = ["page", "press", "ris", "bibtex", "csv", "ndjson"];

async fn collection(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    Params(mut raw): Params,
) -> Result<Response, PageError> {
    let locale = reader(&headers, raw.one("locale").unwrap_or_default().as_deref());
    let refused = |error: ParamError| PageError(error.into(), locale);
    let format = raw.one("format").map_err(refused)?.unwrap_or_else(|| "page".to_owned());
    if !COLLECTION_FORMATS.contains(&format.as_str()) {
        return Err(refused(ParamError::not_one_of("format", &format, COLLECTION_FORMATS)));
    }
    let mut ids: Vec<CommuniqueId> = raw.many("id").iter().filter_map(|id| id.parse().ok()).collect();
    let mut seen = rustc_hash::FxHashSet::default();
    ids.retain(|id| seen.insert(id.clone()));
    if ids.len() > web::MAX_COLLECTED {
        let kind = ParamErrorKind::NotANumber {
            given: ids.len().to_string(),
            min: 0,
            max: web::MAX_COLLECTED as u32,
        };
        return Err(refused(ParamError::new("id", kind)));
    }
    answer(&state, locale, move |searcher| {
        let documents = searcher.communiques(&ids)?;
        let cited = |style| web::cite_all(&documents, style, locale);
        let exported = |format| {
            let mut writer = ExportWriter::new(format);
            let mut out = Vec::new();
            let written = writer
                .begin(&mut out)
                .and_then(|()| documents.iter().try_for_each(|document| writer.write(document, &mut out)));
            written.map_err(|error| ApiError::Internal(Box::new(error)))?;
            String::from_utf8(out).map_err(|error| ApiError::Internal(Box::new(error)))
        };
        Ok(match format.as_str() {
            "press" => attached(cited(CitationStyle::Press), "text/plain; charset=utf-8", "vigie.txt"),
            "ris" => {
                let kind = "application/x-research-info-systems; charset=utf-8";
                attached(cited(CitationStyle::Ris), kind, "vigie.ris")
            }
            "bibtex" => {
                attached(cited(CitationStyle::BibTex), "application/x-bibtex; charset=utf-8", "vigie.bib")
            }
            "csv" => attached(exported(ExportFormat::CsvWithBom)?, "text/csv; charset=utf-8", "vigie.csv"),
            "ndjson" => attached(exported(ExportFormat::Ndjson)?, "application/x-ndjson", "vigie.ndjson"),
            _ => html(web::render_collection(&documents, locale))?,
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_counts_only_fields_that_there_are() {
        assert!(PAGE_FACETS.split(',').all(|name| FacetField::from_name(name).is_some()));
    }
}
