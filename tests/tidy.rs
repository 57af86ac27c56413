//! The house rules, as a test: who may name what, how long a file may be, how a module begins.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file, its path relative to the crate, and its text before the inline tests.
struct SourceFile {
    path: String,
    text: String,
    code: String,
}

fn source_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join("src"), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
        let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        SourceFile { path, text, code }
    };
    // A file of tests beside its module is a test, whatever its length and its unwraps.
    let is_test = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with("tests.rs") || path.iter().any(|part| part == "tests")
    };
    paths.into_iter().filter(|path| !is_test(path)).map(read).collect()
}

fn collect(dir: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Code without comments and strings' content left in: good enough to find a crate's name.
fn without_comments(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = code.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(at, line)| (at + 1, line.split(" // ").next().unwrap_or(line)))
}

fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let rest = &line[at + name.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"' || c == '`')
            && rest.starts_with("::")
    })
}

#[test]
fn each_library_is_named_only_in_its_room() {
    let rooms: [(&str, &[&str]); 10] = [
        ("tantivy", &["src/engine/embedded/"]),
        ("whatlang", &["src/enrich/language"]),
        ("rust_stemmers", &["src/analysis/"]),
        ("frostem", &["src/analysis/"]),
        ("icu_segmenter", &["src/analysis/"]),
        ("axum", &["src/http/", "src/cli/serve.rs"]),
        ("tower_http", &["src/http/"]),
        ("clap", &["src/cli/", "src/main.rs"]),
        ("anyhow", &["src/cli/", "src/main.rs"]),
        ("feed_rs", &["src/corpus/"]),
    ];
    let mut broken = Vec::new();
    for file in source_files() {
        for (name, allowed) in rooms {
            if allowed.iter().any(|room| file.path.starts_with(room)) {
                continue;
            }
            for (line, text) in without_comments(&file.code) {
                if names_crate(text, name) {
                    broken.push(format!("{}:{line} names {name}", file.path));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn rooms_depend_one_way() {
    let forbidden: [(&str, &[&str]); 9] = [
        (
            "src/codes.rs",
            &["crate::config", "crate::analysis", "crate::enrich", "crate::engine", "crate::search"],
        ),
        (
            "src/analysis/",
            &[
                "crate::enrich",
                "crate::engine",
                "crate::search",
                "crate::query",
                "crate::corpus",
                "std::fs",
                "std::time",
                "jiff::Zoned",
            ],
        ),
        (
            "src/enrich/",
            &[
                "crate::engine",
                "crate::search",
                "crate::query",
                "crate::corpus",
                "std::fs",
                "std::time",
                "jiff::Zoned",
            ],
        ),
        (
            "src/config/",
            &["crate::analysis", "crate::enrich", "crate::engine", "crate::search", "crate::http"],
        ),
        (
            "src/query/",
            &["crate::engine::embedded", "crate::search", "crate::http", "crate::web", "crate::cli"],
        ),
        ("src/engine/", &["crate::search", "crate::http", "crate::web", "crate::cli", "crate::corpus"]),
        ("src/search/", &["crate::engine::embedded", "crate::http", "crate::web", "crate::cli"]),
        ("src/http/", &["crate::engine::embedded", "crate::cli"]),
        ("src/web/", &["crate::engine::embedded", "crate::http", "crate::cli"]),
    ];
    let mut broken = Vec::new();
    for file in source_files() {
        for (room, names) in forbidden {
            if !file.path.starts_with(room) {
                continue;
            }
            for (line, text) in without_comments(&file.code) {
                for name in names {
                    if text.contains(name) {
                        broken.push(format!("{}:{line} names {name}", file.path));
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn only_one_place_opens_the_embedded_engine() {
    let places: Vec<String> = source_files()
        .into_iter()
        .filter(|file| !file.path.starts_with("src/engine/"))
        .filter(|file| without_comments(&file.code).any(|(_, line)| line.contains("engine::embedded")))
        .map(|file| file.path)
        .collect();
    assert!(places.len() <= 1, "the embedded engine is opened in {places:?}");
}

#[test]
fn every_module_says_what_it_owns() {
    let silent: Vec<String> = source_files()
        .into_iter()
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| file.path)
        .collect();
    assert!(silent.is_empty(), "no module documentation on the first line: {silent:?}");
}

#[test]
fn files_stay_short() {
    let mut lengths: Vec<(usize, String)> =
        source_files().into_iter().map(|file| (file.code.lines().count(), file.path)).collect();
    lengths.sort();
    let long: Vec<_> = lengths.iter().filter(|(length, _)| *length > 500).collect();
    assert!(long.is_empty(), "over 500 lines before the tests: {long:?}");
    // A rule without exceptions: what grows past it is split by meaning.
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= 150, "the median file has {median} lines");
}

#[test]
fn nothing_unwraps_outside_tests() {
    let mut found = Vec::new();
    for file in source_files() {
        for (line, text) in without_comments(&file.code) {
            if text.contains(".unwrap()") || text.contains("todo!(") || text.contains("unimplemented!(") {
                found.push(format!("{}:{line}", file.path));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_top_level_is_what_the_house_plan_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "SECURITY.md",
        "src",
        "index-config",
        "corpus",
        "tests",
        "benches",
        "fuzz",
        "target",
        "vigie-index",
    ];
    let strangers: Vec<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !allowed.contains(&name.as_str()))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}
