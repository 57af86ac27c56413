//! Counters and times for Prometheus.

use std::sync::atomic::{AtomicI64, AtomicU64};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// What the service counts.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter<u64, AtomicU64>>,
    seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    documents: Gauge<i64, AtomicI64>,
    generation: Gauge<i64, AtomicI64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

/// From half a millisecond to ten seconds: a search is expected near the lower end.
fn request_times() -> Histogram {
    Histogram::new([0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0])
}

impl Metrics {
    /// Counters at zero.
    pub fn new() -> Metrics {
        let mut registry = Registry::with_prefix("vigie");
        let requests = Family::default();
        registry.register("http_requests", "Requests answered, by route and status", requests.clone());
        let seconds: Family<RouteLabels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(request_times);
        let help = "Time from request to response head, by route";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, seconds.clone());
        let documents = Gauge::default();
        registry.register("documents", "Documents in the index", documents.clone());
        let generation = Gauge::default();
        registry.register("index_generation", "Generation of the index that answers", generation.clone());
        Metrics { registry, requests, seconds, documents, generation }
    }

    /// Counts one answered request. `route` is the pattern that matched, so that there are few of them.
    pub fn count(&self, route: &str, status: u16, taken: Duration) {
        let labels = RequestLabels { route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        let labels = RouteLabels { route: route.to_owned() };
        self.seconds.get_or_create(&labels).observe(taken.as_secs_f64());
    }

    /// The state of the index, for the next scrape.
    pub fn set_index(&self, documents: u64, generation: u64) {
        self.documents.set(i64::try_from(documents).unwrap_or(i64::MAX));
        self.generation.set(i64::try_from(generation).unwrap_or(i64::MAX));
    }

    /// Everything in the OpenMetrics text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail; a partial text would be worse than none.
        if encode(&mut text, &self.registry).is_err() {
            text.clear();
        }
        text
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}
