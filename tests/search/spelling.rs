//! What must not matter: the sign for an apostrophe, composed or decomposed accents, capitals; in queries and in texts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::fixture::{Indexed, Short, index};

const TEXTS: [(&str, &str); 12] = [
    (
        "fr",
        "L'État d'urgence reste en vigueur jusqu'à l'été ; aujourd'hui, la sous-secrétaire à la Sécurité l'a dit.",
    ),
    ("fr", "Sept attentats déjoués : l'enquête d'Europol vise des djihadistes, à Orléans et à Béziers."),
    ("it", "Un'altra operazione dell'Arma: quattro arresti nella città, l'indagine è aperta."),
    ("ca", "L'Agència de l'Estat i el Govern d'Andorra signen l'acord; la col·laboració és útil."),
    ("de", "Die Grenzschutzbehörde in Köln überprüft größere Mengen gefälschter Ausweise."),
    ("es", "La cooperación entre España y Perú permitió la detención de dos jóvenes."),
    ("pl", "Policja w Łodzi zatrzymała pięć osób podejrzanych o przemyt broni."),
    ("ro", "Polițiștii de frontieră au reținut șapte persoane și țigări."),
    ("uk", "П'ять осіб затримано; її та його об'єднання діяли у Києві."),
    ("ru", "Ещё семь самолётов и чёрный рынок оружия: задержаны пятеро."),
    ("el", "Η αστυνομία συνέλαβε πέντε άτομα για διακίνηση ναρκωτικών στον Πειραιά."),
    ("hu", "A rendőrség őrizetbe vette az öt gyanúsítottat a bűnüldöző szervek közös műveletében."),
];

/// A document of nothing but text.
fn plain(id: String, language: &'static str, body: Vec<&'static str>) -> Short {
    Short {
        id: id.leak(),
        language,
        date: "2024-05-02",
        source: "",
        countries: &[],
        topics: &[],
        title: "",
        body: Vec::leak(body),
    }
}

fn indexed(change: fn(&str) -> String) -> Indexed {
    let short = |(number, (language, text)): (usize, &(&'static str, &'static str))| {
        plain(format!("{language}{number}"), language, vec![change(text).leak()])
    };
    index(&TEXTS.iter().enumerate().map(short).collect::<Vec<_>>())
}

fn curled(text: &str) -> String {
    text.replace('\'', "’")
}

fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

fn capital(text: &str) -> String {
    text.to_uppercase()
}

/// The same texts, as they are and in every spelling that must not matter.
fn spellings() -> &'static [Indexed; 4] {
    static SPELLINGS: LazyLock<[Indexed; 4]> =
        LazyLock::new(|| [indexed(str::to_owned), indexed(curled), indexed(decomposed), indexed(capital)]);
    &SPELLINGS
}

fn found(index: &Indexed, q: &str, mode: &str) -> Vec<String> {
    let results = index.search(&[("q", q), ("match", mode), ("group", "none"), ("limit", "100")]);
    let mut ids: Vec<String> = results.hits.iter().map(|hit| hit.id.to_string()).collect();
    ids.sort();
    ids
}

