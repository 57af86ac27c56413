//! `--watch`: real processes, real files that come, change and go.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What is waited for comes within seconds; on a machine that is busy, tests wait longer before they give up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `vigie`, ended when it is dropped.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Running {
    pub fn start(dir: &Path, arguments: &[&str]) -> Running {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("vigie"));
        command.current_dir(dir).env_remove("VIGIE_INDEX").args(arguments);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Running { child, lines, seen: Vec::new() }
    }

    /// The next line on stderr that holds `text`.
    #[track_caller]
    pub fn line_with(&mut self, text: &str) -> String {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    self.seen.push(line.clone());
                    if line.contains(text) {
                        return line;
                    }
                }
                Err(_) => panic!("`{text}` never came; it said {:#?}", self.seen),
            }
        }
    }

    /// The address that it serves at.
    pub fn address(&mut self) -> String {
        let line = self.line_with("http://");
        line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned()
    }

    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }

    fn interrupt(&mut self) -> i32 {
        let interrupted = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(interrupted.success());
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The JSON that the service answers.
pub fn ask(address: &str, method: &str, path: &str, body: &str) -> Option<serde_json::Value> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer test-key\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let text = String::from_utf8(answer).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    if !head.starts_with("HTTP/1.1 200") {
        return None;
    }
    // A length is stated, or the answer comes in chunks.
    let json = body.find('{').zip(body.rfind('}')).map(|(start, end)| &body[start..=end])?;
    serde_json::from_str(json).ok()
}

/// A folder that is served and watched.
struct Watched {
    running: Running,
    address: String,
    dir: TempDir,
}

impl Watched {
    fn start(files: &[(&str, &str)], more: &[&str]) -> Watched {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        for (name, text) in files {
            fs::write(dir.path().join("in").join(name), text).unwrap();
        }
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--watch", "--corpus", "in"];
        let mut running = Running::start(dir.path(), &[&arguments, more].concat());
        let address = running.address();
        Watched { running, address, dir }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join("in").join(name)
    }

    fn count(&self, word: &str) -> u64 {
        let path = format!("/api/v1/search?match=all&expand=off&group=none&limit=1&q={word}");
        ask(&self.address, "GET", &path, "").unwrap()["total"].as_u64().unwrap()
    }

