//! The fuzz targets, run over their seeds and what is near them.
//!
//! A target is a function from bytes that panics when an invariant breaks. It stands in a file of
//! `tests/fuzz/`, its seeds in `fuzz/seeds/NAME/`, and is run twice: here, by `cargo test`, on a few
//! inputs that are the same every time (`VIGIE_FUZZ_INPUTS` says how many); and by `cargo fuzz`, guided by
//! coverage, for as long as one likes (`fuzz/README.md`).

mod analysis;
mod mutate;
mod query;
mod readers;

use std::path::Path;

/// Inputs of a target when nobody says how many.
const INPUTS: usize = 50;

#[test]
fn any_text_can_be_analysed() {
    run("analysis", analysis::check);
}

#[test]
fn any_text_is_a_query() {
    run("query", query::check);
}

#[test]
fn any_bytes_are_read_as_any_form() {
    run("html", readers::html);
    run("feed", readers::feed);
    run("pdf", readers::pdf);
    run("mail", readers::mail);
    run("records", readers::records);
    run("text", readers::text);
}

/// Runs a target; says on which input it broke, and leaves that input where `cargo fuzz` would.
fn run(name: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let files = std::fs::read_dir(folder.join("seeds").join(name)).unwrap();
    let seeds: Vec<Vec<u8>> = files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    let inputs = std::env::var("VIGIE_FUZZ_INPUTS").map_or(INPUTS, |count| count.parse().unwrap());
    for input in mutate::Mutants::new(seeds).take(inputs) {
        if std::panic::catch_unwind(|| check(&input)).is_err() {
            let artifacts = folder.join("artifacts").join(name);
            std::fs::create_dir_all(&artifacts).unwrap();
            let file = artifacts.join(format!("crash-{}", blake3::hash(&input).to_hex()));
            std::fs::write(&file, &input).unwrap();
            panic!("{name} broke on {}", file.display());
        }
    }
}
