//! The HTTP service: the API, the page, and what operators ask.
//!
//! Owns addresses, statuses, headers and the OpenAPI description. Knows a
//! [`Searcher`](crate::search::Searcher), never the engine behind it. [`router`] is the whole
//! service on one page.

mod cache;
mod docs;
mod error;
mod export;
mod extract;
mod feed;
mod handlers;
mod layers;
mod metrics;
mod openapi;
mod pages;
mod search_pages;
mod serve;
mod site;
mod state;
mod write;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

pub use error::{ApiError, Problem};
pub use layers::LayerOptions;
pub use openapi::description;
pub use serve::{ServeError, bind, serve};
pub use state::ServiceState;
pub use write::DocumentWriter;

/// The whole service.
pub fn router(state: ServiceState, options: &LayerOptions) -> Router {
    let api = Router::new()
        // Searching.
        .route("/search", get(handlers::search))
        .route("/suggest", get(handlers::suggest))
        .route("/facets/{field}", get(handlers::facet))
        .route("/timeline", get(handlers::timeline))
        .route("/crosstab", get(handlers::crosstab))
        // Taking away and following.
        .route("/export", get(export::export))
        .route("/feed", get(feed::feed))
        // Documents; an id may hold slashes, so `/similar` is read by the handler.
        .route("/documents", post(write::post_documents))
        .route("/documents/{*id}", get(handlers::document).delete(write::delete_document))
        // What there is, and how it works.
        .route("/taxonomy", get(handlers::taxonomy))
        .route("/analyze", get(handlers::analyze))
        .route("/openapi.json", get(openapi::openapi_json))
        .route("/docs", get(docs::docs))
        .route("/docs/{operation}", get(docs::try_it))
        .fallback(handlers::no_route)
        .method_not_allowed_fallback(handlers::no_method);

    let validated = Router::new()
        .nest("/api/v1", api)
        .merge(pages::router())
        .merge(search_pages::router())
        .merge(site::router())
        .route_layer(from_fn_with_state(state.clone(), cache::revalidate));

    let service = validated
        // For operators; never cached.
        .route("/healthz", get(handlers::healthz))
        .route("/readyz", get(handlers::readyz))
        .route("/metrics", get(handlers::metrics))
        .fallback(pages::not_found)
        .with_state(state.clone());
    layers::apply(service, state, options)
}
