//! The inputs of the benches, each named once.
//!
//! Real texts are looked for under `$VIGIE_DATA`, else `../shared/data`; where they are absent the
//! samples of `corpus/` stand in, repeated. [`Recombined`] makes as many documents as are wanted.

// Each bench is a crate of its own and uses a part of this.
#![allow(dead_code)]

use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

/// A document as it is indexed.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text, paragraphs on lines of their own.
    pub body: String,
    /// Its date, `2024-12-13`.
    pub date: Option<String>,
    /// Who published it.
    pub source: Option<String>,
}

impl Record {
    /// Bytes of title and body.
    pub fn bytes(&self) -> usize {
        self.title.len() + self.body.len()
    }

    /// As a line of NDJSON.
    pub fn write(&self, to: &mut impl Write) -> std::io::Result<()> {
        let record = json!({ "id": self.id, "title": self.title, "body": self.body, "date": self.date, "source": self.source });
        serde_json::to_writer(&mut *to, &record)?;
        to.write_all(b"\n")
    }
}

/// Documents of one kind.
pub struct Collection {
    /// Where they are from, for the report.
    pub origin: &'static str,
    /// The documents.
    pub records: Vec<Record>,
}

/// What real documents there are to measure with.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// French novels, cut into parts: prose of one language without names of countries.
    FrenchProse,
    /// Press releases of the US Department of Justice: what a communiqué looks like.
    Releases,
    /// Press releases of US senators.
    Senate,
    /// Advisories of the French CERT: short, many of one template.
    Advisories,
    /// Texts of the Swedish government.
    Swedish,
    /// The same news texts in 23 languages.
    Multilingual,
}

impl Source {
    const ALL: [Source; 6] = [
        Source::FrenchProse,
        Source::Releases,
        Source::Senate,
        Source::Advisories,
        Source::Swedish,
        Source::Multilingual,
    ];

    fn file(self) -> (&'static str, &'static str) {
        match self {
            Source::FrenchProse => ("French novels (ELTeC)", "bench/eltec_fr.ndjson.zst"),
            Source::Releases => ("US DOJ releases", "communiques/us_doj_en.ndjson.zst"),
            Source::Senate => ("US Senate releases", "bench/us_senate_en.ndjson.zst"),
            Source::Advisories => ("CERT-FR advisories", "communiques/certfr_fr.ndjson.zst"),
            Source::Swedish => ("Swedish government", "communiques/sweden_gov_sv.ndjson.zst"),
            Source::Multilingual => ("news in 23 languages (NTREX)", "communiques/ntrex_multi.ndjson.zst"),
        }
    }
}

impl Collection {
    /// About `max_bytes` of text of this source, or of `corpus/` where it is absent.
    pub fn load(source: Source, max_bytes: usize) -> Collection {
        match real(source, max_bytes) {
            Some(records) => Collection { origin: source.file().0, records },
            None => {
                println!("{}: not here ($VIGIE_DATA, ../shared/data); corpus/ instead", source.file().1);
                Collection { origin: "corpus/", records: samples(max_bytes) }
            }
        }
    }

    /// Bytes of all documents.
    pub fn bytes(&self) -> usize {
        self.records.iter().map(Record::bytes).sum()
    }

    /// As NDJSON.
    pub fn ndjson(&self) -> Vec<u8> {
        let mut lines = Vec::with_capacity(self.bytes() + self.bytes() / 8);
        for record in &self.records {
            record.write(&mut lines).expect("writing to memory does not fail");
        }
        lines
    }
}

fn real(source: Source, max_bytes: usize) -> Option<Vec<Record>> {
    let dir = std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
    let file = std::fs::File::open(dir.join(source.file().1)).ok()?;
    let mut text = Vec::new();
    zstd::Decoder::new(file).ok()?.read_to_end(&mut text).ok()?;
    let (mut records, mut bytes) = (Vec::new(), 0);
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let value: serde_json::Value = serde_json::from_slice(line).ok()?;
        let get = |key: &str| value.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        let (Some(id), Some(body)) = (get("id"), get("body")) else { continue };
        let record = Record {
            id,
            title: get("title").unwrap_or_default(),
            body,
            date: get("date"),
            source: get("source"),
        };
        bytes += record.bytes();
        if bytes > max_bytes {
            break;
        }
        records.push(record);
    }
    Some(records)
}

/// The texts of `corpus/`, again and again under other ids; some words differ, so that no two are copies.
fn samples(max_bytes: usize) -> Vec<Record> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut once = Vec::new();
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name().into_iter().flatten() {
        let is_text =
            entry.path().extension().is_some_and(|extension| extension == "txt" || extension == "md");
        if let Some(text) = is_text.then(|| std::fs::read_to_string(entry.path()).ok()).flatten() {
            once.push(text);
        }
    }
    assert!(!once.is_empty(), "corpus/ holds texts");
    let (mut records, mut bytes) = (Vec::new(), 0);
    for (number, text) in once.iter().cycle().enumerate() {
        let title = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let record = Record {
            id: format!("sample-{number}"),
            title: format!("{title} ({number})"),
            body: text.clone(),
            date: Some(format!("{}-{:02}-{:02}", 2000 + number % 26, 1 + number % 12, 1 + number % 28)),
            source: None,
        };
        bytes += record.bytes();
        if bytes > max_bytes {
            break;
        }
        records.push(record);
    }
    records
}

