//! What `enrich::publication` promises, by tables of texts and what is made of them.

use super::*;
use crate::enrich::dateline::find_dateline;
use crate::enrich::passages::split_passages;
use proptest::prelude::*;

fn found(metadata: Option<&str>, title: &str, body: &str, language: &str) -> Option<PublicationDate> {
    published([metadata, None], title, body, language)
}

/// With the date in the metadata and the day that the file was made.
fn published(stated: [Option<&str>; 2], title: &str, body: &str, language: &str) -> Option<PublicationDate> {
    let [metadata, file] = stated.map(|date| date.map(|date| date.parse().unwrap()));
    let passages = split_passages(body, None);
    let language: LanguageCode = language.parse().unwrap();
    let dateline = find_dateline(body, &passages, DayOrder::of(language));
    publication_date(PublicationInput {
        metadata,
        file,
        title,
        title_range: None,
        body,
        passages: &passages,
        dateline: dateline.as_ref(),
        language,
    })
}

#[track_caller]
fn check(title: &str, body: &str, expected: Option<&str>) {
    let date = found(None, title, body, "fr").map(|(date, _)| date.to_string());
    assert_eq!(date.as_deref(), expected, "{title} | {body}");
}

const PROSE: &str = "Le ministre a reçu son homologue pour parler de la frontière, et de l'accord du 3 juin 2011, après l'attaque du 12 mai 2011 dans le nord du pays.";

#[test]
fn where_a_publication_is_stated() {
    let with = |line: &str| format!("Titre de la page\n\n{line}\n\n{PROSE}");
    check("", &with(" date 2024-12 QUÉBEC, le 13 déc. 2024 /CNW/ - Le ministre"), Some("2024-12-13"));
    check("", &with("Publié le 3 mars 2023 à 10h00"), Some("2023-03-03"));
    check("", &with("Publicerad 02 februari 2023"), Some("2023-02-02"));
    check("", &with("Veröffentlicht am 17. Juni 2025"), Some("2025-06-17"));
    check("", &with("تاريخ النشر: ١٥ يناير ٢٠٢٤"), Some("2024-01-15"));
    check("", &with("发布时间：2024年6月17日"), Some("2024-06-17"));
    check("", &with("FOR IMMEDIATE RELEASE: Monday, June 3, 2024"), Some("2024-06-03"));
    check("", &with("Communiqué de presse – Paris, le 3 mars 2023"), Some("2023-03-03"));
    check("", &with("Stockholm den 3 mars 2023"), Some("2023-03-03"));
    check("", &with("Par La Rédaction - 23 avril 2024"), Some("2024-04-23"));
    check("", &with("By Jane Doe | June 3, 2024"), Some("2024-06-03"));
    check("", &with("Communiqué de presse 541/21 – Bruxelles, le 12 juillet 2021"), Some("2021-07-12"));
    check("", &with("Kingston, Jamaica, 4 July 2024, 6:00 p.m."), Some("2024-07-04"));
    check("", &format!("{PROSE}\n\nFait à Paris, le 3 mars 2023."), Some("2023-03-03"));
    check("", &format!("{PROSE}\n\nDone at Brussels, 3 June 2024"), Some("2024-06-03"));
    check(
        "",
        &format!("{PROSE} Le texte est présenté aujourd'hui, vendredi 3 mars 2023."),
        Some("2023-03-03"),
    );
    check(
        "",
        "Remissen beslutas idag den 2 februari 2023. Lagen träder i kraft den 1 juni 2023.",
        Some("2023-02-02"),
    );
}

