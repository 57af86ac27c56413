//! Vigie: a search engine for multilingual security communiqués.

pub mod analysis;
pub mod cli;
pub mod codes;
pub mod communique;
pub mod config;
pub mod corpus;
pub mod date;
pub mod engine;
pub mod enrich;
pub mod http;
pub mod pipeline;
pub mod query;
pub mod search;
pub mod web;