/// Words and pairs of words as they stand in the texts, elided articles and all; no operators of the query language.
fn typed() -> impl Strategy<Value = String> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().map(|word| word.trim_matches(['.', ',', ';', ':']).to_owned());
        words.filter(|word| !word.is_empty()).collect()
    };
    let all: Vec<Vec<String>> = TEXTS.iter().map(|(_, text)| words(text)).collect();
    (prop::sample::select(all), any::<prop::sample::Index>(), 1usize..4, any::<bool>()).prop_map(
        |(words, start, length, quoted)| {
            let start = start.index(words.len());
            let part = words[start..(start + length).min(words.len())].join(" ");
            if quoted { format!("\"{part}\"") } else { part }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn spelling_does_not_change_what_is_found(q in typed(), mode in prop::sample::select(vec!["all", "any"])) {
        let [plain, others @ ..] = spellings();
        let expected = found(plain, &q, mode);
        prop_assert!(!expected.is_empty(), "{q} finds nothing");
        let lower = |text: &str| text.to_lowercase();
        for change in [curled, decomposed, capital, lower, |text: &str| curled(&decomposed(&capital(text)))] {
            prop_assert_eq!(&found(plain, &change(&q), mode), &expected, "{} for {}", change(&q), q);
        }
        for index in others {
            prop_assert_eq!(&found(index, &q, mode), &expected, "{} in texts spelt otherwise", q);
        }
    }
}

#[test]
fn accented_words_of_the_founding_documents_are_found_without_their_accents() {
    let data =
        std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), std::path::PathBuf::from);
    let Ok(files) = std::fs::read_dir(data.join("seeds")) else {
        println!("skipped: no ../shared/data and no $VIGIE_DATA");
        return;
    };
    let texts: Vec<&'static str> =
        files.map(|file| &*std::fs::read_to_string(file.unwrap().path()).unwrap().leak()).collect();
    let short = |(number, text): (usize, &&'static str)| {
        let lines = text.lines().filter(|line| !line.starts_with('@'));
        plain(format!("founding{number}"), "fr", lines.collect())
    };
    let documents: Vec<Short> = texts.iter().enumerate().map(short).collect();
    let index = index(&documents);
    let mut typed = 0;
    for document in &documents {
        let words: BTreeSet<&str> =
            document.body.iter().flat_map(|line| line.split(|c: char| !c.is_alphabetic())).collect();
        for word in words.into_iter().filter(|word| !word.is_ascii()) {
            let plain: String = word.nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect();
            assert!(found(&index, &plain, "all").contains(&document.id.to_owned()), "{plain} for {word}");
            typed += 1;
        }
    }
    println!("{typed} accented words of {} documents", documents.len());
    assert!(typed > 100);
}

/// The order of the hits of `q` among one-word documents, each with some words more so that their lengths are alike.
#[track_caller]
fn check_order(language: &'static str, q: &str, texts: &[&'static str], first: &[&str]) {
    // The ids run against the order of the texts: a tie must not pass for an order.
    let short =
        |(number, text): (usize, &&'static str)| plain(format!("d{}", 9 - number), language, vec![*text]);
    let indexed = index(&texts.iter().enumerate().map(short).collect::<Vec<_>>());
    let results = indexed.search(&[("q", q), ("group", "none")]);
    let ids: Vec<usize> =
        results.hits.iter().map(|hit| 9 - hit.id.as_str()[1..].parse::<usize>().unwrap()).collect();
    let found: Vec<&str> = ids.iter().map(|number| texts[*number]).collect();
    assert_eq!(found[..first.len()], *first, "query {q:?}: {found:?}");
    assert_eq!(found.len(), texts.len(), "query {q:?}: {found:?}");
}

#[test]
fn the_very_word_stands_above_its_inflections_and_other_accents() {
    check_order("fr", "côté", &["le cote", "le coté", "le côté"], &["le côté"]);
    check_order("fr", "CÔTÉ", &["le cote", "le coté", "le côté"], &["le côté"]);
    check_order("fr", "co\u{302}te\u{301}", &["le cote", "le coté", "le côté"], &["le côté"]);
    check_order("fr", "l’État", &["un etat", "un état"], &["un état"]);
    check_order("fr", "attentat", &["des attentats", "un attentat"], &["un attentat"]);
    check_order("fr", "sécurité", &["la securite", "la sécurité"], &["la sécurité"]);
    check_order("es", "cooperación", &["la cooperacion", "la cooperación"], &["la cooperación"]);
    check_order("de", "Köln", &["aus Koln", "aus Köln"], &["aus Köln"]);
    check_order("fr", "déjoué", &["fut dejoue", "furent déjoués", "fut déjoué"], &["fut déjoué"]);
}