#[test]
fn headings_that_run_on_into_the_text() {
    let check = |body: &str, expected| check("", body, expected);
    check(
        "SENATE PASSES BORDER BILL March 9 2006 WASHINGTON The Senate voted on July 4 2005",
        Some("2006-03-09"),
    );
    check(
        "Senate passes border bill by two votes March 9th 2006 Washington D C The Senate",
        Some("2006-03-09"),
    );
    check("Border Bill FOR IMMEDIATE RELEASE Thursday March 9 2006 Contact Jane Doe", Some("2006-03-09"));
    check(
        "Border Bill For Immediate Release: March 9, 2006\nContact: Jane Doe\nThe Senate",
        Some("2006-03-09"),
    );
    check("March 9 2006 Senate Passes Border Bill The Senate today", Some("2006-03-09"));
    check(
        "Office of the Senator July 31 2008 News Border Bill March 9 2006 FOR IMMEDIATE RELEASE",
        Some("2006-03-09"),
    );
    check("Press Office Contact 202 224 5972 Date 03 21 2006 Border Bill Senator", Some("2006-03-21"));
    check("03 21 2006 Border Bill Senator Doe News Release", Some("2006-03-21"));
    check("Border Bill FOR IMMEDIATE RELEASE 21 03 2006 Senator Doe", Some("2006-03-21"));
    check("Border Bill FOR IMMEDIATE RELEASE 03 04 2006 Senator Doe", None);
    check("Border Bill of Article 03 21 2006 Senator Doe", None);
    check("Arrest made in New York On March 9 2006 Officers found weapons", None);
    check(
        "Delegates of ninety countries in the new hall of Paris November 30 2015 – December 11 2015 Delegates",
        None,
    );
    check("The parties met under the March 9, 2006 Article 5 agreement.", None);
    check(
        "March 3, 2023 Town hall opens\n\nMarch 5, 2023 Budget vote\n\nMarch 9, 2023 Closing of the session and farewell",
        None,
    );
    check("Officers who had been looking since March 9 2006 WASHINGTON street found weapons", None);
    check("The attack of March 9, 2006, Senators said, was planned.", None);
}

#[test]
fn lines_under_a_title() {
    let check = |line: &str, expected| check("", &format!("{line}\n\n{PROSE}"), expected);
    check("Tribune de Mme A, ministre de la Défense, Le Quotidien, le 3 mars 2023", Some("2023-03-03"));
    check("Försvarsminister B C, debattartikel, Dagbladet, den 3 mars 2023.", Some("2023-03-03"));
    check("Debattartikel publicerad i Dagbladet den 3 mars 2023.", Some("2023-03-03"));
    check("Jane Doe, riksdagen, den 3 mars 2023.", Some("2023-03-03"));
    check("Ministerns tal om gränsen, måndag 3 mars 2023, Malmö.", Some("2023-03-03"));
    check("Malmö, 3 mars 2023. Det talade ordet gäller.", Some("2023-03-03"));
    check(
        "Discours du ministre devant l'Assemblée le 3 mars 2023\n\nSeul le prononcé fait foi",
        Some("2023-03-03"),
    );
    check("Tal om dådet den 7 maj 2022.\n\nMalmö, 3 mars 2023. Det talade ordet gäller.", Some("2023-03-03"));
    check("John Roe, 25, for allegedly burning the bridge on March 3, 2023.", None);
    check("Tal om lagen som gäller från den 3 mars 2023.", None);
    check("John Roe, Jane Doe and others were sentenced on March 3, 2023.", None);
    check("Jean Dupont, né le 3 mars 1983.", None);
    check("Un point de contrôle a été attaqué le 3 mars 2023.", None);
    check("Le Conseil a adopté ce règlement le 3 mars 2023.", None);
    check("The joint statement was adopted on March 3, 2023.", None);
    check("Press conference planned for Tuesday, March 3, 2023.", None);
    check("The report, published in Nature on March 3, 2023.", None);
}

