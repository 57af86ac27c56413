//! Occurrences → topics: what each adds, and which sums are enough.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compile::{GroupId, Rules, TermRule, TopicId};
use super::occurrences::{Occurrence, Occurrences};
use crate::communique::{Evidence, TextPlace, TopicTag};

/// How many pieces of evidence a topic shows at most, the first in the text of each concept before its repetitions.
const MOST_EVIDENCE: usize = 24;

/// What the occurrences of one concept or trigger add up to for one topic.
#[derive(Debug, Default)]
struct Sum {
    /// The factors of the places, positive occurrences only.
    factors: f32,
    /// The weight of one occurrence.
    weight: f32,
    /// Places in the list of occurrences.
    members: Vec<u32>,
    /// Whether it counts only where nothing else gives the document a topic.
    is_residual: bool,
}

/// The document's topics, highest score first, ancestors included.
pub(super) fn tags(rules: &Rules, found: &Occurrences) -> Vec<TopicTag> {
    let mut scored = score(rules, found, &FxHashSet::default());
    let lists = enumerations(rules, found, &scored);
    if !lists.is_empty() {
        scored = score(rules, found, &lists);
    }
    drop_residual(rules, &mut scored);
    drop_passing(rules, &mut scored);
    let mut tags: FxHashMap<TopicId, TopicTag> = FxHashMap::default();
    for (topic, proof) in scored.iter().enumerate() {
        if proof.is_enough(rules, topic as TopicId) {
            let path = rules.topics[topic].path.clone();
            let evidence = proof.evidence(rules, found);
            tags.insert(topic as TopicId, TopicTag { path, score: proof.score, evidence });
        }
    }
    // Children stand after their parents, so that going backwards reaches every ancestor.
    for topic in (0..rules.topics.len()).rev() {
        let rule = &rules.topics[topic];
        let Some((parent, score)) = rule.parent.zip(tags.get(&(topic as TopicId)).map(|tag| tag.score))
        else {
            continue;
        };
        let path = rules.topics[parent as usize].path.clone();
        let implied = tags.entry(parent).or_insert(TopicTag { path, score, evidence: Vec::new() });
        implied.score = implied.score.max(score);
    }
    let mut tags: Vec<TopicTag> = tags.into_values().collect();
    tags.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.path.cmp(&b.path)));
    tags
}

/// What speaks for one topic.
#[derive(Debug, Default)]
struct Proof {
    score: f32,
    divisor: f32,
    sums: Vec<Sum>,
}

impl Proof {
    fn is_enough(&self, rules: &Rules, topic: TopicId) -> bool {
        let rule = &rules.topics[topic as usize];
        let count: usize = self.sums.iter().filter(|sum| sum.weight > 0.0).map(|sum| sum.members.len()).sum();
        self.score >= rule.threshold && count as u32 >= rule.min_count
    }

    /// Adds up the sums.
    fn settle(&mut self) {
        let sum: f32 = self.sums.iter().map(Sum::value).sum();
        self.score = sum / self.divisor;
    }

    /// The proof without what counts only where nothing else does.
    fn firm(&self, rules: &Rules, topic: TopicId) -> bool {
        let sum: f32 = self.sums.iter().filter(|sum| !sum.is_residual).map(Sum::value).sum();
        sum / self.divisor >= rules.topics[topic as usize].threshold
    }

    /// Every concept's first occurrence in the text, then the others as far as there is room.
    fn evidence(&self, rules: &Rules, found: &Occurrences) -> Vec<Evidence> {
        let rounds = self.sums.iter().map(|sum| sum.members.len()).max().unwrap_or(0);
        let mut evidence = Vec::new();
        for round in 0..rounds.min(MOST_EVIDENCE) {
            for sum in &self.sums {
                let Some(&at) = sum.members.get(round) else { continue };
                if evidence.len() == MOST_EVIDENCE {
                    break;
                }
                let occurrence = &found.list[at as usize];
                let share = sum.value() / sum.members.len() as f32 / self.divisor;
                evidence.push(Evidence {
                    place: occurrence.place,
                    range: occurrence.range.clone(),
                    rule: rule_text(rules, &rules.terms[occurrence.term as usize]),
                    weight: share,
                });
            }
        }
        evidence.sort_by_key(|piece| (piece.place, piece.range.start));
        evidence
    }
}

impl Sum {
    /// The more a concept is repeated, the less each repetition adds.
    fn value(&self) -> f32 {
        self.weight * (1.0 + self.factors).log2()
    }
}

