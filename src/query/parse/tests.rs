//! The query language by example, and what holds for any text at all.

use proptest::prelude::*;

use super::*;
use crate::query::FilterValue;

/// The tree as a compact text that shows its shape.
fn shape(query: &Query) -> String {
    let list = |parts: &[Query]| parts.iter().map(shape).collect::<Vec<_>>().join(" ");
    match query {
        Query::All => "*".into(),
        Query::Word(word) => word.clone(),
        Query::Phrase { text, slop: 0 } => format!("'{text}'"),
        Query::Phrase { text, slop } => format!("'{text}'{slop}"),
        Query::Prefix(word) => format!("{word}…"),
        Query::Fuzzy { word, distance } => format!("{word}~{distance}"),
        Query::In(QueryField::Title, inner) => format!("title[{}]", shape(inner)),
        Query::Filter(value) => match value {
            FilterValue::Date { .. } => format!("{{{}}}", value.to_value()),
            _ => format!("{{{} {}}}", value.field().unwrap().name(), value.to_value()),
        },
        Query::Side(parts) => format!("side[{}]", list(parts)),
        Query::Any(parts) => format!("any[{}]", list(parts)),
        Query::Not(inner) => format!("not[{}]", shape(inner)),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let parsed = parse(text);
    assert_eq!(shape(&parsed.query), expected, "query {text:?}");
    assert_eq!(parsed.warnings, [], "query {text:?}");
}

#[track_caller]
fn check_warned(text: &str, expected: &str, warnings: &[QueryWarning]) {
    let parsed = parse(text);
    assert_eq!(shape(&parsed.query), expected, "query {text:?}");
    assert_eq!(parsed.warnings, warnings, "query {text:?}");
}

#[test]
fn words() {
    check("", "*");
    check("  \t\n ", "*");
    check("attentat", "attentat");
    check("Maroc/France : Rehausser", "side[Maroc/France Rehausser]");
    check("l'immigration", "l'immigration");
    check("le la les", "side[le la les]");
    check("Connect:Direct", "Connect:Direct");
    check("S/RES/2178, CVE-2024-1234;", "side[S/RES/2178 CVE-2024-1234]");
    check("#G7 @dgsi", "side[G7 dgsi]");
    check("(armes)", "armes");
    check("الإرهاب 反恐", "side[الإرهاب 反恐]");
    check("cafe\u{301} noir", "side[cafe\u{301} noir]");
    check("attentat 🙂", "attentat");
    check("https://example.org/a?b=c:d", "https://example.org/a?b=c:d");
    check("qui a signé l'accord ?", "side[qui a signé l'accord]");
}

#[test]
fn nothing_but_signs_is_no_wish_to_see_everything() {
    check("???", "???");
    check("🙂", "🙂");
    check("OR", "OR");
    check("*", "*");
    check("*:*", "*");
}

#[test]
fn phrases() {
    check("\"coopération sécuritaire\"", "'coopération sécuritaire'");
    for text in
        ["“a b”", "„a b“", "”a b”", "« a b »", "»a b«", "‹a b›", "「a b」", "『a b』", "＂a b＂", "\"a b”"]
    {
        check(text, "'a b'");
    }
    check("\"a\"b", "side['a' b]");
    check("\"two words\"~5", "'two words'5");
    check("\"a (b OR c) -d\"", "'a (b OR c) -d'");
    check("l'« État »", "'État'");
    check("-l'«État» a", "side[not['État'] a]");
    check_warned("coopération \"sécuritaire", "side[coopération sécuritaire]", &[QueryWarning::LoneQuote]);
    check_warned("«a", "a", &[QueryWarning::LoneQuote]);
    check_warned("\"\" a", "a", &[QueryWarning::EmptyQuotes]);
    check_warned("\" - \"", "*", &[QueryWarning::EmptyQuotes]);
    check_warned("\"a b\"~1000", "'a b'100", &[QueryWarning::Distance { max: 100 }]);
}

#[test]
fn operators() {
    check("a OR b", "any[a b]");
    check("a | b || c", "any[a b c]");
    check("etat islamique OR djihadisme", "any[side[etat islamique] djihadisme]");
    check("a AND b && c", "side[a b c]");
    check("a OU b", "any[a b]");
    check("A OU B SAUF C ET D", "side[A B C D]");
    check("A OU title:Accord", "any[A title[Accord]]");
    check("a -| b -&& c", "side[a b c]");
    check("A OR B", "any[A B]");
    check("a SAUF b", "side[a not[b]]");
    check("a or b not c", "side[a or b not c]");
    check("a NOT b", "side[a not[b]]");
    check("NOT NOT a", "a");
    check("(a OR b) c -d", "side[any[a b] c not[d]]");
    check("((a) (b c))", "side[a b c]");
    check("(a OR b) OR c", "any[a b c]");
    check("-(a b)", "not[side[a b]]");
    check("-(-a)", "a");
    check("+a +b", "side[a b]");
}

#[test]
fn exclusions() {
    check("a -b", "side[a not[b]]");
    check("a −b --c", "side[a not[b] not[c]]");
    check("-b", "not[b]");
    check("sous-secrétaire", "sous-secrétaire");
    check("Paris - Rabat – Alger", "side[Paris Rabat Alger]");
    check("-\"a b\"", "not['a b']");
    check("a OR b -c", "side[any[a b] not[c]]");
    check("a -c OR b", "side[any[a b] not[c]]");
    check("a OR b NOT c", "any[a side[b not[c]]]");
    check("a OR -b", "any[a not[b]]");
    check("-OR", "not['OR']");
}

#[test]
fn broken_syntax_is_searched_as_it_stands() {
    let dangling = |operator: &str| QueryWarning::DanglingOperator { operator: operator.into() };
    check_warned("OR a", "a", &[dangling("OR")]);
    check_warned("a OR", "a", &[dangling("OR")]);
    check_warned("a OR OR b", "any[a b]", &[dangling("OR")]);
    check_warned("a NOT", "a", &[dangling("NOT")]);
    check_warned("a NOT OR b", "any[a b]", &[dangling("NOT")]);
    check_warned("(a b", "side[a b]", &[QueryWarning::LoneParenthesis]);
    check_warned("a) b", "side[a b]", &[QueryWarning::LoneParenthesis]);
    check_warned("a NOT ( )", "a", &[]);
}

#[test]
fn prefixes_and_fuzzy_words() {
    check("terror*", "terror…");
    check("Paris-20*", "Paris-20…");
    check("terrorizm~", "terrorizm~1");
    check("terrorizm~2", "terrorizm~2");
    check_warned("a~9", "a~2", &[QueryWarning::Distance { max: 2 }]);
    check_warned("te*rror", "side[te rror]", &[QueryWarning::Star]);
    check_warned("*isme", "isme", &[QueryWarning::Star]);
    check("a *", "a");
}

#[test]
fn fields() {
    check("title:accord", "title[accord]");
    check("titre:\"un accord\" b", "side[title['un accord'] b]");
    check("title:(a OR b c)", "title[any[a side[b c]]]");
    check("-title:a", "not[title[a]]");
    check("title:(-a)", "not[title[a]]");
    check("title:terror*", "title[terror…]");
    check("title:country:ma", "{country MA}");
    check("country:ma", "{country MA}");
    check("country:CA-QC, b", "side[{country CA-QC} b]");
    check("country:MA,FR", "any[{country MA} {country FR}]");
    check("country:(MA OR FR)", "any[{country MA} {country FR}]");
    check("-country:MA", "not[{country MA}]");
    check("mentions:MA issuer:FR", "side[{mentioned_country MA} {issuer_country FR}]");
    check("topic:organised-crime/drug-trafficking", "{topic organised-crime/drug-trafficking}");
    check("language:fr year:2024", "side[{language fr} {year 2024}]");
    check("source:cisa.gov", "{source cisa.gov}");
    check("source:\"Ministère de l'Intérieur\"", "{source Ministère de l'Intérieur}");
    check("organisation:(\"DGSI\" OR Interpol)", "any[{organisation DGSI} {organisation Interpol}]");
    check("foo:bar Titre : a", "side[foo:bar Titre a]");
    check("title: a", "side[title a]");
}

#[test]
fn dates() {
    check("date:2024-01..2024-06", "{2024-01..2024-06}");
    check("date:2024-06", "{2024-06..2024-06}");
    check("date:2024..", "{2024..}");
    check("date:..2024-06-17", "{..2024-06-17}");
    check_warned("date:2025..2024", "{2024..2025}", &[QueryWarning::DateOrder]);
    let value = |value: &str| QueryWarning::Value { field: "date".into(), value: value.into() };
    check_warned("date:2024-13", "date:2024-13", &[value("2024-13")]);
    check_warned("date:..", "date", &[value("")]);
}

#[test]
fn values_that_a_field_does_not_have_are_words() {
    struct OnlyMorocco;
    impl KnownValues for OnlyMorocco {
        fn is_known(&self, value: &FilterValue) -> bool {
            value.to_value() == "MA"
        }
    }
    let parsed = parse_known("country:MA country:ZZ country:(MA OR ZZ)", &OnlyMorocco);
    assert_eq!(shape(&parsed.query), "side[{country MA} country:ZZ any[{country MA} ZZ]]");
    assert_eq!(parsed.warnings, [QueryWarning::Value { field: "country".into(), value: "ZZ".into() }]);
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
    check_warned(&deep, "a", &[QueryWarning::TooDeep]);
    let open = parse(&"(a OR ".repeat(10_000));
    assert!(open.query.to_string().len() < 5_000);
    let long = parse(&"mot ".repeat(2_500));
    assert_eq!(long.warnings, [QueryWarning::TooManyWords { max: MAX_WORDS }]);
    assert!(matches!(&long.query, Query::Side(parts) if parts.len() == MAX_WORDS));
}

#[test]
fn what_is_printed_reads_the_same_in_odd_cases_too() {
    // Each was once read differently the second time.
    for text in [
        "🌀title:a",
        "a~2*a",
        "year:\"OR a",
        ".OR",
        "foo*OR",
        "-OR",
        "title:(country:ZZ1)",
        "date:2024?",
        "title:-{",
    ] {
        let query = parse(text).query;
        assert_eq!(parse(&query.to_string()).query, query, "{text}");
    }
}

#[test]
fn no_part_of_a_text_is_looked_at_many_times() {
    let looked_at = |text: &str| {
        let mut parser = Parser::new(text, &AnyValue);
        parser.run();
        parser.lexer.looked_at
    };
    for piece in [
        "\"", "«", "「a", "(", ")", "-", "- ", "title:", "country:", "a~", "a*", "*", "~", "~1", "l'\"",
        "date:..", "a:", "a,", "é", "\u{301}", "OR ", "a OR (", "title:(", "-(", "🙂",
    ] {
        let text = piece.repeat(2_000);
        // A sign that looked through the rest of the text each time would make this thousands.
        let times = looked_at(&text) as f64 / text.len() as f64;
        assert!(times < 24.0, "{piece:?}: every byte was looked at {times:.1} times");
    }
}

#[test]
fn every_warning_speaks_french_and_english() {
    let (french, english) = ("fr".parse().unwrap(), "en".parse().unwrap());
    for text in ["\"a", "\"\" a", "(a", "OR a", "te*a", "a~9", "country:1 a", "date:2025..2024"] {
        let parsed = parse(text);
        assert!(!parsed.warnings.is_empty(), "{text}");
        for warning in parsed.warnings {
            assert_ne!(warning.sentence(french), warning.sentence(english));
        }
    }
}

/// Texts made of everything the language knows, and of what only looks like it.
fn any_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ab]{1,2}",
        "\\PC",
        prop::sample::select(vec![
            " ",
            " ",
            " ",
            "\"",
            "«",
            "»",
            "(",
            ")",
            "-",
            "OR",
            "NOT",
            "AND",
            "OU",
            "|",
            "*",
            "~",
            "~2",
            "title:",
            "country:",
            "country:MA",
            "date:",
            "2024",
            "..",
            "-13",
            "source:",
            "topic:",
            "cyber",
            ",",
            ":",
            "+",
            "year:",
            "é",
            "l'",
            "🙂",
            "'",
            "反",
            "\u{301}",
            "language:",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Trees as the parser makes them.
fn any_tree() -> impl Strategy<Value = Query> {
    let date = |text: &str| text.parse().ok();
    let leaf = prop_oneof![
        "[a-z]{1,6}|[a-z]-[0-9]{4}|反恐".prop_map(Query::Word),
        ("[a-z]{1,4}( [a-zé()-]{1,4}x){0,2}", 0..4u32).prop_map(|(text, slop)| Query::Phrase { text, slop }),
        "[a-z]{2,6}".prop_map(Query::Prefix),
        ("[a-z]{2,6}", 1..3u8).prop_map(|(word, distance)| Query::Fuzzy { word, distance }),
        prop::sample::select(vec![
            FilterValue::Country("CA-QC".parse().unwrap()),
            FilterValue::MentionedCountry("MA".parse().unwrap()),
            FilterValue::IssuerCountry("FR".parse().unwrap()),
            FilterValue::Topic("cyber/cybercrime".parse().unwrap()),
            FilterValue::Language("fr".parse().unwrap()),
            FilterValue::Source("AFP".into()),
            FilterValue::Organisation("Conseil de l'Europe (CdE)".into()),
            FilterValue::Person("J. Doe".into()),
            FilterValue::Year(2024),
            FilterValue::Date { from: date("2024-01"), to: date("2024-06-17") },
            FilterValue::Date { from: None, to: date("2024") },
            FilterValue::Date { from: date("2024"), to: None },
            FilterValue::Date { from: date("2024"), to: date("2024") },
        ])
        .prop_map(Query::Filter),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let parts = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts.clone().prop_map(|parts| side(plain(parts)).unwrap()),
            parts.prop_map(|parts| super::any(parts).unwrap()),
            inner.clone().prop_map(negated),
            inner.prop_map(in_title),
        ]
    })
}

fn plain(parts: Vec<Query>) -> Vec<Part> {
    parts.into_iter().map(|query| Part { query, by_minus: false }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_prints_as_what_was_read(text in any_query()) {
        let parsed = parse(&text);
        let printed = parsed.query.to_string();
        let again = parse(&printed);
        prop_assert_eq!(&again.query, &parsed.query, "printed {}", printed);
        prop_assert_eq!(again.query.to_string(), printed);
    }

    #[test]
    fn a_tree_prints_as_a_text_that_reads_as_it(tree in any_tree()) {
        let printed = tree.to_string();
        let parsed = parse(&printed);
        prop_assert_eq!(&parsed.query, &tree, "printed {}", printed);
        prop_assert_eq!(parsed.warnings, []);
    }
}
