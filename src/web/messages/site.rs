//! The words of every page, and the names of fields.

/// What stands on every page.
#[derive(Debug)]
pub struct SiteMessages {
    /// What the service is, in one line.
    pub tagline: &'static str,
    /// The link past the navigation.
    pub skip: &'static str,
    /// Link to the home page.
    pub home: &'static str,
    /// Link to the help.
    pub help: &'static str,
    /// Link to the API's page.
    pub api: &'static str,
    /// What the page is.
    pub footer: &'static str,
    /// The notice about sample documents.
    pub sample: &'static str,
    /// A document without a title.
    pub untitled: &'static str,
    /// A document without a date.
    pub undated: &'static str,
    /// Link to what is in the corpus.
    pub about: &'static str,
    /// Name of the list of the languages of the page.
    pub languages_nav: &'static str,
}

/// What the fields of a communiqué are called.
#[derive(Debug)]
pub struct FieldMessages {
    /// Facet.
    pub country: &'static str,
    /// Facet.
    pub mentioned_country: &'static str,
    /// Facet.
    pub issuer_country: &'static str,
    /// Facet.
    pub topic: &'static str,
    /// Facet.
    pub language: &'static str,
    /// Facet.
    pub source: &'static str,
    /// Facet.
    pub organisation: &'static str,
    /// Facet.
    pub person: &'static str,
    /// Facet.
    pub year: &'static str,
    /// Values not listed.
    pub other: &'static str,
    /// Hits without a value.
    pub missing: &'static str,
}

/// What went wrong.
#[derive(Debug)]
pub struct ErrorMessages {
    /// Title of the 404 page.
    pub not_found_title: &'static str,
    /// What a 404 means.
    pub not_found: &'static str,
    /// Title of the 400 page.
    pub bad_request_title: &'static str,
    /// Title of the 500 page.
    pub failed_title: &'static str,
    /// What a 500 means.
    pub failed: &'static str,
    /// What a wrong parameter is introduced by; `{}` is its name.
    pub parameter: &'static str,
    /// An unknown parameter; `{}` lists the known.
    pub unknown_name: &'static str,
    /// A parameter given twice.
    pub repeated: &'static str,
    /// None of a list; `{}` is the list.
    pub not_one_of: &'static str,
    /// No number within bounds; `{}` are the bounds.
    pub not_a_number: &'static str,
    /// A code that is not known.
    pub not_known: &'static str,
    /// No date.
    pub not_a_date: &'static str,
    /// A range that ends before it begins.
    pub date_order: &'static str,
    /// A text too short or too long; `{}` is the bound.
    pub length: &'static str,
    /// A page that is none of this search.
    pub page_gone: &'static str,
    /// A parameter that must be there.
    pub missing: &'static str,
    /// Title of the page of a service that is not ready.
    pub busy_title: &'static str,
    /// What that means.
    pub busy: &'static str,
}
