//! Parameters as the description shows them; [`crate::query::SearchParams`] reads them.

use utoipa::{IntoParams, ToSchema};

/// The filters every counting and searching address takes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters, and is never made")]
pub struct FilterQuery {
    /// The query: words, `"exact phrase"`, `OR`, `NOT` or `-word`, parentheses, `word*`, `word~`,
    /// `"two words"~5`, `title:word`, `country:MA`, `mentions:MA`, `topic:terrorism`, `source:…`, `language:fr`,
    /// `date:2024-01..2024-06`. Any text is a query; `query.warnings` says what was ignored.
    #[param(example = "trafic de drogue")]
    q: Option<String>,
    /// About this country (`MA`) or one of its subdivisions, or about a subdivision (`CA-QC`). Repeat it for *or*.
    #[param(example = json!(["MA"]))]
    country: Option<Vec<CountryValue>>,
    /// Naming this country at all. Repeat it for *or*.
    #[param(example = json!(["FR"]))]
    mentioned_country: Option<Vec<CountryValue>>,
    /// Published in this country. Repeat it for *or*.
    #[param(example = json!(["FR"]))]
    issuer_country: Option<Vec<CountryValue>>,
    /// On this topic or one under it. Repeat it for *or*.
    #[param(example = json!(["organised-crime"]))]
    topic: Option<Vec<TopicValue>>,
    /// A fifth or more of it in this language. Repeat it for *or*.
    #[param(example = json!(["fr"]))]
    language: Option<Vec<LanguageValue>>,
    /// Published by this source, whatever its case. Repeat it for *or*.
    #[param(example = json!(["AFP"]))]
    source: Option<Vec<NameValue>>,
    /// Naming this organisation. Repeat it for *or*.
    #[param(example = json!(["Interpol"]))]
    organisation: Option<Vec<NameValue>>,
    /// Naming this person. Repeat it for *or*.
    #[param(example = json!(["Jürgen Stock"]))]
    person: Option<Vec<NameValue>>,
    /// Published in this year. Repeat it for *or*.
    #[param(example = json!(["2024"]))]
    year: Option<Vec<YearValue>>,
    /// Published on or after: `2024`, `2024-06` or `2024-06-17`; not later than `to`.
    #[param(example = "2020")]
    from: Option<DateValue>,
    /// Published on or before, included.
    #[param(example = "2026-12")]
    to: Option<DateValue>,
    /// `auto` (when not given): documents with every word, and where fewer than 20 have them all, those with most
    /// of them after them; `all`: every word; `any`: the more the better.
    #[param(rename = "match", example = "auto")]
    match_mode: Option<MatchName>,
    /// `on` (when not given): names in other languages are searched too; `off`: inflections and accents only.
    #[param(example = "on")]
    expand: Option<SwitchName>,
    /// What counts as one: `family` (when not given) or `none`: every document.
    #[param(example = "family")]
    group: Option<GroupName>,
    /// Values a facet, 0 to 500; 20 when not given.
    #[param(minimum = 0, maximum = 500, example = 20)]
    facet_limit: Option<u32>,
    /// Language of labels; `fr` when not given.
    #[param(example = "fr")]
    locale: Option<LocaleValue>,
}

/// The order of what is taken away.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters, and is never made")]
pub struct SortQuery {
    /// `relevance` (when not given, with `q`), `newest` (when not given, without) or `oldest`.
    #[param(example = "newest")]
    sort: Option<SortName>,
}

/// The parameters of a search beside the filters.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters, and is never made")]
pub struct PageQuery {
    /// `relevance` (when not given, with `q`), `newest` (when not given, without) or `oldest`.
    #[param(example = "newest")]
    sort: Option<SortName>,
    /// Hits a page, 0 to 100; 20 when not given.
    #[param(minimum = 0, maximum = 100, example = 10)]
    limit: Option<u32>,
    /// `next_cursor` of the page before, with the same query: no other text is a cursor.
    cursor: Option<String>,
    /// Facets to count, separated by commas; `country,topic,language,source,year` when not given.
    #[param(style = Form, explode = false, example = json!(["country", "topic"]))]
    facets: Option<Vec<FacetName>>,
    /// Whether every hit says why it matched.
    #[param(example = true)]
    explain: Option<bool>,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),+ }) => {
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(rename_all = "snake_case")]
        #[expect(dead_code, reason = "it describes a parameter's values, and is never made")]
        pub enum $name { $($variant),+ }
    };
}

names!(
    /// How many of the words must hold.
    MatchName { Auto, All, Any }
);
names!(
    /// Whether something is done.
    SwitchName { On, Off }
);
names!(
    /// What counts as one hit.
    GroupName { Family, None }
);
names!(
    /// An order of hits.
    SortName { Relevance, Newest, Oldest }
);
names!(
    /// A facet.
    FacetName {
        Country, MentionedCountry, IssuerCountry, Topic, Language, Source, Organisation, Person, Year
    }
);
names!(
    /// The width of a timeline's intervals.
    IntervalName { Day, Week, Month, Year }
);
names!(
    /// The form of an export.
    ExportFormatName { Ndjson, Csv }
);
names!(
    /// The form of a table.
    TableFormatName { Json, Csv }
);
names!(
    /// The form of a feed.
    FeedFormatName { Atom, Json }
);

macro_rules! texts {
    ($(#[$attribute:meta])* $name:ident) => {
        #[derive(ToSchema)]
        $(#[$attribute])*
        #[expect(dead_code, reason = "it describes a parameter's values, and is never made")]
        pub struct $name(String);
    };
}

texts!(
    /// The code of a configured country (ISO 3166-1) or subdivision (ISO 3166-2).
    CountryValue
);
texts!(
    /// The path of a configured topic.
    TopicValue
);
texts!(
    /// The code of a configured language (ISO 639-1), `mis` for another one, `und` where it could not be told.
    LanguageValue
);
texts!(
    /// The code of a configured language (ISO 639-1).
    LocaleValue
);
texts!(
    /// A name: 1 to 512 characters, not only blanks.
    #[schema(min_length = 1, max_length = 512, pattern = r"^[^\s\x85](.*[^\s\x85])?$")]
    NameValue
);
texts!(
    /// A year of four digits.
    #[schema(pattern = "^(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})$")]
    YearValue
);
texts!(
    /// A year, a month or a day.
    #[schema(
        pattern = "^(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$"
    )]
    DateValue
);
