//! The integration tests, one binary, a module a behaviour.

// Helpers of tests are tests, which Clippy cannot tell here.
#![allow(clippy::unwrap_used)]

mod browser; // the page in a real browser
mod cli; // the command line as its users see it
mod crash; // what is left when the indexer is killed
mod engine; // the index: its answers, its durability
mod enrichment; // languages, dates, countries and topics against what people labelled
mod fuzz; // odd inputs: what must hold of any bytes
mod http; // the service as its clients see it
mod pages; // the pages beside the search, read as HTML
mod samples; // `corpus/` and its gold file
mod search; // queries as users type them
mod tidy; // the house rules of `src/`
mod watch; // files that change while the index is served
