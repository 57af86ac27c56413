//! `vigie search`: the API's search, in the terminal.

use std::fmt::Write;

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_searcher;
use super::output::{self, Format};
use crate::query::{FacetField, SearchParams, SearchRequest};
use crate::search::{Hit, SearchResults};

/// What to search for: the API's parameters of the same names.
#[derive(clap::Args, Debug, Default)]
pub struct FilterArgs {
    /// About this country (MA) or subdivision (CA-QC); repeat for "or"
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
    /// Naming this country at all
    #[arg(long, value_name = "CODE")]
    mentioned_country: Vec<String>,
    /// Published in this country
    #[arg(long, value_name = "CODE")]
    issuer_country: Vec<String>,
    /// On this topic or one under it
    #[arg(long, value_name = "PATH")]
    topic: Vec<String>,
    /// In this language
    #[arg(long, value_name = "CODE")]
    language: Vec<String>,
    /// Published by this source
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Naming this organisation
    #[arg(long, value_name = "NAME")]
    organisation: Vec<String>,
    /// Naming this person
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// Published in this year
    #[arg(long, value_name = "YEAR")]
    year: Vec<String>,
    /// Published on or after (2024, 2024-06 or 2024-06-17)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Published on or before
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// auto, all or any of the words
    #[arg(long = "match", value_name = "HOW")]
    match_mode: Option<String>,
    /// on or off: search names in other languages too
    #[arg(long, value_name = "HOW")]
    expand: Option<String>,
    /// relevance, newest or oldest
    #[arg(long, value_name = "ORDER")]
    sort: Option<String>,
    /// family or none: what counts as one hit
    #[arg(long, value_name = "WHAT")]
    group: Option<String>,
    /// Language of labels
    #[arg(long, value_name = "CODE")]
    locale: Option<String>,
}

impl FilterArgs {
    /// The same as the API's parameters.
    pub fn params(self, query: &[String]) -> SearchParams {
        let lists = [
            (FacetField::Country, self.country),
            (FacetField::MentionedCountry, self.mentioned_country),
            (FacetField::IssuerCountry, self.issuer_country),
            (FacetField::Topic, self.topic),
            (FacetField::Language, self.language),
            (FacetField::Source, self.source),
            (FacetField::Organisation, self.organisation),
            (FacetField::Person, self.person),
            (FacetField::Year, self.year),
        ];
        let pairs = |(field, values): (FacetField, Vec<String>)| {
            values.into_iter().map(move |value| (field, value)).collect::<Vec<_>>()
        };
        SearchParams {
            q: (!query.is_empty()).then(|| query.join(" ")),
            filters: lists.into_iter().flat_map(pairs).collect(),
            from: self.from,
            to: self.to,
            match_mode: self.match_mode,
            expand: self.expand,
            sort: self.sort,
            group: self.group,
            locale: self.locale,
            ..SearchParams::default()
        }
    }
}

#[derive(clap::Args, Debug)]
pub struct SearchArgs {
    /// The query, in the language of the search box
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    /// Hits, 0 to 100
    #[arg(long, value_name = "N")]
    limit: Option<String>,
    /// `next_cursor` of the page before
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// Facets to count, separated by commas
    #[arg(long, value_name = "LIST")]
    facets: Vec<String>,
    /// Values a facet, 0 to 500
    #[arg(long, value_name = "N")]
    facet_limit: Option<String>,
    /// Say why every hit matched
    #[arg(long)]
    explain: bool,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    location: IndexLocation,
}

pub fn run(args: SearchArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let searcher = open_searcher(&args.location, &rules)?;
    let params = SearchParams {
        limit: args.limit,
        cursor: args.cursor,
        facets: args.facets,
        facet_limit: args.facet_limit,
        explain: args.explain.then(|| "true".to_owned()),
        ..args.filters.params(&args.query)
    };
    let request = SearchRequest::check(&params, &rules.config)?;
    let results = searcher.search(&request)?;
    match args.format {
        Format::Json => output::print_json(&results)?,
        Format::Text => output::print(describe(&results)?)?,
    }
    Ok(ExitStatus::Done)
}

fn describe(results: &SearchResults) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for warning in &results.query.warnings {
        writeln!(text, "note: {warning}")?;
    }
    for expansion in &results.query.expansions {
        writeln!(text, "also searched for {}: {}", expansion.typed, expansion.names.join(", "))?;
    }
    if let Some(suggestion) = &results.suggestion {
        writeln!(text, "did you mean: {suggestion}")?;
    }
    if results.query.relaxed {
        writeln!(text, "few documents hold every word; those with most of them follow")?;
    }
    writeln!(text, "{} found in {:.1} ms\n", results.total, results.took_ms)?;
    for hit in &results.hits {
        describe_hit(&mut text, hit)?;
    }
    for (field, facet) in &results.facets.0 {
        if facet.values.is_empty() {
            continue;
        }
        let shown = facet.values.iter().take(8);
        let values: Vec<String> = shown.map(|entry| format!("{} {}", entry.label, entry.count)).collect();
        writeln!(text, "{:<12} {}", field.name(), values.join(" · "))?;
    }
    if let Some(cursor) = &results.next_cursor {
        writeln!(text, "next page    --cursor {cursor}")?;
    }
    Ok(text)
}

/// One hit as text, a few lines.
pub fn describe_hit(text: &mut String, hit: &Hit) -> std::fmt::Result {
    writeln!(text, "{}", marked(&hit.title_highlighted))?;
    let date = hit.date.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let countries: Vec<&str> = hit.countries.iter().map(|code| code.as_str()).collect();
    let topics: Vec<&str> = hit.topics.iter().map(|path| path.as_str()).collect();
    let source = hit.source.as_deref().unwrap_or("—");
    writeln!(text, "  {date}  {source}  {}  {}  {}", hit.language, countries.join(","), topics.join(","))?;
    if hit.family.size > 1 {
        writeln!(text, "  + {} copies", hit.family.size - 1)?;
    }
    writeln!(text, "  {}", marked(&hit.snippet))?;
    for word in hit.matched.iter().flatten() {
        let rule = format!("{:?}", word.rule).to_lowercase();
        writeln!(text, "  {} ← {} ({}, {rule})", word.typed, word.found, word.language)?;
    }
    writeln!(text, "  {}\n", hit.id)
}

/// Escaped text with marks, as a terminal shows it: bold, or in brackets where there are no styles.
pub fn marked(html: &str) -> String {
    let (open, close) = if output::is_styled() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("[", "]") };
    let plain = html.replace("<mark>", open).replace("</mark>", close);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")];
    let text = entities.iter().fold(plain, |text, (entity, sign)| text.replace(entity, sign));
    // The ampersand last, so that an escaped entity stays one. A document's control characters never reach a terminal.
    let text = text.replace("&amp;", "&");
    text.chars().filter(|c| !c.is_control() || (output::is_styled() && *c == '\u{1b}')).collect()
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn marks_and_entities_are_read_back() {
        // Tests run without a terminal.
        assert_eq!(marked("l’<mark>État</mark> &amp; &lt;b&gt; &amp;lt;"), "l’[État] & <b> &lt;");
    }
}
