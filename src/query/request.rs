//! What a search is asked for, checked: past this type nobody checks again.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::cursor::Cursor;
use super::filter::{FacetField, Filter, FilterValue};
use super::params::{MAX_VALUE_CHARS, ParamError, ParamErrorKind, SearchParams, shortened};
use super::parse::{ParsedQuery, parse_known};
use super::tree::Query;
use super::value::KnownValues;
use crate::codes::LanguageCode;
use crate::config::Config;
use crate::date::PartialDate;

/// Hits a page when the caller does not say.
pub const DEFAULT_LIMIT: usize = 20;
/// The most hits a page; more would make a page cost what an export costs.
pub const MAX_LIMIT: u32 = 100;
/// Values a facet when the caller does not say.
pub const DEFAULT_FACET_LIMIT: usize = 20;
/// The most values a facet; beyond it, values are to be searched (`/facets/{field}?prefix=`).
pub const MAX_FACET_LIMIT: u32 = 500;
/// The facets counted when the caller does not say.
pub const DEFAULT_FACETS: [FacetField; 5] =
    [FacetField::Country, FacetField::Topic, FacetField::Language, FacetField::Source, FacetField::Year];

/// What a search is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// The query as typed.
    pub q: String,
    /// The query as read.
    pub query: ParsedQuery,
    /// Facet filters, each of another field.
    pub filters: Vec<Filter>,
    /// Bounds of the date of publication.
    pub dates: Option<DateRange>,
    /// How many of the words must hold.
    pub match_mode: Match,
    /// Whether words are widened beyond inflection and accents.
    pub expand: Expand,
    /// The order of the hits.
    pub sort: Sort,
    /// Hits a page, at most [`MAX_LIMIT`].
    pub limit: usize,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
    /// The facets to count, each once.
    pub facets: Vec<FacetField>,
    /// Values a facet, at most [`MAX_FACET_LIMIT`].
    pub facet_limit: usize,
    /// What counts as one hit.
    pub group: Group,
    /// The language of labels; configured.
    pub locale: LanguageCode,
    /// Whether every hit says why it matched.
    pub explain: bool,
}

/// Dates, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// Not before the first day of this.
    pub from: Option<PartialDate>,
    /// Not after the last day of this.
    pub to: Option<PartialDate>,
}

/// A parameter with a closed list of values.
trait Choice: Copy + 'static {
    const CHOICES: &'static [(&'static str, Self)];

    fn read(parameter: &str, given: &str) -> Result<Self, ParamError> {
        let found = Self::CHOICES.iter().find(|(name, _)| *name == given);
        found.map(|(_, choice)| *choice).ok_or_else(|| {
            ParamError::not_one_of(parameter, given, Self::CHOICES.iter().map(|(name, _)| *name))
        })
    }
}

/// How many of the words must hold (`match`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Match {
    /// All; where few documents have them all, those with most of them follow.
    Auto,
    /// All.
    All,
    /// Any; the more the better.
    Any,
}

impl Choice for Match {
    const CHOICES: &'static [(&'static str, Match)] =
        &[("auto", Match::Auto), ("all", Match::All), ("any", Match::Any)];
}

/// Whether words are widened beyond inflection and accents (`expand`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expand {
    /// Families and translations too.
    On,
    /// Inflection and accents only.
    Off,
}

impl Choice for Expand {
    const CHOICES: &'static [(&'static str, Expand)] = &[("on", Expand::On), ("off", Expand::Off)];
}

/// The order of the hits (`sort`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best first.
    Relevance,
    /// Latest first.
    Newest,
    /// Earliest first.
    Oldest,
}

impl Choice for Sort {
    const CHOICES: &'static [(&'static str, Sort)] =
        &[("relevance", Sort::Relevance), ("newest", Sort::Newest), ("oldest", Sort::Oldest)];
}

/// What counts as one hit (`group`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// A family of copies.
    Family,
    /// A document.
    None,
}

impl Choice for Group {
    const CHOICES: &'static [(&'static str, Group)] = &[("family", Group::Family), ("none", Group::None)];
}

impl Choice for bool {
    const CHOICES: &'static [(&'static str, bool)] = &[("true", true), ("false", false)];
}

