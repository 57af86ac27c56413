//! What `config::topics` promises, by tables of texts and what is made of them.

use super::*;

const HEAD: &str = r#"
version = 1
[scoring]
title = 3
lead = 1.5
lead-words = 60
usual-words = 250
length-exponent = 0.3
least-divisor = 0.6
threshold = 2
part-of-strongest = 0.1
negation-words = 3
enumeration = { within = "cooperation", topics = 4, factor = 2 }
[[topic]]
slug = "cooperation"
labels = { fr = "Coopération", en = "Cooperation" }
scope = "states working together"
"#;

fn languages() -> Languages {
    crate::config::Config::built_in().unwrap().languages
}

/// What is said of a file with these lines after a sound head; empty when it is sound.
#[track_caller]
fn check(lines: &str, expected: &str) {
    let said = Topics::parse(&format!("{HEAD}{lines}"), &languages());
    let said = said.err().map(|error| error.to_string()).unwrap_or_default();
    match expected {
        "" => assert_eq!(said, ""),
        _ => assert!(said.contains("topics.toml") && said.contains(expected), "{lines}: {said}"),
    }
}

#[test]
fn a_wrong_value_names_its_place_and_remedy() {
    check("", "");
    check("colour = 1", "unknown field `colour`");
    check("residual = true", "unknown field `residual`");
    check("threshold = 0", "topic `cooperation`, threshold: 0 is not above 0");
    check(
        "[topic.triggers]\nfr = \"entente,,accord\"",
        "triggers.fr: a term is empty; remove the extra comma",
    );
    check("[topic.triggers]\nfr = \"te*\"", "`te*` is too short a beginning; write three");
    check("[topic.triggers]\nzh = \"法\"", "`法` is a single character");
    check("[topic.triggers]\nfr = \"a*b\"", "has a `*` that does not end it");
    check("[topic.triggers]\nfr = \"accord ^x\"", "`^x` is no weight");
    check("[topic.triggers]\nfr = \"accord ^2 ^3\"", "`^3` is a mark without its word or a second one");
    check("[topic.triggers]\nfr = \"accord ..\"", "a gap stands between two words");
    check("[topic.triggers]\nfr = \"accord @police\"", "no concept `police`");
    check("[topic.triggers]\nxx = \"accord\"", "`xx` is no configured language");
    check(
        "[[topic]]\nslug=\"a/b\"\nlabels={fr=\"x\",en=\"x\"}\nscope=\"x\"",
        "its parent `a` does not stand before it",
    );
    check("[[topic]]\nslug=\"a\"\nlabels={fr=\"x\"}\nscope=\"x\"", "no label in `en`");
    check("[[concept]]\nid=\"a\"\ntopics={nothing=1}\nfr=\"x\"", "no topic `nothing`");
    check("[[concept]]\nid=\"a\"", "it has no terms");
    check("[[concept]]\nid=\"a\"\ncolour=\"x\"", "unknown key `colour`");
    check("[[concept]]\nid=\"a\"\nfr=\"x\"\n[[concept]]\nid=\"a\"\nfr=\"x\"", "its id stands twice");
}

#[test]
fn a_term_reads_its_marks() {
    let term = Term::parse("trafic .. arme* =Daech CVE ^-0.5 @@police", TermLanguage::Any).unwrap();
    let text = |word: &str| word.to_owned();
    let words = vec![
        TermWord::Inflected(text("trafic")),
        TermWord::Gap,
        TermWord::Prefix(text("arme")),
        TermWord::Exact(text("Daech")),
        TermWord::Capitals(text("CVE")),
    ];
    assert_eq!(term, Term { words, weight: -0.5, context: Some(Context::Document(text("police"))) });
    assert_eq!(term.to_string(), "trafic .. arme* =Daech CVE");
    assert!(!term.is_name());
}

#[test]
fn the_built_in_file_covers_the_taxonomy() {
    let topics = crate::config::Config::built_in().unwrap().topics;
    assert_eq!(topics.iter().count(), 43);
    for topic in topics.iter() {
        for language in ["fr", "en", "es", "de", "it", "pt", "nl", "sv", "ar", "ru"] {
            assert!(topic.labels.contains_key(&language.parse().unwrap()), "{} {language}", topic.slug);
        }
    }
    assert!(topics.concepts().len() >= 150, "only {} concepts", topics.concepts().len());
}

#[test]
fn a_concept_has_names_in_other_languages() {
    let topics = crate::config::Config::built_in().unwrap().topics;
    let concept = topics.concept("money-laundering").unwrap();
    let names = |code: &str| concept.names(code.parse().unwrap()).map(Term::to_string).collect::<Vec<_>>();
    assert!(names("en").contains(&"money laundering".to_owned()));
    assert!(names("fr").contains(&"blanchiment d'argent".to_owned()));
}
