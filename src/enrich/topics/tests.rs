//! What `enrich::topics` promises, by tables of texts and what is made of them.

use std::sync::LazyLock;

use super::TopicTagger;
use crate::communique::{TextPlace, TopicTag};
use crate::enrich::sample_tests::{ANALYZER, CONFIG, Sample};

static TAGGER: LazyLock<TopicTagger> = LazyLock::new(|| TopicTagger::new(&CONFIG.topics, &ANALYZER));

/// The topics of a text whose first line is its title.
fn tags(language: &str, text: &str) -> Vec<TopicTag> {
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    TAGGER.tag(&Sample::new(language, title, body).view())
}

#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    let found = tags(language, text);
    let mut paths: Vec<&str> = found.iter().map(|tag| tag.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, expected, "{text}\n{found:#?}");
}

#[test]
fn a_title_alone_proves_a_topic_in_every_language() {
    let laundering = ["financial-crime", "financial-crime/money-laundering"];
    check("fr", "Lutte contre le blanchiment d'argent", &laundering);
    check("en", "Four charged over money laundering", &laundering);
    check("es", "Caso de blanqueo de capitales", &laundering);
    check("de", "Geldwäsche im großen Stil", &laundering);
    check("ar", "مكافحة غسل الأموال", &laundering);
    check("zh", "打击洗钱活动", &laundering);
    check("ja", "資金洗浄の疑い", &laundering);
    check("ko", "자금 세탁 혐의", &laundering);
}

#[test]
fn words_that_mean_something_else_prove_nothing() {
    check("fr", "Le trafic routier reste dense\nTrafic aérien perturbé à Orly.", &[]);
    check("fr", "Un nouveau ministre de la Sécurité publique", &[]);
    check("fr", "Attentat à la pudeur", &["public-safety", "public-safety/violent-crime"]);
    check("en", "Trade war and world war", &[]);
    check("en", "A border collie wins", &[]);
    check("ja", "ステロイドの話", &[]);
}

#[test]
fn a_stem_that_is_another_word_proves_nothing() {
    check("fr", "La Côte d'Ivoire reçoit ses voisins", &[]);
    check("fr", "Pièces d'identité et papiers à présenter", &[]);
    check("es", "Una victoria deportiva", &[]);
    check("en", "Shell opens a new office", &[]);
    check("nl", "Ik ben wel tevreden", &[]);
    check("ar", "افتتاح فندق جديد", &[]);
    check("tr", "Avrupa Birliği orta vadeli plan", &[]);
    check("ko", "이 주 안에 만난다", &[]);
}

#[test]
fn police_is_the_subject_only_where_nothing_else_is() {
    let fraud = ["financial-crime", "financial-crime/fraud"];
    check(
        "en",
        "Two arrested over investment fraud\nPolice officers arrested two men, the police said.",
        &fraud,
    );
    check(
        "en",
        "Police station reopens\nPolice officers and the sheriff welcomed visitors.",
        &["public-safety"],
    );
}

#[test]
fn what_is_named_once_beside_a_strong_subject_is_dropped() {
    let advisory =
        "CVE-2024-1234 allows remote code execution. CVE-2024-1235 is a buffer overflow. ".repeat(12);
    let text = format!("Security advisory: remote code execution, CVE-2024-1\n{advisory} A robbery.");
    check("en", &text, &["cyber", "cyber/vulnerabilities"]);
}

#[test]
fn a_denied_word_proves_nothing() {
    check("en", "Not terrorism", &[]);
    check("fr", "Aucun acte terroriste", &[]);
    check("en", "Not long ago. Terrorism is back", &["terrorism"]);
}

#[test]
fn an_acronym_stands_in_capitals() {
    check("en", "CVE-2024-1234 and CVE-2024-1235", &["cyber", "cyber/vulnerabilities"]);
    check("en", "The cve of Rome", &[]);
}

#[test]
fn evidence_points_at_the_words_and_adds_up() {
    let found = tags("fr", "Trafic de la drogue\nLe trafic international de drogue reste élevé.");
    let tag = found.iter().find(|tag| tag.path.as_str() == "organised-crime/drug-trafficking").unwrap();
    let first = &tag.evidence[0];
    assert_eq!((first.place, first.range.clone()), (TextPlace::Title, 0..19));
    assert!(first.rule.starts_with("drug-trafficking \"trafic"), "{}", first.rule);
    let sum: f32 = tag.evidence.iter().map(|piece| piece.weight).sum();
    assert!((sum - tag.score).abs() < 0.01, "{sum} {}", tag.score);
    let implied = found.iter().find(|tag| tag.path.as_str() == "organised-crime").unwrap();
    assert!(implied.evidence.is_empty());
}

#[test]
fn a_long_document_needs_more_than_a_mention() {
    let filler = "The weather in the valley was mild and the harvest came early. ".repeat(200);
    check("en", &format!("Harvest\n{filler} There was a robbery. {filler}"), &[]);
}

#[test]
fn strange_texts_are_read_quickly() {
    check("en", "", &[]);
    check("en", "...\n?!,;", &[]);
    let names = "terrorism ".repeat(20_000);
    assert_eq!(tags("en", &format!("x\n{names}")).len(), 1);
}
