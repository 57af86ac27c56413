//! Real pages, where they are at hand: how much of the expected text is found, and how much beside it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::corpus::real_data::folder as data;

/// How many times each word stands in a text.
fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// Precision and recall of one text's words against another's.
fn overlap(found: &str, expected: &str) -> (f64, f64) {
    let (found, expected) = (words(found), words(expected));
    let common: usize = found.iter().map(|(word, count)| *count.min(expected.get(word).unwrap_or(&0))).sum();
    let share = |of: &HashMap<String, usize>| match of.values().sum::<usize>() {
        0 => 1.0,
        all => common as f64 / all as f64,
    };
    (share(&found), share(&expected))
}

fn f1((precision, recall): (f64, f64)) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

fn sorted_dir(path: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn main_content_of_real_pages() {
    let Some(folder) = data("html/readability") else { return };
    let (mut scores, mut sums) = (Vec::new(), (0.0, 0.0));
    for case in sorted_dir(&folder) {
        let page = std::fs::read(case.join("source.html")).unwrap();
        let expected = std::fs::read_to_string(case.join("expected.html")).unwrap();
        let expected = render_fragment(&expected).text;
        let document = read_html(page, "page").unwrap();
        let both = overlap(&document.body, &expected);
        sums = (sums.0 + both.0, sums.1 + both.1);
        scores.push((f1(both), both, case.file_name().unwrap().to_string_lossy().into_owned()));
    }
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = scores.len() as f64;
    let mean = scores.iter().map(|(score, ..)| score).sum::<f64>() / count;
    println!(
        "{count} pages: mean F1 {mean:.4}, precision {:.4}, recall {:.4}",
        sums.0 / count,
        sums.1 / count
    );
    for (score, (precision, recall), name) in scores.iter().take(8) {
        println!("{score:.3} p {precision:.3} r {recall:.3} {name}");
    }
    assert!(mean > 0.99, "{mean}");
}

#[test]
fn metadata_of_real_pages() {
    let Some(folder) = data("html/readability") else { return };
    let counted =
        [("title", "title"), ("date", "publishedTime"), ("language", "lang"), ("source", "siteName")];
    let mut right = [(0, 0); 4];
    for case in sorted_dir(&folder) {
        let document = read_html(std::fs::read(case.join("source.html")).unwrap(), "page").unwrap();
        let stated = std::fs::read(case.join("expected-metadata.json")).unwrap();
        let stated: serde_json::Value = serde_json::from_slice(&stated).unwrap();
        let found = [&document.title, &document.date, &document.language, &document.source];
        for ((found, (what, key)), right) in found.into_iter().zip(counted).zip(&mut right) {
            let Some(expected) = stated[key].as_str() else { continue };
            let found = found.as_deref().unwrap_or_default();
            let is_same = match what {
                "date" => crate::corpus::dates::date_of(found) == crate::corpus::dates::date_of(expected),
                "language" => found.get(..2) == expected.get(..2),
                _ => words(found) == words(expected),
            };
            right.0 += usize::from(is_same);
            right.1 += 1;
            if !is_same {
                println!("{}: {what} {found:?}, not {expected:?}", case.file_name().unwrap().display());
            }
        }
    }
    println!("title, date, language, source as expected, of those stated: {right:?}");
    let share = |(right, stated): (usize, usize)| right as f64 / stated as f64;
    assert!(right.map(share).iter().all(|share| *share > 0.8), "{right:?}");
}

#[test]
fn press_releases_of_a_ministry() {
    let (Some(pages), Some(records)) = (data("html/us_doj"), data("communiques")) else { return };
    let mut by_id = HashMap::new();
    let file = crate::corpus::source_file(&records.join("us_doj_en.ndjson.zst")).unwrap();
    crate::corpus::read(&file, &crate::corpus::ReadLimits::default(), &mut |read| {
        let record = read.unwrap();
        by_id.insert(record.id.clone().unwrap(), record);
        std::ops::ControlFlow::Continue(())
    });
    let (mut bodies, mut titles, mut dates, mut count) = (0.0, 0, 0, 0);
    for page in sorted_dir(&pages) {
        let name = page.file_stem().unwrap().to_string_lossy().into_owned();
        let Some(record) = by_id.get(&format!("doj:{}", name.rsplit('_').next().unwrap())) else { continue };
        let document = read_html(std::fs::read(&page).unwrap(), "page").unwrap();
        bodies += f1(overlap(&document.body, &record.body));
        titles += usize::from(document.title == record.title);
        let day = |date: &Option<String>| date.as_deref().and_then(crate::corpus::dates::date_of);
        dates += usize::from(day(&document.date) == day(&record.date));
        count += 1;
    }
    let mean = bodies / f64::from(count);
    println!(
        "{count} pages: mean F1 of bodies {mean:.4}, {titles} titles and {dates} dates as in the records"
    );
    assert!(count >= 50 && mean > 0.99 && titles == count as usize, "{mean}");
    assert_eq!(dates, count as usize);
}

#[test]
fn old_pages_that_are_mostly_navigation() {
    let Some(pages) = data("html/assemblee_nationale") else { return };
    for page in sorted_dir(&pages) {
        let bytes = std::fs::read(&page).unwrap();
        let document = read_html(bytes, "page").unwrap();
        assert!(document.title.as_deref().is_some_and(|title| title.starts_with("Assemblée nationale - ")));
        let text = document.body;
        assert!(!text.contains('\u{fffd}') && !text.contains("Ã"), "{text}");
        for of_the_menu in ["Aller au menu", "Contacter son député", "Deutsch", "Plan du site"] {
            assert!(!text.contains(of_the_menu), "{}: {text}", page.display());
        }
        assert!(text.contains("Travaux préparatoires") || text.len() > 300, "{}: {text}", page.display());
    }
}

/// A page around these parts, with what pages have around theirs.
fn page(parts: &str) -> String {
    format!(
        "<html lang=en><head><title>The title of the page</title></head><body><div class=cookie-banner>We use cookies.</div>\
         <header><ul class=menu><li><a href=/>Home</a><li><a lang=fr href=/fr>Français</a></ul></header>{parts}\
         <div id=comments><h3>Leave a reply</h3><form><label>Name</label><input></form></div>\
         <aside class=related><h3>Related articles</h3><ul><li><a href=/1>One</a><li><a href=/2>Two</a></ul></aside>\
         <footer>All rights reserved</footer></body></html>"
    )
}

fn sentences(start: &str, count: usize) -> String {
    (0..count)
        .map(|at| {
            format!("<p>{start} number {at}, which goes on, with commas, for a while to be a paragraph.</p>")
        })
        .collect()
}

#[test]
fn content_stays_in_order_and_furniture_goes() {
    let parts = format!(
        "<article><h1>The title of the page</h1><p>RABAT, June 17, 2024 /CNW/ - It begins here.</p>{}<h2>A heading</h2>\
         <ul><li>First item of the list</li><li>Second item of the list</li></ul><blockquote><p>A quote, said he.</p></blockquote>\
         <table><tr><th>Year</th><th>Seizures</th></tr><tr><td>2023</td><td>17</td></tr></table><p>The end of it all.</p></article>",
        sentences("A sentence", 6)
    );
    let text = read_page(&page(&parts), "page").body;
    let mut from = 0;
    for expected in [
        "RABAT, June 17",
        "number 0",
        "number 5",
        "A heading",
        "- First item",
        "- Second item",
        "A quote",
        "Year\tSeizures",
        "2023\t17",
        "The end",
    ] {
        from += text[from..]
            .find(expected)
            .unwrap_or_else(|| panic!("{expected} is not there or not in order: {text}"));
    }
    for of_the_page in ["cookies", "Home", "Leave a reply", "Related", "rights reserved", "Name"] {
        assert!(!text.contains(of_the_page), "{of_the_page}: {text}");
    }
}

#[test]
fn both_languages_of_a_page_stay() {
    for (first, second) in [("en", "fr"), ("fr", "en")] {
        let parts = format!(
            "<div class=content lang={first}>{}</div><div class=sidebar-text lang={second}>{}</div>",
            sentences("Premier", 8),
            sentences("Second", 5)
        );
        let document = read_page(&page(&parts), "page");
        let (at, then) = (document.body.find("Premier number 7"), document.body.find("Second number 4"));
        assert!(at.is_some() && at < then, "{}", document.body);
        let marked = |word: &str| {
            let mark = document
                .marked_languages
                .iter()
                .find(|mark| document.body[mark.range.clone()].starts_with(word));
            mark.map(|mark| mark.language.to_string())
        };
        assert_eq!((marked("Premier"), marked("Second")), (Some(first.to_owned()), Some(second.to_owned())));
    }
}

#[test]
fn short_pages_are_whole() {
    let text = read_page(&page("<div class=news><p>Two sentences only. That is all.</p></div>"), "page").body;
    assert!(text.contains("Two sentences only"), "{text}");
    assert!(!text.contains("rights reserved"), "{text}");
}
