//! persons.