impl SearchRequest {
    /// Checks `params` against `config`.
    ///
    /// # Errors
    /// The first parameter that cannot be obeyed, with what would be right.
    pub fn check(params: &SearchParams, config: &Config) -> Result<SearchRequest, ParamError> {
        let q = params.q.clone().unwrap_or_default();
        let query = parse_known(&q, &Configured(config));
        let filters = filters(&params.filters, config)?;
        let dates = dates(params)?;
        let match_mode = choice("match", &params.match_mode)?.unwrap_or(Match::Auto);
        let expand = choice("expand", &params.expand)?.unwrap_or(Expand::On);
        let by_default = if query.query == Query::All { Sort::Newest } else { Sort::Relevance };
        let sort = choice("sort", &params.sort)?.unwrap_or(by_default);
        let limit = number("limit", &params.limit, MAX_LIMIT)?.unwrap_or(DEFAULT_LIMIT);
        let facet_limit = number("facet_limit", &params.facet_limit, MAX_FACET_LIMIT)?;
        let mut request = SearchRequest {
            facets: facets(&params.facets)?,
            locale: locale(params.locale.as_deref(), config)?,
            group: choice("group", &params.group)?.unwrap_or(Group::Family),
            explain: choice("explain", &params.explain)?.unwrap_or(false),
            facet_limit: facet_limit.unwrap_or(DEFAULT_FACET_LIMIT),
            cursor: None,
            q,
            query,
            filters,
            dates,
            match_mode,
            expand,
            sort,
            limit,
        };
        // An empty one asks for the first page, as the field of a form does.
        if let Some(text) = params.cursor.as_ref().filter(|text| !text.is_empty()) {
            let cursor = Cursor::decode(text, request.key());
            request.cursor = Some(cursor.map_err(|kind| ParamError::new("cursor", kind))?);
        }
        Ok(request)
    }

    /// A number that stands for everything that decides which hits come in which order:
    /// a cursor fits every request with the same one.
    pub fn key(&self) -> u64 {
        // The derived `Debug` of plain data names every value and is stable within one release,
        // which is as long as a cursor has to live.
        let key = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            self.query.query, self.filters, self.dates, self.match_mode, self.expand, self.sort, self.group
        );
        let mut hasher = FxHasher::default();
        hasher.write(key.as_bytes());
        hasher.finish()
    }

    /// The values ticked in a field.
    pub fn selected(&self, field: FacetField) -> &[FilterValue] {
        let filter = self.filters.iter().find(|filter| filter.field == field);
        filter.map_or(&[], |filter| &filter.any_of)
    }
}

/// The values that the configuration has.
struct Configured<'a>(&'a Config);

impl KnownValues for Configured<'_> {
    fn is_known(&self, value: &FilterValue) -> bool {
        match value {
            FilterValue::Country(code)
            | FilterValue::MentionedCountry(code)
            | FilterValue::IssuerCountry(code) => self.0.countries.get(*code).is_some(),
            FilterValue::Topic(path) => self.0.topics.get(path).is_some(),
            FilterValue::Language(code) => !code.is_language() || self.0.languages.contains(*code),
            _ => true,
        }
    }
}

fn choice<T: Choice>(parameter: &str, given: &Option<String>) -> Result<Option<T>, ParamError> {
    given.as_deref().map(|given| T::read(parameter, given)).transpose()
}

/// Reads a whole number from 0 to `max`.
///
/// # Errors
/// When it is none, or out of bounds.
pub fn number(parameter: &str, given: &Option<String>, max: u32) -> Result<Option<usize>, ParamError> {
    let Some(given) = given else { return Ok(None) };
    let digits = !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit());
    match given.parse::<u32>() {
        Ok(number) if digits && number <= max => Ok(Some(number as usize)),
        _ => {
            let kind = ParamErrorKind::NotANumber { given: shortened(given), min: 0, max };
            Err(ParamError::new(parameter, kind))
        }
    }
}

fn facets(given: &[String]) -> Result<Vec<FacetField>, ParamError> {
    if given.is_empty() {
        return Ok(DEFAULT_FACETS.to_vec());
    }
    let mut fields = Vec::new();
    // An empty list asks for none: `facets=`.
    for name in given.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|name| !name.is_empty()) {
        let names = FacetField::ALL.iter().map(|field| field.name());
        let field = FacetField::from_name(name).ok_or_else(|| ParamError::not_one_of("facets", name, names));
        let field = field?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Ok(fields)
}

/// Reads a configured language.
///
/// # Errors
/// When it is no code, or no configured language.
pub fn language(parameter: &str, given: &str, config: &Config) -> Result<LanguageCode, ParamError> {
    let code: LanguageCode =
        given.parse().map_err(|error: crate::codes::CodeError| ParamError::new(parameter, error))?;
    if config.languages.contains(code) {
        return Ok(code);
    }
    Err(not_configured(parameter, code.as_str(), "language", languages_hint(config)))
}

