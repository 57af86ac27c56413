//! Parameters as they came, from HTTP or the command line: names and texts, nothing checked but
//! which names there are and how often.

use thiserror::Error;

use crate::codes::CodeError;
use crate::date::DateError;

use super::filter::FacetField;

/// The most characters a single parameter value other than `q` may have.
pub const MAX_VALUE_CHARS: usize = 512;

/// A parameter that cannot be obeyed: which, and why.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{parameter}`: {kind}")]
pub struct ParamError {
    /// The parameter's name, as the caller wrote it.
    pub parameter: String,
    /// What is wrong with it, and what would be right.
    pub kind: ParamErrorKind,
}

/// What is wrong with a parameter; the text says what would be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParamErrorKind {
    /// No parameter has this name here.
    #[error("there is no such parameter; those understood here are {}", .known.join(", "))]
    UnknownName {
        /// The names that are understood.
        known: Vec<&'static str>,
    },
    /// A parameter that takes one value was given several.
    #[error("it was given several times; give it once")]
    Repeated,
    /// None of a closed list of values.
    #[error("`{given}` is not one of {}", .allowed.join(", "))]
    NotOneOf {
        /// What was given, cut to a readable length.
        given: String,
        /// What may be given.
        allowed: Vec<String>,
    },
    /// No whole number, or one out of bounds.
    #[error("`{given}` is not a whole number from {min} to {max}")]
    NotANumber {
        /// What was given, cut to a readable length.
        given: String,
        /// The least allowed.
        min: u32,
        /// The most allowed.
        max: u32,
    },
    /// Not well formed as a code.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A well-formed code that the configuration does not have.
    #[error("`{given}` is not a configured {what}; /api/v1/taxonomy lists them, {hint}")]
    NotConfigured {
        /// What was given.
        given: String,
        /// `country`, `topic` or `language`.
        what: &'static str,
        /// Values that would do.
        hint: String,
    },
    /// Not a date.
    #[error(transparent)]
    Date(#[from] DateError),
    /// The range ends before it begins.
    #[error("it lies after the end of the range; the first date must not be later than the last")]
    DateOrder,
    /// An empty text where a value is needed, or one too long.
    #[error("give a text of 1 to {max} characters")]
    Length {
        /// The most characters allowed.
        max: usize,
    },
    /// No cursor of ours, or damaged.
    #[error("it is not a cursor; pass a `next_cursor` unchanged, or leave it out for the first page")]
    Cursor,
    /// A cursor that another query gave.
    #[error("it belongs to another query; leave it out to begin at the first page of this one")]
    CursorOfAnotherQuery,
    /// A parameter that must be there is not.
    #[error("it is missing; give {expected}")]
    Missing {
        /// What it must be.
        expected: &'static str,
    },
}

impl ParamError {
    /// What is wrong with the parameter named `parameter`.
    pub fn new(parameter: impl Into<String>, kind: impl Into<ParamErrorKind>) -> ParamError {
        ParamError { parameter: parameter.into(), kind: kind.into() }
    }

    /// `given` is none of the values `allowed`.
    pub fn not_one_of<'a>(
        parameter: &str,
        given: &str,
        allowed: impl IntoIterator<Item = &'a str>,
    ) -> ParamError {
        let allowed = allowed.into_iter().map(str::to_owned).collect();
        ParamError::new(parameter, ParamErrorKind::NotOneOf { given: shortened(given), allowed })
    }
}

/// A value as an error message repeats it: at most 60 characters.
pub(super) fn shortened(given: &str) -> String {
    given.chars().take(60).collect()
}

/// Names and values as they came, taken out one name at a time; what nobody takes is unknown.
#[derive(Debug, Clone, Default)]
pub struct RawParams {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
}

impl RawParams {
    /// The pairs of a query string, decoded, in order.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> RawParams {
        RawParams { pairs: pairs.into_iter().collect(), known: Vec::new() }
    }

    /// The pairs of a form on a page, where an empty field means that nothing was given.
    pub fn from_form(pairs: impl IntoIterator<Item = (String, String)>) -> RawParams {
        Self::new(pairs.into_iter().filter(|(_, value)| !value.trim().is_empty()))
    }

    /// Takes the value of a parameter that may be given once (or again with the same value).
    ///
    /// # Errors
    /// When it was given with several values.
    pub fn one(&mut self, name: &'static str) -> Result<Option<String>, ParamError> {
        let mut values = self.many(name);
        values.dedup();
        if values.len() > 1 {
            return Err(ParamError::new(name, ParamErrorKind::Repeated));
        }
        Ok(values.pop())
    }

    /// Takes every value of a parameter that may be repeated, in order.
    pub fn many(&mut self, name: &'static str) -> Vec<String> {
        self.known.push(name);
        let mut values = Vec::new();
        self.pairs.retain_mut(|(other, value)| {
            let taken = other == name;
            if taken {
                values.push(std::mem::take(value));
            }
            !taken
        });
        values
    }

    /// Refuses what nobody took.
    ///
    /// # Errors
    /// When a name is left that is not understood here.
    pub fn finish(self) -> Result<(), ParamError> {
        match self.pairs.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => {
                let kind = ParamErrorKind::UnknownName { known: self.known };
                Err(ParamError::new(shortened(&name), kind))
            }
        }
    }
}