#[test]
fn titles() {
    check("Communiqué du ministère, en date du 13 septembre 2020, sur l'Iran", PROSE, Some("2020-09-13"));
    check("Conseil des ministres du 23 septembre 2020. Accords.", PROSE, Some("2020-09-23"));
    check(
        "Déclaration de M. A, ministre, sur l'attentat du 14 juillet 2016, à Nice le 16 juillet 2016.",
        PROSE,
        Some("2016-07-16"),
    );
    check("Entretien de M. A avec Europe 1 le 13 septembre 2020, sur la Turquie", PROSE, Some("2020-09-13"));
    check("Attentats du 13 novembre 2015 : commémoration", PROSE, None);
    check("Déclaration de M. A sur le sommet des 24 et 25 septembre 2020", PROSE, None);
    check("Visite à Rabat (3 mars 2023)", PROSE, Some("2023-03-03"));
    check(
        "Déclaration de M. A, sur l'attentat de Nice, à Paris le 16 juillet 2016",
        &format!("Hommage aux victimes de l'attentat de Nice 14 juillet 2016 Paris\n\n{PROSE}"),
        Some("2016-07-16"),
    );
}

#[test]
fn events_are_not_publications() {
    check("", PROSE, None);
    check("", &format!("{PROSE}\n\nSource : https://www.diplomatie.gouv.fr, le 21 septembre 2020"), None);
    check(
        "",
        "3 mars 2023 - Ouverture de la session de printemps.\n\n4 mars 2023 - Vote sur le budget.\n\n5 mars 2023 - Clôture.",
        None,
    );
    check(
        "",
        "The man was sentenced, the department announced today. On July 25, 2011, a jury convicted him.",
        None,
    );
    check("", &format!("{PROSE}\n\nMarch 3, 2023\n\nTown hall\n\nMarch 5, 2023"), None);
    let long = [PROSE; 9].join("\n\n");
    let signed = format!("{long}\n\nEntrée en vigueur\n\n1 juin 2023\n\nFait à Paris, le 3 mars 2023.");
    check("", &signed, Some("2023-03-03"));
    check("", "Pressmeddelande, 23 mars 2023: Ett förslag\n\nPressmeddelande, 24 mars 2023: Ett annat", None);
    check("", "On May 3, 9999, the form ends.", None);
    check("", "CVE-2024-12 est corrigée.", None);
}

#[test]
fn metadata() {
    let date =
        |metadata: &str, body: &str| found(Some(metadata), "", body, "fr").map(|(date, _)| date.to_string());
    assert_eq!(date("2024-12", "QUÉBEC, le 13 déc. 2024 /CNW/ - Le ministre").as_deref(), Some("2024-12-13"));
    assert_eq!(
        date("2023-01-05", "QUÉBEC, le 13 déc. 2024 /CNW/ - Le ministre").as_deref(),
        Some("2023-01-05")
    );
    assert_eq!(
        date("9999-12-31", "QUÉBEC, le 13 déc. 2024 /CNW/ - Le ministre").as_deref(),
        Some("2024-12-13")
    );
    assert_eq!(date("2024-06", PROSE).as_deref(), Some("2024-06"));
    assert_eq!(date("9999", PROSE), None);
}

#[test]
fn a_file_was_made_when_nothing_else_is_known() {
    let date = |metadata: Option<&str>, body: &str| {
        published([metadata, Some("2025-02-01")], "", body, "fr").map(|(date, _)| date.to_string())
    };
    assert_eq!(date(None, PROSE).as_deref(), Some("2025-02-01"));
    assert_eq!(date(None, "QUÉBEC, le 13 déc. 2024 /CNW/ - Le ministre").as_deref(), Some("2024-12-13"));
    assert_eq!(date(Some("2023-01-05"), PROSE).as_deref(), Some("2023-01-05"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn ranges_are_on_characters(body in "(\\PC{0,20}|\\n|\\n\\n|3 juin 2024|Publié le |aujourd'hui |Fait à Paris, le | - ){0,25}") {
        if let Some((_, Some(range))) = found(None, &body, &body, "fr") {
            prop_assert!(body.get(range).is_some());
        }
    }
}
