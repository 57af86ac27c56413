//! Korean words without the particle that follows the noun.
//!
//! Snowball has no Korean; cutting the case and topic particles off is what most of its inflection of nouns is.

/// Particles, longest first.
const PARTICLES: [&str; 40] = [
    "으로부터",
    "에서부터",
    "이라고",
    "으로써",
    "으로서",
    "에게서",
    "에서는",
    "으로는",
    "에서도",
    "까지는",
    "들에게",
    "라고",
    "에서",
    "에게",
    "에는",
    "에도",
    "으로",
    "로써",
    "로서",
    "부터",
    "까지",
    "처럼",
    "보다",
    "마다",
    "조차",
    "께서",
    "들은",
    "들이",
    "들을",
    "들의",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
];

/// More particles of one syllable, cut only off longer words since many nouns end so.
const SHORT_PARTICLES: [&str; 3] = ["도", "로", "만"];

/// `word` without its particle, at least two syllables.
pub(super) fn without_particle(word: &str) -> &str {
    let syllables = word.chars().count();
    if !word.chars().next_back().is_some_and(|c| ('가'..='힣').contains(&c)) {
        return word;
    }
    let keeps = |rest: &str, least: usize| rest.chars().count() >= least;
    for particle in PARTICLES {
        if let Some(rest) = word.strip_suffix(particle)
            && keeps(rest, 2)
        {
            return rest;
        }
    }
    if syllables > 3 {
        for particle in SHORT_PARTICLES {
            if let Some(rest) = word.strip_suffix(particle) {
                return rest;
            }
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_cut_and_nouns_kept() {
        let check = |word, stem| assert_eq!(without_particle(word), stem);
        check("정부는", "정부");
        check("정부에서", "정부");
        check("대통령으로부터", "대통령");
        check("국가", "국가");
        check("회의", "회의");
        check("유엔", "유엔");
        check("nato", "nato");
    }
}
