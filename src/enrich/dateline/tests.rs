use super::*;
use proptest::prelude::*;

/// Checks place, date and agency of a passage's dateline, `-` for what is not stated, and the text after it.
#[track_caller]
fn check(text: &str, place: &str, date: &str, agency: &str, rest: &str) {
    let Some(found) = dateline_at(text, DayOrder::DayFirst) else {
        panic!("no dateline in {text:?}");
    };
    let shown = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let all = [shown(found.place), shown(found.date.map(|date| date.to_string())), shown(found.agency)];
    assert_eq!(all, [place, date, agency], "{text}");
    assert_eq!(text[found.range.end..].trim(), rest, "{text}");
}

#[track_caller]
fn check_none(text: &str) {
    assert_eq!(dateline_at(text, DayOrder::DayFirst), None, "{text}");
}

#[test]
fn forms() {
    check(
        " date 2024-12 QUÉBEC, le 13 déc. 2024 /CNW/ - Cette semaine",
        "QUÉBEC",
        "2024-12-13",
        "CNW",
        "Cette semaine",
    );
    check("KANANASKIS, AB, le 17 juin 2025 /CNW/ - Nous", "KANANASKIS, AB", "2025-06-17", "CNW", "Nous");
    check("PARIS – La France et", "PARIS", "-", "-", "La France et");
    check("WASHINGTON, June 3, 2024 (Reuters) — The", "WASHINGTON", "2024-06-03", "Reuters", "The");
    check("WASHINGTON, March 14, 2024 (Agency) - Hazim", "WASHINGTON", "2024-03-14", "-", "Hazim");
    check("Madrid, 14 mar (Agencia) - Siria", "Madrid", "-", "-", "Siria");
    check("MADRID, 3 Jun. 2024 (EUROPA PRESS) - El", "MADRID", "2024-06-03", "Europa Press", "El");
    check("BERLIN (dpa) - Der", "BERLIN", "-", "dpa", "Der");
    check("ROMA, 3 giugno 2024 (ANSA) - Il", "ROMA", "2024-06-03", "ANSA", "Il");
    check("MOSCOW, June 3, 2024. /TASS/. Russia", "MOSCOW", "2024-06-03", "TASS", "Russia");
    check("МОСКВА, 3 июня 2024 года — РИА Новости. Глава", "МОСКВА", "2024-06-03", "-", "РИА Новости. Глава");
    check("BEIJING, June 3 (Xinhua) -- China", "BEIJING", "-", "Xinhua", "China");
    check("الرباط - ندّدت النائبة الأمريكية", "الرباط", "-", "-", "ندّدت النائبة الأمريكية");
    check("القاهرة، 15 يناير 2024 (رويترز) - قال", "القاهرة", "2024-01-15", "Reuters", "قال");
    check("Paris, le 3 mars 2023", "Paris", "2023-03-03", "-", "");
    check("Stockholm den 3 mars 2023", "Stockholm", "2023-03-03", "-", "");
    check("Brussels, Monday 3 June 2024 – The Council", "Brussels", "2024-06-03", "-", "The Council");
    check("Washington, D.C., June 3, 2024 – The", "Washington, D.C.", "2024-06-03", "-", "The");
    check("ATLANTA- The man", "ATLANTA", "-", "-", "The man");
    check("17. Juni 2025", "-", "2025-06-17", "-", "");
    check("La Haye, 3 juin 2024 - Europol", "La Haye", "2024-06-03", "-", "Europol");
    check("新华社北京2024年6月17日电 外交部", "北京", "2024-06-17", "Xinhua", "外交部");
}

#[test]
fn prose_is_none() {
    check_none("La France condamne l'exécution de Navid Afkari en Iran le 12 septembre 2020.");
    check_none("On June 3, 2024, the court ruled - and so on.");
    check_none("– Regeringen har stor förståelse");
    check_none("Q - Le président Erdogan");
    check_none("En visite de travail en France, du 26 au 28 juin 2024, sur invitation");
    check_none("Torsdagen den 9 mars ligger fokus");
    check_none("COMMUNIQUÉ – La France");
    check_none("Le 3 mars 2023, le ministre a dit - oui");
    check_none("Klimat- och miljöministern besöker");
    check_none("Microsoft Internet Information Server (IIS) : toutes versions");
    check_none("FISC Order Granting Enlargement of Time (Jan. 8. 2010).");
    check_none("Karlstadsdeklarationen – en ny väg");
    check_none("这是很大、很大规模的竞选之一 -- 他说");
    check_none("11 augusti:");
    check_none("");
    check_none("- - - -");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn ranges_are_on_characters(text in "(\\PC|PARIS|, | - |–|/CNW/|\\(AFP\\)|3 juin 2024|le |\\n| ){0,20}") {
        if let Some(found) = dateline_at(&text, DayOrder::Unknown) {
            prop_assert!(text.get(found.range).is_some());
            prop_assert!(found.date_range.is_none_or(|range| text.get(range).is_some()));
        }
    }
}
