//! Press agencies and newswires: every name they go by, and the one they are counted under.
//!
//! Owns data and its look-up, nothing else.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::fold;

/// The name an agency is counted under, then its other names, separated by `|`.
const AGENCIES: &[(&str, &str)] = &[
    // Newswires that publish what others write.
    ("CNW", "CNW Group|Groupe CNW|CNW Telbec|Telbec|Canada NewsWire|Cision"),
    ("PR Newswire", "PRNewswire|PRNewswire-USNewswire|PRNewswire-AsiaNet|Xinhua-PRNewswire"),
    ("Business Wire", "BusinessWire"),
    ("GlobeNewswire", "Globe Newswire|GlobeNewswire News Room"),
    ("EQS", "EQS-News|DGAP"),
    ("ots", "news aktuell|APA-OTS"),
    ("ACCESSWIRE", ""),
    // Press agencies.
    ("AFP", "Agence France-Presse|Agence France Presse|وكالة فرانس برس|أ ف ب|أ.ف.ب|فرانس برس|法新社"),
    ("Reuters", "Thomson Reuters|رويترز|路透社|路透|ロイター|로이터|Рейтер|Reuters.com"),
    ("AP", "Associated Press|The Associated Press|أسوشيتد برس|美联社|AP通信"),
    ("EFE", "Agencia EFE|Agence EFE"),
    ("Europa Press", "EuropaPress"),
    ("dpa", "Deutsche Presse-Agentur|dpa-AFX"),
    ("KNA", ""),
    ("epd", ""),
    ("APA", "Austria Presse Agentur"),
    ("Keystone-ATS", "ATS|Keystone-SDA|SDA"),
    ("ANSA", ""),
    ("Adnkronos", ""),
    ("AGI", ""),
    ("TASS", "ТАСС|ИТАР-ТАСС|ITAR-TASS"),
    ("RIA Novosti", "РИА Новости|РИА|RIA"),
    ("Interfax", "Интерфакс|Інтерфакс|Interfax-Ukraine|Інтерфакс-Україна"),
    ("Ukrinform", "Укринформ|Укрінформ"),
    ("UNIAN", "УНИАН|УНІАН"),
    ("BelTA", "БЕЛТА"),
    ("MAP", "و م ع|ومع|و.م.ع|Maghreb Arabe Presse|Agence marocaine de presse|وكالة المغرب العربي للأنباء"),
    ("APS", "Algérie Presse Service|وأج|واج|و أ ج"),
    ("TAP", "Tunis Afrique Presse|وات"),
    ("SPA", "Saudi Press Agency|واس"),
    ("WAM", "Emirates News Agency|وام"),
    ("QNA", "Qatar News Agency|قنا"),
    ("KUNA", "Kuwait News Agency|كونا"),
    ("BNA", "بنا"),
    ("ONA", "العمانية"),
    ("Petra", "بترا"),
    ("SANA", "سانا"),
    ("NNA", "الوطنية للإعلام"),
    ("INA", "واع"),
    ("WAFA", "وفا"),
    ("MENA", "أ ش أ|أش أ|أ.ش.أ"),
    ("SUNA", "سونا"),
    ("AMI", "و م أ"),
    ("IRNA", "ایرنا|إرنا"),
    ("ISNA", "ایسنا"),
    ("Mehr", "Mehr News|مهر|خبرگزاری مهر"),
    ("Tasnim", "تسنیم"),
    ("Fars", "Fars News|فارس"),
    ("Anadolu", "Anadolu Agency|Anadolu Ajansı|Agence Anadolu|AA|الأناضول"),
    ("DHA", "Demirören Haber Ajansı"),
    ("İHA", "İhlas Haber Ajansı"),
    ("Xinhua", "Xinhua News Agency|新华社|新华网|新華社|Agence Xinhua|Chine nouvelle|شينخوا"),
    ("CNA", "中央社"),
    ("Kyodo", "Kyodo News|共同|共同通信|共同社"),
    ("Jiji", "Jiji Press|時事|時事通信"),
    ("Yonhap", "연합뉴스|Yonhap News|韩联社|聯合ニュース"),
    ("KCNA", "조선중앙통신"),
    ("PTI", "Press Trust of India"),
    ("ANI", ""),
    ("Lusa", "Agência Lusa"),
    ("Agência Brasil", "EBC"),
    ("Télam", "Telam"),
    ("Notimex", ""),
    ("Prensa Latina", "PL"),
    ("Belga", "Agence Belga"),
    ("ANP", ""),
    ("TT", "TT Nyhetsbyrån"),
    ("Ritzau", ""),
    ("NTB", ""),
    ("STT", "STT-Lehtikuva"),
    ("PAP", "Polska Agencja Prasowa"),
    ("MTI", "Magyar Távirati Iroda"),
    ("Agerpres", ""),
    ("Mediafax", ""),
    ("AMNA", "ΑΠΕ-ΜΠΕ|ΑΠΕ|ANA-MPA|AΠΕ-ΜΠΕ"),
    ("ACN", "Agència Catalana de Notícies"),
    ("La Presse Canadienne", "The Canadian Press|Presse canadienne|PC|CP"),
    ("UPI", "United Press International"),
    ("Bloomberg", "Bloomberg News"),
    ("IANS", ""),
    ("PANA", "PANAPRESS|Agence panafricaine de presse"),
    ("APO", "APO Group|African Media Agency"),
    ("PNA", "Philippine News Agency"),
    ("Bernama", ""),
    ("Antara", ""),
];

static CANONICAL: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    for (name, others) in AGENCIES {
        let all = std::iter::once(*name).chain(others.split('|')).filter(|name| !name.is_empty());
        names.extend(all.map(|other| (fold(other), *name)));
    }
    names
});

/// The name an agency is counted under, for any name it goes by.
pub(crate) fn canonical(name: &str) -> Option<&'static str> {
    let name = name.trim_matches(|c: char| c.is_whitespace() || "/()[]（）【】".contains(c));
    if name.is_empty() || name.len() > 80 {
        return None;
    }
    CANONICAL.get(&fold(name)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |name: &str, expected: Option<&str>| assert_eq!(canonical(name), expected, "{name}");
        check("/CNW/", Some("CNW"));
        check("(REUTERS)", Some("Reuters"));
        check("ТАСС", Some("TASS"));
        check("新华社", Some("Xinhua"));
        check("Agence France-Presse", Some("AFP"));
        check("ایرنا", Some("IRNA"));
        check("Ministère", None);
        check("", None);
    }

    #[test]
    fn no_name_is_two_agencies() {
        let mut seen: FxHashMap<String, &str> = FxHashMap::default();
        for (name, others) in AGENCIES {
            for other in std::iter::once(*name).chain(others.split('|')).filter(|name| !name.is_empty()) {
                let of = *seen.entry(fold(other)).or_insert(name);
                assert_eq!(of, *name, "{other}");
            }
        }
    }
}
