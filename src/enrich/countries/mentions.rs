//! Mentions of countries in a document, each settled on what it means there.
//!
//! Owns the reading of context: which of several countries a word means, whether a name is a
//! person's, whether an abbreviation stands where abbreviations of places stand. What mentions
//! amount to is for `salience`.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::signs::{Sign, SignKind, Signs};
use crate::analysis::Token;
use crate::codes::CountryCode;
use crate::communique::TextPlace;
use crate::enrich::gazetteer::Found;
use crate::enrich::view::DocumentView;

/// A word that points to one country.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub place: TextPlace,
    pub range: Range<usize>,
    /// Index of its sign.
    pub sign: u32,
    /// How many bytes of content stand before it in the body; 0 in the title.
    pub offset: usize,
    /// The value of a field (`Headquarters: Ireland`), not a word of a sentence.
    pub is_field: bool,
    /// What its context leaves of its weight, 0 to 1.
    pub certainty: f32,
}

/// A name as found, with all that it may mean.
struct Candidate {
    place: TextPlace,
    range: Range<usize>,
    offset: usize,
    is_field: bool,
    ids: SmallVec<[u32; 2]>,
    context: Context,
    /// A point stands right after the name.
    is_pointed: bool,
    /// The candidate stands right after the one before it, with a comma between.
    follows_by_comma: bool,
}

/// What stands around a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Nothing telling.
    Plain,
    /// After a comma that follows a capitalised word: where abbreviations of places stand.
    AfterPlace,
    /// Next to another capitalised word, as part of a person's or a company's name would.
    InAName,
    /// After a preposition of place.
    Located,
}

/// Every mention in `view`, in order: title first.
pub(super) fn mentions(signs: &Signs, view: &DocumentView<'_>) -> Vec<Mention> {
    let candidates = candidates(signs, view);
    let support = support(signs, &candidates);
    let mut settled: Vec<Mention> = Vec::with_capacity(candidates.len());
    let mut last_city: Option<usize> = None;
    for candidate in &candidates {
        let Some((sign, certainty)) = settle(signs, candidate, &support) else { continue };
        let meant = &signs.list[sign as usize];
        // `London, Ontario`: the subdivision after the comma says which city was meant.
        if let (true, Some(city), Some(code)) = (candidate.follows_by_comma, last_city, meant.code)
            && code.is_subdivision()
            && signs.list[settled[city].sign as usize].code.is_some_and(|of| of.country() != code.country())
        {
            settled.remove(city);
        }
        let is_city = matches!(meant.kind, SignKind::City | SignKind::Seat);
        last_city = is_city.then_some(settled.len());
        settled.push(Mention {
            place: candidate.place,
            range: candidate.range.clone(),
            sign,
            offset: candidate.offset,
            is_field: candidate.is_field,
            certainty,
        });
    }
    settled
}

fn candidates(signs: &Signs, view: &DocumentView<'_>) -> Vec<Candidate> {
    let mut list = Vec::new();
    let mut add = |text: &str, tokens: &[Token], found: Found, place, offset, is_field, is_headline| {
        let context = context(text, tokens, &found, is_headline);
        let follows_by_comma = list.last().is_some_and(|before: &Candidate| {
            let between = text.get(before.range.end..found.range.start);
            before.place == place && between.is_some_and(|gap| gap.trim() == "," || gap.trim() == "(")
        });
        let is_pointed = text[found.range.end..].starts_with('.');
        let mut ids = found.ids;
        if let [token] = &tokens[found.tokens.clone()]
            && token.word.is_stop_word
        {
            ids.retain(|id| signs.list[*id as usize].is_spelt(&text[found.range.clone()]));
            if ids.is_empty() {
                return;
            }
        }
        list.push(Candidate {
            place,
            range: found.range,
            offset,
            is_field,
            ids,
            context,
            is_pointed,
            follows_by_comma,
        });
    };
    let title = view.title;
    let headline = is_title_case(view.title_tokens);
    signs.gazetteer.find(title, 0..title.len(), view.title_words(), view.title_language, |found| {
        add(title, view.title_tokens, found, TextPlace::Title, 0, false, headline);
    });
    let mut offset = 0;
    for (passage, words) in view.content() {
        let tokens = words.tokens;
        let text = &view.body[passage.range.clone()];
        let is_field = is_field(text);
        let headline = is_title_case(tokens);
        signs.gazetteer.find(view.body, passage.range.clone(), words, passage.language, |found| {
            let at = offset + (found.range.start - passage.range.start);
            add(view.body, tokens, found, TextPlace::Body, at, is_field, headline);
        });
        offset += passage.range.len();
    }
    list
}

/// Whether a passage is one field of a form: a label, a colon, a few words, no sentence.
fn is_field(text: &str) -> bool {
    let Some((label, value)) = text.trim().split_once(':') else { return false };
    let few = |part: &str, most| (1..=most).contains(&part.split_whitespace().count());
    few(label, 4) && few(value, 12) && !value.trim_end().ends_with(['.', '!', '?', '»', '"'])
}

/// Whether capitals say nothing in a passage, since most of its words have one.
fn is_title_case(tokens: &[Token]) -> bool {
    let capitals = tokens.iter().filter(|token| token.word.is_capitalised).count();
    tokens.len() >= 3 && capitals * 10 >= tokens.len() * 7
}

