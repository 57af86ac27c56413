//! How much later than the API's answer does the page's first byte come, for the same search?
//!
//! One service in one process, asked over connections that are kept: each query by the API and by the page in turn,
//! every view of it too. `cargo bench --bench page` takes the releases; `-- --smoke` only checks answers.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod bare;
mod data;
mod service;

use std::sync::Arc;
use std::time::Duration;

use vigie::analysis::Analyzer;
use vigie::config::Config;
use vigie::engine::embedded::EmbeddedEngine;
use vigie::http::{LayerOptions, ServiceState, router};
use vigie::search::Searcher;

use service::{Connection, encoded, percentile, serve};

/// The most that the page's first byte may take, as a multiple of the API's.
const MOST_FOR_THE_PAGE: f64 = 1.3;
/// The most bytes of a page of results before compression: of what is below 60 KB compressed, with room.
const MOST_BYTES: usize = 160_000;

fn main() {
    let smoke = data::is_smoke();
    let rounds = if smoke { 2 } else { 40 };
    let dir = tempfile::tempdir().unwrap();
    let collection = data::Collection::load(data::Source::Releases, if smoke { 1 << 18 } else { 48 << 20 });
    println!("{}: {} documents", collection.origin, collection.records.len());
    bare::write_vigie(dir.path(), collection.ndjson(), 2, 100_000_000);
    let config = Arc::new(Config::built_in().unwrap());
    let analyzer = Analyzer::new(config.languages.clone());
    let engine = Arc::new(EmbeddedEngine::open(dir.path(), &config).unwrap());
    let searcher = Searcher::new(engine as _, config, analyzer);
    let address = serve(router(ServiceState::new(searcher, None, Vec::new()), &LayerOptions::default()));

    let mut connection = Connection::open(address).unwrap();
    let (mut api, mut page) = (Duration::ZERO, Duration::ZERO);
    println!("{:32} {:>9} {:>9} {:>6} {:>8}", "first byte, median, ms", "API", "page", "ratio", "bytes");
    for (kind, text) in std::iter::once(("everything", "")).chain(data::QUERIES) {
        let query = format!("q={}&locale=fr", encoded(text));
        let (asked, shown) = (format!("/api/v1/search?{query}"), format!("/?{query}"));
        let total = total(&mut connection, &asked);
        let (mut times, mut bytes) = ([Vec::new(), Vec::new()], 0);
        for _ in 0..rounds {
            let answer = connection.first_byte(&asked).unwrap();
            times[0].push(answer.0);
            let (first, status, body) = connection.first_byte(&shown).unwrap();
            times[1].push(first);
            assert_eq!(status, 200, "{text}");
            assert_eq!(count_of(&body), total, "{text}: the page counts otherwise than the API");
            bytes = body.len();
        }
        times.iter_mut().for_each(|times| times.sort_unstable());
        let [asked, shown] = times.each_ref().map(|times| percentile(times, 0.5));
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "{:32} {:9.3} {:9.3} {:6.2} {bytes:8}",
            format!("{kind}: {text}"),
            ms(asked),
            ms(shown),
            ms(shown) / ms(asked)
        );
        assert!(bytes < MOST_BYTES, "{text}: a page of {bytes} bytes");
        api += asked;
        page += shown;
    }
    let ratio = page.as_secs_f64() / api.as_secs_f64();
    println!("the page's first byte against the API's, all queries: {ratio:.2}");
    if !smoke {
        assert!(ratio <= MOST_FOR_THE_PAGE, "the page comes too late");
    }
}

fn total(connection: &mut Connection, path: &str) -> u64 {
    let (status, body) = connection.get(path).unwrap();
    assert_eq!(status, 200, "{path}");
    let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
    answer["total"].as_u64().unwrap()
}

/// The number that the page's heading begins with.
fn count_of(page: &[u8]) -> u64 {
    let page = String::from_utf8_lossy(page);
    let heading = page.split("<h1 id=\"count\">").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap();
    let digits: String = heading.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}
