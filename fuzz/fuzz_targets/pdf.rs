#![no_main]
#![allow(dead_code)] // The other forms' targets stand in the same file.

#[path = "../../tests/fuzz/readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::pdf(bytes));
