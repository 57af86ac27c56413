//! `POST /documents` and `DELETE /documents/{id}`: writing with a key, through one thread that owns the index's writer.

use std::ops::ControlFlow;
use std::sync::mpsc;

use axum::Json;
use axum::body::Body;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::IgnoredAny;
use tokio::sync::oneshot;
use utoipa::ToSchema;

use super::error::{ApiError, Problem};
use super::extract::{DocumentPath, DocumentQuestion, Params};
use super::handlers::no_method;
use super::openapi::{NoDocument, WriteRefusals};
use super::state::ServiceState;
use crate::codes::CommuniqueId;
use crate::corpus::{ReadError, ReadLimits, SourceDocument, read_stream};
use crate::engine::{EngineError, WriteOutcome};
use crate::pipeline::{DocumentReport, Ingest};
use crate::search::Searcher;

/// The most bytes a request may bring; more comes in parts.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

type Answer<T> = oneshot::Sender<Result<T, EngineError>>;
type PutAnswer = Vec<Result<DocumentReport, ReadError>>;

enum Job {
    Put(Vec<SourceDocument>, Answer<PutAnswer>),
    Delete(CommuniqueId, Answer<bool>),
    Work(Box<dyn FnOnce(&mut Ingest) + Send>),
}

/// Hands writes to the thread that owns the writer. Cheap to clone.
#[derive(Clone)]
pub struct DocumentWriter {
    jobs: mpsc::SyncSender<Job>,
}

impl DocumentWriter {
    /// Starts the thread; it ends when the last handle is dropped. What it has committed, `searcher` sees.
    pub fn start(mut ingest: Ingest, searcher: Searcher) -> DocumentWriter {
        // A few requests may wait; more wait with their client.
        let (jobs, waiting) = mpsc::sync_channel(8);
        std::thread::spawn(move || {
            let seen = |()| searcher.engine().reload().map(drop);
            for job in waiting {
                // Whoever asked may be gone; the work is done all the same.
                match job {
                    Job::Put(documents, answer) => {
                        let put = ingest.put(documents).and_then(|reports| seen(()).map(|()| reports));
                        drop(answer.send(put));
                    }
                    Job::Delete(id, answer) => {
                        let removed = ingest.delete(&id).and_then(|removed| seen(()).map(|()| removed));
                        drop(answer.send(removed));
                    }
                    Job::Work(work) => {
                        work(&mut ingest);
                        if let Err(error) = seen(()) {
                            tracing::error!(%error, "the latest commit cannot be read");
                        }
                    }
                }
            }
        });
        DocumentWriter { jobs }
    }

    /// Writes other than at a client's request, in turn with those; what was committed is found when this returns.
    /// Not to be called where waiting is forbidden.
    ///
    /// # Errors
    /// What `work` answers; `None` when the writer has stopped.
    pub fn work<T: Send + 'static>(&self, work: impl FnOnce(&mut Ingest) -> T + Send + 'static) -> Option<T> {
        let (answer, answered) = mpsc::sync_channel(1);
        let work = move |ingest: &mut Ingest| drop(answer.send(work(ingest)));
        self.jobs.send(Job::Work(Box::new(work))).ok()?;
        answered.recv().ok()
    }

    async fn ask<T: Send + 'static>(&self, job: impl FnOnce(Answer<T>) -> Job) -> Result<T, ApiError> {
        let (answer, answered) = oneshot::channel();
        let (jobs, job) = (self.jobs.clone(), job(answer));
        let sent = tokio::task::spawn_blocking(move || jobs.send(job).is_ok()).await;
        if !sent.unwrap_or(false) {
            return Err(ApiError::Internal("the writer has stopped".into()));
        }
        let done = answered.await.map_err(|gone| ApiError::Internal(Box::new(gone)))?;
        done.map_err(|error| ApiError::Internal(Box::new(error)))
    }
}

/// What became of the records of one request.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct WriteReport {
    /// Records that were not there.
    added: u64,
    /// Records that replaced a former version.
    replaced: u64,
    /// Records that were there already, the same.
    unchanged: u64,
    /// Records that were refused.
    failed: u64,
    /// Each record, in order.
    records: Vec<RecordReport>,
}

/// What became of one record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordReport {
    /// Its id in the index.
    #[schema(value_type = Option<String>)]
    id: Option<CommuniqueId>,
    /// `added`, `replaced`, `unchanged` or `failed`.
    #[schema(value_type = RecordOutcome)]
    outcome: RecordOutcome,
    /// What was left out of it and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RecordOutcome {
    /// It was not there.
    Added,
    /// It replaced a former version.
    Replaced,
    /// It was there already, the same.
    Unchanged,
    /// It was refused.
    Failed,
}

