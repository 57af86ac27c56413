//! The country of who publishes: told by address, source, contacts, dateline, not by what happens where.

use super::signs::{SignKind, Signs};
use crate::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use crate::codes::{CountryCode, LanguageCode};
use crate::communique::PassageRole;
use crate::config::Countries;
use crate::enrich::notes::Words;
use crate::enrich::publication::place_of_signature;
use crate::enrich::source::host_of;
use crate::enrich::view::DocumentView;

/// The issuer's country. The address says it most surely, then the source by its site or its name, then the
/// addresses of its contacts; a dateline, or where it was signed, only says where the writer was, which is mostly at home.
pub(super) fn issuer(
    signs: &Signs,
    countries: &Countries,
    (analyzer, cache): (&Analyzer, &mut AnalysisCache),
    view: &DocumentView<'_>,
) -> Option<CountryCode> {
    let by_address = || view.url.and_then(host).and_then(|host| countries.of_host(host));
    let language = view.main_language();
    let mut named = |text: &str| named_in(signs, (analyzer, cache), text, language);
    let by_site = || view.source.and_then(host_of).and_then(|host| countries.of_host(host));
    let by_contact = || contact_hosts(view).find_map(|host| countries.of_host(host));
    let stated =
        by_address().or_else(by_site).or_else(|| view.source.and_then(&mut named)).or_else(by_contact);
    stated
        .or_else(|| view.place.and_then(&mut named))
        .or_else(|| place_of_signature(view.body, view.passages).and_then(|place| named(&place)))
}

/// The hosts of the addresses in the contacts of a document: `interieur.gouv.fr` of `presse@interieur.gouv.fr`.
fn contact_hosts<'a>(view: &DocumentView<'a>) -> impl Iterator<Item = &'a str> {
    let contacts = view.passages.iter().filter(|passage| passage.role == PassageRole::Contact);
    let body = view.body;
    let words = contacts.flat_map(move |passage| body[passage.range.clone()].split_whitespace());
    words.filter_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_address = word.contains('@') || word.contains("://") || word.starts_with("www.");
        is_address.then(|| host(word)).flatten()
    })
}

/// The host of an address: `www.justice.gov` of `https://www.justice.gov/opa`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let without_user = authority.rsplit('@').next()?;
    let host = without_user.split(':').next()?;
    (host.contains('.')).then_some(host)
}

/// The country a short text names: the last one, since places are written from small to large.
fn named_in(
    signs: &Signs,
    (analyzer, cache): (&Analyzer, &mut AnalysisCache),
    text: &str,
    language: LanguageCode,
) -> Option<CountryCode> {
    let mut tokens = Tokens::new();
    let passage = Passage { text, language, offset: 0, first_position: 0 };
    analyzer.analyse(cache, passage, &mut tokens);
    let mut last = None;
    signs.gazetteer.find(text, 0..text.len(), Words::from(&*tokens), language, |found| {
        let named = found.ids.iter().map(|id| &signs.list[*id as usize]);
        let usable =
            |kind: SignKind| !matches!(kind, SignKind::Home | SignKind::NotAPlace | SignKind::Person);
        if let Some(code) = named.filter(|sign| usable(sign.kind)).find_map(|sign| sign.code) {
            last = Some(code);
        }
    });
    last.map(CountryCode::country)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.justice.gov/opa/pr"), Some("www.justice.gov"));
        assert_eq!(host("http://u@gouv.qc.ca:80?x"), Some("gouv.qc.ca"));
        assert_eq!(host("urn:x"), None);
    }
}
