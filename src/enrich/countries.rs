//! countries.
