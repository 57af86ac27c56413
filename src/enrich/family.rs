//! Whether two documents are copies of one text: wire copies, republications, cut or lightly edited versions.
//!
//! Owns the decision about a pair, symmetric and pure. Families are the
//! connected components over the pairs it says yes to, so that they do not
//! depend on the order in which documents arrive.

use super::sketch::Sketch;

/// Least part of the shorter text's shingles that must stand in the longer.
const LEAST_CONTAINMENT: f32 = 0.8;

/// Least part of the shingles of both together that must be common: below it a text merely quotes the other.
const LEAST_RESEMBLANCE: f32 = 0.25;

/// Texts of fewer distinct words are short: what a template says in full may be the most of them, so
/// that their copies have to be whole, and to the word.
const SHORT_WORDS: u32 = 80;

/// Least part of the shingles of two short texts that must be common.
const LEAST_SHORT_RESEMBLANCE: f32 = 0.8;

/// Whether two sketches are of copies of one text. Two texts that share a template but state
/// different numbers or names are not.
pub fn same_family(a: &Sketch, b: &Sketch) -> bool {
    let resemblance = a.resemblance(b);
    if resemblance < LEAST_RESEMBLANCE || a.containment(b) < LEAST_CONTAINMENT {
        return false;
    }
    match a.weight().cmp(&b.weight()) {
        std::cmp::Ordering::Less => is_part_of(a, b, resemblance),
        std::cmp::Ordering::Greater => is_part_of(b, a, resemblance),
        std::cmp::Ordering::Equal => is_part_of(a, b, resemblance) && is_part_of(b, a, resemblance),
    }
}