/// Reads a `locale`: the language of labels, French when not given.
///
/// # Errors
/// When it is no configured language.
pub fn locale(given: Option<&str>, config: &Config) -> Result<LanguageCode, ParamError> {
    let code = given
        .unwrap_or("fr")
        .parse()
        .map_err(|error: crate::codes::CodeError| ParamError::new("locale", error))?;
    if given.is_none() || config.languages.contains(code) {
        return Ok(code);
    }
    Err(not_configured("locale", code.as_str(), "language", languages_hint(config)))
}

fn dates(params: &SearchParams) -> Result<Option<DateRange>, ParamError> {
    let read = |parameter: &str, given: &Option<String>| -> Result<Option<PartialDate>, ParamError> {
        let parsed = given.as_deref().map(str::parse).transpose();
        parsed.map_err(|error: crate::date::DateError| ParamError::new(parameter, error))
    };
    let (from, to) = (read("from", &params.from)?, read("to", &params.to)?);
    if let (Some(first), Some(last)) = (from, to)
        && first.first_day() > last.last_day()
    {
        return Err(ParamError::new("from", ParamErrorKind::DateOrder));
    }
    Ok((from.is_some() || to.is_some()).then_some(DateRange { from, to }))
}

fn filters(given: &[(FacetField, String)], config: &Config) -> Result<Vec<Filter>, ParamError> {
    let mut filters: Vec<Filter> = Vec::new();
    for (field, text) in given {
        let value = filter_value(*field, text, config)?;
        match filters.iter_mut().find(|filter| filter.field == *field) {
            Some(filter) if filter.any_of.contains(&value) => {}
            Some(filter) => filter.any_of.push(value),
            None => filters.push(Filter { field: *field, any_of: vec![value] }),
        }
    }
    filters.sort_by_key(|filter| filter.field);
    Ok(filters)
}

/// Reads a filter's value and looks it up in the configuration.
fn filter_value(field: FacetField, text: &str, config: &Config) -> Result<FilterValue, ParamError> {
    let parameter = field.name();
    let wrong = |error| ParamError::new(parameter, ParamErrorKind::Code(error));
    let country = || {
        let code = text.parse().map_err(wrong)?;
        if config.countries.get(code).is_some() {
            return Ok(code);
        }
        let hint = "by ISO 3166 code such as `FR`, `MA` or `CA-QC`".to_owned();
        Err(not_configured(parameter, text, "country", hint))
    };
    Ok(match field {
        FacetField::Country => FilterValue::Country(country()?),
        FacetField::MentionedCountry => FilterValue::MentionedCountry(country()?),
        FacetField::IssuerCountry => FilterValue::IssuerCountry(country()?),
        FacetField::Topic => {
            let path = text.parse().map_err(wrong)?;
            if config.topics.get(&path).is_none() {
                return Err(not_configured(parameter, text, "topic", topics_hint(config)));
            }
            FilterValue::Topic(path)
        }
        FacetField::Language => {
            let code: LanguageCode = text.parse().map_err(wrong)?;
            if code.is_language() && !config.languages.contains(code) {
                return Err(not_configured(parameter, text, "language", languages_hint(config)));
            }
            FilterValue::Language(code)
        }
        FacetField::Source => FilterValue::Source(name(parameter, text)?),
        FacetField::Organisation => FilterValue::Organisation(name(parameter, text)?),
        FacetField::Person => FilterValue::Person(name(parameter, text)?),
        FacetField::Year => {
            let year = text.parse::<i16>().ok().filter(|year| (1..=9999).contains(year));
            let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            let kind = ParamErrorKind::NotANumber { given: shortened(text), min: 1, max: 9999 };
            FilterValue::Year(year.filter(|_| digits).ok_or_else(|| ParamError::new(parameter, kind))?)
        }
    })
}

fn name(parameter: &str, text: &str) -> Result<String, ParamError> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.chars().count() > MAX_VALUE_CHARS {
        return Err(ParamError::new(parameter, ParamErrorKind::Length { max: MAX_VALUE_CHARS }));
    }
    Ok(trimmed.to_owned())
}

fn not_configured(parameter: &str, given: &str, what: &'static str, hint: String) -> ParamError {
    ParamError::new(parameter, ParamErrorKind::NotConfigured { given: shortened(given), what, hint })
}

fn topics_hint(config: &Config) -> String {
    let top = config.topics.iter().filter(|topic| topic.slug.parent().is_none());
    let names: Vec<String> = top.map(|topic| format!("`{}`", topic.slug)).collect();
    format!("at the top {}", names.join(", "))
}

