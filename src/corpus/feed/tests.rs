//! Small feeds of every kind, and real ones where they are at hand.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> (Vec<SourceDocument>, Vec<String>) {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    let limits = ReadLimits { feed_entries: 3, ..ReadLimits::default() };
    let _ = read_feed(text.as_bytes().to_vec(), "f.xml", &limits, &mut |read| {
        match read {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error.to_string()),
        }
        ControlFlow::Continue(())
    });
    (documents, errors)
}

#[track_caller]
fn one(text: &str) -> SourceDocument {
    let (mut documents, errors) = read(text);
    assert_eq!((documents.len(), errors.len()), (1, 0), "{documents:#?} {errors:?}");
    documents.remove(0)
}

#[test]
fn rss_2() {
    let document = one(
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>
         <title>The Ministry</title><language>fr-ca</language><image><title>Logo</title></image>
         <item><title>Visite &amp;agrave; Rabat</title><link>https://x.org/a</link><guid isPermaLink='false'>17</guid>
         <description>Short.</description><content:encoded><![CDATA[<p>Full <b>text</b>.</p><p>More.</p>]]></content:encoded>
         <media:title xmlns:media='m'>no</media:title><pubDate>Mon, 17 Jun 2024 08:00:00 GMT</pubDate></item></channel></rss>",
    );
    assert_eq!(document.title.as_deref(), Some("Visite à Rabat"));
    assert_eq!(document.body, "Full text.\n\nMore.");
    assert_eq!(document.url.as_deref(), Some("https://x.org/a"));
    assert_eq!(document.source.as_deref(), Some("The Ministry"));
    assert_eq!(document.language.as_deref(), Some("fr-ca"));
    assert_eq!(document.date.as_deref(), Some("Mon, 17 Jun 2024 08:00:00 GMT"));
    assert_eq!((document.id, document.identity.as_deref()), (None, Some("https://x.org/a")));
    assert_eq!(document.origin, "f.xml#17");
}

#[test]
fn atom() {
    let document = one(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>S</title><entry xml:lang='de'><id>tag:x.org,2024:1</id>
         <title>1 &lt; 2</title><link rel='self' href='https://x.org/self'/><link href='https://x.org/a?b=1&amp;c=2'/>
         <updated>2024-06-18T00:00:00Z</updated><published>2024-06-17T00:00:00Z</published>
         <source><title>Other</title><id>other</id></source>
         <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One</p><p>Two &lt;3</p></div></content></entry></feed>",
    );
    assert_eq!(document.title.as_deref(), Some("1 < 2"));
    assert_eq!(document.body, "One\n\nTwo <3");
    assert_eq!(document.id.as_deref(), Some("tag:x.org,2024:1"));
    assert_eq!(document.url.as_deref(), Some("https://x.org/a?b=1&c=2"));
    assert_eq!(document.date.as_deref(), Some("2024-06-17T00:00:00Z"));
    assert_eq!((document.language.as_deref(), document.source.as_deref()), (Some("de"), Some("S")));
}

#[test]
fn other_kinds() {
    let body = |text: &str, expected: &str| assert_eq!(one(text).body, expected, "{text}");
    body("<rss><item><description>No &eacute;tat &#146;s</description></item></rss>", "No état ’s");
    body(
        "<rdf:RDF><channel/><item rdf:about='u'><title>Only a title</title></item></rdf:RDF>",
        "Only a title",
    );
    body(
        "<feed version='0.3'><entry><summary type='text/html' mode='escaped'>a &lt;b>b&lt;/b></summary></entry></feed>",
        "a b",
    );
    body("<channel><item href='https://x.org'><abstract>CDF</abstract></item></channel>", "CDF");
    body(
        "<rss><channel><item><description>line\nline & more</description></item></channel></rss>",
        "line\nline & more",
    );
    body("<entry><content type='text'>&lt;b> stays</content></entry>", "<b> stays");
    body(
        "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": 1, \"content_html\": \"<p>a<p>b\"}]}",
        "a\n\nb",
    );
}

#[test]
fn a_broken_feed_gives_what_it_has() {
    let (documents, errors) =
        read("<rss><channel><item><title>a</title></item><item><title>b</title><description>c<![CDATA[ d");
    assert_eq!(documents.len(), 2);
    assert_eq!(errors.len(), 1, "{errors:?}");
    let (documents, errors) = read("<rss><item><title>a<item><title>b</title></item></rss>");
    assert_eq!((documents.len(), errors.len()), (2, 0));
}

