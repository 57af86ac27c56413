//! `GET /export`: every match, streamed.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::error::ApiError;
use super::extract::Params;
use super::openapi::{ExportFormatName, FilterQuery, Refusals, SortQuery};
use super::state::ServiceState;
use crate::query::{ParamError, SearchParams, SearchRequest};
use crate::search::{ExportFormat, ExportWriter};

/// Bytes gathered before they are sent: few enough to begin at once, many enough to be worth a packet.
const CHUNK_BYTES: usize = 32 * 1024;

/// Take every match away.
///
/// Streamed in the order of `sort`, at any size. In CSV, a cell that a spreadsheet would run as a formula is defused
/// with a leading apostrophe; `bom=true` begins the file with a byte order mark, which Excel needs to see UTF-8.
#[utoipa::path(
    get, path = "/api/v1/export", tag = "take-away", operation_id = "export",
    params(
        ("format" = Option<ExportFormatName>, Query, description = "`ndjson` when not given", example = "csv"),
        ("bom" = Option<bool>, Query, description = "Whether CSV begins with a byte order mark", example = true),
        FilterQuery,
        SortQuery,
    ),
    responses(
        (status = 200, description = "Every match, a line each", content(
            (String = "application/x-ndjson"),
            (String = "text/csv"),
        )),
        Refusals,
    )
)]
pub async fn export(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Response, ApiError> {
    let with_bom = match raw.one("bom")?.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(ParamError::not_one_of("bom", other, ["true", "false"]).into()),
    };
    let format = match raw.one("format")?.as_deref() {
        None | Some("ndjson") => ExportFormat::Ndjson,
        Some("csv") if with_bom => ExportFormat::CsvWithBom,
        Some("csv") => ExportFormat::Csv,
        Some(other) => return Err(ParamError::not_one_of("format", other, ["ndjson", "csv"]).into()),
    };
    let params = SearchParams::take(&mut raw)?;
    raw.finish()?;
    let request = SearchRequest::check(&params, state.searcher().config())?;

    // A few chunks under way: the index is read no faster than the client takes them.
    let (sender, receiver) = mpsc::channel::<Result<Bytes, std::io::Error>>(4);
    let searcher = state.searcher().clone();
    tokio::task::spawn_blocking(move || {
        let mut chunks = Chunks { sender, buffer: Vec::with_capacity(CHUNK_BYTES) };
        let mut writer = ExportWriter::new(format);
        let mut failed = writer.begin(&mut chunks.buffer).err();
        let read =
            searcher.export(&request, &mut |document| match writer.write(&document, &mut chunks.buffer) {
                Ok(()) => chunks.send_when_full(),
                Err(error) => {
                    failed = Some(error);
                    false
                }
            });
        chunks.send();
        // The head is sent long since; an aborted body is the only way left to say that the rest is missing.
        if let Err(error) = read {
            tracing::error!(%error, "export broke off");
            chunks.abort(std::io::Error::other(error));
        } else if let Some(error) = failed {
            tracing::error!(%error, "export broke off");
            chunks.abort(error);
        }
    });

    let (kind, name) = match format {
        ExportFormat::Ndjson => ("application/x-ndjson", "vigie.ndjson"),
        ExportFormat::Csv | ExportFormat::CsvWithBom => ("text/csv; charset=utf-8", "vigie.csv"),
    };
    let mut response = Body::from_stream(ReceiverStream::new(receiver)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// Gathers bytes and sends them on.
struct Chunks {
    sender: mpsc::Sender<Result<Bytes, std::io::Error>>,
    buffer: Vec<u8>,
}

impl Chunks {
    /// Sends the buffer when it is worth it; `false` when nobody listens any more.
    fn send_when_full(&mut self) -> bool {
        self.buffer.len() < CHUNK_BYTES || self.send()
    }

    fn send(&mut self) -> bool {
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK_BYTES));
        self.sender.blocking_send(Ok(Bytes::from(chunk))).is_ok()
    }

    fn abort(&self, error: std::io::Error) {
        // Nobody listening is no matter: the answer is lost either way.
        let _ = self.sender.blocking_send(Err(error));
    }
}
