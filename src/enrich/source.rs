//! Who published a communiqué, by one name each.
//!
//! Owns the order of evidence (metadata, agency mark, `SOURCE` line, address) and the
//! names that sites and agencies are counted under.

use super::agencies;
use super::dateline::Dateline;
use super::fold::fold;
use crate::communique::{Passage, PassageRole};

/// What a source is read from.
#[derive(Debug, Clone, Copy)]
pub struct SourceInput<'a> {
    /// The source in the metadata.
    pub metadata: Option<&'a str>,
    /// The text.
    pub body: &'a str,
    /// Its passages.
    pub passages: &'a [Passage],
    /// Its dateline.
    pub dateline: Option<&'a Dateline>,
    /// Where it was published.
    pub url: Option<&'a str>,
}

/// Characters of a source's name; longer ones are cut at a word, since they are values of a facet.
pub const MAX_SOURCE_CHARS: usize = 120;

/// Passages from the end that are looked at for a `Source` line.
const BOTTOM: usize = 12;

/// Sites whose name is better known than their host.
const SITES: &[(&str, &str)] = &[
    ("diplomatie.gouv.fr", "Ministère de l'Europe et des Affaires étrangères"),
    ("interieur.gouv.fr", "Ministère de l'Intérieur"),
    ("justice.gouv.fr", "Ministère de la Justice"),
    ("defense.gouv.fr", "Ministère des Armées"),
    ("economie.gouv.fr", "Ministère de l'Économie"),
    ("gouvernement.fr", "Gouvernement français"),
    ("info.gouv.fr", "Gouvernement français"),
    ("elysee.fr", "Présidence de la République"),
    ("cert.ssi.gouv.fr", "CERT-FR"),
    ("cyber.gouv.fr", "ANSSI"),
    ("vie-publique.fr", "Vie-publique.fr"),
    ("justice.gov", "US Department of Justice"),
    ("state.gov", "US Department of State"),
    ("whitehouse.gov", "The White House"),
    ("dhs.gov", "US Department of Homeland Security"),
    ("cisa.gov", "CISA"),
    ("fbi.gov", "FBI"),
    ("gov.uk", "UK Government"),
    ("canada.ca", "Government of Canada"),
    ("quebec.ca", "Gouvernement du Québec"),
    ("regeringen.se", "Regeringskansliet"),
    ("government.se", "Regeringskansliet"),
    ("bundesregierung.de", "Bundesregierung"),
    ("bmi.bund.de", "Bundesministerium des Innern"),
    ("auswaertiges-amt.de", "Auswärtiges Amt"),
    ("bka.de", "BKA"),
    ("consilium.europa.eu", "Council of the European Union"),
    ("ec.europa.eu", "European Commission"),
    ("europol.europa.eu", "Europol"),
    ("frontex.europa.eu", "Frontex"),
    ("interpol.int", "Interpol"),
    ("nato.int", "NATO"),
    ("un.org", "United Nations"),
    ("unodc.org", "UNODC"),
    ("mid.ru", "МИД России"),
    ("kremlin.ru", "Президент России"),
    ("fmprc.gov.cn", "中华人民共和国外交部"),
    ("mofa.go.jp", "外務省"),
    ("mofa.go.kr", "외교부"),
    ("lamoncloa.gob.es", "La Moncloa"),
    ("interior.gob.es", "Ministerio del Interior"),
    ("governo.it", "Governo italiano"),
    ("interno.gov.it", "Ministero dell'Interno"),
    ("afp.com", "AFP"),
    ("reuters.com", "Reuters"),
    ("apnews.com", "AP"),
    ("newswire.ca", "CNW"),
    ("prnewswire.com", "PR Newswire"),
    ("businesswire.com", "Business Wire"),
    ("globenewswire.com", "GlobeNewswire"),
    ("efe.com", "EFE"),
    ("tass.ru", "TASS"),
    ("tass.com", "TASS"),
    ("mapnews.ma", "MAP"),
    ("mapexpress.ma", "MAP"),
    ("xinhuanet.com", "Xinhua"),
    ("news.cn", "Xinhua"),
    ("ansa.it", "ANSA"),
];

/// The source of a communiqué; `None` when nothing tells.
pub fn find_source(input: SourceInput<'_>) -> Option<String> {
    let metadata = input.metadata.and_then(normalise_source);
    let agency = || input.dateline.and_then(|dateline| dateline.agency.clone());
    let line = || source_line(input.body, input.passages);
    let site = || input.url.and_then(site_name);
    metadata.or_else(agency).or_else(line).or_else(site)
}

/// A source's one name: an agency's or a site's canonical one, else the name on one line.
pub fn normalise_source(name: &str) -> Option<String> {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let trimmed = line.trim_matches(|c: char| c.is_whitespace() || ":;,-–—".contains(c));
    if !trimmed.chars().any(char::is_alphanumeric) {
        return None;
    }
    if let Some(agency) = agencies::canonical(trimmed) {
        return Some(agency.to_owned());
    }
    if let Some(site) = as_address(trimmed).and_then(site_name) {
        return Some(site);
    }
    Some(shortened(trimmed))
}

/// The first address in a text, when it begins with one.
fn as_address(text: &str) -> Option<&str> {
    let first = text.split([' ', ',']).next()?;
    let lower = first.to_ascii_lowercase();
    ["http://", "https://", "www."].iter().any(|start| lower.starts_with(start)).then_some(first)
}

