//! What surrounds every handler, in order and with reasons.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use super::error::ApiError;
use super::pages;
use super::state::ServiceState;

/// What an operator may choose about the surroundings.
#[derive(Debug, Clone, Default)]
pub struct LayerOptions {
    /// Origins whose scripts may read the API; `*` for every one; empty for none but our own.
    pub cors_origins: Vec<HeaderValue>,
}

/// How long a request may take before its head is sent; a search takes milliseconds.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Nothing but our own, and no inline script or style: what a hostile text smuggles in stays text.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Surrounds `service`; the last layer named is the first a request meets.
pub(super) fn apply(service: Router, state: ServiceState, options: &LayerOptions) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let mut service = service
        // Innermost: a handler that panics answers 500 in our form, and everything around it still runs.
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            ApiError::Internal("a handler panicked".into()).into_response()
        }))
        .layer(from_fn(in_time))
        // What went wrong so far, in a page for those who asked for one.
        .layer(from_fn(pages::dress))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("x-frame-options"), "DENY"))
        // At their usual levels brotli and gzip take longer over a page than the search does, for a tenth of its size.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    if !options.cors_origins.is_empty() {
        service = service.layer(cors(&options.cors_origins));
    }
    service
        .layer(from_fn_with_state(state, measure))
        .layer(TraceLayer::new_for_http())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

fn cors(origins: &[HeaderValue]) -> CorsLayer {
    let every = origins.iter().any(|origin| origin == "*");
    let allowed = if every { AllowOrigin::any() } else { AllowOrigin::list(origins.iter().cloned()) };
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MODIFIED_SINCE,
            header::IF_NONE_MATCH,
        ])
        .expose_headers([header::ETAG, header::LAST_MODIFIED, HeaderName::from_static("x-request-id")])
}

/// Gives up on an answer that does not begin in time.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Busy.into_response(),
    }
}

/// Counts and times every request by the route that matched it.
async fn measure(State(state): State<ServiceState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    state.metrics.count(&route, response.status().as_u16(), started.elapsed());
    response
}
