//! The room as its users see it: bad input of every kind, and any bytes under any name.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;

/// What is read under a path: origins of documents with how many warnings, and messages.
fn outcomes(path: &Path) -> (Vec<(String, usize)>, Vec<String>) {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    for found in walk(&[path.to_owned()]) {
        match found {
            Err(error) => errors.push(error.to_string()),
            Ok(file) => read(&file, &ReadLimits::default(), &mut |read| {
                match read {
                    Ok(document) => documents.push((document.origin, document.warnings.len())),
                    Err(error) => errors.push(error.to_string()),
                }
                ControlFlow::Continue(())
            }),
        }
    }
    (documents, errors)
}

#[test]
fn every_bad_file_has_its_message_and_the_rest_is_read() {
    let (documents, errors) = outcomes(Path::new("tests/fixtures/bad"));
    let name = |origin: &str| origin.rsplit('/').next().unwrap().to_owned();
    let documents: Vec<_> = documents.iter().map(|(origin, warnings)| (name(origin), *warnings)).collect();
    let expected = [
        ("entities.xml#1", 0),
        ("latin1.txt", 1),
        ("lines.ndjson#1", 0),
        ("lines.ndjson#5", 0),
        ("lines.ndjson#6", 0),
        ("lines.ndjson#7", 0),
        ("mixed-encodings.txt", 1),
        ("page-named-text.txt", 0),
        ("unclosed-array.json#1", 0),
    ];
    assert_eq!(documents, expected.map(|(origin, warnings)| (origin.to_owned(), warnings)));
    let reasons = [
        ("binary.txt", "binary data"),
        ("blank.html", "it is empty"),
        ("bomb.txt.gz", "unpacks to more than"),
        ("empty.txt", "it is empty"),
        ("lines.ndjson:2", "a list where a record must be"),
        ("lines.ndjson:3", "a text where a record must be"),
        ("lines.ndjson:4", "no valid JSON"),
        ("no-entries.rss", "no entry with text"),
        ("not-a-feed.xml", "no feed that can be read"),
        ("not-a-pdf.pdf", "the PDF cannot be read"),
        ("picture.txt", "an image"),
        ("truncated.txt.gz", "damaged or cut short"),
        ("unclosed-array.json:1", "no valid JSON"),
    ];
    assert_eq!(errors.len(), reasons.len(), "{errors:#?}");
    for (error, (file, reason)) in errors.iter().zip(reasons) {
        assert!(error.contains(file) && error.contains(reason), "{error}");
    }
}

#[test]
fn a_line_of_fifty_megabytes_is_skipped_and_the_next_read() {
    let long = format!("{{\"body\": \"{}\"}}\n{{\"body\": \"short\"}}\n", "x".repeat(50_000_000));
    let (mut bodies, mut errors) = (Vec::new(), Vec::new());
    read_stream(long.as_bytes(), "-", &ReadLimits::default(), &mut |read| {
        match read {
            Ok(document) => bodies.push(document.body),
            Err(error) => errors.push(error.to_string()),
        }
        ControlFlow::Continue(())
    });
    assert_eq!(bodies, ["short"]);
    assert!(errors.len() == 1 && errors[0].starts_with("-:1: the record is longer than"), "{errors:?}");
}

#[test]
fn a_hundred_thousand_nested_elements_are_read() {
    // Lists close what they nest in, which the checks of a debug build make slow.
    let cases =
        [("<div>", 100_000), ("<span><b>", 100_000), ("<table><tr><td>", 50_000), ("<ul><li>", 5_000)];
    for (open, times) in cases.into_iter().chain([("<svg>", 100_000), ("<font color=1>", 100_000)]) {
        let page = format!("<html><body>{}The text inside.", open.repeat(times));
        let mut texts = Vec::new();
        let started = std::time::Instant::now();
        read_bytes("deep.html", page.as_bytes(), "deep.html", &ReadLimits::default(), &mut |read| {
            texts.push(read.map(|document| document.body));
            ControlFlow::Continue(())
        });
        let text = texts.remove(0).unwrap();
        assert!(text.contains("The text inside."), "{open}");
        assert!(started.elapsed().as_secs() < 60, "{open} took {:?}", started.elapsed());
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secret.txt");
    std::fs::write(&path, "text").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let (documents, errors) = outcomes(&path);
    assert!(documents.is_empty() && errors[0].contains("no permission"), "{errors:?}");
}

#[cfg(unix)]
#[test]
fn what_has_become_another_thing_since_it_was_found_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.txt");
    std::fs::write(&path, "text").unwrap();
    let found = walk(&[dir.path().to_owned()]).next().unwrap().unwrap();
    let read_now = || {
        let mut answers = Vec::new();
        read(&found, &ReadLimits::default(), &mut |read| {
            answers.push(read.map(|document| document.body).map_err(|error| error.to_string()));
            ControlFlow::Continue(())
        });
        answers.remove(0)
    };
    assert_eq!(read_now().as_deref(), Ok("text"));
    std::fs::remove_file(&path).unwrap();
    assert!(read_now().unwrap_err().contains("no such file"));
    // A link to a file that nobody gave.
    std::os::unix::fs::symlink("/etc/hostname", &path).unwrap();
    assert!(read_now().unwrap_err().contains("reading failed"));
    std::fs::remove_file(&path).unwrap();
    // A pipe that nobody writes to would be waited for without end.
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(read_now().unwrap_err().contains("no regular file any more"));
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert!(read_now().unwrap_err().contains("no regular file any more"));
}

