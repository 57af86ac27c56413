//! What does an index take: disk by component, memory to write and to serve, time to the first answer?
//!
//! Asks the program itself, as a process of its own. `cargo bench --bench footprint` takes the releases;
//! `-- --documents 1000000 --dir DIR` makes that many documents, and keeps file and index in `DIR`
//! for the next run and for the bench `search`; `-- --smoke` indexes little and only checks the answers.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod data;
mod service;

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use service::{Connection, encoded, memory_mib};

/// The most bytes on disk for a byte of text.
const MOST_BYTES_A_BYTE: f64 = 0.8;
/// The most memory to index in, MiB.
const MOST_TO_INDEX: f64 = 512.0;
/// The most memory to serve in beside the page cache, MiB.
const MOST_TO_SERVE: f64 = 300.0;
/// The most time from the start of the process to its first answer, the best of several.
const MOST_TO_START: Duration = Duration::from_millis(150);

fn main() {
    let smoke = data::is_smoke();
    let temporary = tempfile::tempdir().unwrap();
    let dir = data::argument("--dir").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&dir).unwrap();
    let (index, text_bytes, documents) = match data::argument("--documents") {
        Some(documents) => made(&dir, documents.parse().unwrap()),
        None => releases(&dir, if smoke { 1 << 18 } else { 64 << 20 }),
    };
    let size = disk(&index, text_bytes);
    let (start, resident) = serving(&index, documents, if smoke { 1 } else { 7 });
    assert!(smoke || size <= MOST_BYTES_A_BYTE, "the index has become too large");
    assert!(smoke || start <= MOST_TO_START, "the start has become too slow");
    assert!(resident.is_none_or(|resident| resident <= MOST_TO_SERVE), "serving takes too much memory");
}

/// An index of real releases: where it is, its bytes of text, its documents.
fn releases(dir: &Path, max_bytes: usize) -> (PathBuf, u64, u64) {
    let collection = data::Collection::load(data::Source::Releases, max_bytes);
    let (file, index) = (dir.join("releases.ndjson"), dir.join("releases.index"));
    std::fs::write(&file, collection.ndjson()).unwrap();
    println!(
        "{}: {} documents, {:.1} MB",
        collection.origin,
        collection.records.len(),
        collection.bytes() as f64 / 1e6
    );
    make_index(&file, &index, collection.records.len() as u64);
    (index, collection.bytes() as u64, collection.records.len() as u64)
}

/// An index of made documents; what is in `dir` already is taken as it is.
fn made(dir: &Path, documents: u64) -> (PathBuf, u64, u64) {
    let (file, index) = (dir.join(format!("{documents}.ndjson.zst")), dir.join(format!("{documents}.index")));
    let note = dir.join(format!("{documents}.bytes"));
    if !note.exists() {
        let bytes = data::Recombined::load().write(&file, documents).unwrap();
        std::fs::write(&note, bytes.to_string()).unwrap();
    }
    let bytes: u64 = std::fs::read_to_string(&note).unwrap().parse().unwrap();
    println!("made: {documents} documents, {:.1} MB", bytes as f64 / 1e6);
    if !index.join("meta.json").exists() {
        make_index(&file, &index, documents);
    }
    (index, bytes, documents)
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(arguments).env_remove("VIGIE_INDEX").stdout(Stdio::null());
    command
}

/// Indexes `file` by the program; tells its time and its most memory. What is mapped of the index's own files is the
/// page cache's, which the system takes back when others want it: bounded is what the program holds beside it.
fn make_index(file: &Path, index: &Path, documents: u64) {
    let started = Instant::now();
    let arguments = ["index", "--index", index.to_str().unwrap(), file.to_str().unwrap()];
    let mut child = program(&arguments).stderr(Stdio::null()).spawn().unwrap();
    let (mut most, mut with_files) = (0.0_f64, 0.0_f64);
    let status = loop {
        most = most.max(memory_mib(&child, "RssAnon").unwrap_or(0.0));
        with_files = with_files.max(memory_mib(&child, "VmHWM").unwrap_or(0.0));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success(), "indexing failed");
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "indexing: {:.0} documents/s, {most:.0} MiB at most ({with_files:.0} with the mapped files of the index)",
        documents as f64 / seconds
    );
    assert!(most <= MOST_TO_INDEX, "indexing takes too much memory");
}

