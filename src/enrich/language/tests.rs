//! What `enrich::language` promises, by tables of texts and what is made of them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use super::*;
use crate::config::Config;

fn detector() -> &'static LanguageDetector {
    // Reading the configuration takes longer than most of these tests.
    static DETECTOR: LazyLock<LanguageDetector> =
        LazyLock::new(|| LanguageDetector::new(&Config::built_in().unwrap().languages));
    &DETECTOR
}

fn data() -> Option<PathBuf> {
    let dir = std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
    dir.is_dir().then_some(dir)
}

/// A body of one paragraph a line.
fn detect(body: &str) -> DetectedLanguages {
    detect_with(body, None, None)
}

fn detect_with(body: &str, title: Option<&str>, declared: Option<&str>) -> DetectedLanguages {
    let mut passages = Vec::new();
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        passages.push(start..start + line.trim_end().len());
        start += line.len();
    }
    let declared = declared.map(|code| code.parse().unwrap());
    detector().detect(&DetectionInput { title, body, passages: &passages, declared, marked: &[] })
}

#[test]
fn real_texts_are_told_apart() {
    let Some(dir) = data() else {
        println!("skipped: no ../shared/data and no $VIGIE_DATA");
        return;
    };
    let text = std::fs::read_to_string(dir.join("langid/langid.tsv")).unwrap();
    let detector = detector();
    let mut counts: BTreeMap<(&str, &str), (u32, u32, u32)> = BTreeMap::new();
    let mut confusions: BTreeMap<(&str, &str, String), u32> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let [language, kind, text] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else { continue };
        let whole = 0..text.len();
        let input =
            DetectionInput { title: None, body: text, passages: &[whole], declared: None, marked: &[] };
        let found = detector.detect(&input).passages[0];
        let plain = detector.judge.plain(text);
        let count = counts.entry((kind, language)).or_default();
        count.0 += u32::from(plain.as_str() == language);
        count.1 += u32::from(found.as_str() == language);
        count.2 += 1;
        if found.as_str() != language {
            *confusions.entry((kind, language, found.to_string())).or_default() += 1;
        }
    }
    for ((kind, language, found), count) in confusions.iter().filter(|(_, count)| **count > 1) {
        println!("{kind} {language} read as {found}: {count}");
    }
    for (kind, floor) in [("paragraph", 99.9), ("sentence", 99.0), ("web-sentence", 97.5)] {
        let of_kind = || counts.iter().filter(move |((other, _), _)| *other == kind);
        let percent = |right: u32, all: u32| 100.0 * f64::from(right) / f64::from(all);
        for ((_, language), (plain, right, all)) in of_kind() {
            println!(
                "{kind} {language}: whatlang {:.1}, we {:.1}",
                percent(*plain, *all),
                percent(*right, *all)
            );
        }
        let sum = |pick: fn(&(u32, u32, u32)) -> u32| of_kind().map(|(_, count)| pick(count)).sum::<u32>();
        let (plain, right, all) = (sum(|c| c.0), sum(|c| c.1), sum(|c| c.2));
        println!("{kind}: whatlang {:.2}, we {:.2}", percent(plain, all), percent(right, all));
        assert!(percent(right, all) >= floor, "{kind}: {:.2} < {floor}", percent(right, all));
    }
}

const FRENCH: &str =
    "Les deux ministres ont signé un accord pour que les services échangent leurs renseignements.";
const ENGLISH: &str =
    "Both ministers signed an agreement under which their services will share what they know.";
const SPANISH: &str =
    "Los dos ministros han firmado un acuerdo para que sus servicios compartan información.";

#[track_caller]
fn check(body: &[&str], expected: &[&str]) {
    let found = detect(&body.join("\n"));
    let codes: Vec<&str> = found.passages.iter().map(LanguageCode::as_str).collect();
    assert_eq!(codes, expected, "of {body:?}");
}

#[test]
fn each_passage_of_a_bilingual_text_has_its_language() {
    check(&[FRENCH, ENGLISH, FRENCH, SPANISH], &["fr", "en", "fr", "es"]);
    let found = detect(&[FRENCH, ENGLISH].join("\n"));
    let shares: Vec<&str> = found.shares.iter().map(|share| share.language.as_str()).collect();
    assert_eq!(shares.len(), 2);
    assert!((found.shares.iter().map(|share| share.share).sum::<f32>() - 1.0).abs() < 1e-4);
    assert!(shares.contains(&"fr") && shares.contains(&"en"));
}