impl WriteReport {
    fn add(&mut self, report: Result<DocumentReport, ReadError>) {
        let record = match report {
            Ok(DocumentReport { id, outcome, warnings, .. }) => RecordReport {
                id: Some(id),
                outcome: match outcome {
                    WriteOutcome::Added => RecordOutcome::Added,
                    WriteOutcome::Replaced => RecordOutcome::Replaced,
                    WriteOutcome::Unchanged => RecordOutcome::Unchanged,
                },
                warnings,
                error: None,
            },
            Err(error) => RecordReport {
                id: None,
                outcome: RecordOutcome::Failed,
                warnings: Vec::new(),
                error: Some(error.to_string()),
            },
        };
        match record.outcome {
            RecordOutcome::Added => self.added += 1,
            RecordOutcome::Replaced => self.replaced += 1,
            RecordOutcome::Unchanged => self.unchanged += 1,
            RecordOutcome::Failed => self.failed += 1,
        }
        self.records.push(record);
    }
}

/// The writer, for whoever has a key.
fn authorised<'a>(state: &'a ServiceState, headers: &HeaderMap) -> Result<&'a DocumentWriter, ApiError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, key) = given.and_then(|value| value.split_once(' ')).ok_or(ApiError::Key)?;
    // Hashes are compared in constant time, so that an answer's time says nothing of a key.
    let hash = blake3::hash(key.trim().as_bytes());
    let known = state.keys.iter().any(|known| blake3::hash(known.as_bytes()) == hash);
    if !scheme.eq_ignore_ascii_case("bearer") || !known {
        return Err(ApiError::Key);
    }
    state.writer.as_ref().ok_or(ApiError::NotReady)
}

/// Add or replace communiqués.
///
/// Records as NDJSON, one object a line, or as a JSON array; `body` is required, an id known to the index is replaced.
/// When this answers, the records are durable and found. A record that is refused does not stop the others.
#[utoipa::path(
    post, path = "/api/v1/documents", tag = "documents", operation_id = "post_documents",
    security(("key" = [])),
    request_body(content(
        (String = "application/x-ndjson", example = json!("{\"id\":\"a-1\",\"title\":\"Saisie record\",\"body\":\"La douane a saisi deux tonnes de cocaïne.\"}\n")),
        (Vec<serde_json::Value> = "application/json"),
    ), description = "Records: `id`, `title`, `body` (required), `url`, `source`, `date`, `language`, `countries`, `topics`"),
    responses(
        (status = 200, description = "What became of each record", body = WriteReport),
        WriteRefusals,
        (status = 413, description = "More than 64 MiB", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn post_documents(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    Params(raw): Params,
    body: Body,
) -> Result<Json<WriteReport>, ApiError> {
    let writer = authorised(&state, &headers)?;
    raw.finish()?;
    let bytes = axum::body::to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| ApiError::TooLarge { max_bytes: MAX_BODY_BYTES })?;
    let is_json = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().ends_with(b"/json"));
    let is_readable =
        begins_as_records(&bytes) && (!is_json || serde_json::from_slice::<IgnoredAny>(&bytes).is_ok());
    let read = move || {
        let (mut documents, mut refused) = (Vec::new(), Vec::new());
        read_stream(&bytes[..], "body", &ReadLimits::default(), &mut |found| {
            match found {
                Ok(document) => documents.push(document),
                Err(error) => refused.push(error),
            }
            ControlFlow::Continue(())
        });
        (documents, refused)
    };
    let read = tokio::task::spawn_blocking(read).await;
    let (documents, refused) = read.map_err(|panicked| ApiError::Internal(Box::new(panicked)))?;
    if documents.is_empty() && (refused.is_empty() || !is_readable) {
        return Err(ApiError::Malformed("the body holds no record; send NDJSON or a JSON array".to_owned()));
    }
    let stored = if documents.is_empty() {
        Vec::new()
    } else {
        writer.ask(|answer| Job::Put(documents, answer)).await?
    };
    let mut report = WriteReport::default();
    stored.into_iter().chain(refused.into_iter().map(Err)).for_each(|record| report.add(record));
    Ok(Json(report))
}

/// Whether a body begins as records do: with an object, or an array that is not empty.
fn begins_as_records(body: &[u8]) -> bool {
    match body.trim_ascii_start() {
        [b'{', ..] => true,
        [b'[', rest @ ..] => rest.trim_ascii_start().first() != Some(&b']'),
        _ => false,
    }
}

/// Remove a communiqué.
#[utoipa::path(
    delete, path = "/api/v1/documents/{id}", tag = "documents", operation_id = "delete_document",
    security(("key" = [])),
    params(("id" = String, Path, description = "The document's id, percent-encoded", min_length = 1, max_length = 512)),
    responses(
        (status = 204, description = "It is gone from every search"),
        WriteRefusals,
        NoDocument,
    )
)]
pub async fn delete_document(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    Params(raw): Params,
    path: DocumentPath,
    uri: OriginalUri,
) -> Result<Response, ApiError> {
    if path.question != DocumentQuestion::Itself {
        return Ok(no_method(uri).await);
    }
    let writer = authorised(&state, &headers)?;
    raw.finish()?;
    let removed = writer.ask(|answer| Job::Delete(path.id, answer)).await?;
    if removed { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(ApiError::NoDocument) }
}
