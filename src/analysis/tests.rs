//! What `analysis` promises, by tables of texts and what is made of them.

use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::prelude::*;
use rustc_hash::FxHashSet;

use super::*;
use crate::codes::LanguageCode;
use crate::config::Config;

fn analyzer() -> Analyzer {
    // Reading the configuration takes longer than most of these tests.
    static ANALYZER: LazyLock<Analyzer> =
        LazyLock::new(|| Analyzer::new(Config::built_in().unwrap().languages));
    ANALYZER.clone()
}

fn language(code: &str) -> LanguageCode {
    code.parse().unwrap()
}

fn tokens_of(analyzer: &Analyzer, text: &str, code: &str) -> Tokens {
    let mut tokens = Tokens::new();
    let passage = Passage { text, language: language(code), offset: 0, first_position: 0 };
    analyzer.analyse(&mut AnalysisCache::default(), passage, &mut tokens);
    tokens
}

/// Every term that a document with this word is found by.
fn indexed(analyzer: &Analyzer, text: &str, code: &str) -> FxHashSet<String> {
    let tokens = tokens_of(analyzer, text, code);
    tokens.iter().flat_map(|token| &token.word.stems).map(|stem| stem.to_string()).collect()
}

/// Every stem that a query for this word looks up, in all configured languages.
fn looked_up(analyzer: &Analyzer, query: &str) -> FxHashSet<String> {
    let mut languages: Vec<LanguageCode> =
        analyzer.languages().iter().map(|language| language.code).collect();
    languages.extend([LanguageCode::OTHER, LanguageCode::UNDETERMINED]);
    let words = analyzer.query_words(&mut AnalysisCache::default(), query, &languages);
    words.into_iter().flat_map(|word| word.parts).flat_map(|part| part.stems).collect()
}

#[track_caller]
fn check_found(code: &str, typed: &str, written: &[&str]) {
    let analyzer = analyzer();
    let terms = looked_up(&analyzer, typed);
    for text in written {
        let found = !indexed(&analyzer, text, code).is_disjoint(&terms);
        assert!(
            found,
            "{code}: `{typed}` does not find `{text}`: {terms:?}, {:?}",
            indexed(&analyzer, text, code)
        );
    }
}

/// In a search narrowed to one language; over all of them, a stem of one may be a word of another.
#[track_caller]
fn check_apart(code: &str, typed: &str, written: &[&str]) {
    let analyzer = analyzer();
    let words = analyzer.query_words(&mut AnalysisCache::default(), typed, &[language(code)]);
    let terms: FxHashSet<String> = words[0].parts[0].stems.iter().cloned().collect();
    for text in written {
        assert!(indexed(&analyzer, text, code).is_disjoint(&terms), "{code}: `{typed}` finds `{text}`");
    }
}

#[test]
fn usual_spellings_find_each_other() {
    check_found("fr", "securite", &["sécurité", "Sécurités", "SÉCURITÉ", "SECURITE", "la Sécurité"]);
    check_found("fr", "état", &["l’État", "l'Etat", "États", "D’ÉTAT"]);
    check_found("fr", "immigration illegale", &["l'immigration illégale"]);
    check_found("fr", "coopération", &["cooperations", "co\u{AD}opération", "coope\u{301}ration"]);
    check_found("fr", "oeuvre", &["œuvre", "Œuvres", "OEUVRE"]);
    check_found("fr", "djihadiste", &["djihadistes"]);
    check_found("en", "smuggling", &["smuggled", "Smuggling’s", "SMUGGLING"]);
    check_found("fr", "armee", &["armée", "ARMÉES"]);
    check_found("es", "cooperacion", &["cooperación", "cooperaciones", "COOPERACIÓN"]);
    check_found("de", "strasse", &["Straße", "Straßen", "STRASSE"]);
    check_found("de", "mueller", &["Müller", "MÜLLER", "Mueller", "Muller"]);
    check_found("de", "muller", &["Müller"]);
    check_found("de", "behoerden", &["Behörden", "Behörde"]);
    check_found("it", "citta", &["città", "un'altra città"]);
    check_found("pt", "seguranca", &["segurança"]);
    check_found("sv", "sakerhet", &["säkerhet", "säkerheten"]);
    check_found("da", "graense", &["grænse", "grænser"]);
    check_found("no", "okonomi", &["økonomi"]);
    check_found("fi", "jarjesto", &["järjestö", "järjestön", "JÄRJESTÖT"]);
    check_found("ro", "securitate", &["securitate", "securității"]);
    check_found("ro", "politie", &["poliție", "poliţie"]);
    check_found("hu", "biztonsag", &["biztonság", "biztonsági"]);
    check_found("ru", "безопасность", &["безопасности", "БЕЗОПАСНОСТЬ"]);
    check_found("ru", "самолет", &["самолёт", "самолёты"]);
    check_found("uk", "пять", &["п'ять", "п’ять", "пʼять"]);
    check_found("uk", "безпека", &["безпеки"]);
    check_found("pl", "bezpieczenstwo", &["bezpieczeństwo", "bezpieczeństwa"]);
    check_found("pl", "lodz", &["Łódź"]);
    check_found("tr", "istanbul", &["İstanbul", "ISTANBUL", "İstanbul'da"]);
    check_found("tr", "türkiye", &["Türkiye'nin", "TÜRKİYE"]);
    check_found("tr", "guvenlik", &["güvenlik", "güvenliği"]);
    check_found("tr", "ısparta", &["ISPARTA", "Isparta"]);
    check_found("ar", "ارهاب", &["الإرهاب", "إرهاب", "الإِرْهَاب", "والإرهاب", "إرهـاب"]);
    check_found("ar", "مقاومه", &["المقاومة", "مقاومة"]);
    check_found("ar", "2024", &["٢٠٢٤", "۲۰۲۴"]);
    check_found("el", "ασφαλεια", &["ασφάλεια", "ασφάλειας", "ΑΣΦΑΛΕΙΑ"]);
    check_found("fa", "امنیت", &["امنيت", "امنیت"]);
    check_found("fa", "کتابها", &["کتاب\u{200C}ها", "كتابها"]);
    check_found("zh", "法院", &["最高法院"]);
    check_found("ja", "テロ", &["政府はテロ対策を強化"]);
    check_found("ko", "정부", &["정부는", "정부가", "정부의", "정부에서"]);
    check_found("ca", "amic", &["l'amic", "d’amics"]);
}

