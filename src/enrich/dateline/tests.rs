//! What `enrich::dateline` promises, by tables of texts and what is made of them.

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
    check("LE HAVRE, le 16 janvier 2025 – Les", "LE HAVRE", "2025-01-16", "-", "Les");
    check("DEN HAAG, 18 januari 2024 – In", "DEN HAAG", "2024-01-18", "-", "In");
    check("The Hague, 3 March 2023 - A", "The Hague", "2023-03-03", "-", "A");
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
fn two_calendars() {
    let text = "الرياض 15 رجب 1445 هـ الموافق 27 يناير 2024 م (واس) - استقبل";
    check(text, "الرياض", "2024-01-27", "SPA", "استقبل");
    check("الرياض 27 يناير 2024م الموافق 15 رجب 1445هـ (واس) - قال", "الرياض", "2024-01-27", "SPA", "قال");
    check("الرياض، 1445/07/15هـ الموافق 27/01/2024 - قال", "الرياض", "2024-01-27", "-", "قال");
    check("الرياض 15 رجب 1445 هـ (واس) - قال", "الرياض", "-", "SPA", "قال");
    check("Alger, le 27 janvier 2024, correspondant au 15 rajab 1445 - Le", "Alger", "2024-01-27", "-", "Le");
    check("تهران، ۲۷ خرداد ۱۴۰۳ برابر با ۱۶ ژوئن ۲۰۲۴ - سخنگوی", "تهران", "2024-06-16", "-", "سخنگوی");
    check_none("15 رجب 1445");
}

#[test]
fn hours_and_wide_spaces() {
    check("PARIS, le 3 mars 2023, 14h30 – Le", "PARIS", "2023-03-03", "-", "Le");
    check("BERLIN, 17. Juni 2025, 14:30 Uhr – Der", "BERLIN", "2025-06-17", "-", "Der");
    check("WASHINGTON, June 3, 2024, 10:00 a.m. EDT – The", "WASHINGTON", "2024-06-03", "-", "The");
    check("МОСКВА, 3 июня 2024, 10 ч 30 мин – Глава", "МОСКВА", "2024-06-03", "-", "Глава");
    check("東京　2024年6月17日　政府は", "東京", "2024-06-17", "-", "政府は");
    check("東京　2024年6月17日　10時30分　政府は", "東京", "2024-06-17", "-", "政府は");
    check("新华社北京　2024年6月17日电　外交部", "北京", "2024-06-17", "Xinhua", "外交部");
}

#[test]
fn every_language() {
    let dated = [
        "PARIS, le 3 mars 2023 – X",
        "LONDON, March 3, 2023 – X",
        "LONDON, 3 March 2023 – X",
        "MADRID, 3 de marzo de 2023 – X",
        "BERLIN, 3. März 2023 – X",
        "ROMA, 3 marzo 2023 – X",
        "LISBOA, 3 de março de 2023 – X",
        "DEN HAAG, 3 maart 2023 – X",
        "STOCKHOLM, 3 mars 2023 – X",
        "KØBENHAVN, 3. marts 2023 – X",
        "OSLO, 3. mars 2023 – X",
        "HELSINKI, 3. maaliskuuta 2023 – X",
        "BUCUREȘTI, 3 martie 2023 – X",
        "BUDAPEST, 2023. március 3. – X",
        "МОСКВА, 3 марта 2023 г. – X",
        "КИЇВ, 3 березня 2023 року – X",
        "WARSZAWA, 3 marca 2023 r. – X",
        "ANKARA, 3 Mart 2023 – X",
        "القاهرة، 3 مارس 2023 – X",
        "ΑΘΗΝΑ, 3 Μαρτίου 2023 – X",
        "تهران، ۳ مارس ۲۰۲۳ – X",
        "北京，2023年3月3日 – X",
        "東京、2023年3月3日 – X",
        "서울, 2023년 3월 3일 – X",
        "BARCELONA, 3 de març de 2023 – X",
    ];
    for text in dated {
        let found = dateline_at(text, DayOrder::Unknown);
        let date = found.as_ref().and_then(|found| found.date).map(|date| date.to_string());
        assert_eq!(date.as_deref(), Some("2023-03-03"), "{text}");
        assert!(found.is_some_and(|found| found.place.is_some()), "{text}");
    }
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