#[test]
fn no_feeds() {
    let check = |text: &str, expected: &str| {
        let (documents, errors) = read(text);
        assert!(documents.is_empty());
        assert!(errors[0].contains(expected), "{text}: {errors:?}");
    };
    check("<html><p>x", "no rss, feed, rdf or channel element");
    check("<rss><channel><title>t</title></channel></rss>", "no entry with text");
    check("{\"items\": 5}", "no feed that can be read");
    check(&"<a>".repeat(5000), "nest deeper");
}

#[test]
fn entities_of_a_document_type_are_neither_expanded_nor_fetched() {
    let document = one(
        "<!DOCTYPE rss [<!ENTITY a 'boom'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/hostname'>]>
         <rss><item><title>t</title><description>&b; &x; end</description></item></rss>",
    );
    assert_eq!(document.body, "&b; &x; end");
}

#[test]
fn the_limit_on_entries() {
    let (documents, errors) = read(&"<rss><item><title>a</title></item>".repeat(5));
    assert_eq!(documents.len(), 3);
    assert!(errors[0].contains("more than 3 parts"), "{errors:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_text_is_read(text in "(<rss>|</?item>|</?title>|<!\\[CDATA\\[|\\]\\]>|&[a-z#0-9]{0,4};?|<|>|é| |<x y='|<!--|\\{){0,30}") {
        read(&text);
    }
}

#[test]
fn real_feeds() {
    let Some(folder) = crate::corpus::real_data::folder("feeds/feedparser") else { return };
    let (mut files, mut with_entries, mut missed) = (0, 0, Vec::new());
    for found in crate::corpus::walk(&[folder]) {
        let file = found.unwrap();
        let bytes = std::fs::read(&file.path).unwrap();
        let mut found = false;
        crate::corpus::read_bytes("f.xml", &bytes, "f", &ReadLimits::default(), &mut |read| {
            found |= read.is_ok();
            ControlFlow::Continue(())
        });
        files += 1;
        with_entries += usize::from(found);
        if !found && expects_entry(&bytes) {
            missed.push(file.origin);
        }
    }
    println!("{files} feeds, {with_entries} of them with entries that have text");
    // Most of these test cases are about other elements than an entry's texts.
    assert!(with_entries >= 480 && missed.is_empty(), "{with_entries} {missed:?}");
}

#[test]
fn real_feeds_say_what_their_test_files_expect() {
    let Some(folder) = crate::corpus::real_data::folder("feeds/feedparser") else { return };
    let regex = |pattern: &str| regex::Regex::new(pattern).unwrap();
    let text = regex(r"entries\[0\](?:\.|\[')(title|link)(?:'\])? == u?'([^']*)'");
    let day = regex(r"entries\[0\]\['(?:published|updated)_parsed'\] == \((\d+), (\d+), (\d+),");
    let (mut right, mut wrong) = (0, Vec::new());
    for found in crate::corpus::walk(&[folder]) {
        let file = found.unwrap();
        let bytes = std::fs::read(&file.path).unwrap();
        let stated = String::from_utf8_lossy(&bytes).into_owned();
        let mut first = None;
        crate::corpus::read_bytes("f.xml", &bytes, "f", &ReadLimits::default(), &mut |read| {
            first = first.take().or(read.ok());
            ControlFlow::Continue(())
        });
        // An entry without any text is no document.
        let Some(document) = first else { continue };
        let mut compare = |what: &str, found: Option<String>, expected: String| {
            if found.as_ref() == Some(&expected) {
                right += 1;
            } else {
                wrong.push(format!("{}: {what} {found:?}, not {expected:?}", file.origin));
            }
        };
        for stated in text.captures_iter(&stated) {
            let expected = &stated[2];
            match &stated[1] {
                "link" if is_web(expected) => compare("link", document.url.clone(), expected.to_owned()),
                "title" => {
                    if let Some(expected) = one_line(&fragment_text(expected)) {
                        compare("title", document.title.clone(), expected);
                    }
                }
                _ => {}
            }
        }
        if let Some(stated) = day.captures(&stated) {
            let date = document.date.as_deref().and_then(crate::corpus::dates::date_of);
            let expected = format!("{:0>4}-{:0>2}-{:0>2}", &stated[1], &stated[2], &stated[3]);
            compare("day", date.map(|date| date.to_string()), expected);
        }
    }
    println!("{right} titles, links and days as expected; {}", wrong.join("\n"));
    // What differs is base64 in Atom, which we do not decode, and brackets in plain text, which we keep.
    assert!(right >= 40 && wrong.len() <= 10, "{right} right, {} wrong", wrong.len());
}

/// Whether there is an entry with a title or a description of plain words.
fn expects_entry(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let entry = r"(?s)<(item|entry)>\s*<(title|description|summary|content|content:encoded)\b[^>]*>(<!\[CDATA\[)?\s*[A-Za-z]";
    regex::Regex::new(entry).unwrap().is_match(&text)
}