#[test]
fn a_document_in_an_unknown_language_is_found_by_its_forms() {
    check_found("mis", "bezpečnost", &["Bezpečnost", "BEZPECNOST"]);
    check_found("und", "running", &["Running"]);
}

#[test]
fn strangers_stay_apart() {
    check_apart("fr", "arme", &["armée"]);
    check_apart("fr", "communiqué", &["commune"]);
    check_apart("fr", "blanchiment", &["blanche"]);
    check_apart("fr", "attente", &["attention", "attentat"]);
}

#[test]
fn families_join_what_stemmers_leave_apart() {
    let analyzer = analyzer();
    let check = |code: &str, typed: &str, written: &str| {
        let words = analyzer.query_words(&mut AnalysisCache::default(), typed, &[language(code)]);
        let family: FxHashSet<String> = words[0].parts[0].family.iter().cloned().collect();
        assert!(!family.is_disjoint(&indexed(&analyzer, written, code)), "{typed} {written} {family:?}");
    };
    check("fr", "crimes", "criminelle");
    check("fr", "policiers", "police");
    check("fr", "trafic", "trafiquants");
    check("en", "smugglers", "smuggling");
    check("de", "Polizei", "Polizisten");
    check("ru", "преступность", "преступник");
}

#[test]
fn a_typed_word_with_inner_signs_is_its_tokens_in_a_row() {
    let analyzer = analyzer();
    let check = |typed: &str, expected: &[&[&str]]| {
        let words = analyzer.query_words(&mut AnalysisCache::default(), typed, &[language("fr")]);
        let forms = |word: &QueryWord| word.parts.iter().map(|part| part.form.clone()).collect::<Vec<_>>();
        let found: Vec<Vec<String>> = words.iter().map(forms).collect();
        assert_eq!(found, expected, "{typed}");
    };
    check("CVE-2024-1234", &[&["cve", "2024", "1234"]]);
    check("attaque S/RES/2178 G7", &[&["attaque"], &["s", "res", "2178"], &["g7"]]);
    check("l'État d’Al-Qaïda", &[&["etat"], &["al", "qaida"]]);
    check("hxxps://evil[.]com", &[&["https", "evil", "com"]]);
    check("contact@example.org #mot", &[&["contact", "example", "org"], &["mot"]]);
    check("法国政府", &[&["法", "国"], &["政", "府"]]);
    check("反恐合作", &[&["反", "恐"], &["合", "作"]]);
    check("政府はテロ対策", &[&["政", "府"], &["は"], &["テロ"], &["対", "策"]]);
    check("5G技术", &[&["5g"], &["技", "术"]]);
    check("« ! »", &[]);
}

#[test]
fn phrases_are_forms_in_order() {
    let forms = analyzer().forms("l'« État » de la Sécurité, jusqu’à Paris-2024");
    assert_eq!(forms, ["etat", "de", "la", "securite", "a", "paris", "2024"]);
}

#[test]
fn function_words_are_known_and_telling_ones_kept() {
    let analyzer = analyzer();
    let is_stop_word = |typed: &str| {
        let languages = [language("fr"), language("en"), language("de")];
        let words = analyzer.query_words(&mut AnalysisCache::default(), typed, &languages);
        words[0].is_stop_word(&analyzer)
    };
    assert!(is_stop_word("les") && is_stop_word("The") && is_stop_word("été"));
    assert!(!is_stop_word("drogue") && !is_stop_word("war"));
}

