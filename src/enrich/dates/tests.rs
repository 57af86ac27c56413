//! What `enrich::dates` promises, by tables of texts and what is made of them.

use super::*;
use proptest::prelude::*;

fn order(language: &str) -> DayOrder {
    DayOrder::of(language.parse().unwrap())
}

/// Every date in `text`, as `2024-06-17`, or `?` for one without a year.
#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    let found: Vec<String> = find_dates(text, order(language))
        .iter()
        .map(|phrase| phrase.date.map_or_else(|| "?".to_owned(), |date| date.to_string()))
        .collect();
    assert_eq!(found, expected, "{language}: {text}");
}

#[test]
fn phrases_of_every_language() {
    check("fr", "QUÉBEC, le 13 déc. 2024 /CNW/ -", &["2024-12-13"]);
    check("fr", "vendredi 3 mars 2023", &["2023-03-03"]);
    check("fr", "le 1er août 2023", &["2023-08-01"]);
    check("en", "WASHINGTON, June 3, 2024 (Reuters)", &["2024-06-03"]);
    check(
        "en",
        "on the 3rd of June 2024; Sept. 4, 2023; 5 May 2022",
        &["2024-06-03", "2023-09-04", "2022-05-05"],
    );
    check("es", "15 de agosto de 2021", &["2021-08-15"]);
    check("es", "a 3 de setiembre del 2021", &["2021-09-03"]);
    check("de", "17. Juni 2025", &["2025-06-17"]);
    check("de", "3. Jänner 2024", &["2024-01-03"]);
    check("it", "1º settembre 2023", &["2023-09-01"]);
    check("pt", "3 de março de 2023", &["2023-03-03"]);
    check("nl", "woensdag 5 maart 2025", &["2025-03-05"]);
    check("sv", "Publicerad 02 februari 2023", &["2023-02-02"]);
    check("sv", "Stockholm den 3 mars 2023", &["2023-03-03"]);
    check("da", "den 5. marts 2025", &["2025-03-05"]);
    check("no", "5. desember 2024", &["2024-12-05"]);
    check("fi", "17. kesäkuuta 2025", &["2025-06-17"]);
    check("ro", "17 iunie 2025", &["2025-06-17"]);
    check("hu", "2024. június 17.", &["2024-06-17"]);
    check("hu", "2024. szeptember 3-án", &["2024-09-03"]);
    check("ru", "17 июня 2025 года", &["2025-06-17"]);
    check("uk", "17 червня 2025 року", &["2025-06-17"]);
    check("pl", "17 czerwca 2025 r.", &["2025-06-17"]);
    check("tr", "17 Haziran 2025", &["2025-06-17"]);
    check("tr", "3 KASIM 2024", &["2024-11-03"]);
    check("ar", "١٥ يناير ٢٠٢٤", &["2024-01-15"]);
    check("ar", "15 كانون الثاني 2024", &["2024-01-15"]);
    check("ar", "3 غشت 2023", &["2023-08-03"]);
    check("ar", "3 تشرين الأول/أكتوبر 2023", &["2023-10-03"]);
    check("ar", "12 جويلية 2023", &["2023-07-12"]);
    check("el", "17 Ιουνίου 2025", &["2025-06-17"]);
    check("fa", "۱۷ ژوئن ۲۰۲۵", &["2025-06-17"]);
    check("zh", "2024年6月17日", &["2024-06-17"]);
    check("zh", "新华社北京2024年6月17日电", &["2024-06-17"]);
    check("ja", "令和６年６月１７日", &["2024-06-17"]);
    check("ja", "2024年6月17日（月）", &["2024-06-17"]);
    check("ko", "2024년 6월 17일", &["2024-06-17"]);
    check("ja", "令和6年（2024年）6月17日", &["2024-06-17"]);
    check("ja", "2024年（令和6年）6月17日", &["2024-06-17"]);
    check("ja", "令和元年5月1日", &["2019-05-01"]);
    check("zh", "中華民國113年6月17日", &["2024-06-17"]);
    check("ko", "2024. 6. 17.(월)", &["2024-06-17"]);
    check("ko", "2024. 13. 17.", &[]);
    check("hu", "2024. 06. 17.", &["2024-06-17"]);
    check("ca", "17 d’abril de 2025", &["2025-04-17"]);
    check("ca", "3 de març del 2023", &["2023-03-03"]);
}