    /// Waits until so many documents hold this word.
    #[track_caller]
    fn wait_for(&mut self, word: &str, documents: u64) {
        let started = Instant::now();
        while self.count(word) != documents {
            assert!(
                started.elapsed() < PATIENCE,
                "{} documents with `{word}`, not {documents}; it said {:#?}",
                self.count(word),
                self.running.lines.try_iter().collect::<Vec<_>>()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn what_comes_changes_and_goes_is_followed() {
    let mut watched = Watched::start(&[("a.txt", "Saisie de zinzolin à Rabat.")], &[]);
    watched.wait_for("zinzolin", 1);
    fs::write(watched.path("b.txt"), "Une autre saisie de zinzolin.").unwrap();
    watched.wait_for("zinzolin", 2);
    fs::write(watched.path("b.txt"), "Un accord sur l’amarante.").unwrap();
    watched.wait_for("amarante", 1);
    assert_eq!(watched.count("zinzolin"), 1);
    // As editors save: a copy, the old one renamed away, the copy renamed over it.
    fs::write(watched.path("b.txt.tmp~"), "Un accord sur la garance.").unwrap();
    fs::rename(watched.path("b.txt"), watched.path("b.txt.bak")).unwrap();
    fs::rename(watched.path("b.txt.tmp~"), watched.path("b.txt")).unwrap();
    watched.wait_for("garance", 1);
    assert_eq!(watched.count("amarante"), 0);
    fs::remove_file(watched.path("a.txt")).unwrap();
    watched.wait_for("zinzolin", 0);
    assert_eq!(watched.count("garance"), 1);
}

#[test]
fn new_folders_are_watched_and_go_with_all_they_hold() {
    let mut watched = Watched::start(&[], &[]);
    fs::create_dir_all(watched.path("2025/03")).unwrap();
    fs::write(watched.path("2025/03/a.txt"), "Une saisie de zinzolin.").unwrap();
    watched.wait_for("zinzolin", 1);
    fs::write(watched.path("2025/03/b.txt"), "Une saisie de zinzolin encore.").unwrap();
    watched.wait_for("zinzolin", 2);
    // Renamed, it is the same documents under other names.
    fs::rename(watched.path("2025"), watched.path("archive")).unwrap();
    fs::write(watched.path("archive/03/c.txt"), "Un accord sur la garance.").unwrap();
    watched.wait_for("garance", 1);
    watched.wait_for("zinzolin", 2);
    // Moved out of sight.
    fs::rename(watched.path("archive"), watched.dir.path().join("elsewhere")).unwrap();
    watched.wait_for("zinzolin", 0);
    watched.wait_for("garance", 0);
}

#[test]
fn records_that_a_file_no_longer_holds_go_and_the_others_stay() {
    let record = |id: u32, word: &str| format!("{{\"id\": \"{id}\", \"body\": \"Une saisie de {word}.\"}}\n");
    let three = [record(1, "zinzolin"), record(2, "zinzolin"), record(3, "zinzolin")].concat();
    let mut watched = Watched::start(&[("r.ndjson", &three)], &[]);
    watched.wait_for("zinzolin", 3);
    fs::write(watched.path("r.ndjson"), [record(1, "zinzolin"), record(3, "garance")].concat()).unwrap();
    watched.wait_for("garance", 1);
    watched.wait_for("zinzolin", 1);
    // A file that cannot be read whole says nothing of what is gone.
    fs::write(watched.path("r.ndjson"), format!("{}{{\"id\": \"3\", \"bo", record(4, "amarante"))).unwrap();
    watched.wait_for("amarante", 1);
    assert_eq!((watched.count("zinzolin"), watched.count("garance")), (1, 1));
}

#[test]
fn a_record_that_moves_to_another_file_stays() {
    let record = |id: u32| format!("{{\"id\": \"{id}\", \"body\": \"Une saisie de zinzolin.\"}}\n");
    let two = [record(1), record(2)].concat();
    for (from, to) in [("a.ndjson", "b.ndjson"), ("b.ndjson", "a.ndjson")] {
        let mut watched = Watched::start(&[(from, &two), (to, &record(3))], &[]);
        watched.wait_for("zinzolin", 3);
        // Both within the moment that changes settle in, and a sign that they have been read.
        fs::write(watched.path(to), [record(3), record(2)].concat()).unwrap();
        fs::write(watched.path(from), record(1)).unwrap();
        fs::write(watched.path("c.txt"), "Un accord sur la garance.").unwrap();
        watched.wait_for("garance", 1);
        assert_eq!(watched.count("zinzolin"), 3, "from {from} to {to}");
        fs::remove_file(watched.path(from)).unwrap();
        watched.wait_for("zinzolin", 2);
    }
}

#[test]
fn a_file_that_is_written_slowly_is_whole_in_the_end() {
    let mut watched = Watched::start(&[], &[]);
    let mut file = fs::File::create(watched.path("slow.txt")).unwrap();
    for n in 0..25 {
        writeln!(file, "Phrase {n} d’un communiqué sur la saisie de zinzolin.").unwrap();
        file.flush().unwrap();
        std::thread::sleep(Duration::from_millis(60));
    }
    writeln!(file, "Fin : garance.").unwrap();
    drop(file);
    watched.wait_for("garance", 1);
    assert_eq!(watched.count("zinzolin"), 1);
}

#[test]
fn documents_of_missing_files_may_be_kept() {
    let mut watched = Watched::start(&[("a.txt", "Saisie de zinzolin.")], &["--keep-missing"]);
    watched.wait_for("zinzolin", 1);
    fs::remove_file(watched.path("a.txt")).unwrap();
    fs::write(watched.path("b.txt"), "Un accord sur la garance.").unwrap();
    watched.wait_for("garance", 1);
    assert_eq!(watched.count("zinzolin"), 1);
}

#[test]
fn what_clients_post_stays_and_both_write_in_turn() {
    let mut watched = Watched::start(&[("a.txt", "Saisie de zinzolin.")], &["--key", "test-key"]);
    let record = "{\"id\": \"posted\", \"body\": \"Un accord sur la garance.\"}\n";
    assert_eq!(ask(&watched.address, "POST", "/api/v1/documents", record).unwrap()["added"], 1);
    fs::remove_file(watched.path("a.txt")).unwrap();
    watched.wait_for("zinzolin", 0);
    assert_eq!(watched.count("garance"), 1);
}

#[cfg(unix)]
#[test]
fn links_and_what_is_no_file_are_left_alone() {
    let mut watched = Watched::start(&[("a.txt", "Saisie de zinzolin.")], &[]);
    std::os::unix::fs::symlink(watched.dir.path().join("in"), watched.path("loop")).unwrap();
    let fifo = Command::new("mkfifo").arg(watched.path("pipe.txt")).status().unwrap();
    assert!(fifo.success());
    fs::write(watched.path(".hidden.txt"), "Un accord sur la garance.").unwrap();
    fs::write(watched.path("b.txt"), "Un accord sur l’amarante.").unwrap();
    watched.wait_for("amarante", 1);
    assert_eq!((watched.count("zinzolin"), watched.count("garance")), (1, 0));
    watched.running.line_with("named pipe");
}

#[test]
fn the_indexer_watches_too_and_ends_cleanly() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    fs::write(dir.path().join("in/gone.txt"), "Saisie de zinzolin.").unwrap();
    let first = Command::new(assert_cmd::cargo::cargo_bin("vigie"))
        .current_dir(dir.path())
        .env_remove("VIGIE_INDEX")
        .args(["index", "in"])
        .output()
        .unwrap();
    assert!(first.status.success());
    // What goes while nobody watches goes when somebody does.
    fs::rename(dir.path().join("in/gone.txt"), dir.path().join("in/come.txt")).unwrap();
    let mut running = Running::start(dir.path(), &["index", "--watch", "--report", "r.ndjson", "in"]);
    let line = running.line_with(" added");
    assert!(line.starts_with("1 added, 0 replaced") && line.contains("1 removed"), "{line}");
    running.line_with("watching for changes");
    // One file watched by its name, in a folder with others.
    fs::write(dir.path().join("in/b.txt"), "Un accord.").unwrap();
    running.line_with("1 added, 0 replaced");
    assert_eq!(running.interrupt(), 0);
    let report = fs::read_to_string(dir.path().join("r.ndjson")).unwrap();
    for line in ["\"in/come.txt\",\"id\"", "\"in/b.txt\",\"id\"", "\"outcome\":\"removed\""] {
        assert!(report.contains(line), "{line} in {report}");
    }
}

#[test]
fn a_file_is_watched_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "Saisie de zinzolin.").unwrap();
    let mut running = Running::start(dir.path(), &["index", "--watch", "a.txt"]);
    running.line_with("watching for changes");
    fs::write(dir.path().join("b.txt"), "Un accord.").unwrap();
    fs::write(dir.path().join("a.new"), "Saisie de garance.").unwrap();
    fs::rename(dir.path().join("a.new"), dir.path().join("a.txt")).unwrap();
    let line = running.line_with(" added");
    assert!(line.starts_with("0 added, 1 replaced"), "{line}");
}

#[test]
fn what_cannot_be_watched_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let mut running = Running::start(dir.path(), &["index", "--watch", "nowhere"]);
    running.line_with("nowhere: there is nothing to watch here");
    let mut running = Running::start(dir.path(), &["index", "--watch", "-"]);
    running.line_with("standard input cannot be watched");
    let mut running = Running::start(dir.path(), &["serve", "--watch", "--listen", "127.0.0.1:0"]);
    running.line_with("--corpus");
}
