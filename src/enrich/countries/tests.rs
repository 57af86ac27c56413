use super::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::analysis::{AnalysisCache, Passage as Stretch, Tokens};
use crate::codes::LanguageCode;
use crate::communique::{CountryRole, LanguageShare, Passage, PassageRole};

/// Built once: it takes longer than all the rest.
static TAGGER: LazyLock<CountryTagger> = LazyLock::new(|| {
    let config = Config::built_in().unwrap();
    CountryTagger::new(&config, &Analyzer::new(config.languages.clone()))
});

/// Makes documents of texts and asks the tagger about them.
struct Harness {
    cache: AnalysisCache,
}

impl Harness {
    fn new() -> Harness {
        Harness { cache: AnalysisCache::default() }
    }

    /// Every line of the body is a passage in `language`.
    fn tag(&mut self, title: &str, body: &str, language: &str) -> Tagged {
        let language: LanguageCode = language.parse().unwrap();
        let mut title_tokens = Tokens::new();
        let stretch = Stretch { text: title, language, offset: 0, first_position: 0 };
        TAGGER.analyzer.analyse(&mut self.cache, stretch, &mut title_tokens);
        let (mut passages, mut body_tokens) = (Vec::new(), Tokens::new());
        let (mut start, mut position) = (0, 0);
        for line in body.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            if line.trim().is_empty() {
                continue;
            }
            let stretch =
                Stretch { text: line, language, offset: range.start as u32, first_position: position };
            position = TAGGER.analyzer.analyse(&mut self.cache, stretch, &mut body_tokens) + 10;
            passages.push(Passage { range, language, role: PassageRole::Text });
        }
        let view = DocumentView {
            title,
            title_language: language,
            title_tokens: &title_tokens,
            body,
            body_tokens: &body_tokens,
            passages: &passages,
            languages: &[LanguageShare { language, share: 1.0 }],
            source: None,
            url: None,
            place: None,
        };
        TAGGER.tag(&view)
    }
}

fn primary(tagged: &Tagged) -> BTreeSet<String> {
    let primary = tagged.countries.iter().filter(|tag| tag.role == CountryRole::Primary);
    primary.map(|tag| tag.code.country().to_string()).collect()
}

fn data_folder() -> String {
    std::env::var("VIGIE_DATA").unwrap_or_else(|_| "../shared/data".to_owned())
}

#[derive(serde::Deserialize)]
struct Gold {
    kind: String,
    id: String,
    #[serde(default)]
    title: String,
    body: String,
    language: String,
    countries: BTreeSet<String>,
    countries_optional: BTreeSet<String>,
}

/// Precision, recall and F1 over a gold file, every miss printed.
fn score(path: &str) -> Option<(f64, f64, f64)> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut harness = Harness::new();
    let (mut right, mut missed, mut false_alarms) = (0, 0, 0);
    for line in text.lines() {
        let gold: Gold = serde_json::from_str(line).unwrap();
        if gold.kind != "document" {
            continue;
        }
        let tagged = harness.tag(&gold.title, &gold.body, &gold.language);
        let found = primary(&tagged);
        right += gold.countries.intersection(&found).count();
        let of =
            |code: &str| tagged.countries.iter().filter(|tag| tag.code.as_str() == code).collect::<Vec<_>>();
        for code in gold.countries.difference(&found) {
            missed += 1;
            println!("missed {code} in {} {:?}: {:?} of {:?}", gold.id, gold.title, of(code), top(&tagged));
        }
        for code in found.difference(&gold.countries).filter(|code| !gold.countries_optional.contains(*code))
        {
            false_alarms += 1;
            let words: Vec<_> = of(code)
                .iter()
                .flat_map(|tag| &tag.evidence)
                .map(|evidence| format!("{} {:.1}", evidence.rule, evidence.weight))
                .collect();
            println!("false {code} in {} {:?}: {words:?} of {:?}", gold.id, gold.title, top(&tagged));
        }
    }
    let precision = f64::from(right as u32) / f64::from((right + false_alarms) as u32);
    let recall = f64::from(right as u32) / f64::from((right + missed) as u32);
    Some((precision, recall, 2.0 * precision * recall / (precision + recall)))
}

fn top(tagged: &Tagged) -> Vec<String> {
    tagged.countries.iter().take(6).map(|tag| format!("{} {:.1}", tag.code, tag.score)).collect()
}

#[test]
fn the_dev_gold_is_met() {
    let path = format!("{}/gold/dev.ndjson", data_folder());
    let Some((precision, recall, f1)) = score(&path) else {
        println!("skipped: no {path}");
        return;
    };
    println!("countries: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}");
    assert!(f1 >= 0.97, "{f1}");
}

/// The countries and subdivisions that a body of one or more lines is about.
#[track_caller]
fn check(language: &str, body: &str, expected: &str) {
    let tagged = Harness::new().tag("", body, language);
    let primary = tagged.countries.iter().filter(|tag| tag.role == CountryRole::Primary);
    let mut codes: Vec<&str> = primary.map(|tag| tag.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes.join(" "), expected, "{body:?} {:#?}", tagged.countries);
}

