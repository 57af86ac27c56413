//! What is typed and what it finds, language by language, and by which rule: the table that says what the analysis is for.

use std::sync::LazyLock;

use super::fixture::{Indexed, Short, index};
use vigie::search::MatchRule::{self, *};

/// Language, typed, a text that must be found, the word in it that answers, the rule.
type Row = (&'static str, &'static str, &'static str, &'static str, MatchRule);

const TABLE: &[Row] = &[
    ("fr", "sécurité", "La Sécurité des ports", "Sécurité", Exact),
    ("fr", "securite", "La Sécurité des ports", "Sécurité", Accent),
    ("fr", "état", "Un acte de l’État malien", "État", Elision),
    ("fr", "L'ETAT", "Un acte de l’État malien", "État", Accent),
    ("fr", "attentats", "Un attentat déjoué", "attentat", Inflection),
    ("fr", "police", "Deux policiers blessés", "policiers", Family),
    ("fr", "oeuvre", "Mise en œuvre du plan", "œuvre", Accent),
    ("fr", "aujourd'hui", "Dès aujourd’hui", "aujourd’hui", Exact),
    ("fr", "coopération", "Une coope\u{301}ration e\u{301}troite", "coope\u{301}ration", Exact),
    ("fr", "cooperation", "Leur co\u{AD}opération", "co\u{AD}opération", Accent),
    ("fr", "djihadsite~", "Un djihadiste arrêté", "djihadiste", Fuzzy),
    ("fr", "terroris*", "Actes de terrorisme", "terrorisme", Prefix),
    ("en", "smuggling", "Cigarettes smuggled by sea", "smuggled", Inflection),
    ("en", "terrorist", "A plot of terrorism", "terrorism", Family),
    ("en", "police", "The police's answer", "police", Exact),
    ("en", "internet", "Today is #SaferInternetDay", "SaferInternetDay", Compound),
    ("es", "cooperacion", "Nuevas cooperaciones bilaterales", "cooperaciones", Inflection),
    ("es", "españa", "El Reino de ESPAÑA", "ESPAÑA", Exact),
    ("de", "Waffen", "Er trug eine Waffe bei sich", "Waffe", Inflection),
    ("de", "Strasse", "In der Straße", "Straße", Accent),
    ("de", "Mueller", "Ministerin Müller sprach", "Müller", Inflection),
    ("de", "Behörde", "Die Grenzschutzbehörde meldet", "Grenzschutzbehörde", Compound),
    ("de", "Grenze", "Die Grenzschutzbehörde meldet", "Grenzschutzbehörde", Compound),
    ("de", "Waffe", "Schusswaffen und Munition", "Schusswaffen", Compound),
    ("de", "Sicherheit", "Im Hochsicherheitsgefängnis", "Hochsicherheitsgefängnis", Compound),
    ("de", "Polizei", "Zwei Polizisten verletzt", "Polizisten", Family),
    ("it", "citta", "In tutta la città", "città", Accent),
    ("it", "altra", "Poi un'altra squadra", "altra", Elision),
    ("it", "arresto", "Quattro arresti a Napoli", "arresti", Inflection),
    ("pt", "seguranca", "Forças de segurança", "segurança", Accent),
    ("pt", "operação", "Três operações no porto", "operações", Inflection),
    ("nl", "wapen", "Illegale wapens gevonden", "wapens", Inflection),
    ("nl", "politie", "Een politieauto beschoten", "politieauto", Compound),
    ("sv", "sakerhet", "Rikets säkerhet hotas", "säkerhet", Accent),
    ("sv", "vapen", "Hot om kärnvapen", "kärnvapen", Compound),
    ("sv", "domstol", "Beslut av domstolen", "domstolen", Inflection),
    ("da", "grænse", "Kontrol ved grænsen", "grænsen", Inflection),
    ("da", "politi", "Politiaktion i havnen", "Politiaktion", Compound),
    ("no", "okonomi", "Landets økonomi", "økonomi", Accent),
    ("no", "våpen", "Funn av skytevåpen", "skytevåpen", Compound),
    ("fi", "jarjesto", "Uuden järjestön jäsenet", "järjestön", Inflection),
    ("ro", "politie", "Agenți ai poliției", "poliției", Inflection),
    ("ro", "securitate", "Măsuri de securitate", "securitate", Exact),
    ("hu", "biztonság", "A biztonsági szolgálat", "biztonsági", Inflection),
    ("ru", "безопасность", "Совет безопасности", "безопасности", Inflection),
    ("ru", "самолет", "Упал самолёт", "самолёт", Accent),
    ("uk", "п'ять", "Затримано пʼять осіб", "пʼять", Accent),
    ("uk", "безпека", "Служба безпеки", "безпеки", Inflection),
    ("pl", "bezpieczenstwo", "Agencja bezpieczeństwa", "bezpieczeństwa", Inflection),
    ("pl", "lodz", "Prokuratura w ŁÓDŹ", "ŁÓDŹ", Accent),
    ("tr", "istanbul", "Operasyon İSTANBUL ilinde", "İSTANBUL", Accent),
    ("tr", "guvenlik", "Ulusal güvenlik kurulu", "güvenlik", Accent),
    ("tr", "Türkiye", "Türkiye'nin sınırları", "Türkiye'nin", Inflection),
    ("ar", "ارهاب", "مكافحة الإرهاب الدولي", "الإرهاب", Inflection),
    ("ar", "الحدود", "عبر حدود البلاد", "حدود", Inflection),
    ("ar", "2024", "في عام ٢٠٢٤", "٢٠٢٤", Accent),
    ("el", "ασφαλεια", "Μέτρα ασφάλειας", "ασφάλειας", Inflection),
    ("el", "αστυνομία", "ΑΣΤΥΝΟΜΙΑ ΠΟΛΕΩΝ", "ΑΣΤΥΝΟΜΙΑ", Accent),
    ("fa", "امنيت", "امنیت ملی", "امنیت", Accent),
    ("fa", "کتابها", "کتاب\u{200C}ها را یافتند", "کتاب\u{200C}ها", Accent),
    ("zh", "法院", "最高法院宣判", "法院", Exact),
    ("ja", "テロ", "政府のテロ対策", "テロ", Exact),
    ("ko", "정부", "정부는 발표했다", "정부는", Inflection),
    ("ca", "amic", "La casa de l’amic", "amic", Elision),
    // Signs inside words, in any language.
    ("fr", "Paris-2024", "Les Jeux de Paris 2024", "Paris 2024", Accent),
    ("fr", "Paris-2024", "Les Jeux #Paris2024", "Paris2024", Inflection),
    ("fr", "Paris2024", "Aux Jeux Paris-2024", "Paris-2024", Inflection),
    ("fr", "CVE-2024-90117", "La faille CVE-2024-90117", "CVE-2024-90117", Exact),
    ("fr", "90117", "La faille CVE-2024-90117", "90117", Exact),
    ("fr", "S/RES/2178", "La résolution S/RES/2178", "S/RES/2178", Exact),
    ("fr", "2178", "La résolution S/RES/2178", "2178", Exact),
    ("fr", "G7", "Sommet du G7", "G7", Exact),
    ("fr", "G7", "Sommet du G-7", "G-7", Inflection),
    ("fr", "Al-Qaïda", "La branche d’Al Qaida", "Al Qaida", Accent),
    ("fr", "qaida", "La branche d’Al-Qaïda", "Qaïda", Accent),
    ("fr", "presse@minint.example", "Contact : presse@minint.example", "presse@minint.example", Exact),
    ("fr", "minint", "Contact : presse@minint.example", "minint", Exact),
    ("fr", "#LutteAntiFraude", "Le mot #LutteAntiFraude circule", "LutteAntiFraude", Exact),
    ("fr", "lutteantifraude", "Le mot #LutteAntiFraude circule", "LutteAntiFraude", Exact),
    ("fr", "hxxp[:]//evil[.]example", "Bloquer hxxp://evil.example", "hxxp://evil.example", Accent),
    ("fr", "http://evil.example", "Bloquer hxxp[:]//evil[.]example", "hxxp[:]//evil[.]example", Accent),
    ("fr", "evil.example", "Bloquer hxxp[:]//evil[dot]example", "evil[dot]example", Accent),
];

