//! Vigie: a search engine for multilingual security communiqués.
//!
//! # The house, from the street
//!
//! Two ways lead through it. Each arrow has one named type on either side; what came in raw and
//! what has been checked are different types, and past the boundary nobody checks again.
//!
//! ```text
//! write   path, stream ─corpus─▶ Communique ─enrich─▶ Enrichment ─engine─▶ index
//! read    query, flags ─query─▶ SearchRequest ─search─▶ EngineSearch ─engine─▶ EngineResults
//!                                                   └─▶ SearchResults ─http, web, cli─▶ JSON, HTML, CSV, Atom
//! ```
//!
//! # Invariants
//!
//! The test `tidy` holds them; they are mostly about what a room may *not* know.
//!
//! - The index library is named only under [`engine::embedded`], so that another engine fits behind
//!   [`engine::Engine`]; [`search`], [`http`], [`web`] and [`cli`] never learn which engine answers
//!   (the one place in `cli` that opens it aside).
//! - [`enrich`] and [`analysis`] are pure: no disk, no clock. [`query`] knows no engine.
//! - The same [`analysis::Analyzer`] makes the terms at indexing and at search, and a text is
//!   analysed once: its tokens serve the index, the topic rules, the gazetteer and the sketch alike.
//! - An index is marked with the fingerprint of the configuration and the analysis that built it,
//!   and never mixes two.
//! - Only [`http`] picks a status, only [`cli`] an exit code.

// In reading order: words first, then the write side, then the read side, then the doors.
pub mod codes;
pub mod communique;
pub mod config;
pub mod date;

pub mod analysis;
pub mod corpus;
pub mod enrich;

pub mod engine;
pub mod eval;
pub mod pipeline;
pub mod query;
pub mod search;

pub mod cli;
pub mod http;
pub mod web;
