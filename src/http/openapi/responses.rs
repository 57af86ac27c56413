//! What addresses answer beside their results, once for all.

use utoipa::IntoResponses;

use crate::http::error::Problem;

/// What every address may refuse with that takes parameters and answers from the index.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers, and is never made")]
pub enum Refusals {
    /// The answer that `If-None-Match` or `If-Modified-Since` names is still right.
    #[response(status = 304)]
    NotModified,
    /// A parameter is unknown or not valid; `parameter` names it and `detail` what would be right.
    #[response(status = 400, content_type = "application/problem+json")]
    Parameter(Problem),
    /// The address, percent-encoded, is longer than 64 KiB; it is refused before it is read, without a text.
    #[response(status = 414)]
    TooLong,
    /// The service is starting, stopping or too busy; try again shortly.
    #[response(status = 503, content_type = "application/problem+json")]
    NotReady(Problem),
}

/// What an address under a document refuses with besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers, and is never made")]
pub enum NoDocument {
    /// No document has this id.
    #[response(status = 404, content_type = "application/problem+json")]
    NoDocument(Problem),
}

/// What writing refuses with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers, and is never made")]
pub enum WriteRefusals {
    /// A parameter is unknown, or the body cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// No key, or a wrong one.
    #[response(status = 401, content_type = "application/problem+json")]
    Key(Problem),
    /// The service was started without write access to the index.
    #[response(status = 503, content_type = "application/problem+json")]
    NotReady(Problem),
}