/// What a search is asked for, as texts: see the contract for the meaning of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchParams {
    /// The query text.
    pub q: Option<String>,
    /// Values to filter by, field by field, in the order given.
    pub filters: Vec<(FacetField, String)>,
    /// Published on or after.
    pub from: Option<String>,
    /// Published on or before.
    pub to: Option<String>,
    /// `match`: `auto`, `all` or `any`.
    pub match_mode: Option<String>,
    /// `on` or `off`.
    pub expand: Option<String>,
    /// `relevance`, `newest` or `oldest`.
    pub sort: Option<String>,
    /// Hits a page, 0 to 100.
    pub limit: Option<String>,
    /// From `next_cursor`.
    pub cursor: Option<String>,
    /// Facets to count, separated by commas; may be repeated.
    pub facets: Vec<String>,
    /// Values a facet, 0 to 500.
    pub facet_limit: Option<String>,
    /// `family` or `none`.
    pub group: Option<String>,
    /// The language of labels.
    pub locale: Option<String>,
    /// `true` or `false`: whether every hit says why it matched.
    pub explain: Option<String>,
}

impl SearchParams {
    /// Takes every search parameter out of `raw`.
    ///
    /// # Errors
    /// When one that takes a single value was given several.
    pub fn take(raw: &mut RawParams) -> Result<SearchParams, ParamError> {
        let q = raw.one("q")?;
        let mut filters = Vec::new();
        for field in FacetField::ALL {
            filters.extend(raw.many(field.name()).into_iter().map(|value| (field, value)));
        }
        Ok(SearchParams {
            q,
            filters,
            from: raw.one("from")?,
            to: raw.one("to")?,
            match_mode: raw.one("match")?,
            expand: raw.one("expand")?,
            sort: raw.one("sort")?,
            limit: raw.one("limit")?,
            cursor: raw.one("cursor")?,
            facets: raw.many("facets"),
            facet_limit: raw.one("facet_limit")?,
            group: raw.one("group")?,
            locale: raw.one("locale")?,
            explain: raw.one("explain")?,
        })
    }

    /// The same as pairs for a query string, in a fixed order: the addresses of sibling pages.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: &Option<String>| {
            pairs.extend(value.iter().map(|value| (name, value.clone())));
        };
        add("q", &self.q);
        add("from", &self.from);
        add("to", &self.to);
        add("match", &self.match_mode);
        add("expand", &self.expand);
        add("sort", &self.sort);
        add("limit", &self.limit);
        add("cursor", &self.cursor);
        add("facet_limit", &self.facet_limit);
        add("group", &self.group);
        add("locale", &self.locale);
        add("explain", &self.explain);
        pairs.extend(self.facets.iter().map(|value| ("facets", value.clone())));
        pairs.extend(self.filters.iter().map(|(field, value)| (field.name(), value.clone())));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(pairs: &[(&str, &str)]) -> RawParams {
        RawParams::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn what_nobody_takes_is_refused_and_what_would_do_is_named() {
        let mut params = raw(&[("q", "a"), ("colour", "red")]);
        SearchParams::take(&mut params).unwrap();
        let error = params.finish().unwrap_err();
        assert_eq!(error.parameter, "colour");
        assert!(error.to_string().contains("facet_limit"), "{error}");
    }

    #[test]
    fn one_value_may_be_repeated_only_unchanged() {
        assert_eq!(raw(&[("q", "a"), ("q", "a")]).one("q"), Ok(Some("a".into())));
        let error = raw(&[("q", "a"), ("q", "b")]).one("q").unwrap_err();
        assert_eq!(error.kind, ParamErrorKind::Repeated);
    }

    #[test]
    fn a_form_leaves_empty_fields_out() {
        let pairs = [("from".to_owned(), " ".to_owned()), ("q".to_owned(), "x".to_owned())];
        let mut form = RawParams::from_form(pairs);
        let params = SearchParams::take(&mut form).unwrap();
        assert_eq!((params.from, params.q), (None, Some("x".into())));
        assert!(form.finish().is_ok());
    }

    #[test]
    fn pairs_go_out_as_they_came_in() {
        let pairs = [("q", "a b"), ("facets", "year"), ("country", "MA"), ("country", "FR")];
        let params = SearchParams::take(&mut raw(&pairs)).unwrap();
        let out = params.to_pairs();
        let out: Vec<(&str, &str)> = out.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(out, pairs);
    }
}
