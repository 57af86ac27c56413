//! Search request → search results over any engine: facets, snippets, suggestions.
//!
//! Owns what a search means. Never learns which engine answers.
