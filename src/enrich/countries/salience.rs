//! What the mentions of a country amount to: its score, and whether the document is about it.
//!
//! Owns the numbers of salience. A score adds up what each mention is worth: by the kind of word,
//! by where it stands (title, lead, body), less for every further one. A country is primary when
//! its score reaches a part of the strongest country's, and an absolute floor that a passing mention
//! does not reach.

use rustc_hash::FxHashMap;

use super::mentions::Mention;
use super::signs::{SignKind, Signs};
use crate::codes::CountryCode;
use crate::communique::{CountryRole, CountryTag, Evidence, TextPlace};
use crate::config::Countries;

/// What a mention in the title is worth, against one in running text.
const TITLE: f32 = 3.0;
/// What a mention in the lead is worth.
const LEAD: f32 = 2.0;
/// Bytes of content that count as the lead.
const LEAD_BYTES: usize = 350;
/// What the value of a field (`Headquarters: Ireland`) is worth: it describes, it is not told of.
const FIELD: f32 = 0.5;
/// The part of the strongest country's score that makes another primary.
const PART_OF_STRONGEST: f32 = 0.2;
/// The score below which no country beside a stronger one is primary: a single passing mention.
const FLOOR: f32 = 1.6;
/// The score that a country needs when no other is stronger: one mention that is not a field's.
const ALONE: f32 = 0.65;
/// A country first named behind so many bytes of content is what the text is about only when it is named again.
const LATE_BYTES: usize = 1_200;
/// The score that a part of a country needs.
const SUBDIVISION: f32 = 1.1;
/// Below this score of every named country, institutions at home tell what the text is about.
const NAMED_AT_ALL: f32 = 1.3;
/// What institutions at home must weigh beside a named country.
const HOME_ABROAD: f32 = 1.2;
/// How fast further mentions lose worth: the n-th counts 1 / (1 + n × this).
const DAMPING: f32 = 0.08;
/// The most pieces of evidence kept for a country; further ones count but are not shown.
const MOST_EVIDENCE: usize = 24;
/// More primary countries than this are a list, in which no one country is the subject.
const MOST_PRIMARY: usize = 14;

#[derive(Default)]
struct Tally {
    score: f32,
    count: u32,
    in_title: bool,
    home_only: bool,
    is_late: bool,
    evidence: Vec<Evidence>,
}

/// The tags of a document, highest score first.
pub(super) fn tags(signs: &Signs, countries: &Countries, mentions: &[Mention]) -> Vec<CountryTag> {
    let mut tallies: FxHashMap<CountryCode, Tally> = FxHashMap::default();
    for mention in mentions {
        let sign = &signs.list[mention.sign as usize];
        let Some(code) = sign.code else { continue };
        let whole = [code.country()];
        let both = [code, code.country()];
        for code in if code.is_subdivision() { &both[..] } else { &whole[..] } {
            tallies
                .entry(*code)
                .or_insert_with(|| Tally { home_only: true, is_late: true, ..Tally::default() })
                .add(mention, sign.kind, || sign.rule());
        }
    }
    let named = tallies.iter().filter(|(_, tally)| !tally.home_only);
    let named = named.max_by(|a, b| a.1.score.total_cmp(&b.1.score).then(b.0.cmp(a.0)));
    let strongest_named = named.map_or(0.0, |(_, tally)| tally.score);
    let named_languages =
        named.and_then(|(code, _)| countries.get(code.country())).map(|country| &country.languages);
    let shares_language = |code: CountryCode| {
        let at_home = countries.get(code).map(|country| &country.at_home_in);
        let pairs = named_languages.zip(at_home);
        pairs.is_some_and(|(named, home)| home.iter().any(|language| named.contains(language)))
    };
    let strongest = tallies.values().map(|tally| tally.score).fold(0.0, f32::max);
    let of = |(code, tally): (&CountryCode, &Tally)| {
        // `gendarmerie` in a text on Senegal is Senegal's.
        let is_theirs = tally.home_only && strongest_named >= NAMED_AT_ALL && shares_language(*code);
        let primary = match tallies.get(&code.country()) {
            // A part of a country weighs against the whole of it.
            Some(whole) if code.is_subdivision() => {
                whole.is_primary(strongest, strongest_named)
                    && tally.score >= SUBDIVISION.max(whole.score * PART_OF_STRONGEST)
            }
            _ => !is_theirs && tally.is_primary(strongest, strongest_named),
        };
        let role = if primary { CountryRole::Primary } else { CountryRole::Mentioned };
        CountryTag { code: *code, score: tally.score, role, evidence: tally.evidence.clone() }
    };
    let mut tags: Vec<CountryTag> = tallies.iter().map(of).collect();
    tags.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.code.cmp(&b.code)));
    limit(&mut tags);
    tags
}

impl Tally {
    /// Whether the document is about the country. `strongest` is the best score of any country,
    /// `strongest_named` that of any but those known by institutions at home alone.
    fn is_primary(&self, strongest: f32, strongest_named: f32) -> bool {
        if self.home_only && strongest_named < NAMED_AT_ALL {
            return true;
        }
        if self.home_only {
            return self.score >= HOME_ABROAD.max(strongest * PART_OF_STRONGEST);
        }
        if self.score >= strongest {
            return self.score >= if self.is_late { FLOOR } else { ALONE };
        }
        let in_title = self.in_title && self.score >= FLOOR;
        in_title || self.score >= FLOOR.max(strongest * PART_OF_STRONGEST)
    }

    fn add(&mut self, mention: &Mention, kind: SignKind, rule: impl FnOnce() -> String) {
        let place = match mention.place {
            TextPlace::Title => TITLE,
            TextPlace::Body if mention.is_field => FIELD,
            TextPlace::Body if mention.offset < LEAD_BYTES => LEAD,
            TextPlace::Body => 1.0,
        };
        let weight = kind.weight() * place * mention.certainty / (1.0 + DAMPING * self.count as f32);
        self.score += weight;
        self.count += 1;
        self.in_title |= mention.place == TextPlace::Title;
        self.is_late &= mention.place == TextPlace::Body && mention.offset >= LATE_BYTES;
        self.home_only &= kind == SignKind::Home;
        if self.evidence.len() < MOST_EVIDENCE {
            let (place, range) = (mention.place, mention.range.clone());
            self.evidence.push(Evidence { place, range, rule: rule(), weight });
        }
    }
}

/// A list of all the world's countries is about none of them; those that stand out stay.
fn limit(tags: &mut [CountryTag]) {
    let is_country = |tag: &CountryTag| tag.role == CountryRole::Primary && !tag.code.is_subdivision();
    let primary = tags.iter().filter(|tag| is_country(tag)).count();
    if primary <= MOST_PRIMARY {
        return;
    }
    let scores: Vec<f32> = tags.iter().filter(|tag| is_country(tag)).map(|tag| tag.score).collect();
    let bound = scores[primary / 2] * 2.0;
    for tag in tags.iter_mut().filter(|tag| tag.score < bound) {
        tag.role = CountryRole::Mentioned;
    }
}