/// Whether what the shorter text states, the longer states too.
fn is_part_of(part: &Sketch, whole: &Sketch, resemblance: f32) -> bool {
    let words = part.words_missing_in(whole);
    let numbers = part.numbers_missing_in(whole);
    let names = part.names_missing_in(whole);
    if part.distinct_words() < SHORT_WORDS {
        let back = whole.numbers_missing_in(part);
        return resemblance >= LEAST_SHORT_RESEMBLANCE
            && words.missing * 40 <= words.of
            && numbers.missing == 0
            && back.missing * 5 <= back.of
            && names.missing == 0;
    }
    // A corrected toll in a long report is an edit; another version number in an advisory is another advisory.
    words.missing * 10 <= words.of && numbers.missing * 10 <= numbers.of && names.missing * 10 <= names.of
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use proptest::prelude::*;

    use crate::analysis::{AnalysisCache, Analyzer, Passage};
    use crate::config::Config;

    fn analyzer() -> Analyzer {
        Analyzer::new(Config::built_in().unwrap().languages)
    }

    fn sketch(analyzer: &Analyzer, cache: &mut AnalysisCache, text: &str, language: &str) -> Sketch {
        let mut tokens = Vec::new();
        let passage = Passage { text, language: language.parse().unwrap(), offset: 0, first_position: 0 };
        analyzer.analyse(cache, passage, &mut tokens);
        Sketch::of(text, &tokens)
    }

    /// Groups by connected components over the candidates that share a band key, as an index does.
    fn components(sketches: &[Sketch]) -> (Vec<usize>, usize) {
        let mut bands: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (at, sketch) in sketches.iter().enumerate() {
            for key in sketch.band_keys() {
                bands.entry(key).or_default().push(at);
            }
        }
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for members in bands.values() {
            for (n, a) in members.iter().enumerate() {
                pairs.extend(members[n + 1..].iter().map(|b| (*a, *b)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut family: Vec<usize> = (0..sketches.len()).collect();
        for (a, b) in &pairs {
            if same_family(&sketches[*a], &sketches[*b]) {
                let (from, to) = (family[*a].max(family[*b]), family[*a].min(family[*b]));
                family.iter_mut().filter(|of| **of == from).for_each(|of| *of = to);
            }
        }
        (family, pairs.len())
    }

    fn data(name: &str) -> Option<String> {
        let folder =
            std::env::var_os("VIGIE_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
        std::fs::read_to_string(folder.join(name)).ok()
    }

    /// Sketches of French texts that share no word with another analysis.
    fn sketches(texts: &[&str]) -> Vec<Sketch> {
        let (analyzer, mut cache) = (analyzer(), AnalysisCache::default());
        texts.iter().map(|text| sketch(&analyzer, &mut cache, text, "fr")).collect()
    }

    /// A text of `count` sentences, each with words of its own.
    fn report(count: usize) -> String {
        let sentence = |n: usize| {
            format!(
                "Le service numéro {n} a saisi {} armes à Ville{n} et arrêté {} hommes de la bande{n}. ",
                n * 7 + 3,
                n + 2
            )
        };
        (0..count).map(sentence).collect()
    }

    #[test]
    fn copies() {
        let whole = report(40);
        let wire = format!("PARIS, le 3 mars 2023 (AFP) - {whole} Contact : 555-0100");
        let cut = report(26);
        let corrected = whole.replace("le 3 mars", "le 4 mars").replace("saisi 73 armes", "saisi 75 armes");
        let other = report(80)[report(40).len()..].to_owned();
        let all = sketches(&[&whole, &wire, &cut, &corrected, &other, ""]);
        for copy in 1..=3 {
            assert!(same_family(&all[0], &all[copy]), "{copy}");
        }
        assert!(!same_family(&all[0], &all[4]));
        assert!(!same_family(&all[0], &all[5]) && !same_family(&all[5], &all[5]));
    }

    #[test]
    fn a_template_makes_no_family() {
        let advisory = |product: &str, version: &str| {
            format!(
                "De multiples vulnérabilités ont été découvertes dans {product}. Elles permettent à un attaquant de provoquer une exécution de code arbitraire à distance et un déni de service. Systèmes affectés : versions antérieures à {version}. Se référer au bulletin de sécurité de l'éditeur pour obtenir les correctifs."
            )
        };
        let (a, b, c) = (advisory("Alpha", "4.7.2"), advisory("Beta", "4.7.2"), advisory("Alpha", "4.7.3"));
        let all = sketches(&[&a, &b, &c]);
        assert!(!same_family(&all[0], &all[1]));
        assert!(!same_family(&all[0], &all[2]));
        assert!(same_family(&all[0], &all[0]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn kinship_goes_both_ways(text in "([A-Za-zéЖ漢٣0-9]{1,6}[ .,-]){0,60}", other in "([a-z]{1,3} ){0,20}") {
            let both = sketches(&[&text, &format!("{text} {other}")]);
            prop_assert_eq!(same_family(&both[0], &both[1]), same_family(&both[1], &both[0]));
            prop_assert_eq!(both[0].is_empty() || same_family(&both[0], &both[0]), true);
        }
    }

    #[test]
    fn families_of_the_gold_set() {
        let Some(text) = data("gold/families.ndjson") else {
            eprintln!("skipped: gold/families.ndjson is not there");
            return;
        };
        let (analyzer, mut cache) = (analyzer(), AnalysisCache::default());
        let rows: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let sketches: Vec<Sketch> = rows
            .iter()
            .map(|row| {
                sketch(
                    &analyzer,
                    &mut cache,
                    row["body"].as_str().unwrap(),
                    row["language"].as_str().unwrap(),
                )
            })
            .collect();
        let (found, candidates) = components(&sketches);
        let (mut right, mut wrong, mut lost) = (0, 0, 0);
        for a in 0..rows.len() {
            for b in a + 1..rows.len() {
                match (rows[a]["family"] == rows[b]["family"], found[a] == found[b]) {
                    (true, true) => right += 1,
                    (false, true) => {
                        wrong += 1;
                        eprintln!("false alarm: {} {}", rows[a]["id"], rows[b]["id"]);
                    }
                    (true, false) => {
                        lost += 1;
                        eprintln!("missed: {} {}", rows[a]["id"], rows[b]["id"]);
                    }
                    (false, false) => {}
                }
            }
        }
        let precision = f64::from(right) / f64::from(right + wrong);
        let recall = f64::from(right) / f64::from(right + lost);
        eprintln!(
            "families: precision {precision:.3}, recall {recall:.3}, {candidates} candidate pairs of {}",
            rows.len()
        );
        assert!(precision >= 0.98 && recall >= 0.95);
    }
}
