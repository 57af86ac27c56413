//! The integration tests, one binary, a module a behaviour.

mod engine; // the index: its answers, its durability
mod samples; // `corpus/` and its gold file
mod tidy; // the house rules of `src/`
