//! Cheap evidence for a language: its script, its function words, its letters.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization;

use super::reading::each_telling_word;
use super::script::{Script, ScriptCounts};
use crate::config::Languages;

/// Languages by their place in the configuration.
pub(super) type LanguageIndex = usize;

/// What every configured language is told by.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: FxHashMap<Box<str>, Votes>,
    /// Bytes of the longest of them.
    longest_word: usize,
    letters: FxHashMap<char, Votes>,
    endings: FxHashMap<Box<str>, Votes>,
    scripts: Vec<ScriptCounts>,
}

/// How closely a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Scripts, function words and letters: enough for most passages.
    Words,
    /// The endings of the other words, too, for three times the time.
    Endings,
}

/// What a word or letter adds to the score of languages.
type Votes = SmallVec<[(u8, f32); 4]>;

/// What a stretch of text says of its language.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// Letters of the words read.
    pub(super) letters: u32,
    /// Words read; for scripts without spaces, half the characters.
    pub(super) words: u32,
    /// Letters by script.
    pub(super) scripts: ScriptCounts,
    /// The score of each configured language.
    pub(super) scores: Vec<f32>,
    /// How many words are function words of each.
    pub(super) hits: Vec<u32>,
}

impl Evidence {
    /// Adds what another stretch says.
    pub(super) fn add(&mut self, other: &Evidence) {
        self.letters += other.letters;
        self.words += other.words;
        self.scripts.add_all(&other.scripts);
        if self.scores.is_empty() {
            self.scores.clone_from(&other.scores);
            self.hits.clone_from(&other.hits);
            return;
        }
        self.scores.iter_mut().zip(&other.scores).for_each(|(own, more)| *own += more);
        self.hits.iter_mut().zip(&other.hits).for_each(|(own, more)| *own += more);
    }

    /// The part of the words that are function words of a language, 0 to 1.
    pub(super) fn coverage(&self, language: LanguageIndex) -> f32 {
        self.hits.get(language).map_or(0.0, |&hits| hits as f32 / self.words.max(1) as f32)
    }

    /// Letters, those of scripts with a character a syllable or word counted double.
    pub(super) fn comparable_letters(&self) -> f32 {
        let dense = [Script::Han, Script::Kana, Script::Hangul].map(|script| self.scripts.of(script));
        (self.letters + dense.iter().sum::<u32>()) as f32
    }
}

impl Lexicon {
    pub(super) fn new(languages: &Languages) -> Lexicon {
        let count = languages.iter().count();
        let mut words: FxHashMap<Box<str>, Votes> = FxHashMap::default();
        let mut letters: FxHashMap<char, Votes> = FxHashMap::default();
        let mut endings: FxHashMap<Box<str>, Votes> = FxHashMap::default();
        let mut scripts = Vec::with_capacity(count);
        for (index, language) in languages.iter().enumerate() {
            let mut own = ScriptCounts::default();
            let samples = language.stop_words.iter().chain([&language.name]);
            samples
                .flat_map(|word| word.chars())
                .filter(|c| c.is_alphabetic())
                .for_each(|c| own.add(Script::of(c), 1));
            scripts.push(own);
            for word in &language.stop_words {
                vote(words.entry(word.to_lowercase().into()).or_default(), index);
            }
            for ending in &language.endings {
                vote(endings.entry(ending.to_lowercase().into()).or_default(), index);
            }
            language.letters.chars().for_each(|letter| vote(letters.entry(letter).or_default(), index));
        }
        // What few languages share says most: the inverse document frequency (Spärck Jones, 1972) over languages.
        let weigh = |votes: &mut Votes, scale: f32| {
            let weight = scale * (1.0 + count as f32 / votes.len() as f32).ln();
            votes.iter_mut().for_each(|vote| vote.1 = weight);
        };
        for (word, votes) in &mut words {
            let mut letters = word.chars();
            // One letter alone is often an initial, a list's number or a unit.
            let single =
                letters.next().is_some_and(|c| Script::of(c).is_spaced()) && letters.next().is_none();
            weigh(votes, if single { 0.4 } else { 1.0 });
        }
        letters.values_mut().for_each(|votes| weigh(votes, LETTER_WEIGHT));
        endings.values_mut().for_each(|votes| weigh(votes, ENDING_WEIGHT));
        let longest_word = words.keys().map(|word| word.len()).max().unwrap_or(0);
        Lexicon { words, longest_word, letters, endings, scripts }
    }

