//! Whether two documents are copies of one text: wire copies, republications, cut or lightly edited versions.
//!
//! Owns the decision about a pair, symmetric and pure. Families are the
//! connected components over the pairs it says yes to, so that they do not
//! depend on the order in which documents arrive.

use super::sketch::Sketch;

/// Least part of the shorter text that must stand in the longer.
const LEAST_CONTAINMENT: f32 = 0.7;

/// Least part of both texts together that must be common: below it a text merely quotes the other.
const LEAST_RESEMBLANCE: f32 = 0.25;

/// Whether two sketches are of copies of one text. Two texts that share a template but state
/// different numbers or names are not.
pub fn same_family(a: &Sketch, b: &Sketch) -> bool {
    let resemblance = a.resemblance(b);
    if resemblance < LEAST_RESEMBLANCE || a.containment(b) < LEAST_CONTAINMENT {
        return false;
    }
    let numbers = a.numbers_shared(b);
    let names = a.names_shared(b);
    // A corrected toll in a long report is an edit; another version number in a short advisory is another advisory.
    numbers.missing * 10 <= numbers.of && names.missing * 5 <= names.of
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::path::PathBuf;

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
                        let (x, y) = (&sketches[a], &sketches[b]);
                        eprintln!(
                            "missed: {} {} {} {} {:?} {:?}",
                            rows[a]["id"],
                            rows[b]["id"],
                            x.resemblance(y),
                            x.containment(y),
                            x.numbers_shared(y),
                            x.names_shared(y)
                        );
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
