//! What `enrich::countries` promises, by tables of texts and what is made of them.

use super::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::communique::CountryRole;
use crate::enrich::sample_tests::{ANALYZER, CONFIG, Sample};

static TAGGER: LazyLock<CountryTagger> = LazyLock::new(|| CountryTagger::new(&CONFIG, &ANALYZER));

fn tag(title: &str, body: &str, language: &str) -> Tagged {
    TAGGER.tag(&Sample::new(language, title, body).view(), &mut Default::default())
}

fn primary(tagged: &Tagged) -> BTreeSet<String> {
    let primary = tagged.countries.iter().filter(|tag| tag.role == CountryRole::Primary);
    primary.map(|tag| tag.code.country().to_string()).collect()
}

/// The countries and subdivisions that a body of one or more lines is about.
#[track_caller]
fn check(language: &str, body: &str, expected: &str) {
    let tagged = tag("", body, language);
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
    check("fr", "À Atlanta, la police de Géorgie et le FBI ont arrêté deux hommes.", "US US-GA");
    check("fr", "Le Niger remercie Niamey.", "NE");
    check("fr", "L'armée nigérienne et le Niger", "NE");
    check("fr", "Le Nigeria et Abuja : les forces nigérianes.", "NG");
    check("en", "Nigerian police in Lagos", "NG");
    check("ro", "Coreea de Sud și Coreea de Nord, Guineea, Țările de Jos", "GN KP KR NL");
    for (language, of_niger, of_nigeria) in [
        ("ru", "президент Нигера", "президент Нигерии"),
        ("uk", "президент Нігеру", "президент Нігерії"),
        ("pl", "prezydent Nigru", "prezydent Nigerii"),
        ("fi", "Nigerin presidentti", "Nigerian presidentti"),
        ("ro", "președintele Nigerului", "președintele Nigeriei"),
        ("el", "ο πρόεδρος του Νίγηρα", "ο πρόεδρος της Νιγηρίας"),
        ("hu", "a miniszter Nigerben", "a miniszter Nigériában"),
        ("tr", "bakan Nijer'de", "bakan Nijerya'da"),
    ] {
        check(language, of_niger, "NE");
        check(language, of_nigeria, "NG");
    }
    check("en", "The port of Benin City, where officers worked", "NG");
    check("fr", "La RDC : à Goma, l'armée congolaise recule.", "CD");
    check("fr", "À Kinshasa, la police congolaise et le Congo coopèrent.", "CD");
    check("fr", "À Brazzaville, la police congolaise et le Congo coopèrent.", "CG");
    check("fr", "À Conakry, la Guinée et ses partenaires", "GN");
    check("fr", "La Guinée équatoriale et Malabo", "GQ");
    check("fr", "La Guinée-Bissau", "GW");
    check("fr", "La Papouasie-Nouvelle-Guinée et Port Moresby", "PG");
    check("fr", "la piraterie dans le golfe de Guinée", "");
    check("en", "Police seized drugs in New Mexico.", "US US-NM");
    check("en", "Police seized drugs in Mexico.", "MX");
    check("en", "Officers from Hong Kong", "HK");
    check("en", "Officers from China", "CN");
}

