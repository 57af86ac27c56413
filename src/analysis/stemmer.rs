//! Word → stem, by the library `languages.toml` names.
