//! What is left when the indexer is killed: every document it acknowledged, none twice, none half.
//!
//! A real process indexes a folder that changes from round to round, and is killed (`SIGKILL`) at a random moment.
//! A document is acknowledged by a line of `--report`, by the end of a run, or by the answer to a `POST`. The number of
//! rounds is `VIGIE_CRASHES` (25 when unset), the seed `VIGIE_SEED` (the time when unset); both are printed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use vigie::engine::embedded::{EmbeddedEngine, verify};
use vigie::engine::{EngineErrorKind, SortOrder};
use vigie::query::TermQuery;

use crate::engine::{config, everything};
use crate::watch::{Running, ask};

/// xorshift64* (Vigna 2016): enough to pick moments.
struct Random {
    seed: u64,
    state: u64,
}

impl Random {
    fn new(salt: u64) -> Random {
        let time = std::time::UNIX_EPOCH.elapsed().unwrap().as_micros() as u64;
        let seed = std::env::var("VIGIE_SEED").map_or(time, |seed| seed.parse().unwrap());
        Random { seed, state: (seed ^ salt).max(1) }
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound.max(1)
    }
}

fn rounds() -> u64 {
    std::env::var("VIGIE_CRASHES").map_or(25, |rounds| rounds.parse().unwrap())
}

/// What the sources hold, and what of it is known to be durable.
#[derive(Default)]
struct Ledger {
    /// The version of each document in the sources.
    current: BTreeMap<String, u64>,
    /// The version that was acknowledged last.
    acknowledged: BTreeMap<String, u64>,
}

/// The text of a version: another version is other words throughout, so that a mixture of two is seen.
fn body(id: &str, version: u64) -> String {
    let sentence = format!(
        "Selon {id}, la version {version} du communiqué v{version} fait état d’une saisie n{version}."
    );
    vec![sentence; 6 + (version % 7) as usize].join(" ")
}

impl Ledger {
    fn record(&self, id: &str) -> String {
        format!("{}\n", serde_json::json!({ "id": id, "body": body(id, self.current[id]) }))
    }

    /// Holds the index to the ledger; how many documents it holds.
    #[track_caller]
    fn check(&self, index: &Path, round: &str) -> usize {
        let engine = match EmbeddedEngine::open(index, config()) {
            Ok(engine) => engine,
            Err(error) => {
                // Killed before there was anything.
                assert!(matches!(error.kind, EngineErrorKind::Missing), "{round}: {error}");
                assert!(self.acknowledged.is_empty(), "{round}: an index was acknowledged and is not there");
                return 0;
            }
        };
        let report = verify(index, config()).unwrap();
        assert_eq!(report.problems, [], "{round}");
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let all = vigie::engine::EngineSearch { sort: SortOrder::Newest, ..everything(TermQuery::All) };
        vigie::engine::Engine::for_each_match(&engine, &all, &mut |stored| {
            let (id, text) = (stored.document.id.to_string(), stored.document.body);
            let stated = text.split("la version ").nth(1).and_then(|rest| rest.split(' ').next());
            let version: u64 = stated.and_then(|version| version.parse().ok()).unwrap();
            assert_eq!(text.trim(), body(&id, version), "{round}: {id} is half");
            assert!(version <= self.current[&id], "{round}: {id} is newer than its source");
            assert_eq!(found.insert(id.clone(), version), None, "{round}: {id} is there twice");
            true
        })
        .unwrap();
        for (id, version) in &self.acknowledged {
            let kept = found.get(id);
            assert!(kept >= Some(version), "{round}: {id} was acknowledged as {version}, and is {kept:?}");
        }
        found.len()
    }
}

