//! The command line as its users see it: output, exit codes, messages that name the way out.

use assert_cmd::Command;
use std::fs;
use tempfile::TempDir;

/// A working directory of its own, with the binary to run in it.
struct Place {
    dir: TempDir,
}

/// What a run gave.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Place {
    fn new() -> Place {
        Place { dir: tempfile::tempdir().unwrap() }
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Place {
        let path = self.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], stdin: &str) -> Run {
        let mut command = Command::cargo_bin("vigie").unwrap();
        let command = command.current_dir(self.dir.path()).env_remove("VIGIE_INDEX").args(arguments);
        let output = command.write_stdin(stdin).output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const RABAT: &str = "Saisie de cocaïne à Rabat\n\nRABAT, le 4 mars 2025 (MAP) - La police marocaine a saisi deux tonnes \
    de cocaïne. Le trafic de drogue menace l’État.\n";

#[test]
fn what_is_indexed_is_found() {
    let place = Place::new();
    place.write("in/rabat.txt", RABAT);
    let indexed = place.run(&["index", "in"]);
    assert_eq!(indexed.code, 0, "{}", indexed.stderr);
    assert!(indexed.stderr.contains("1 added, 0 replaced, 0 unchanged, 0 failed"), "{}", indexed.stderr);
    let found = place.run(&["search", "--format", "json", "trafic", "etat"]);
    let answer: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(answer["total"], 1);
    assert_eq!(answer["hits"][0]["countries"][0], "MA");
    assert_eq!(answer["hits"][0]["date"], "2025-03-04");
    assert_eq!(place.run(&["verify"]).code, 0);
    let exported = place.run(&["export"]);
    assert_eq!(exported.stdout.lines().count(), 1);
}

#[test]
fn indexing_again_adds_replaces_and_leaves() {
    let place = Place::new();
    place.write("in/a.txt", RABAT).write("in/b.txt", "Un autre communiqué, sans rapport avec le premier.");
    place.run(&["index", "in"]);
    place
        .write("in/b.txt", "Un autre communiqué, corrigé depuis.")
        .write("in/c.txt", "Un troisième communiqué.");
    let again = place.run(&["index", "in"]);
    assert!(again.stderr.contains("1 added, 1 replaced, 1 unchanged"), "{}", again.stderr);
    let dry = place.run(&["index", "--dry-run", "in"]);
    assert!(dry.stderr.contains("dry run: 0 added, 0 replaced, 3 unchanged"), "{}", dry.stderr);
}

#[test]
fn a_bad_file_is_named_and_the_rest_indexed() {
    let place = Place::new();
    place
        .write("in/good.txt", RABAT)
        .write("in/empty.txt", "")
        .write("in/records.ndjson", "{\"body\":\"Un texte.\"}\n[1,2]\nnot json\n{\"title\":\"no body\"}\n");
    let indexed = place.run(&["index", "--report", "report.ndjson", "in"]);
    assert_eq!(indexed.code, 0, "{}", indexed.stderr);
    assert!(indexed.stderr.contains("2 added"), "{}", indexed.stderr);
    for named in ["in/empty.txt", "in/records.ndjson"] {
        assert!(indexed.stderr.contains(named), "{named}: {}", indexed.stderr);
    }
    let report = fs::read_to_string(place.dir.path().join("report.ndjson")).unwrap();
    assert!(report.lines().filter(|line| line.contains("\"failed\"")).count() >= 3, "{report}");
}

#[test]
fn records_come_in_by_standard_input() {
    let place = Place::new();
    let indexed =
        place.run_with(&["index", "-"], "{\"id\":\"x\",\"body\":\"Un communiqué sur la frontière.\"}\n");
    assert_eq!(indexed.code, 0, "{}", indexed.stderr);
    assert!(place.run(&["search", "frontiere"]).stdout.contains('x'));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_was_done() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let place = Place::new();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("vigie"))
        .current_dir(place.dir.path())
        .env_remove("VIGIE_INDEX")
        .args(["index", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The second record is no object: its message says that the first was read.
    stdin.write_all(b"{\"id\": \"x\", \"body\": \"Un accord.\"}\n[]\n").unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("a list where a record must be"));
    // Nothing more comes, and standard input stays open.
    let interrupted = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupted.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let last = lines.map_while(Result::ok).last().unwrap();
    assert!(last.starts_with("1 added") && last.contains("stopped early, what was done is kept"), "{last}");
    assert!(place.run(&["search", "accord"]).stdout.contains('x'));
    drop(stdin);
}

#[track_caller]
fn check(arguments: &[&str], code: i32, message: &str) {
    let run = Place::new().run(arguments);
    assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
    assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    assert!(run.stdout.is_empty(), "{arguments:?}: {}", run.stdout);
}

#[test]
fn failures_name_the_way_out() {
    check(&["search", "x"], 1, "`vigie index --index DIR PATH…` makes one");
    check(&["index", "nowhere"], 1, "no such file or folder");
    check(&["inspect", "nowhere.txt"], 1, "no such file or folder");
    check(&["eval", "nowhere.ndjson"], 1, "nowhere.ndjson");
    check(&["index"], 2, "Usage");
    check(&["fly"], 2, "Usage");
    check(&["serve", "--listen", "nowhere"], 2, "--listen");
    check(&[], 1, "there is no folder `corpus` here");
}

#[test]
fn a_wrong_parameter_is_wrong_usage() {
    let place = Place::new();
    place.write("in/a.txt", RABAT);
    place.run(&["index", "in"]);
    let run = place.run(&["search", "--country", "XX", "drogue"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("country"), "{}", run.stderr);
}

#[test]
fn an_index_of_other_rules_is_refused() {
    let place = Place::new();
    place.write("in/a.txt", RABAT);
    place.run(&["index", "in"]);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("index-config");
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("config/{}", path.file_name().unwrap().to_string_lossy());
        place.write(&name, fs::read(&path).unwrap());
    }
    let topics = fs::read_to_string(place.dir.path().join("config/topics.toml")).unwrap();
    place.write("config/topics.toml", format!("{topics}\n# changed\n"));
    let run = place.run(&["index", "--config", "config", "in"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("another index-config"), "{}", run.stderr);
    place.write("config/ranking.toml", "version = 1\nspeed = 3\n");
    let run = place.run(&["index", "--config", "config", "in"]);
    assert!(run.stderr.contains("ranking.toml") && run.stderr.contains("speed"), "{}", run.stderr);
}

#[test]
fn a_port_in_use_is_said_before_anything_is_done() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let place = Place::new();
    place.write("in/a.txt", RABAT);
    let run = place.run(&["serve", "--listen", &address, "--corpus", "in"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("choose another with --listen"), "{}", run.stderr);
    assert!(!place.dir.path().join("vigie-index").exists());
}

#[test]
fn whatever_the_service_answers_the_terminal_does() {
    let place = Place::new();
    place.write("in/rabat.txt", RABAT).write(
        "in/lyon.txt",
        "Saisie d’armes à Lyon\n\nLYON, le 5 avril 2025 (AFP) - La police française a saisi dix fusils.\n",
    );
    assert_eq!(place.run(&["index", "in"]).code, 0);
    let json = |arguments: &[&str]| -> serde_json::Value {
        let run = place.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
    };
    let text = |arguments: &[&str]| {
        let run = place.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        run.stdout
    };
    let found = json(&["search", "--format", "json", "cocaïne"]);
    let id = found["hits"][0]["id"].as_str().unwrap();

    assert_eq!(json(&["suggest", "--format", "json", "coca"])["suggestions"][0]["value"], "cocaine");
    assert!(text(&["suggest", "maro"]).contains("Maroc"));
    assert_eq!(
        json(&["facets", "--format", "json", "country", "--prefix", "mar"])["values"][0]["value"],
        "MA"
    );
    assert!(text(&["facets", "country", "saisie"]).contains("Maroc"));
    let timeline = json(&["timeline", "--format", "json", "--interval", "year"]);
    assert_eq!((&timeline["buckets"][0]["start"], &timeline["total"]), (&"2025".into(), &2.into()));
    assert!(text(&["timeline", "--by", "country"]).contains("2025-04"));
    assert_eq!(json(&["crosstab", "--format", "json", "--rows", "country", "--cols", "year"])["total"], 2);
    assert!(text(&["crosstab", "--format", "csv"]).starts_with("country / topic,"));
    assert!(text(&["crosstab"]).contains("(1)"));
    assert_eq!(json(&["document", "--format", "json", id])["countries"][0]["code"], "MA");
    assert!(text(&["document", id, "--q", "cocaine"]).contains("[cocaïne]"));
    assert!(json(&["similar", "--format", "json", id])["hits"].is_array());
    assert!(text(&["feed", "police"]).contains("<id>urn:vigie:document:"));
    assert_eq!(json(&["feed", "--format", "json"])["items"].as_array().unwrap().len(), 2);
    assert!(text(&["taxonomy", "--locale", "en"]).contains("Drug trafficking"));
    assert!(json(&["taxonomy", "--format", "json"])["topics"].as_array().unwrap().len() > 20);

    for wrong in
        [&["facets", "colour"][..], &["timeline", "--interval", "age"], &["crosstab", "--cols", "country"]]
    {
        assert_eq!(place.run(wrong).code, 2, "{wrong:?}");
    }
    let missing = place.run(&["document", "nothing"]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("`nothing`"), "{}", missing.stderr);

    let removed = place.run(&["delete", id, "nothing"]);
    assert_eq!(removed.code, 1);
    assert!(removed.stderr.contains("1 removed, 1 not there"), "{}", removed.stderr);
    assert_eq!(json(&["search", "--format", "json", "cocaïne"])["total"], 0);
}