fn score(rules: &Rules, found: &Occurrences, lists: &FxHashSet<u32>) -> Vec<Proof> {
    let scoring = &rules.scoring;
    let length = found.words.max(1) as f32 / scoring.usual_words as f32;
    let divisor = length.powf(scoring.length_exponent).max(scoring.least_divisor);
    let mut proofs: Vec<Proof> = rules.topics.iter().map(|_| Proof { divisor, ..Proof::default() }).collect();
    let mut slots: FxHashMap<(TopicId, GroupId), usize> = FxHashMap::default();
    // Where the last words end that prove each topic: what lies inside them is part of the same proof, so
    // that two words weigh as much as the compound that says the same in another language.
    let mut covered: Vec<(u32, usize)> = vec![(u32::MAX, 0); rules.topics.len()];
    for (at, occurrence) in found.list.iter().enumerate() {
        let term = &rules.terms[occurrence.term as usize];
        let place = match occurrence.place {
            TextPlace::Title => scoring.title,
            TextPlace::Body if occurrence.words_before < scoring.lead_words => scoring.lead,
            TextPlace::Body => 1.0,
        };
        let list = if lists.contains(&occurrence.passage) { scoring.enumeration.factor } else { 1.0 };
        for &(topic, weight) in &rules.groups[term.group as usize].topics {
            let cover = &mut covered[topic as usize];
            if cover.0 == occurrence.passage && occurrence.range.end <= cover.1 {
                continue;
            }
            *cover = (occurrence.passage, occurrence.range.end);
            let sums = &mut proofs[topic as usize].sums;
            let slot = *slots.entry((topic, term.group)).or_insert_with(|| {
                let is_residual = rules.groups[term.group as usize].residual;
                sums.push(Sum { weight, is_residual, ..Sum::default() });
                sums.len() - 1
            });
            let sum = &mut sums[slot];
            sum.factors += place * list * term.factor;
            sum.members.push(at as u32);
        }
    }
    proofs.iter_mut().for_each(Proof::settle);
    proofs
}

/// Police and arrests are part of every crime: where anything else is proved, they prove nothing.
fn drop_residual(rules: &Rules, proofs: &mut [Proof]) {
    let is_firm = proofs
        .iter()
        .zip(0..)
        .any(|(proof, topic)| proof.score > 0.0 && proof.is_enough(rules, topic) && proof.firm(rules, topic));
    if !is_firm {
        return;
    }
    for proof in proofs.iter_mut().filter(|proof| proof.sums.iter().any(|sum| sum.is_residual)) {
        proof.sums.retain(|sum| !sum.is_residual);
        proof.settle();
    }
}

/// Drops what a document mentions in passing: what is proved by a small part of its best proof.
fn drop_passing(rules: &Rules, proofs: &mut [Proof]) {
    let best = proofs.iter().map(|proof| proof.score).fold(0.0, f32::max);
    let least = best * rules.scoring.part_of_strongest;
    for proof in proofs.iter_mut().filter(|proof| proof.score < least) {
        *proof = Proof { divisor: proof.divisor, ..Proof::default() };
    }
}

/// The passages that list topics, when the document is about an agreement or a meeting.
fn enumerations(rules: &Rules, found: &Occurrences, scored: &[Proof]) -> FxHashSet<u32> {
    let rule = &rules.scoring.enumeration;
    let within = rules.enumeration_within;
    let reaches = |topic: TopicId| scored[topic as usize].is_enough(rules, topic);
    let is_within = within.is_some_and(|top| {
        (0..rules.topics.len() as TopicId)
            .any(|topic| reaches(topic) && (topic == top || rules.topics[topic as usize].parent == Some(top)))
    });
    if !is_within {
        return FxHashSet::default();
    }
    let mut named: FxHashMap<u32, FxHashSet<TopicId>> = FxHashMap::default();
    for occurrence in &found.list {
        for (topic, weight) in topics_of(rules, occurrence) {
            let top = rules.topics[topic as usize].parent;
            // The listed things are what counts, not the words of the agreement itself.
            if weight >= 1.0 && Some(topic) != within && (top.is_none() || top != within) {
                named.entry(occurrence.passage).or_default().insert(topic);
            }
        }
    }
    named.retain(|_, topics| topics.len() >= rule.topics as usize);
    named.into_keys().collect()
}

fn topics_of<'a>(rules: &'a Rules, occurrence: &Occurrence) -> impl Iterator<Item = (TopicId, f32)> + 'a {
    let group = rules.terms[occurrence.term as usize].group;
    rules.groups[group as usize].topics.iter().copied()
}

/// `drug-trafficking: "trafic de drogue" (fr)`, or `trigger "…" (fr)`.
fn rule_text(rules: &Rules, term: &TermRule) -> String {
    let group = &rules.groups[term.group as usize];
    let name = group.name.as_deref().unwrap_or("trigger");
    match term.language {
        Some(language) => format!("{name} \"{}\" ({language})", term.shown),
        None => format!("{name} \"{}\"", term.shown),
    }
}
