//! The integration tests, one binary, a module a behaviour.

mod tidy; // the house rules of `src/`