#[test]
fn names_that_are_words_or_persons() {
    check("en", "Are we safe? Are they ready? The rules ARE shifting.", "");
    check("sv", "En brand i Åre spred sig. Åre kommun larmade.", "SE");
    check("sv", "Islands president kom till mötet. Island stöder förslaget.", "IS");
    check("en", "They ate turkey and kept a guinea pig made of china.", "");
    check("en", "Officials in Ankara said that Turkey and Syria reopened a crossing.", "SY TR");
    check("en", "Yesterday Michael Jordan and Chad Smith spoke.", "");
    check("es", "El exministro de Hacienda, Mauricio Cárdenas, habló en la Reunión de Alto Nivel.", "");
    check("es", "El buque zarpó de la isla Mauricio; la policía mauriciana lo abordó en Mauricio.", "MU");
    check("en", "The king of Jordan spoke in Amman.", "JO");
    check("en", "Refugees crossed into Chad near N'Djamena.", "TD");
    check("en", "Witnesses told Chad Hammel to leave.", "");
    check("en", "The talks in Washington ended.", "US");
    check("en", "A man in Seattle, Washington, was arrested by the FBI.", "US");
    check("en", "The actor Denzel Washington spoke.", "");
    check("fr", "Yves Saint-Laurent présente sa collection.", "");
    check("fr", "Le Canada surveille le Saint-Laurent.", "CA");
    check("en", "Police in Paris, Texas, arrested two men.", "US US-TX");
    check("fr", "La police a arrêté deux hommes à Paris.", "FR");
    check("fr", "Israël et la vieille ville de Jérusalem", "IL");
    check("fr", "Les Palestiniens de Jérusalem-Est", "PS");
    check("en", "He was treated at Mount Sinai and taught Spanish-speaking clients.", "");
    check("fr", "Il a eu un us et une ue.", "");
    check("fr", "l'accord de Paris sur le climat", "");
}

#[test]
fn one_late_mention_is_no_subject() {
    let film = "The new film tells of a family and of its house by the sea. ".repeat(25);
    check("en", &format!("{film}\n\nIt was shot in Ireland."), "");
    check("en", &format!("{film}\n\nIt was shot in Ireland, and Ireland paid for it."), "IE");
    check("en", &format!("It was shot in Ireland.\n\n{film}"), "IE");
}

#[test]
fn a_quoted_broadcaster_is_not_the_subject() {
    check("en", "An official in Indonesia told CNN and ABC News that help had come to Jakarta.", "ID");
    check("de", "In Pennsylvania sucht die Polizei nach Zeugen.", "US US-PA");
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
    let tagged = tag("Maroc : accord", body, "fr");
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
    let tagged = tag("Le Maroc accueille la conférence", &body, "fr");
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

#[test]
fn an_issuer_by_source_contacts_and_place() {
    #[track_caller]
    fn check(source: Option<&str>, place: Option<&str>, body: &str, expected: Option<&str>) {
        let mut sample = Sample::new("fr", "", body);
        sample.make_contacts("Contact");
        let view = DocumentView { source, place, ..sample.view() };
        let issuer = TAGGER.tag(&view, &mut Default::default()).issuer_country.map(|code| code.to_string());
        assert_eq!(issuer.as_deref(), expected, "{source:?} {place:?} {body}");
    }
    let about_morocco = "Le Maroc et ses services ont saisi des armes.";
    check(Some("Ministère de l'Intérieur"), None, about_morocco, Some("FR"));
    check(Some("exemple.gouv.qc.ca"), None, about_morocco, Some("CA-QC"));
    check(Some("Ambassade de France"), Some("RABAT"), about_morocco, Some("FR"));
    check(None, Some("RABAT"), about_morocco, Some("MA"));
    let signed = "La France et ses services ont saisi des armes.\n\nFait à Rabat, le 3 mars 2023.";
    check(None, None, signed, Some("MA"));
    check(None, Some("PARIS"), signed, Some("FR"));
    check(None, None, "Les services ont saisi des armes.\n\nTout est fait à Rabat.", None);
    check(None, None, "Sie wurde gefasst.\n\nGeschehen zu Berlin am 3. März 2023.", Some("DE"));
    let signed = "Le Maroc a saisi des armes.\nContact : presse@police.belgium.be, www.police.be";
    check(None, Some("RABAT"), signed, Some("BE"));
    check(None, None, "Contact : a@example.com", None);
}

/// Nothing in a hostile text makes the tagger panic or point outside it.
#[test]
fn odd_texts_are_survived() {
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
        let tagged = tag("", body, "fr");
        for evidence in tagged.countries.iter().flat_map(|tag| &tag.evidence) {
            assert!(body.get(evidence.range.clone()).is_some(), "{evidence:?}");
        }
    }
}