#[test]
fn short_passages_follow_their_neighbours() {
    check(&[FRENCH, "Federal Bureau of Investigation", FRENCH], &["fr", "fr", "fr"]);
    check(&[FRENCH, "« We will win »", FRENCH], &["fr", "fr", "fr"]);
    check(&[FRENCH, "What the agreement says", ENGLISH], &["fr", "en", "en"]);
    check(&[FRENCH, "+33 1 40 00 00 00", FRENCH], &["fr", "und", "fr"]);
}

#[test]
fn capitals_are_read_as_small_letters() {
    check(&[&FRENCH.to_uppercase(), FRENCH], &["fr", "fr"]);
    check(&[&ENGLISH.to_uppercase()], &["en"]);
}

#[test]
fn addresses_and_numbers_do_not_count() {
    let noisy = format!(
        "{FRENCH} https://www.example.org/the-new-agreement-of-both press@example.org 01 40 00 00 00"
    );
    check(&[&noisy], &["fr"]);
}

#[test]
fn a_language_that_is_not_configured_is_other() {
    check(
        &["Ministři obou zemí podepsali dohodu, podle níž si jejich služby budou vyměňovat zprávy."],
        &["mis"],
    );
    check(
        &["Các bộ trưởng đã ký một thỏa thuận để các cơ quan của họ chia sẻ thông tin với nhau."],
        &["mis"],
    );
    check(&["השרים חתמו על הסכם שלפיו השירותים שלהם יחלקו מידע זה עם זה"], &["mis"]);
    check(
        &["Министрите на двете страни подписаха споразумение, според което службите им ще обменят сведения."],
        &["mis"],
    );
    check(
        &[
            "Die ministers het 'n ooreenkoms onderteken waarvolgens hul dienste inligting met mekaar sal deel.",
        ],
        &["mis"],
    );
    check(
        &["دونوں وزراء نے ایک معاہدے پر دستخط کیے جس کے تحت ان کے ادارے معلومات کا تبادلہ کریں گے۔"],
        &["mis"],
    );
}

#[test]
fn nothing_to_read_is_undetermined() {
    assert!(detect("").shares.is_empty());
    for body in ["2024 – 12/13", "https://example.org/le-texte", "Ok", "attentats"] {
        check(&[body], &["und"]);
        assert!(detect(body).shares.is_empty());
    }
}

#[test]
fn the_title_is_in_a_language_of_the_body() {
    let title = |title, body: &[&str]| detect_with(&body.join("\n"), Some(title), None).title.to_string();
    assert_eq!(title("Security", &[FRENCH]), "fr");
    assert_eq!(title("The ministers and their agreement", &[FRENCH, FRENCH, ENGLISH, ENGLISH]), "en");
    assert_eq!(title("Attentat déjoué dans le nord de la France", &[""]), "fr");
}

#[test]
fn marks_and_metadata_are_believed_unless_the_words_deny_them() {
    let body = "Accord signé\nKommuniqué\n".to_owned() + ENGLISH;
    let whole = [0..13, 14..25, 26..body.len()];
    let mark = |range: Range<usize>, code: &str| MarkedLanguage { range, language: code.parse().unwrap() };
    let marked = [mark(0..13, "fr"), mark(26..body.len(), "de")];
    let input =
        DetectionInput { title: None, body: &body, passages: &whole, declared: None, marked: &marked };
    let found = detector().detect(&input);
    assert_eq!(found.passages[0].as_str(), "fr");
    assert_eq!(found.passages[2].as_str(), "en");
    let declared = detect_with("Statsministerens tale", None, Some("no"));
    assert_eq!(declared.passages[0].as_str(), "no");
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn any_text_has_an_answer(body in "(\\PC{0,40}\n){0,4}", title in proptest::option::of("\\PC{0,30}")) {
            let found = detect_with(&body, title.as_deref(), None);
            prop_assert_eq!(found.passages.len(), body.split_inclusive('\n').count());
            let sum: f32 = found.shares.iter().map(|share| share.share).sum();
            prop_assert!(found.shares.is_empty() || (sum - 1.0).abs() < 1e-3);
        }
    }
}
