//! The codes that name things: languages, countries, topics, communiqués.
//!
//! Owns parsing and printing, nothing else: a value in hand is well formed.
//! Whether it is *configured* is for [`crate::config`] to say.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A text that is no code of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{given}` is not {expected}")]
pub struct CodeError {
    given: String,
    expected: &'static str,
}

impl CodeError {
    fn new(given: &str, expected: &'static str) -> Self {
        let given = given.chars().take(60).collect();
        CodeError { given, expected }
    }
}

/// Prints, parses and (de)serialises a code through its one textual form.
macro_rules! textual {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// A language: ISO 639-1 (`fr`), or one of the two special ISO 639-2 codes
/// [`LanguageCode::OTHER`] (`mis`) and [`LanguageCode::UNDETERMINED`] (`und`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LanguageCode {
    bytes: [u8; 3],
    length: u8,
}

impl LanguageCode {
    /// A language that was recognised but is not configured (`mis`).
    pub const OTHER: LanguageCode = LanguageCode { bytes: *b"mis", length: 3 };
    /// No language could be told (`und`): too short, only names, only numbers.
    pub const UNDETERMINED: LanguageCode = LanguageCode { bytes: *b"und", length: 3 };

    /// English (`en`): the language labels fall back to.
    pub const ENGLISH: LanguageCode = LanguageCode { bytes: *b"en\0", length: 2 };

    /// The code in lower case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or("und")
    }

    /// Whether this names a language, rather than *other* or *undetermined*.
    pub fn is_language(self) -> bool {
        self != Self::OTHER && self != Self::UNDETERMINED
    }
}

textual!(LanguageCode);

impl FromStr for LanguageCode {
    type Err = CodeError;

    /// Reads `fr`, `FR`, and the language part of a tag such as `fr-CA` or `fr_CA`.
    ///
    /// # Errors
    /// When the part before the first `-` or `_` is not two ASCII letters, `mis` or `und`.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let subtag = text.trim().split(['-', '_']).next().unwrap_or_default();
        let lower = subtag.to_ascii_lowercase();
        match lower.as_bytes() {
            b"mis" => Ok(Self::OTHER),
            b"und" => Ok(Self::UNDETERMINED),
            [a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => {
                Ok(LanguageCode { bytes: [*a, *b, 0], length: 2 })
            }
            _ => Err(CodeError::new(text, "a language code such as `fr` (ISO 639-1)")),
        }
    }
}

/// A country (`MA`, ISO 3166-1 alpha-2), one of its subdivisions (`CA-QC`, ISO 3166-2), or `EU`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode {
    bytes: [u8; 6],
    length: u8,
}

impl CountryCode {
    /// The code in upper case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or("ZZ")
    }

    /// The country itself: `CA` for `CA-QC`, `MA` for `MA`.
    pub fn country(self) -> CountryCode {
        let mut bytes = [0; 6];
        bytes[..2].copy_from_slice(&self.bytes[..2]);
        CountryCode { bytes, length: 2 }
    }

    /// Whether this is a part of a country (`CA-QC`).
    pub fn is_subdivision(self) -> bool {
        self.length > 2
    }

    /// Whether someone who filters by `self` wants a document tagged `other`:
    /// the same code, or a subdivision of this country.
    pub fn covers(self, other: CountryCode) -> bool {
        self == other || (!self.is_subdivision() && other.country() == self)
    }
}

textual!(CountryCode);

impl FromStr for CountryCode {
    type Err = CodeError;

    /// Reads `MA`, `ma` and `CA-QC`.
    ///
    /// # Errors
    /// When the text is not two letters, optionally with `-` and one to three letters or digits.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let upper = text.trim().to_ascii_uppercase();
        let given = upper.as_bytes();
        let country = given.len() >= 2 && given[..2].iter().all(u8::is_ascii_uppercase);
        let rest = given.get(2..).unwrap_or_default();
        let subdivision = match rest {
            [] => true,
            [b'-', part @ ..] => (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_alphanumeric),
            _ => false,
        };
        if !country || !subdivision {
            return Err(CodeError::new(
                text,
                "a country code such as `MA` (ISO 3166-1) or `CA-QC` (ISO 3166-2)",
            ));
        }
        let mut bytes = [0; 6];
        bytes[..given.len()].copy_from_slice(given);
        Ok(CountryCode { bytes, length: given.len() as u8 })
    }
}

/// A topic's place in the taxonomy: slugs joined by `/`, e.g. `organised-crime/drug-trafficking`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicPath(Arc<str>);

impl TopicPath {
    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level above, `None` at the top.
    pub fn parent(&self) -> Option<TopicPath> {
        let (above, _) = self.0.rsplit_once('/')?;
        Some(TopicPath(above.into()))
    }

    /// Every level above, the nearest first.
    pub fn ancestors(&self) -> impl Iterator<Item = TopicPath> {
        std::iter::successors(self.parent(), TopicPath::parent)
    }