/// The name of the site of an address: one we know, else the host without `www.`.
fn site_name(address: &str) -> Option<String> {
    let with_scheme = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let url = url::Url::parse(&with_scheme).ok()?;
    let host = url.host_str()?.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_site =
        |site: &str| host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'));
    let known = SITES.iter().filter(|(site, _)| is_site(site)).max_by_key(|(site, _)| site.len());
    Some(known.map_or_else(|| host.to_owned(), |(_, name)| (*name).to_owned()))
}

/// The host of a source: of a site known by that name, or of one that goes by its address.
pub(super) fn host_of(name: &str) -> Option<&str> {
    let known = SITES.iter().find(|(_, of)| *of == name).map(|(site, _)| *site);
    known.or_else(|| (name.contains('.') && !name.contains(char::is_whitespace)).then_some(name))
}

/// `SOURCE Cabinet de la ministre`, `Source : https://www.diplomatie.gouv.fr, le 21 septembre 2020`.
fn source_line(body: &str, passages: &[Passage]) -> Option<String> {
    let bottom = passages.iter().rev().take(BOTTOM);
    let mut lines = bottom
        .filter(|passage| {
            matches!(passage.role, PassageRole::Contact | PassageRole::Text) && passage.range.len() <= 400
        })
        .filter_map(|passage| named_source(&body[passage.range.clone()]));
    lines.find_map(|name| normalise_source(&name))
}

/// What a `Source` line names.
fn named_source(line: &str) -> Option<String> {
    const LABELS: [&str; 12] = [
        "source",
        "quelle",
        "fuente",
        "fonte",
        "bron",
        "kalla",
        "kilde",
        "lahde",
        "sursa",
        "forras",
        "источник",
        "المصدر",
    ];
    let (label, rest) = line.split_once(|c: char| c.is_whitespace() || c == ':' || c == '：')?;
    let folded = fold(label);
    let has_colon = line[label.len()..].trim_start().starts_with([':', '：']);
    let loud = label == "SOURCE";
    let address = as_address(rest.trim_start());
    if !LABELS.contains(&folded.as_str()) || !(has_colon || loud || address.is_some()) {
        return None;
    }
    let rest = rest.trim_start_matches([' ', ':', '：', '\u{a0}']);
    let name = as_address(rest).unwrap_or_else(|| rest.split([',', ';', '\n']).next().unwrap_or(rest));
    let people = name.contains('@') || name.chars().filter(char::is_ascii_digit).count() > 4;
    let mut letters = name.chars();
    let first = letters.next().filter(|_| !people)?;
    // A name that stands alone begins with a capital.
    let is_address = as_address(rest).is_some();
    Some(if is_address { name.to_owned() } else { first.to_uppercase().chain(letters).collect() })
}

/// At most [`MAX_SOURCE_CHARS`] characters, cut at a word.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(MAX_SOURCE_CHARS) {
        None => name.to_owned(),
        Some((limit, _)) => {
            let cut = name[..limit].rfind(' ').unwrap_or(limit);
            format!("{}…", name[..cut].trim_end_matches([',', ' ']))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::dateline::find_dateline;
    use crate::enrich::dates::DayOrder;
    use crate::enrich::passages::split_passages;

    #[track_caller]
    fn check(metadata: Option<&str>, body: &str, url: Option<&str>, expected: Option<&str>) {
        let passages = split_passages(body, None);
        let dateline = find_dateline(body, &passages, DayOrder::DayFirst);
        let input = SourceInput { metadata, body, passages: &passages, dateline: dateline.as_ref(), url };
        assert_eq!(find_source(input).as_deref(), expected, "{metadata:?} {body} {url:?}");
    }

    #[test]
    fn sources() {
        check(Some("Agence France-Presse"), "", None, Some("AFP"));
        check(Some("  Ministère\nde l'Intérieur "), "", None, Some("Ministère de l'Intérieur"));
        check(Some("https://www.regeringen.se/x"), "", None, Some("Regeringskansliet"));
        check(Some(" - "), "", None, None);
        check(
            None,
            "QUÉBEC, le 13 déc. 2024 /CNW/ - Le texte.\n\nSOURCE Cabinet de la ministre",
            None,
            Some("CNW"),
        );
        check(
            None,
            "Le texte du jour.\n\nSOURCE Cabinet de la ministre",
            None,
            Some("Cabinet de la ministre"),
        );
        check(
            None,
            "Le texte.\n\nSource : https://www.diplomatie.gouv.fr, le 21 septembre 2020",
            None,
            Some("Ministère de l'Europe et des Affaires étrangères"),
        );
        check(
            None,
            "Le texte.\n\nSource https://www.exemple.fr, le 21 septembre 2020",
            None,
            Some("exemple.fr"),
        );
        check(
            None,
            "Le texte.\n\nSource : service d'information du Gouvernement, le 22 septembre 2020",
            None,
            Some("Service d'information du Gouvernement"),
        );
        check(None, "Le texte.\n\nSources : A B, attaché, 514 585-4451", None, None);
        check(None, "Source code of the program was published.", None, None);
        check(None, "Le texte.", Some("https://www.cert.ssi.gouv.fr/avis/1"), Some("CERT-FR"));
        check(None, "Le texte.", Some("https://news.example.org:8080/a"), Some("news.example.org"));
        check(None, "Le texte.", Some("pas une adresse"), None);
    }
}