#[test]
fn tokens_point_into_the_text_as_it_stands() {
    let analyzer = analyzer();
    let text = "L’E\u{301}tat co\u{AD}opère avec Biden's team";
    let tokens = tokens_of(&analyzer, text, "fr");
    let words: Vec<&str> = tokens.iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
    assert_eq!(words, ["E\u{301}tat", "co\u{AD}opère", "avec", "Biden", "team"]);
    assert!(tokens[0].word.is_capitalised && tokens[2].word.is_stop_word);
}

#[test]
fn accented_french_words_are_found_without_their_accents() {
    let dir = std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
    let Ok(words) = std::fs::read_to_string(dir.join("stem/french/voc.txt")) else {
        println!("skipped: no ../shared/data and no $VIGIE_DATA");
        return;
    };
    let analyzer = analyzer();
    let languages: Vec<LanguageCode> = analyzer.languages().iter().map(|language| language.code).collect();
    let (mut accented, mut by_stem) = (0, 0);
    let mut cache = AnalysisCache::default();
    for word in words.lines().filter(|word| !word.is_ascii() && !word.contains('\'')) {
        let plain = analyzer.form(word);
        let written = analyzer.word(&mut cache, word, language("fr"));
        let typed = analyzer.query_words(&mut cache, &plain, &languages);
        let part = &typed[0].parts[0];
        accented += 1;
        assert_eq!(*part.form, *written.form, "the exact form of {word}");
        let common =
            |terms: &[String]| written.stems.iter().any(|stem| terms.iter().any(|term| *term == **stem));
        by_stem += u32::from(common(&part.stems));
    }
    println!(
        "{by_stem} of {accented} accented French words share a stem with their spelling without accents"
    );
    assert!(accented > 5_000);
    // Each is found by its form, asserted above; all but a few by a stem too, so that inflections follow.
    assert!(accented - by_stem <= 3, "{by_stem} of {accented}");
}

/// Letters of every script we cut, and the signs that stand among them.
fn any_text() -> impl Strategy<Value = String> {
    "[a-zA-Zéèœßıİłøα-ωά-ώа-яёіїґء-ي\u{64B}\u{200C}\u{AD}法国政府テロは정부의0-9٢'’ʼ.,·@/#\\-\\[\\] \u{A0}«\u{301}\u{308}]{0,40}"
}

fn forms_of(text: &str) -> Vec<String> {
    analyzer().forms(text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn spans_stand_in_order_on_character_boundaries(text in prop_oneof![any_text(), "\\PC{0,60}"]) {
        let mut before = 0;
        analyzer().segment(&text, |span| {
            let (start, end) = (span.start as usize, span.end as usize);
            assert!(before <= start && start < end && end <= text.len());
            assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
            before = end;
        });
    }

    #[test]
    fn the_apostrophe_does_not_matter(text in "[a-zéа-яі' ]{0,30}") {
        prop_assert_eq!(forms_of(&text), forms_of(&text.replace('\'', "’")));
    }

    #[test]
    fn composition_does_not_matter(text in "[a-zàâçéèêëîïôûüñäöåčșțőğа-яёїйά-ώΐ가-힣かがパアأإآ' \\-]{0,30}") {
        use unicode_normalization::UnicodeNormalization;
        let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(forms_of(&composed), forms_of(&decomposed));
    }

    #[test]
    fn case_does_not_matter(text in "[a-zàâçéèêëîïôœùûüÿñäöåæøßłđţșğőα-ωά-ώа-яёіїєґй' \\-]{0,30}") {
        prop_assert_eq!(forms_of(&text), forms_of(&text.to_uppercase()));
        prop_assert_eq!(forms_of(&text), forms_of(&text.to_lowercase()));
    }

    #[test]
    fn no_text_is_too_odd_in_any_language(text in prop_oneof![any_text(), "\\PC{0,40}"]) {
        let analyzer = analyzer();
        let mut cache = AnalysisCache::default();
        let codes: Vec<LanguageCode> = analyzer.languages().iter().map(|language| language.code).collect();
        for language in codes.iter().copied().chain([LanguageCode::OTHER]) {
            let mut tokens = Tokens::new();
            let passage = Passage { text: &text, language, offset: 0, first_position: 0 };
            analyzer.analyse(&mut cache, passage, &mut tokens);
            for token in &tokens {
                let terms = || token.word.stems.iter().chain([&token.word.form]);
                prop_assert!(terms().all(|term| !term.is_empty() && term.len() <= 255));
                prop_assert!((1..=2).contains(&token.word.stems.len()));
            }
        }
        analyzer.query_words(&mut cache, &text, &codes);
    }
}

#[test]
fn a_word_without_end_has_bounded_terms() {
    for code in ["fr", "de", "ar", "tr"] {
        for text in ["ß".repeat(200), "\u{FDFA}".repeat(40), "a".repeat(600)] {
            for token in tokens_of(&analyzer(), &text, code) {
                let terms = token.word.stems.iter().chain(&token.word.parts).chain([&token.word.form]);
                assert!(
                    terms.chain(&token.word.spelling).all(|term| (1..=255).contains(&term.len())),
                    "{text} in {code}"
                );
            }
        }
    }
}
