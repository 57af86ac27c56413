//! Queries as an engine is asked them, by example.

use std::sync::LazyLock;

use super::*;
use crate::config::Config;
use crate::query::parse;

/// Reading the configuration takes longer than all these tests.
static CONFIG: LazyLock<(Config, Analyzer)> = LazyLock::new(|| {
    let config = Config::built_in().unwrap();
    let analyzer = Analyzer::new(config.languages.clone());
    (config, analyzer)
});

fn compiled(text: &str, languages: &[&str]) -> CompiledQuery {
    let (config, analyzer) = &*CONFIG;
    let languages: Vec<LanguageCode> = languages.iter().map(|code| code.parse().unwrap()).collect();
    let options = TermOptions { analyzer, languages: &languages, ranking: &config.ranking, dictionary: None };
    compile(&parse(text).query, &options, &mut AnalysisCache::default())
}

/// The terms as a compact text: words by their forms, `!` before what is excluded.
fn shape(query: &TermQuery) -> String {
    let list = |parts: &[TermQuery]| parts.iter().map(shape).collect::<Vec<_>>().join(" ");
    match query {
        TermQuery::All => "*".into(),
        TermQuery::Nothing => "∅".into(),
        TermQuery::Word(clause) => {
            let word = clause.terms.iter().find_map(|term| match &term.matches {
                WordMatch::Form(form) => Some(form.clone()),
                WordMatch::Phrase(forms) => Some(forms.join("_")),
                WordMatch::Prefix { prefix, .. } => Some(format!("{prefix}…")),
                WordMatch::Fuzzy { .. } | WordMatch::Stem(_) | WordMatch::Spelling(_) => None,
            });
            let title = if clause.field == TextField::Title { "title:" } else { "" };
            format!("{title}{}", word.unwrap_or_default())
        }
        TermQuery::Phrase { forms, slop, .. } => format!("'{}'{slop}", forms.join(" ")),
        TermQuery::Filter(value) => format!("{{{}}}", value.to_value()),
        TermQuery::And(parts) => format!("and[{}]", list(parts)),
        TermQuery::Or(parts) => format!("or[{}]", list(parts)),
        TermQuery::Side(parts) => format!("side[{}]", list(parts)),
        TermQuery::Not(inner) => format!("!{}", shape(inner)),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shape(&compiled(text, &["fr", "en"]).terms), expected, "query {text:?}");
}

#[test]
fn words_stand_side_by_side_and_the_rest_is_required() {
    check("", "*");
    check("attentat", "attentat");
    check("attentat Paris", "side[attentat paris]");
    check("attentat \"conseil d'État\" Paris", "and['conseil etat'0 side[attentat paris]]");
    check("attentat -Londres country:FR", "and[!londres {FR} attentat]");
    check("-Londres", "!londres");
    check("title:accord Maroc", "and[title:accord maroc]");
    check("title:(accord Maroc)", "side[title:accord title:maroc]");
    check("(attentat OR bombe) Paris", "side[or[attentat bombe] paris]");
    check("\"a b\" OR bombe", "or['a b'0 bombe]");
    check("(\"armes saisies\" OR bombe) Paris", "and[or['armes saisies'0 bombe] paris]");
    check("terror* Paris~", "side[terror… paris]");
    check("\"mot mot\"~5", "'mot mot'5");
    check("\"Rabat\"", "rabat");
}

#[test]
fn function_words_are_left_out_where_others_remain() {
    check("le la les", "side[le la les]");
    check("qui a signé l'accord de sécurité ?", "side[signe accord securite]");
    check("le \"conseil d'État\"", "'conseil etat'0");
    check("le OR Rabat", "or[le rabat]");
    check("le country:MA", "and[{MA} le]");
    check("Rabat -le", "and[!le rabat]");
    check("\"le conseil\"", "'le conseil'0");
}

#[test]
fn words_with_inner_signs() {
    check("CVE-2024-1234", "cve_2024_1234");
    check("Paris-2024", "paris_2024");
    check("S/RES/2178", "s_res_2178");
    check("11/09/2001", "11_09_2001");
    check("Maroc/France : Rehausser", "side[maroc france rehausser]");
    check("Connect:Direct", "side[connect direct]");
    check("l’État", "etat");
    check("garde-côtes", "or[garde_cotes and[garde cotes]]");
    check("-garde-côtes", "!garde_cotes");
    check("Paris-20*", "and[paris 20…]");
    check("https://example.org/a", "https_example_org_a");
}

#[test]
fn words_of_scripts_without_spaces_are_several() {
    check("法国政府", "side[法_国 政_府]");
}

#[test]
fn a_word_is_looked_up_in_every_language_at_once_and_each_term_once() {
    let terms = compiled("nations", &["fr", "en", "es"]).terms;
    let TermQuery::Word(clause) = terms else { panic!("{terms:?}") };
    for (at, term) in clause.terms.iter().enumerate() {
        assert!(clause.terms[..at].iter().all(|other| other.matches != term.matches));
    }
    assert_eq!(clause.terms[0].matches, WordMatch::Form("nations".into()));
    assert!(clause.terms.contains(&WeightedTerm {
        language: "fr".parse().ok(),
        matches: WordMatch::Stem("nation@fr".into()),
        weight: CONFIG.0.ranking.stem_weight
    }));
}

#[test]
fn only_what_is_searched_is_marked() {
    let targets = compiled("le trafic -drogue \"a b\"~2 country:MA", &["fr"]).targets;
    let typed: Vec<(&str, u32)> = targets.iter().map(|target| (target.typed.as_str(), target.slop)).collect();
    assert_eq!(typed, [("trafic", 0), ("a b", 2)]);
}

#[test]
fn a_pasted_page_is_bounded() {
    let terms = compiled(&"反恐合作".repeat(5_000), &["zh", "fr"]).terms;
    assert!(matches!(terms, TermQuery::Side(parts) if parts.len() <= MAX_CLAUSES));
}
