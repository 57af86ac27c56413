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
