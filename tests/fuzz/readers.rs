//! Any bytes, read as each form: an answer comes, and what is read is sound.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use vigie::config::Config;
use vigie::corpus::{ReadLimits, SourceDocument, read_bytes};

static CONFIG: LazyLock<Config> =
    LazyLock::new(|| Config::built_in().expect("the built-in configuration is sound"));

/// A web page.
pub fn html(bytes: &[u8]) {
    read("a.html", bytes);
}

/// RSS, Atom, JSON Feed.
pub fn feed(bytes: &[u8]) {
    read("a.xml", bytes);
}

/// PDF.
pub fn pdf(bytes: &[u8]) {
    read("a.pdf", bytes);
}

/// An e-mail message with attachments.
pub fn mail(bytes: &[u8]) {
    read("a.eml", bytes);
}

/// Records, one a line and in an array, packed or not.
pub fn records(bytes: &[u8]) {
    read("a.ndjson", bytes);
    read("a.json", bytes);
}

/// Plain text and Markdown with their front matter; and whatever the bytes themselves say.
pub fn text(bytes: &[u8]) {
    read("a.txt", bytes);
    read("a.md", bytes);
    read("a", bytes);
}

fn read(name: &str, bytes: &[u8]) {
    let limits = ReadLimits {
        file_bytes: 4 << 20,
        html_bytes: 1 << 20,
        pdf_bytes: 1 << 20,
        record_bytes: 1 << 20,
        feed_entries: 200,
        ..ReadLimits::default()
    };
    let mut answers = Vec::new();
    read_bytes(name, bytes, name, &limits, &mut |answer| {
        answers.push(answer);
        ControlFlow::Continue(())
    });
    assert!(!answers.is_empty(), "no answer");
    for answer in answers {
        match answer {
            Ok(document) => check(document, name),
            Err(error) => assert!(error.origin.starts_with(name), "{error}"),
        }
    }
}

fn check(document: SourceDocument, name: &str) {
    assert!(document.origin.starts_with(name));
    assert_eq!(document.content_hash(), document.clone().content_hash());
    let mut end = 0;
    for mark in &document.marked_languages {
        assert!(end <= mark.range.start && mark.range.start < mark.range.end, "marks stand in order");
        assert!(
            document.body.get(mark.range.clone()).is_some(),
            "{:?} is no range of characters",
            mark.range
        );
        end = mark.range.end;
    }
    let Ok(checked) = document.check(&CONFIG) else { return };
    let communique = checked.communique;
    assert!(!communique.body.trim().is_empty());
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!communique.body.contains(odd), "control characters are left");
    assert!(
        communique.title.is_none_or(|title| !title.trim().is_empty() && !title.contains(char::is_control))
    );
    for mark in &communique.marked_languages {
        assert!(communique.body.get(mark.range.clone()).is_some());
    }
}