    /// Whether someone who filters by `self` wants a document tagged `other`:
    /// the same topic or one under it.
    pub fn covers(&self, other: &TopicPath) -> bool {
        match other.0.strip_prefix(&*self.0) {
            Some(rest) => rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }
}

textual!(TopicPath);

impl FromStr for TopicPath {
    type Err = CodeError;

    /// Reads slugs of lower-case letters, digits and inner `-`, joined by `/`.
    ///
    /// # Errors
    /// When a level is empty, starts or ends with `-`, or holds another character.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let slug = |level: &str| {
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            !level.is_empty()
                && level.chars().all(allowed)
                && !level.starts_with('-')
                && !level.ends_with('-')
        };
        let trimmed = text.trim();
        if trimmed.len() <= 200 && trimmed.split('/').all(slug) {
            Ok(TopicPath(trimmed.into()))
        } else {
            Err(CodeError::new(text, "a topic path such as `organised-crime/drug-trafficking`"))
        }
    }
}

/// A communiqué's identity: any text of 1 to 512 bytes without control characters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CommuniqueId(Arc<str>);

impl CommuniqueId {
    /// The most bytes an id may have; longer ones are refused rather than cut, since a cut id may collide.
    pub const MAX_BYTES: usize = 512;

    /// The id as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 64 bits of the id's hash: what stands for it where millions of ids must be held.
    pub fn digest(&self) -> u64 {
        let hash = blake3::hash(self.0.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_le_bytes(first)
    }

    /// The id for a document that has none: a hash of where it comes from
    /// (its path or URL, and for a record its place in the file), so that a
    /// changed file replaces its former version.
    pub fn from_origin(origin: &str) -> CommuniqueId {
        let hash = blake3::hash(origin.as_bytes()).to_hex();
        CommuniqueId(hash.as_str()[..20].into())
    }
}

textual!(CommuniqueId);

impl FromStr for CommuniqueId {
    type Err = CodeError;

    /// Takes the text as it stands, every script, spaces and slashes included.
    ///
    /// # Errors
    /// When the text is empty, longer than [`CommuniqueId::MAX_BYTES`], or holds a control character.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        if text.is_empty() || text.len() > Self::MAX_BYTES || text.chars().any(char::is_control) {
            return Err(CodeError::new(text, "an id: 1 to 512 bytes without control characters"));
        }
        Ok(CommuniqueId(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check<T>(input: &str, expected: Option<&str>)
    where
        T: FromStr<Err = CodeError> + fmt::Display,
    {
        let parsed = input.parse::<T>().ok().map(|code| code.to_string());
        assert_eq!(parsed.as_deref(), expected, "input {input:?}");
    }

    #[test]
    fn languages() {
        check::<LanguageCode>("fr", Some("fr"));
        check::<LanguageCode>("FR-ca", Some("fr"));
        check::<LanguageCode>("pt_BR", Some("pt"));
        check::<LanguageCode>("und", Some("und"));
        check::<LanguageCode>("", None);
        check::<LanguageCode>("français", None);
    }

    #[test]
    fn countries() {
        check::<CountryCode>("ma", Some("MA"));
        check::<CountryCode>("CA-QC", Some("CA-QC"));
        check::<CountryCode>("M", None);
        check::<CountryCode>("MAR", None);
        check::<CountryCode>("CA-", None);
        check::<CountryCode>("É1", None);
    }

    #[test]
    fn topics() {
        check::<TopicPath>("terrorism", Some("terrorism"));
        check::<TopicPath>("cyber/cybercrime", Some("cyber/cybercrime"));
        check::<TopicPath>("cyber/", None);
        check::<TopicPath>("/cyber", None);
        check::<TopicPath>("Cyber", None);
        check::<TopicPath>("-x", None);
    }

    #[test]
    fn a_filter_covers_what_is_under_it() {
        let covers = |a: &str, b: &str| {
            let (a, b): (TopicPath, TopicPath) = (a.parse().unwrap(), b.parse().unwrap());
            a.covers(&b)
        };
        assert!(covers("cyber", "cyber/cybercrime"));
        assert!(!covers("cyber/cybercrime", "cyber"));
        assert!(!covers("cyber", "cyber-policy"));
        let country = |text: &str| text.parse::<CountryCode>().unwrap();
        assert!(country("CA").covers(country("CA-QC")));
        assert!(!country("CA-QC").covers(country("CA")));
    }

    proptest! {
        #[test]
        fn what_parses_prints_back(text in "\\PC{0,12}|[a-z]{2}|[A-Z]{2}-[A-Z0-9]{1,3}|[a-z-]{1,5}/[a-z-]{1,5}") {
            if let Ok(code) = text.parse::<LanguageCode>() {
                prop_assert_eq!(code.to_string().parse(), Ok(code));
            }
            if let Ok(code) = text.parse::<CountryCode>() {
                prop_assert_eq!(code.to_string().parse(), Ok(code));
                prop_assert!(code.country().covers(code));
            }
            if let Ok(path) = text.parse::<TopicPath>() {
                prop_assert_eq!(path.to_string().parse(), Ok(path));
            }
            if let Ok(id) = text.parse::<CommuniqueId>() {
                prop_assert_eq!(id.as_str(), text);
            }
        }
    }
}
