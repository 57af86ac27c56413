//! The write side on one page: read, enrich, index.
