//! What `enrich::passages` promises, by tables of texts and what is made of them.

use super::*;
use PassageRole::{Boilerplate, Contact, Heading, Text, Title};
use proptest::prelude::*;

const PROSE: &str = "Le ministre a reçu mardi son homologue pour parler de la frontière commune, des contrôles que les deux pays y mènent ensemble et des moyens que chacun y met, au terme de trois ans de travail.";

#[track_caller]
fn check(body: &str, expected: &[(&str, PassageRole)]) {
    check_titled(None, body, expected);
}

#[track_caller]
fn check_titled(title: Option<&str>, body: &str, expected: &[(&str, PassageRole)]) {
    let found: Vec<(&str, PassageRole)> =
        split_passages(body, title).into_iter().map(|passage| (&body[passage.range], passage.role)).collect();
    let expected: Vec<(&str, PassageRole)> = expected.to_vec();
    assert_eq!(found, expected);
}

#[test]
fn paragraphs() {
    check("", &[]);
    check(" \n\n \t\n", &[]);
    check("Un.\n\nDeux.\n", &[("Un.", Text), ("Deux.", Text)]);
    check("Un.\r\n\r\nDeux.\r\n", &[("Un.", Text), ("Deux.", Text)]);
    // Lines that end sentences are paragraphs where no empty line says otherwise.
    check("Une phrase.\nUne autre.", &[("Une phrase.", Text), ("Une autre.", Text)]);
    // Wrapped lines are one.
    let wrapped = "Une vulnérabilité présente sur le système d'exploitation AIX sur la\ncommande peut être utilisée par un utilisateur local mal\nintentionné.";
    check(wrapped, &[(wrapped, Text)]);
}

#[test]
fn rubbish_of_pages() {
    let body = format!(
        "Soutenez\n\nPhoto: A. B./The Associated Press\n\n{PROSE}\n\nArticles récents du même sujet\n\nMon\nMétro\n\nDécouvrez nos infolettres !"
    );
    check(
        &body,
        &[
            ("Soutenez", Boilerplate),
            ("Photo: A. B./The Associated Press", Boilerplate),
            (PROSE, Text),
            ("Articles récents du même sujet", Boilerplate),
            ("Mon", Boilerplate),
            ("Métro", Boilerplate),
            ("Découvrez nos infolettres !", Boilerplate),
        ],
    );
    let body = format!(
        "Accueil International Deux pays et leur frontière\n\nDeux pays et leur frontière\n\n0\n\n{PROSE}\n\nAucun commentaire\n\nLEAVE A REPLY\n\nPlease enter your comment!\nPlease enter your name here\n\nQuitter la version mobile"
    );
    check(
        &body,
        &[
            ("Accueil International Deux pays et leur frontière", Boilerplate),
            ("Deux pays et leur frontière", Text),
            ("0", Boilerplate),
            (PROSE, Text),
            ("Aucun commentaire", Boilerplate),
            ("LEAVE A REPLY", Boilerplate),
            ("Please enter your comment!", Boilerplate),
            ("Please enter your name here", Boilerplate),
            ("Quitter la version mobile", Boilerplate),
        ],
    );
}

#[test]
fn a_menu_begins_as_the_way_to_the_page_does() {
    let body = format!(
        "Accueil Politique Société Sport\n\nAccueil Monde Deux pays et une frontière\n\nDeux pays et une frontière\n\n{PROSE}"
    );
    check(
        &body,
        &[
            ("Accueil Politique Société Sport", Boilerplate),
            ("Accueil Monde Deux pays et une frontière", Boilerplate),
            ("Deux pays et une frontière", Heading),
            (PROSE, Text),
        ],
    );
}

#[test]
fn contacts() {
    check("SOURCE Cabinet de la ministre", &[("SOURCE Cabinet de la ministre", Contact)]);
    let sources = "Sources : A B, attaché de presse, 514 585-4451, [email protected]; C D, 418 646-6777, poste 30274, [email protected]";
    check(sources, &[(sources, Contact)]);
    check(
        "Media contact: press office, 555-0100. Follow us for updates.",
        &[("Media contact: press office, 555-0100. Follow us for updates.", Contact)],
    );
    check("Contacto de prensa: 555 0100", &[("Contacto de prensa: 555 0100", Contact)]);
    check("للاتصال: 5550100", &[("للاتصال: 5550100", Contact)]);
    check(
        "Source : https://www.diplomatie.gouv.fr, le 21 septembre 2020",
        &[("Source : https://www.diplomatie.gouv.fr, le 21 septembre 2020", Contact)],
    );
    check(
        &format!("{PROSE}\n\n###\n\nAnne Benoît\n\n01 40 07 60 60"),
        &[(PROSE, Text), ("###", Contact), ("Anne Benoît", Contact), ("01 40 07 60 60", Contact)],
    );
}

#[test]
fn text_stays_text() {
    for text in [
        "Contact tracing helped the police to find the three men who had left the city that night.",
        "Anyone who saw the men is asked to call the police of the county at 859-292-3680.",
        "Home Secretary visits the border",
        "Information about these cases is available on the website of the department.",
        "Top commander arrested",
        "For more information on the plan, call the department at 202-514-2007 or see its site, which has it in full.",
        "Copyright infringement ring dismantled in three countries",
        "JavaScript flaws let attackers run code",
        "Information sharing between the two countries",
        "Search warrants were executed in five cities.",
    ] {
        check(text, &[(text, Text)]);
    }
}

#[test]
fn related_articles_inside_a_text_take_little_with_them() {
    let body = format!(
        "{PROSE}\n\nRelated articles\n\nTwo men held at the border\n\nThe minister said on Monday that the two countries would go on working together in the region.\n\n{PROSE}"
    );
    let roles: Vec<PassageRole> = split_passages(&body, None).iter().map(|passage| passage.role).collect();
    assert_eq!(roles, [Text, Boilerplate, Boilerplate, Text, Text]);
}

#[test]
fn titles_and_headings() {
    let body = format!("Deux pays, une frontière\n\nContexte\n\n{PROSE}");
    check_titled(
        Some("Deux pays – une frontière."),
        &body,
        &[("Deux pays, une frontière", Title), ("Contexte", Heading), (PROSE, Text)],
    );
}

#[test]
fn long_lists_stay_bounded() {
    let list = "mot\n".repeat(100_000);
    let passages = split_passages(&list, None);
    assert!(passages.len() <= MAX_PASSAGES);
    assert_eq!(passages.last().map(|passage| passage.range.end), Some(list.len() - 1));
    let long = "mot ".repeat(250_000);
    assert_eq!(split_passages(&long, None).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn passages_cover_all_but_white_space(body in "(\\PC{0,30}|\\n|\\r\\n|\\r|\\n\\n| |Contact :|LEAVE A REPLY|a@b.fr){0,40}") {
        let mut end = 0;
        for passage in split_passages(&body, Some("Titre")) {
            prop_assert!(passage.range.start >= end && passage.range.start < passage.range.end);
            prop_assert!(body[end..passage.range.start].trim().is_empty());
            let text = &body[passage.range.clone()];
            prop_assert_eq!(text, text.trim());
            end = passage.range.end;
        }
        prop_assert!(body[end..].trim().is_empty());
    }
}
