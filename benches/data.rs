//! The inputs of the benches, each named once.

use std::io::Read;
use std::path::PathBuf;

/// Some French texts, a document each.
pub struct FrenchProse {
    /// Where they are from, for the report.
    pub origin: &'static str,
    /// The documents.
    pub documents: Vec<String>,
}

impl FrenchProse {
    /// About `max_bytes` of French prose: novels of the measuring data (`$VIGIE_DATA` or `../shared/data`)
    /// where it is there, else the French samples of `corpus/`.
    pub fn load(max_bytes: usize) -> FrenchProse {
        match novels(max_bytes) {
            Some(documents) => FrenchProse { origin: "French novels (ELTeC)", documents },
            None => {
                println!(
                    "no measuring data here ($VIGIE_DATA, ../shared/data): the corpus of this repository instead"
                );
                FrenchProse { origin: "corpus/", documents: samples(max_bytes) }
            }
        }
    }

    /// Bytes of all documents.
    pub fn bytes(&self) -> usize {
        self.documents.iter().map(String::len).sum()
    }
}

fn novels(max_bytes: usize) -> Option<Vec<String>> {
    let dir = std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
    let file = std::fs::File::open(dir.join("bench/eltec_fr.ndjson.zst")).ok()?;
    let mut text = String::new();
    // Records are whole lines: the last, cut one is left out.
    let limit = max_bytes as u64 + (max_bytes / 8) as u64;
    let mut bytes = Vec::new();
    zstd::Decoder::new(file).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    text.push_str(&String::from_utf8_lossy(&bytes));
    let records = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    Some(records.filter_map(|record| Some(record.get("body")?.as_str()?.to_owned())).collect())
}

fn samples(max_bytes: usize) -> Vec<String> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut documents = Vec::new();
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name().into_iter().flatten() {
        let is_text =
            entry.path().extension().is_some_and(|extension| extension == "txt" || extension == "md");
        let Some(text) = is_text.then(|| std::fs::read_to_string(entry.path()).ok()).flatten() else {
            continue;
        };
        if [" les ", " des ", " une "].iter().all(|word| text.contains(word)) {
            documents.push(text);
        }
    }
    assert!(!documents.is_empty(), "corpus/ holds French texts");
    let once: usize = documents.iter().map(String::len).sum();
    let times = (max_bytes / once.max(1)).max(1);
    (0..times).flat_map(|_| documents.clone()).collect()
}