#[test]
fn a_file_that_shrinks_and_grows_while_it_is_read_gives_what_it_has() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("r.ndjson");
    let line = |n: usize| format!("{{\"id\": \"{n}\", \"body\": \"{}\"}}\n", "Un texte. ".repeat(100));
    let whole: String = (0..2000).map(line).collect();
    std::fs::write(&path, &whole).unwrap();
    let found = source_file(&path).unwrap();
    let (mut documents, mut errors) = (0, 0);
    read(&found, &ReadLimits::default(), &mut |read| {
        match read {
            Ok(_) => documents += 1,
            Err(_) => errors += 1,
        }
        if documents == 100 {
            std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        }
        ControlFlow::Continue(())
    });
    assert!((900..=1100).contains(&documents) && errors <= 1, "{documents} {errors}");
}

#[test]
fn nothing_outside_a_document_is_fetched_or_expanded() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "SECRET").unwrap();
    let file = secret.path().display();
    let external = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x SYSTEM 'file://{file}'><!ENTITY % y SYSTEM 'file://{file}'> %y;]>\
         <rss version='2.0'><channel><item><title>T &x;</title><description>D &x;</description></item></channel></rss>"
    );
    let entities: String =
        (1..30).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'lol'>{entities}]>\
         <rss version='2.0'><channel><item><title>T</title><description>&l29;</description></item></channel></rss>"
    );
    for (feed, names) in [(external, ["f.xml", "f.html", "f.txt"]), (laughs, ["f.xml", "f.html", "f.txt"])] {
        for name in names {
            read_bytes(name, feed.as_bytes(), name, &ReadLimits::default(), &mut |read| {
                if let Ok(document) = read {
                    assert!(!document.body.contains("SECRET") && document.body.len() < 10_000, "{name}");
                }
                ControlFlow::Continue(())
            });
        }
    }
}

#[test]
fn the_name_may_lie_about_packing_too() {
    let dir = tempfile::tempdir().unwrap();
    let packed = zstd::encode_all(&b"{\"body\": \"packed\"}\n"[..], 3).unwrap();
    for name in ["a.ndjson", "a.ndjson.gz", "a.ndjson.zst"] {
        let path: PathBuf = dir.path().join(name);
        std::fs::write(&path, &packed).unwrap();
        let (documents, errors) = outcomes(&path);
        assert_eq!((documents.len(), errors.len()), (1, 0), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_under_any_name_give_an_answer(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        prefix in prop::sample::select(vec!["", "<html>", "%PDF-1.4", "{\"body\":", "<rss><item>", "From: a\nTo: b\n", "\x1f\x08", "---\n", "\u{feff}"]),
        extension in prop::sample::select(vec!["txt", "md", "html", "ndjson", "json", "xml", "pdf", "eml", "txt.gz", "json.zst", "bin"]),
    ) {
        let bytes = [prefix.as_bytes(), &bytes].concat();
        let mut answers = 0;
        read_bytes(&format!("x.{extension}"), &bytes, "x", &ReadLimits::default(), &mut |read| {
            answers += 1;
            if let Ok(document) = read {
                for mark in &document.marked_languages {
                    assert!(document.body.get(mark.range.clone()).is_some());
                }
                document.content_hash();
            }
            ControlFlow::Continue(())
        });
        prop_assert!(answers > 0);
    }
}