fn languages_hint(config: &Config) -> String {
    let names: Vec<String> = config.languages.iter().map(|language| format!("`{}`", language.code)).collect();
    format!("namely {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::query::RawParams;

    static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::built_in().unwrap());

    fn request(pairs: &[(&str, &str)]) -> Result<SearchRequest, ParamError> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut raw = RawParams::new(pairs);
        let params = SearchParams::take(&mut raw)?;
        raw.finish()?;
        SearchRequest::check(&params, &CONFIG)
    }

    /// The parameter at fault, and words that its message must hold.
    #[track_caller]
    fn refused(pairs: &[(&str, &str)], parameter: &str, words: &[&str]) {
        let error = request(pairs).unwrap_err();
        assert_eq!(error.parameter, parameter, "{error}");
        for word in words {
            assert!(error.to_string().contains(word), "{word:?} in {error}");
        }
    }

    #[test]
    fn what_is_not_said_has_its_default() {
        let request = request(&[]).unwrap();
        assert_eq!((request.limit, request.facet_limit, request.explain), (20, 20, false));
        assert_eq!((request.match_mode, request.expand), (Match::Auto, Expand::On));
        assert_eq!((request.sort, request.group), (Sort::Newest, Group::Family));
        assert_eq!(request.facets, DEFAULT_FACETS);
        assert_eq!(request.locale.as_str(), "fr");
        let with_words = super::tests::request(&[("q", "a")]).unwrap();
        assert_eq!(with_words.sort, Sort::Relevance);
    }

    #[test]
    fn values_of_one_field_are_alternatives() {
        let pairs = [("country", "ma"), ("topic", "terrorism"), ("country", "FR"), ("country", "MA")];
        let filters = request(&pairs).unwrap().filters;
        let country = |code: &str| FilterValue::Country(code.parse().unwrap());
        assert_eq!(filters.len(), 2);
        assert_eq!(filters[0].any_of, [country("MA"), country("FR")]);
    }

    #[test]
    fn what_is_wrong_is_named_with_what_would_be_right() {
        refused(&[("country", "ZZ")], "country", &["ZZ", "FR"]);
        refused(&[("country", "Maroc")], "country", &["ISO 3166"]);
        refused(&[("topic", "gardening")], "topic", &["gardening", "`terrorism`"]);
        refused(&[("language", "xx")], "language", &["`fr`"]);
        refused(&[("source", " ")], "source", &["1 to 512"]);
        refused(&[("year", "24")], "year", &["9999"]);
        refused(&[("from", "13/12/2024")], "from", &["2024-06-17"]);
        refused(&[("from", "2025"), ("to", "2024")], "from", &["first date"]);
        refused(&[("match", "most")], "match", &["auto, all, any"]);
        refused(&[("expand", "")], "expand", &["on, off"]);
        refused(&[("sort", "best")], "sort", &["relevance, newest, oldest"]);
        refused(&[("limit", "101")], "limit", &["0 to 100"]);
        refused(&[("limit", "+5")], "limit", &["0 to 100"]);
        refused(&[("facet_limit", "501")], "facet_limit", &["0 to 500"]);
        refused(&[("facets", "country,colour")], "facets", &["colour", "organisation"]);
        refused(&[("group", "x")], "group", &["family, none"]);
        refused(&[("locale", "xx")], "locale", &["`fr`"]);
        refused(&[("explain", "yes")], "explain", &["true, false"]);
        refused(&[("cursor", "abc")], "cursor", &["next_cursor"]);
        refused(&[("q", "a"), ("q", "b")], "q", &["once"]);
        refused(&[("colour", "red")], "colour", &["no such parameter", "country"]);
    }

    #[test]
    fn facets_may_be_none_or_listed_in_parts() {
        assert_eq!(request(&[("facets", "")]).unwrap().facets, []);
        let facets = request(&[("facets", "year, topic"), ("facets", "year")]).unwrap().facets;
        assert_eq!(facets, [FacetField::Year, FacetField::Topic]);
    }

    #[test]
    fn a_cursor_fits_what_it_was_made_for() {
        let first = request(&[("q", "a"), ("country", "MA")]).unwrap();
        let cursor = Cursor { rank: 1, tie: 2 }.encode(first.key());
        let next =
            request(&[("country", "MA"), ("q", "a"), ("limit", "5"), ("facets", ""), ("cursor", &cursor)]);
        assert_eq!(next.unwrap().cursor, Some(Cursor { rank: 1, tie: 2 }));
        refused(&[("q", "a"), ("cursor", &cursor)], "cursor", &["another query"]);
    }

    #[test]
    fn a_condition_on_what_is_not_configured_becomes_a_word() {
        let request = request(&[("q", "country:ZZ topic:terrorism")]).unwrap();
        assert_eq!(request.query.query.to_string(), "country:ZZ topic:terrorism");
        assert_eq!(request.query.warnings.len(), 1);
    }
}
