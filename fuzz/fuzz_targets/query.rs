#![no_main]

#[path = "../../tests/fuzz/query.rs"]
mod query;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| query::check(bytes));