#[test]
fn numbers() {
    check("fr", "2024-06-17 ou 2024/6/17", &["2024-06-17", "2024-06-17"]);
    check("fr", " date 2024-12 QUÉBEC", &["2024-12"]);
    check("fr", "03/04/2024", &["2024-04-03"]);
    check("en", "03/04/2024", &[]);
    check("en", "06/17/2024 and 17/06/2024 and 05/05/2024", &["2024-06-17", "2024-06-17", "2024-05-05"]);
    check("de", "17.06.2024, 17. 6. 2024", &["2024-06-17", "2024-06-17"]);
    check("en", "2024-06-17T08:00:00Z", &["2024-06-17"]);
    check("fr", "juin 2024", &["2024-06"]);
}

#[test]
fn what_is_no_date() {
    check("en", "CVE-2024-12 and CVE-2024-1234, 10.3.2.2024, 143.0.3650.80", &[]);
    check("en", "31 February 2024 and 2024-02-31 and 32 May", &[]);
    check("en", "in the year 9999, on May 3, 9999", &["?"]);
    check("ar", "١٥ رجب ١٤٤٥ هـ", &[]);
    check("ar", "15 رجب 1445 هـ الموافق 27 يناير 2024", &["2024-01-27"]);
    check("ar", "27 يناير 2024 الموافق 15 رجب 1445هـ", &["2024-01-27"]);
    check("ar", "15/07/1445 و1445/7/15", &[]);
    check("fr", "le 27 janvier 2024, correspondant au 15 rajab 1445", &["2024-01-27"]);
    check("fa", "۲۷ خرداد ۱۴۰۳", &[]);
    check("fa", "۲۷ خرداد ۱۴۰۳ برابر با ۱۶ ژوئن ۲۰۲۴", &["2024-06-16"]);
    check("fa", "۱۴۰۳/۰۳/۲۷", &[]);
    check("fr", "514 585-4451, 418 646-6777, poste 30274", &[]);
    check("fr", "mardi 3 heures", &[]);
    check("fr", "2024-2025", &[]);
    check("es", "14 mar (Agencia)", &["?"]);
}

#[test]
fn spans() {
    let ends = |text: &str| find_dates(text, DayOrder::DayFirst).last().map(|phrase| phrase.ends_span);
    assert_eq!(ends("du 26 au 28 juin 2024"), Some(true));
    assert_eq!(ends("vom 26. bis 28. Juni 2024"), Some(true));
    assert_eq!(ends("24-25 septembre 2020"), Some(true));
    assert_eq!(ends("le 28 juin 2024"), Some(false));
    assert_eq!(ends("30 mars au 2 avril 2024"), Some(true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn ranges_are_in_order_and_on_characters(text in "(\\PC|[0-9]{1,4}|[-/. ,]| juin | de |年|月|日|June |مايو ){0,40}") {
        let mut end = 0;
        for phrase in find_dates(&text, DayOrder::Unknown) {
            prop_assert!(phrase.range.start >= end && phrase.range.start < phrase.range.end);
            prop_assert!(text.get(phrase.range.clone()).is_some());
            end = phrase.range.end;
        }
    }

    #[test]
    fn iso_days_are_read_back(year in 1900i16..=2099, month in 1i8..=12, day in 1i8..=28) {
        let date = PartialDate::day(year, month, day).unwrap();
        let text = format!("x {date} y");
        prop_assert_eq!(find_dates(&text, DayOrder::Unknown)[0].date, Some(date));
    }
}
