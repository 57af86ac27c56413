#![no_main]

#[path = "../../tests/fuzz/analysis.rs"]
mod analysis;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| analysis::check(bytes));
