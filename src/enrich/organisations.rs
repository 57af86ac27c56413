//! organisations.