/// Some French texts, a document each.
pub struct FrenchProse {
    /// Where they are from, for the report.
    pub origin: &'static str,
    /// The documents.
    pub documents: Vec<String>,
}

impl FrenchProse {
    /// About `max_bytes` of French prose.
    pub fn load(max_bytes: usize) -> FrenchProse {
        let Collection { origin, records } = Collection::load(Source::FrenchProse, max_bytes);
        let french = |text: &String| [" les ", " des ", " une "].iter().all(|word| text.contains(word));
        let documents = records.into_iter().map(|record| record.body).filter(french).collect();
        FrenchProse { origin, documents }
    }

    /// Bytes of all documents.
    pub fn bytes(&self) -> usize {
        self.documents.iter().map(String::len).sum()
    }
}

/// As many documents as are wanted, made of the paragraphs of real ones: three to seven paragraphs of
/// one source each, with a title, a date and a publisher of another. Document `n` is always the same.
pub struct Recombined {
    sources: Vec<Collection>,
    /// For each source the places of its paragraphs: record, first byte, last byte.
    paragraphs: Vec<Vec<(u32, u32, u32)>>,
}

/// Paragraphs shorter than this are headings and signatures.
const LEAST_PARAGRAPH_BYTES: usize = 80;
/// Longer ones are cut, so that no text is of one paragraph alone.
const MOST_PARAGRAPH_BYTES: usize = 900;

impl Recombined {
    /// From all sources, or from `corpus/`.
    pub fn load() -> Recombined {
        let sources: Vec<Collection> =
            Source::ALL.iter().map(|source| Collection::load(*source, usize::MAX >> 1)).collect();
        Recombined::of(sources)
    }

    /// Little, from `corpus/` or the beginning of one source: for a smoke run.
    pub fn load_little() -> Recombined {
        Recombined::of(vec![Collection::load(Source::Releases, 2 << 20)])
    }

    fn of(sources: Vec<Collection>) -> Recombined {
        let paragraphs = sources.iter().map(|source| {
            let mut places = Vec::new();
            for (number, record) in source.records.iter().enumerate() {
                let mut start = 0;
                for line in record.body.split_inclusive('\n') {
                    let mut end = start + line.trim_end().len().min(MOST_PARAGRAPH_BYTES);
                    while !record.body.is_char_boundary(end) {
                        end -= 1;
                    }
                    if end - start >= LEAST_PARAGRAPH_BYTES {
                        places.push((number as u32, start as u32, end as u32));
                    }
                    start += line.len();
                }
            }
            places
        });
        let paragraphs = paragraphs.collect();
        Recombined { sources, paragraphs }
    }

    /// Document `number`.
    pub fn document(&self, number: u64) -> Record {
        let mut dice = Dice(number);
        let source = dice.below(self.sources.len());
        let (records, places) = (&self.sources[source].records, &self.paragraphs[source]);
        let mut body = String::new();
        for _ in 0..3 + dice.below(5) {
            let (record, start, end) = places[dice.below(places.len())];
            body.push_str(&records[record as usize].body[start as usize..end as usize]);
            body.push_str("\n\n");
        }
        let titled = &records[dice.below(records.len())];
        let date = (2000 + dice.below(26), 1 + dice.below(12), 1 + dice.below(28));
        Record {
            id: format!("made-{number}"),
            title: titled.title.clone(),
            body,
            date: Some(format!("{}-{:02}-{:02}", date.0, date.1, date.2)),
            source: titled.source.clone(),
        }
    }

    /// Writes the first `documents` to `path` as NDJSON, packed when its name ends in `.zst`; bytes of text.
    pub fn write(&self, path: &Path, documents: u64) -> std::io::Result<u64> {
        let file = BufWriter::new(std::fs::File::create(path)?);
        let mut packed = zstd::Encoder::new(file, 1)?;
        let mut bytes = 0;
        for number in 0..documents {
            let record = self.document(number);
            bytes += record.bytes() as u64;
            record.write(&mut packed)?;
        }
        packed.finish()?.flush()?;
        Ok(bytes)
    }
}

/// Numbers as by chance, the same each time (SplitMix64, Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xd134_2543_de82_ef95);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

/// Whether only the answers are to be checked, on little.
pub fn is_smoke() -> bool {
    std::env::args().any(|argument| argument == "--smoke" || argument == "--test")
}

/// The value behind `--name` on the command line.
pub fn argument(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)
}

/// Queries of every kind, in the proportions of a day; the words are those of press releases and prose.
pub const QUERIES: [(&str, &str); 16] = [
    ("one word", "police"),
    ("one word", "sentenced"),
    ("one word", "roi"),
    ("two words", "drug trafficking"),
    ("two words", "ministre affaires"),
    ("two words", "regeringen säkerhet"),
    ("five words", "former executive pleaded guilty fraud"),
    ("rare", "fentanyl cartel"),
    ("common", "the"),
    ("phrase", "\"law enforcement\""),
    ("prefix", "terroris*"),
    ("fuzzy", "goverment~1"),
    ("excluding", "fraud -tax"),
    ("in the title", "title:senator"),
    ("other language", "blanchiment d'argent"),
    ("no match", "zzyzx"),
];