#[test]
fn countries_that_share_a_name() {
    check(
        "en",
        "A court in Atlanta, Georgia, heard the U.S. Attorney for the Northern District of Georgia.",
        "US US-GA",
    );
    check("en", "Talks in Tbilisi, Georgia, went on; Georgia thanked its partners.", "GE");
    check("fr", "La Géorgie et la Russie se rencontrent à Tbilissi.", "GE RU");
    check("fr", "Le Niger remercie Niamey.", "NE");
    check("fr", "Le Nigeria et Abuja : les forces nigérianes.", "NG");
    check("fr", "La RDC : à Goma, l'armée congolaise recule.", "CD");
    check("fr", "À Brazzaville, la police congolaise et le Congo coopèrent.", "CG");
    check("fr", "La Guinée équatoriale et Malabo", "GQ");
    check("fr", "La Guinée-Bissau", "GW");
    check("en", "Police seized drugs in New Mexico.", "US US-NM");
    check("en", "Officers from Hong Kong", "HK");
}

#[test]
fn names_that_are_words_or_persons() {
    check("en", "They ate turkey and kept a guinea pig made of china.", "");
    check("en", "Yesterday Michael Jordan and Chad Smith spoke.", "");
    check("en", "The king of Jordan spoke in Amman.", "JO");
    check("en", "Police in Paris, Texas, arrested two men.", "US US-TX");
    check("fr", "Il a eu un us et une ue.", "");
    check("fr", "l'accord de Paris sur le climat", "");
}

#[test]
fn inflections_seats_and_services() {
    check("fr", "La DGSN et les forces marocaines.", "MA");
    check("fr", "L’Élysée a répondu au Kremlin.", "FR RU");
    check("ru", "с российскими и американскими партнёрами", "RU US");
    check("ar", "القوات الفرنسية", "FR");
    check("de", "im Kanzleramt mit französischen Partnern", "DE FR");
    check("fi", "Ranskassa ja Venäjällä", "FR RU");
    check("ja", "北朝鮮と米国", "KP US");
    check("fr", "KANANASKIS, AB, une rencontre", "CA CA-AB");
    check("en", "Aurora, Ill, fell ill", "");
}

#[test]
fn a_text_at_home_need_not_say_so() {
    check("fr", "Le garde des sceaux et le préfet.", "FR");
    check("sv", "Regeringen har i en lagrådsremiss", "SE");
    check("fr", "À Dakar, au Sénégal, la gendarmerie et le ministre de l'Intérieur du Sénégal", "SN");
}

#[test]
fn evidence_stands_where_it_says() {
    let body = "Le Maroc et l’Espagne\n\nÀ Rabat, les forces espagnoles";
    let tagged = Harness::new().tag("Maroc : accord", body, "fr");
    let words: Vec<&str> = tagged
        .countries
        .iter()
        .flat_map(|tag| &tag.evidence)
        .map(|evidence| {
            assert!(evidence.weight > 0.0 && !evidence.rule.is_empty());
            match evidence.place {
                crate::communique::TextPlace::Title => &"Maroc : accord"[evidence.range.clone()],
                crate::communique::TextPlace::Body => &body[evidence.range.clone()],
            }
        })
        .collect();
    assert_eq!(words, ["Maroc", "Maroc", "Rabat", "Espagne", "espagnoles"]);
}

#[test]
fn a_list_of_every_country_is_about_none() {
    let french = "fr".parse().unwrap();
    let names: Vec<&str> = TAGGER
        .countries
        .iter()
        .filter_map(|country| country.cldr_names().get(&french))
        .map(String::as_str)
        .collect();
    let body = format!("Signataires du Maroc, au Maroc : {}", names.join(", "));
    let tagged = Harness::new().tag("Le Maroc accueille la conférence", &body, "fr");
    assert!(tagged.countries.len() > 200, "{}", tagged.countries.len());
    assert_eq!(primary(&tagged), BTreeSet::from(["MA".to_owned()]));
}

#[test]
fn an_issuer_by_address_and_place() {
    let of = |host: &str| TAGGER.countries.of_host(host).map(|code| code.to_string());
    assert_eq!(of("www.justice.gov").as_deref(), Some("US"));
    assert_eq!(of("securitepublique.gouv.qc.ca").as_deref(), Some("CA-QC"));
    assert_eq!(of("news.example.co.uk").as_deref(), Some("GB"));
    assert_eq!(of("example.com"), None);
}

/// Nothing in a hostile text makes the tagger panic or point outside it.
#[test]
fn odd_texts_are_survived() {
    let mut harness = Harness::new();
    for body in [
        "",
        "\n\n",
        "…!?«»",
        "États-Unis",
        "ÉÉÉ, AB",
        "美",
        "米",
        &"France ".repeat(5000),
        &"-".repeat(10_000),
    ] {
        let tagged = harness.tag("", body, "fr");
        for evidence in tagged.countries.iter().flat_map(|tag| &tag.evidence) {
            assert!(body.get(evidence.range.clone()).is_some(), "{evidence:?}");
        }
    }
}