/// Changes a third of the documents and adds some; one in eight has a file of its own.
fn change_sources(ledger: &mut Ledger, dir: &Path, random: &mut Random) {
    for version in ledger.current.values_mut() {
        *version += u64::from(random.below(3) == 0);
    }
    for _ in 0..8 {
        ledger.current.insert(format!("doc-{:05}", ledger.current.len()), 1);
    }
    let ids: Vec<&String> = ledger.current.keys().collect();
    for (number, chunk) in ids.chunks(40).enumerate() {
        let records: String =
            chunk.iter().filter(|id| !id.ends_with('7')).map(|id| ledger.record(id)).collect();
        fs::write(dir.join(format!("{number:03}.ndjson")), records).unwrap();
    }
    for id in ids.into_iter().filter(|id| id.ends_with('7')) {
        let text = format!("---\nid: {id}\n---\n{}\n", body(id, ledger.current[id]));
        fs::write(dir.join(format!("{id}.txt")), text).unwrap();
    }
}

fn indexer(dir: &Path) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("vigie"))
        .current_dir(dir)
        .env_remove("VIGIE_INDEX")
        .args(["index", "--index", "x", "--commit-every", "20", "--report", "report.ndjson", "in"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lines of the report that stand there whole.
fn acknowledge(ledger: &mut Ledger, report: &Path) -> usize {
    let text = fs::read_to_string(report).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut lines = 0;
    for line in whole.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_ne!(line["outcome"], "failed", "{line}");
        let id = line["id"].as_str().unwrap();
        ledger.acknowledged.insert(id.to_owned(), ledger.current[id]);
        lines += 1;
    }
    lines
}

#[test]
fn a_killed_indexer_loses_nothing_it_acknowledged() {
    let (rounds, mut random) = (rounds(), Random::new(1));
    println!("VIGIE_CRASHES={rounds} VIGIE_SEED={}", random.seed);
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let (index, report) = (dir.path().join("x"), dir.path().join("report.ndjson"));
    let mut ledger = Ledger::default();
    // How long a whole run takes, for moments to be picked from.
    (0..12).for_each(|_| change_sources(&mut ledger, &dir.path().join("in"), &mut random));
    let started = Instant::now();
    assert!(indexer(dir.path()).wait().unwrap().success());
    let whole = started.elapsed();
    let mut report_bytes = fs::metadata(&report).unwrap().len();
    acknowledge(&mut ledger, &report);
    assert_eq!(ledger.acknowledged, ledger.current);
    let (mut killed, mut acknowledged, mut partly) = (0, 0, 0);
    for round in 0..rounds {
        if round % 8 == 7 {
            // From nothing, too.
            fs::remove_dir_all(&index).unwrap();
            ledger.acknowledged.clear();
        }
        change_sources(&mut ledger, &dir.path().join("in"), &mut random);
        fs::write(&report, "").unwrap();
        let mut child = indexer(dir.path());
        if random.below(4) == 0 {
            std::thread::sleep(Duration::from_micros(random.below(whole.as_micros() as u64)));
        } else {
            // Once it has acknowledged so much, and a little later.
            let bytes = random.below(report_bytes);
            let is_over = |child: &mut Child| child.try_wait().unwrap().is_some();
            while fs::metadata(&report).map_or(0, |report| report.len()) <= bytes && !is_over(&mut child) {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(random.below(10_000)));
        }
        let was_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = acknowledge(&mut ledger, &report);
        if !was_running {
            report_bytes = fs::metadata(&report).unwrap().len();
        }
        killed += u64::from(was_running);
        acknowledged += lines;
        partly += u64::from(was_running && lines > 0);
        ledger.check(&index, &format!("round {round}"));
    }
    assert!(indexer(dir.path()).wait().unwrap().success());
    acknowledge(&mut ledger, &report);
    assert_eq!(ledger.check(&index, "at the end"), ledger.current.len());
    println!(
        "{killed} of {rounds} runs killed, {partly} after they had acknowledged something; {acknowledged} lines"
    );
    assert!(killed > rounds / 3, "most runs had ended before they were killed");
}

#[test]
fn a_killed_service_loses_nothing_it_answered() {
    let (rounds, mut random) = (rounds().div_ceil(8), Random::new(2));
    println!("{rounds} rounds, VIGIE_SEED={}", random.seed);
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::default();
    // There must be an index to serve.
    ledger.current.insert("first".to_owned(), 1);
    fs::write(dir.path().join("empty.ndjson"), ledger.record("first")).unwrap();
    let mut answered = 0;
    for round in 0..rounds {
        let arguments = [
            "serve",
            "--index",
            "x",
            "--listen",
            "127.0.0.1:0",
            "--key",
            "test-key",
            "--corpus",
            "empty.ndjson",
        ];
        let mut running = Running::start(dir.path(), &arguments);
        let address = running.address();
        ledger.acknowledged.insert("first".to_owned(), 1);
        // Killed a little after so many answers, which is while it deals with the next request.
        let (killed_after, little) = (random.below(12), Duration::from_micros(random.below(60_000)));
        let (tell, told) = std::sync::mpsc::channel();
        let killer = std::thread::spawn(move || {
            for _ in 0..killed_after {
                if told.recv().is_err() {
                    break;
                }
            }
            std::thread::sleep(little);
            running.kill();
        });
        for _ in 0..500 {
            let mut batch = Vec::new();
            for _ in 0..1 + random.below(6) {
                let id = format!("doc-{:05}", random.below(60));
                if !batch.contains(&id) {
                    *ledger.current.entry(id.clone()).or_default() += 1;
                    batch.push(id);
                }
            }
            let records: String = batch.iter().map(|id| ledger.record(id)).collect();
            let Some(answer) = ask(&address, "POST", "/api/v1/documents", &records) else { break };
            assert_eq!(answer["failed"], 0, "{answer}");
            answered += 1;
            // The killer may have done its work.
            let _ = tell.send(());
            for id in batch {
                let version = ledger.current[&id];
                ledger.acknowledged.insert(id, version);
            }
        }
        drop(tell);
        killer.join().unwrap();
        ledger.check(&dir.path().join("x"), &format!("round {round}"));
    }
    println!("{rounds} services killed after {answered} answers");
    assert!(answered >= rounds, "hardly any request was answered");
}

/// A small disk of its own, gone when it is dropped.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    /// `None` where this user may not mount one.
    fn mount(at: &Path, size: &str) -> Option<SmallDisk> {
        fs::create_dir(at).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(at).output();
        mount.is_ok_and(|mounted| mounted.status.success()).then(|| SmallDisk(at.to_owned()))
    }

    fn make_read_only(&self) -> bool {
        Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap().success()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What cannot be unmounted now goes with the machine.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_and_a_read_only_one_are_said_and_leave_the_last_commit() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::mount(&dir.path().join("disk"), "size=2m") else {
        println!("skipped: this user may mount no disk");
        return;
    };
    let run = |arguments: &[&str]| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("vigie"));
        let output =
            command.current_dir(dir.path()).env("VIGIE_INDEX", "disk/x").args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let mut ledger = Ledger::default();
    ledger.current.insert("small".to_owned(), 1);
    fs::write(dir.path().join("small.ndjson"), ledger.record("small")).unwrap();
    assert_eq!(run(&["index", "small.ndjson"]).0, Some(0));
    ledger.acknowledged.insert("small".to_owned(), 1);
    // More than the disk holds, of words that do not compress.
    let mut random = Random::new(3);
    let text = |random: &mut Random| -> String {
        (0..4000)
            .map(|_| format!("{:x} ", random.below(u64::MAX).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect()
    };
    let large: String = (0..60)
        .map(|n| {
            format!("{}\n", serde_json::json!({ "id": format!("large-{n}"), "body": text(&mut random) }))
        })
        .collect();
    fs::write(dir.path().join("large.ndjson"), large).unwrap();
    let (code, message) = run(&["index", "large.ndjson"]);
    assert_eq!(code, Some(1), "{message}");
    assert!(message.contains("disk/x") && message.contains("No space left on device"), "{message}");
    assert_eq!(ledger.check(&dir.path().join("disk/x"), "after the disk was full"), 1);
    assert!(disk.make_read_only());
    assert_eq!(run(&["search", "communiqué"]).0, Some(0));
    assert_eq!(run(&["verify"]).0, Some(0));
    let (code, message) = run(&["index", "small.ndjson"]);
    assert_eq!(code, Some(1), "{message}");
    assert!(message.contains("disk/x") && message.contains("Read-only file system"), "{message}");
}