/// Tells what is on disk, by component; bytes a byte of text.
fn disk(index: &Path, text_bytes: u64) -> f64 {
    let mut parts: BTreeMap<String, u64> = BTreeMap::new();
    let opened = tantivy::Index::open_in_dir(index).unwrap();
    for segment in opened.reader().unwrap().searcher().segment_readers() {
        let usage = segment.space_usage().unwrap();
        let mut add = |part: &str, bytes: u64| *parts.entry(part.to_owned()).or_default() += bytes;
        add("store", usage.store().total().get_bytes());
        let kinds = [
            ("terms", usage.termdict()),
            ("postings", usage.postings()),
            ("positions", usage.positions()),
            ("columns", usage.fast_fields()),
            ("lengths", usage.fieldnorms()),
        ];
        for (kind, fields) in kinds {
            for field in fields.fields() {
                add(&format!("{kind} of {}", field.field_name()), field.total().get_bytes());
            }
        }
    }
    let files = std::fs::read_dir(index).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    let total: u64 = files.sum();
    let rest = total - parts.values().sum::<u64>();
    parts.insert("other".to_owned(), rest);
    let mut parts: Vec<(String, u64)> = parts.into_iter().collect();
    parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    for (part, bytes) in parts.iter().filter(|(_, bytes)| bytes * 500 > text_bytes) {
        println!("  {:.3} {part}", *bytes as f64 / text_bytes as f64);
    }
    let ratio = total as f64 / text_bytes as f64;
    println!("disk: {ratio:.3} bytes a byte of text (at most {MOST_BYTES_A_BYTE})");
    ratio
}

/// Tells the time to the first answer and the memory after some hundred searches.
fn serving(index: &Path, documents: u64, rounds: usize) -> (Duration, Option<f64>) {
    let mut best = Duration::MAX;
    let mut resident = None;
    for round in 0..rounds {
        let started = Instant::now();
        let (mut child, address) = serve(index);
        let first = first_answer(address, documents);
        best = best.min(started.elapsed());
        if round + 1 == rounds {
            drop(first);
            resident = after_searches(&child, address);
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    println!("start to first answer: {:.0} ms, the best of {rounds}", best.as_secs_f64() * 1e3);
    (best, resident)
}

fn serve(index: &Path) -> (Child, SocketAddr) {
    // A port that was free a moment ago.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let arguments = ["serve", "--index", index.to_str().unwrap(), "--listen", &address.to_string()];
    (program(&arguments).stderr(Stdio::null()).spawn().unwrap(), address)
}

fn first_answer(address: SocketAddr, documents: u64) -> Connection {
    let mut connection = loop {
        match Connection::open(address) {
            Ok(connection) => break connection,
            Err(_) => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    let (status, body) = connection.get("/api/v1/search?q=police&limit=10").unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let total = answer["total"].as_u64().unwrap();
    assert!(status == 200 && total > 0 && total <= documents, "{status}, {total} hits");
    connection
}

/// Memory beside the page cache, MiB, after every kind of search.
fn after_searches(child: &Child, address: SocketAddr) -> Option<f64> {
    let mut connection = Connection::open(address).unwrap();
    for round in 0..20 {
        for (_, query) in data::QUERIES {
            let path = format!("/api/v1/search?q={}&limit={}", encoded(query), 10 + round);
            assert_eq!(connection.get(&path).unwrap().0, 200, "{path}");
        }
    }
    let resident = memory_mib(child, "RssAnon")?;
    let mapped = memory_mib(child, "RssFile").unwrap_or(0.0);
    println!("serving: {resident:.0} MiB beside {mapped:.0} MiB of the page cache (at most {MOST_TO_SERVE})");
    Some(resident)
}
