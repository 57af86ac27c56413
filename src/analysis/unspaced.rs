//! Words of scripts without spaces, found by ICU's dictionaries.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::UnicodeNormalization;

use super::characters::is_unspaced;

/// Calls `each` with the byte range of every word of `run`, which holds nothing but such scripts.
pub(super) fn each_unspaced_word(run: &str, mut each: impl FnMut(usize, usize)) {
    if is_composed(run) {
        each_word(run, each);
        return;
    }
    // The dictionary holds composed characters only: cut the composed text, and point back.
    let mut composed = String::with_capacity(run.len());
    let mut original = Vec::with_capacity(run.len() + 1);
    let mut clusters = run.char_indices().peekable();
    while let Some((from, first)) = clusters.next() {
        let mut end = from + first.len_utf8();
        while let Some((at, mark)) = clusters.next_if(|&(_, c)| is_sound_mark(c)) {
            end = at + mark.len_utf8();
        }
        composed.extend(run[from..end].nfkc());
        original.resize(composed.len(), from);
    }
    original.push(run.len());
    each_word(&composed, |start, end| {
        if original[start] < original[end] {
            each(original[start], original[end]);
        }
    });
}

fn each_word(run: &str, mut each: impl FnMut(usize, usize)) {
    static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
        LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
    let mut start = 0;
    for end in SEGMENTER.segment_str(run) {
        // Invisible signs between two words are no word.
        if run[start..end].contains(is_unspaced) {
            each(start, end);
        }
        start = end;
    }
}

fn is_composed(run: &str) -> bool {
    let has_variants =
        |c| matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}');
    !run.contains(|c| is_sound_mark(c) || has_variants(c))
}

/// Marks that change the kana before them, half-width ones too.
fn is_sound_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(run: &str, words: &[&str]) {
        let mut found = Vec::new();
        each_unspaced_word(run, |start, end| found.push(&run[start..end]));
        assert_eq!(found, words);
    }

    #[test]
    fn chinese_and_japanese_are_cut_into_words() {
        check("法国政府打击恐怖主义", &["法国", "政府", "打击", "恐怖", "主义"]);
        check("政府はテロ対策", &["政府", "は", "テロ", "対策"]);
    }

    #[test]
    fn decomposed_kana_are_cut_as_composed_ones() {
        let run: String = "政府がガイドを".nfd().collect();
        let mut found = Vec::new();
        each_unspaced_word(&run, |start, end| found.push(run[start..end].nfc().collect::<String>()));
        let mut expected = Vec::new();
        each_unspaced_word("政府がガイドを", |start, end| {
            expected.push("政府がガイドを"[start..end].to_owned())
        });
        assert_eq!(found, expected);
    }
}
