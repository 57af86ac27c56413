//! dateline.