/// The longest abbreviation of a place, in bytes.
const MAX_ABBREVIATION: usize = 6;

fn context(text: &str, tokens: &[Token], found: &Found, is_headline: bool) -> Context {
    if found.tokens.is_empty() {
        return Context::Plain;
    }
    let before = found.tokens.start.checked_sub(1).and_then(|at| tokens.get(at));
    let after = tokens.get(found.tokens.end);
    let gap_before = before.map_or("", |token| &text[token.end as usize..found.range.start]);
    let gap_after = after.map_or("", |token| &text[found.range.end..token.start as usize]);
    let adjoins = |gap: &str| !gap.is_empty() && gap.chars().all(char::is_whitespace) && !gap.contains('\n');
    let named = |token: Option<&Token>, gap: &str| {
        let capitalised = |token: &Token| token.word.is_capitalised && !token.word.is_stop_word;
        !is_headline && adjoins(gap) && token.is_some_and(capitalised)
    };
    // `Aurora, Ill.`, `Macon, Georgia`; but a person in an apposition has another name behind the first.
    let follows_place = gap_before.trim() == "," && before.is_some_and(|token| token.word.is_capitalised);
    if follows_place && (found.range.len() <= MAX_ABBREVIATION || !named(after, gap_after)) {
        return Context::AfterPlace;
    }
    // The first word of a sentence has a capital whatever it is.
    let starts_sentence = found.tokens.start == 1;
    if (named(before, gap_before) && !starts_sentence) || named(after, gap_after) {
        return Context::InAName;
    }
    let located = before.is_some_and(|token| adjoins(gap_before) && PLACE_WORDS.contains(&&*token.word.form));
    if located { Context::Located } else { Context::Plain }
}

/// Prepositions of place, accents folded, of the languages that have them as words.
const PLACE_WORDS: &[&str] = &[
    "in", "from", "to", "near", "of", "at", "en", "au", "aux", "du", "des", "de", "a", "depuis", "vers",
    "del", "desde", "nach", "aus", "bei", "di", "da", "dalla", "nel", "em", "no", "na", "do", "i", "fran",
    "til", "fra", "till", "w", "z", "v", "в", "из", "у", "з", "до", "din", "la", "naar", "uit", "van", "στη",
    "στην", "στο", "στον", "από", "في", "من", "إلى", "در", "از",
];

/// What speaks for each country without any doubt: the weights of its undoubted signs.
fn support(signs: &Signs, candidates: &[Candidate]) -> FxHashMap<CountryCode, f32> {
    let mut support = FxHashMap::default();
    for candidate in candidates {
        let [only] = candidate.ids[..] else { continue };
        let sign = &signs.list[only as usize];
        if let (Some(code), false) = (sign.code, sign.is_doubtful || candidate_is_out(sign, candidate)) {
            let weight = if candidate.place == TextPlace::Title { 3.0 } else { 1.0 };
            *support.entry(code.country()).or_default() += weight * sign.kind.weight();
        }
    }
    support
}

/// Whether a sign cannot be meant where it stands.
fn candidate_is_out(sign: &Sign, candidate: &Candidate) -> bool {
    match sign.kind {
        SignKind::NotAPlace => true,
        SignKind::Abbreviation => {
            // `Aurora, Ill.` names a state, `Aurora, Ill` may not.
            let lacks_point = sign.text().ends_with('.') && !candidate.is_pointed;
            candidate.context != Context::AfterPlace || lacks_point
        }
        _ => false,
    }
}

/// The sign meant, and how certain that is; `None` when no country is.
fn settle(signs: &Signs, candidate: &Candidate, support: &FxHashMap<CountryCode, f32>) -> Option<(u32, f32)> {
    let sign_of = |id: &u32| &signs.list[*id as usize];
    let supported =
        |sign: &Sign| sign.code.and_then(|code| support.get(&code.country())).copied().unwrap_or(0.0);
    let possible = candidate.ids.iter().filter(|id| !candidate_is_out(sign_of(id), candidate));
    // A country that the text speaks of anyway is meant before a subdivision of another.
    let rank = |id: &&u32| {
        let sign = sign_of(id);
        let supported = supported(sign);
        let whole = sign.code.is_some_and(|code| !code.is_subdivision());
        let home = sign.kind == SignKind::Home && sign.at_home;
        (supported > 0.0 && whole && sign.kind != SignKind::Home, supported, !sign.is_doubtful, home)
    };
    let best = possible.reduce(|best, id| {
        let better = rank(&id).partial_cmp(&rank(&best)) == Some(std::cmp::Ordering::Greater);
        if better { id } else { best }
    })?;
    let sign = sign_of(best);
    sign.code?;
    if sign.kind == SignKind::Home && !sign.at_home && supported(sign) == 0.0 {
        return None;
    }
    if !sign.is_doubtful {
        return Some((*best, 1.0));
    }
    match (candidate.context, supported(sign) > 0.0) {
        (Context::InAName, _) => None,
        (_, true) => Some((*best, 0.9)),
        (Context::Located | Context::AfterPlace, false) if sign.kind != SignKind::Adjective => {
            Some((*best, 0.6))
        }
        _ => None,
    }
}