    /// What `text` says of its language.
    pub(super) fn read(&self, text: &str, depth: Depth) -> Evidence {
        let count = self.scripts.len();
        let mut evidence = Evidence { scores: vec![0.0; count], hits: vec![0; count], ..Evidence::default() };
        let mut lower = String::new();
        let shouted = !text.chars().any(char::is_lowercase);
        each_telling_word(text, |word| {
            let shape = lower_case(word, &mut lower, &mut evidence.scripts);
            evidence.letters += shape.letters;
            evidence.words += 1 + shape.unspaced / 2;
            let acronym = !shouted && shape.letters > 1 && shape.capitals == shape.letters;
            if shape.unspaced == 0 && !acronym {
                let is_name = shape.capitals > 0 && !shouted;
                self.hear(&lower, is_name, depth, &mut evidence);
            }
        });
        evidence
    }

    fn hear(&self, word: &str, is_name: bool, depth: Depth, evidence: &mut Evidence) {
        let votes = (word.len() <= self.longest_word).then(|| self.words.get(word)).flatten();
        if let Some(votes) = votes {
            for &(language, weight) in votes {
                evidence.scores[usize::from(language)] += weight;
                evidence.hits[usize::from(language)] += 1;
            }
        } else if depth == Depth::Endings && !is_name {
            self.hear_ending(word, evidence);
        }
        // Names keep their foreign letters: only words in lower case tell.
        if !is_name && !word.is_ascii() {
            for letter in word.chars().filter(|c| !c.is_ascii()) {
                for &(language, weight) in self.letters.get(&letter).into_iter().flatten() {
                    evidence.scores[usize::from(language)] += weight;
                }
            }
        }
    }

    /// Hears the longest known ending of a word, which is no word itself.
    fn hear_ending(&self, word: &str, evidence: &mut Evidence) {
        let starts = word.char_indices().rev().map(|(at, _)| at).take(MAX_ENDING_LETTERS);
        let mut longest = None;
        for start in starts.skip(1).filter(|&start| start > 0) {
            longest = self.endings.get(&word[start..]).or(longest);
        }
        for &(language, weight) in longest.into_iter().flatten() {
            evidence.scores[usize::from(language)] += weight;
        }
    }

    /// The configured languages that are written in this script.
    pub(super) fn written_in(&self, script: Script) -> impl Iterator<Item = LanguageIndex> {
        let uses = move |own: &ScriptCounts| own.main() == Some(script);
        self.scripts.iter().enumerate().filter(move |(_, own)| uses(own)).map(|(index, _)| index)
    }
}

/// A letter says less than a word: names and loans bring it into other languages.
const LETTER_WEIGHT: f32 = 0.5;

/// An ending says less than a word, too.
const ENDING_WEIGHT: f32 = 0.5;

/// No ending is longer.
const MAX_ENDING_LETTERS: usize = 6;

/// What a word looks like.
struct Shape {
    letters: u32,
    capitals: u32,
    /// Letters of scripts without spaces.
    unspaced: u32,
}

/// Puts the word in lower case into `lower`, and counts its letters by script.
fn lower_case(word: &str, lower: &mut String, scripts: &mut ScriptCounts) -> Shape {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
        let letters = word.len() as u32;
        scripts.add(Script::Latin, letters);
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count() as u32;
        return Shape { letters, capitals, unspaced: 0 };
    }
    let mut shape = Shape { letters: 0, capitals: 0, unspaced: 0 };
    let mut has_marks = false;
    for c in word.chars() {
        if c.is_alphabetic() {
            let script = Script::of(c);
            scripts.add(script, 1);
            shape.unspaced += u32::from(!script.is_spaced());
            shape.letters += 1;
            shape.capitals += u32::from(c.is_uppercase());
        } else {
            has_marks = true;
        }
        lower.extend(c.to_lowercase());
    }
    if has_marks {
        *lower = lower.chars().filter(|&c| c != '\u{AD}').nfc().collect();
    }
    shape
}

fn vote(votes: &mut Votes, language: LanguageIndex) {
    let language = language as u8;
    if votes.last().is_none_or(|&(last, _)| last != language) {
        votes.push((language, 0.0));
    }
}
