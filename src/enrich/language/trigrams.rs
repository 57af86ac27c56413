//! whatlang behind our codes: what letters in threes say of a language.

use whatlang::{Detector, Lang};

use crate::codes::LanguageCode;
use crate::config::Languages;

/// What whatlang answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answer {
    /// The language; [`LanguageCode::OTHER`] for one that is not configured.
    pub(super) language: LanguageCode,
    /// How sure it is, 0 to 1.
    pub(super) confidence: f32,
}

/// Asks whatlang.
#[derive(Debug)]
pub(super) struct Trigrams {
    any: Detector,
    configured: Detector,
    codes: Vec<(Lang, LanguageCode)>,
}

impl Trigrams {
    pub(super) fn new(languages: &Languages) -> Trigrams {
        let code_of =
            |language: &crate::config::Language| Some((lang(language.code.as_str())?, language.code));
        let codes: Vec<_> = languages.iter().filter_map(code_of).collect();
        let configured = Detector::with_allowlist(codes.iter().map(|(lang, _)| *lang).collect());
        Trigrams { any: Detector::new(), configured, codes }
    }

    /// The language among all that whatlang knows.
    pub(super) fn ask_any(&self, text: &str) -> Option<Answer> {
        self.answer(self.any.detect(text))
    }

    /// The language among the configured ones.
    pub(super) fn ask_configured(&self, text: &str) -> Option<Answer> {
        self.answer(self.configured.detect(text))
    }

    fn answer(&self, info: Option<whatlang::Info>) -> Option<Answer> {
        let info = info?;
        let known = self.codes.iter().find(|(lang, _)| *lang == info.lang());
        let language = known.map_or(LanguageCode::OTHER, |(_, code)| *code);
        Some(Answer { language, confidence: info.confidence() as f32 })
    }
}

/// whatlang goes by ISO 639-3.
fn lang(code: &str) -> Option<Lang> {
    let three = match code {
        "ar" => "ara",
        "be" => "bel",
        "bg" => "bul",
        "ca" => "cat",
        "cs" => "ces",
        "da" => "dan",
        "de" => "deu",
        "el" => "ell",
        "en" => "eng",
        "eo" => "epo",
        "es" => "spa",
        "et" => "est",
        "fa" => "pes",
        "fi" => "fin",
        "fr" => "fra",
        "he" => "heb",
        "hi" => "hin",
        "hr" => "hrv",
        "hu" => "hun",
        "hy" => "hye",
        "id" => "ind",
        "it" => "ita",
        "ja" => "jpn",
        "ka" => "kat",
        "ko" => "kor",
        "lt" => "lit",
        "lv" => "lav",
        "mk" => "mkd",
        "nl" => "nld",
        "no" => "nob",
        "pl" => "pol",
        "pt" => "por",
        "ro" => "ron",
        "ru" => "rus",
        "sk" => "slk",
        "sl" => "slv",
        "sr" => "srp",
        "sv" => "swe",
        "th" => "tha",
        "tr" => "tur",
        "uk" => "ukr",
        "ur" => "urd",
        "vi" => "vie",
        "zh" => "cmn",
        "az" => "aze",
        "af" => "afr",
        "cy" => "cym",
        "bn" => "ben",
        _ => return None,
    };
    Lang::from_code(three)
}