fn id(number: usize) -> String {
    format!("row{number}")
}

fn indexed() -> &'static Indexed {
    static INDEXED: LazyLock<Indexed> = LazyLock::new(|| {
        let short = |(number, row): (usize, &'static Row)| Short {
            id: id(number).leak(),
            language: row.0,
            date: "2024-05-02",
            source: "Table",
            countries: &[],
            topics: &[],
            title: "",
            body: Vec::leak(vec![row.2]),
        };
        index(&TABLE.iter().enumerate().map(short).collect::<Vec<_>>())
    });
    &INDEXED
}

#[test]
fn what_is_typed_finds_what_is_written() {
    let mut wrong = Vec::new();
    for (number, (language, typed, text, found, rule)) in TABLE.iter().enumerate() {
        let results = indexed().search(&[
            ("q", typed),
            ("match", "all"),
            ("group", "none"),
            ("explain", "true"),
            ("limit", "100"),
        ]);
        let hit = results.hits.iter().find(|hit| hit.id.to_string() == id(number));
        let matched = hit.and_then(|hit| hit.matched.clone()).unwrap_or_default();
        let is_right = matched.iter().any(|view| view.found == *found && view.rule == *rule);
        if !is_right {
            let seen: Vec<_> = matched.iter().map(|view| (view.found.as_str(), view.rule)).collect();
            wrong.push(format!("{language}: `{typed}` in `{text}`: {found} by {rule:?} is not in {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_filter_leaves_what_is_looked_up_alone() {
    let terms = |params: &[(&str, &str)]| {
        let results = indexed().search(&[&[("q", "attentats"), ("explain", "true")], params].concat());
        let words = results.query.searched.unwrap();
        words[0].terms.iter().map(|term| term.term.clone()).collect::<Vec<_>>()
    };
    let wide = terms(&[]);
    assert!(wide.contains(&"attentat@fr".to_owned()) && wide.iter().any(|term| term.ends_with("@de")));
    // The count of a language that is not ticked is what ticking it would give.
    assert_eq!(terms(&[("language", "fr")]), wide);
}
