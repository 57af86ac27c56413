//! What the page calls things, in each of its languages.

/// What the page calls things in one language.
#[derive(Debug)]
pub struct Messages {
    /// What the service is, in one line.
    pub tagline: &'static str,
    /// The link past the navigation.
    pub skip: &'static str,
    /// The name of the search box.
    pub search_label: &'static str,
    /// An example in the search box.
    pub search_hint: &'static str,
    /// The button of the search box.
    pub search_button: &'static str,
    /// One hit.
    pub results_one: &'static str,
    /// Several hits, after the number.
    pub results_many: &'static str,
    /// No hit.
    pub no_results: &'static str,
    /// What was searched, before the query.
    pub tried: &'static str,
    /// Heading of what else to try.
    pub ways_out: &'static str,
    /// Search without filters.
    pub drop_filters: &'static str,
    /// All documents.
    pub browse_all: &'static str,
    /// Documents without every word are in.
    pub relaxed: &'static str,
    /// What was searched beside, before the names.
    pub widened: &'static str,
    /// Search without widening.
    pub exact_only: &'static str,
    /// Before a suggestion.
    pub did_you_mean: &'static str,
    /// Heading of the facets.
    pub filters: &'static str,
    /// Button that applies the ticked filters.
    pub apply: &'static str,
    /// Link that clears all filters.
    pub clear: &'static str,
    /// Remove a filter, before its name.
    pub remove: &'static str,
    /// Facet.
    pub country: &'static str,
    /// Facet.
    pub mentioned_country: &'static str,
    /// Facet.
    pub issuer_country: &'static str,
    /// Facet.
    pub topic: &'static str,
    /// Facet.
    pub language: &'static str,
    /// Facet.
    pub source: &'static str,
    /// Facet.
    pub organisation: &'static str,
    /// Facet.
    pub person: &'static str,
    /// Facet.
    pub year: &'static str,
    /// Values not listed.
    pub other: &'static str,
    /// Hits without a value.
    pub missing: &'static str,
    /// From this date.
    pub from: &'static str,
    /// To this date.
    pub to: &'static str,
    /// How dates are written.
    pub date_hint: &'static str,
    /// Label of the order.
    pub sort: &'static str,
    /// Order.
    pub relevance: &'static str,
    /// Order.
    pub newest: &'static str,
    /// Order.
    pub oldest: &'static str,
    /// A document without a date.
    pub undated: &'static str,
    /// One copy.
    pub copies_one: &'static str,
    /// Several copies, after the number.
    pub copies_many: &'static str,
    /// Next page.
    pub next: &'static str,
    /// First page.
    pub first: &'static str,
    /// Heading of the exports.
    pub take_away: &'static str,
    /// Link to the feed.
    pub follow: &'static str,
    /// A document without a title.
    pub untitled: &'static str,
    /// Back to the results.
    pub back: &'static str,
    /// Heading of the facts about a document.
    pub facts: &'static str,
    /// Where it was issued.
    pub place: &'static str,
    /// Its date.
    pub published: &'static str,
    /// Link to the original.
    pub original: &'static str,
    /// Its languages.
    pub languages: &'static str,
    /// Countries only mentioned.
    pub mentioned: &'static str,
    /// The words that prove a tag.
    pub evidence: &'static str,
    /// Persons named.
    pub persons: &'static str,
    /// Organisations named.
    pub organisations: &'static str,
    /// Heading of the copies.
    pub copies: &'static str,
    /// Heading of similar documents.
    pub similar: &'static str,
    /// Heading of the folded passages.
    pub folded: &'static str,
    /// Title of the 404 page.
    pub not_found_title: &'static str,
    /// What a 404 means.
    pub not_found: &'static str,
    /// Title of the 400 page.
    pub bad_request_title: &'static str,
    /// Title of the 500 page.
    pub failed_title: &'static str,
    /// What a 500 means.
    pub failed: &'static str,
    /// Link to the home page.
    pub home: &'static str,
    /// Link to the help.
    pub help: &'static str,
    /// Link to the API's page.
    pub api: &'static str,
    /// Title of the help.
    pub help_title: &'static str,
    /// Help on words.
    pub help_words: &'static str,
    /// Help on quotation marks.
    pub help_phrase: &'static str,
    /// Help on OR.
    pub help_or: &'static str,
    /// Help on exclusions.
    pub help_not: &'static str,
    /// Help on prefixes.
    pub help_prefix: &'static str,
    /// Help on fuzzy words.
    pub help_fuzzy: &'static str,
    /// Help on nearness.
    pub help_near: &'static str,
    /// Help on fields.
    pub help_field: &'static str,
    /// What the page is.
    pub footer: &'static str,
    /// The notice about sample documents.
    pub sample: &'static str,
}

/// Français.
pub static FRENCH: Messages = Messages {
    tagline: "Les communiqués de sécurité du monde, dans leur langue",
    skip: "Aller aux résultats",
    search_label: "Rechercher dans les communiqués",
    search_hint: "ex. trafic de drogue, \"coopération sécuritaire\", -football",
    search_button: "Rechercher",
    results_one: "1 communiqué",
    results_many: "communiqués",
    no_results: "Aucun communiqué ne répond à cette recherche.",
    tried: "Recherche faite :",
    ways_out: "Pour élargir",
    drop_filters: "Retirer tous les filtres",
    browse_all: "Parcourir tous les communiqués",
    relaxed: "Peu de communiqués contiennent tous les mots : ceux qui en contiennent la plupart suivent.",
    widened: "Cherché aussi :",
    exact_only: "seulement mes mots",
    did_you_mean: "Vouliez-vous dire",
    filters: "Filtres",
    apply: "Appliquer les filtres",
    clear: "Tout effacer",
    remove: "Retirer",
    country: "Pays concerné",
    mentioned_country: "Pays cité",
    issuer_country: "Pays émetteur",
    topic: "Thème",
    language: "Langue",
    source: "Source",
    organisation: "Organisation",
    person: "Personne",
    year: "Année",
    other: "autres",
    missing: "non renseigné",
    from: "Du",
    to: "au",
    date_hint: "AAAA, AAAA-MM ou AAAA-MM-JJ",
    sort: "Trier",
    relevance: "pertinence",
    newest: "les plus récents",
    oldest: "les plus anciens",
    undated: "sans date",
    copies_one: "+ 1 copie",
    copies_many: "copies",
    next: "Page suivante",
    first: "Première page",
    take_away: "Emporter",
    follow: "Suivre cette recherche (Atom)",
    untitled: "Sans titre",
    back: "Retour aux résultats",
    facts: "Repères",
    place: "Lieu",
    published: "Publié le",
    original: "Original",
    languages: "Langues",
    mentioned: "Pays cités",
    evidence: "Mots qui le montrent",
    persons: "Personnes",
    organisations: "Organisations",
    copies: "Copies de ce communiqué",
    similar: "Communiqués proches",
    folded: "Contacts et mentions de la page",
    not_found_title: "Page introuvable",
    not_found: "Il n’y a rien à cette adresse. Le communiqué a pu être retiré.",
    bad_request_title: "Cette adresse contient une erreur",
    failed_title: "Un problème de notre côté",
    failed: "L’incident est consigné. Réessayez dans un instant.",
    home: "Accueil",
    help: "Aide",
    api: "API",
    help_title: "Comment chercher",
    help_words: "Des mots : accents, majuscules, élisions et formes fléchies ne comptent pas.",
    help_phrase: "Entre guillemets : ces mots exactement, dans cet ordre.",
    help_or: "OR : l’un ou l’autre.",
    help_not: "Un tiret devant un mot l’exclut.",
    help_prefix: "Un astérisque : les mots qui commencent ainsi.",
    help_fuzzy: "Un tilde : les mots à une faute près.",
    help_near: "Des guillemets suivis de ~5 : ces mots à cinq mots près.",
    help_field: "Un champ : titre, pays, thème, langue, date.",
    footer: "Vigie cherche ; les textes appartiennent à leurs éditeurs.",
    sample: "Les communiqués d’exemple sont écrits pour le projet : rien d’officiel.",
};

/// English.
pub static ENGLISH: Messages = Messages {
    tagline: "The world’s security communiqués, in their languages",
    skip: "Skip to results",
    search_label: "Search the communiqués",
    search_hint: "e.g. money laundering, \"joint statement\", -football",
    search_button: "Search",
    results_one: "1 communiqué",
    results_many: "communiqués",
    no_results: "No communiqué answers this search.",
    tried: "Searched:",
    ways_out: "Ways out",
    drop_filters: "Remove every filter",
    browse_all: "Browse every communiqué",
    relaxed: "Few communiqués hold every word; those with most of them follow.",
    widened: "Also searched:",
    exact_only: "only my words",
    did_you_mean: "Did you mean",
    filters: "Filters",
    apply: "Apply filters",
    clear: "Clear all",
    remove: "Remove",
    country: "Country concerned",
    mentioned_country: "Country mentioned",
    issuer_country: "Issuing country",
    topic: "Topic",
    language: "Language",
    source: "Source",
    organisation: "Organisation",
    person: "Person",
    year: "Year",
    other: "others",
    missing: "not stated",
    from: "From",
    to: "to",
    date_hint: "YYYY, YYYY-MM or YYYY-MM-DD",
    sort: "Sort",
    relevance: "relevance",
    newest: "newest",
    oldest: "oldest",
    undated: "undated",
    copies_one: "+ 1 copy",
    copies_many: "copies",
    next: "Next page",
    first: "First page",
    take_away: "Take away",
    follow: "Follow this search (Atom)",
    untitled: "Untitled",
    back: "Back to the results",
    facts: "Facts",
    place: "Place",
    published: "Published",
    original: "Original",
    languages: "Languages",
    mentioned: "Countries mentioned",
    evidence: "Words that show it",
    persons: "Persons",
    organisations: "Organisations",
    copies: "Copies of this communiqué",
    similar: "Similar communiqués",
    folded: "Contacts and page furniture",
    not_found_title: "Page not found",
    not_found: "There is nothing at this address. The communiqué may have been withdrawn.",
    bad_request_title: "There is a mistake in this address",
    failed_title: "A problem on our side",
    failed: "It has been logged. Please try again in a moment.",
    home: "Home",
    help: "Help",
    api: "API",
    help_title: "How to search",
    help_words: "Words: accents, case, elisions and inflections do not matter.",
    help_phrase: "In quotation marks: these very words, in this order.",
    help_or: "OR: one or the other.",
    help_not: "A hyphen before a word excludes it.",
    help_prefix: "An asterisk: words that begin so.",
    help_fuzzy: "A tilde: words one mistake away.",
    help_near: "Quotation marks and ~5: these words within five words.",
    help_field: "A field: title, country, topic, language, date.",
    footer: "Vigie searches; the texts belong to their publishers.",
    sample: "The sample communiqués are written for the project: nothing official.",
};

/// Español.
pub static SPANISH: Messages = Messages {
    tagline: "Los comunicados de seguridad del mundo, en su idioma",
    skip: "Ir a los resultados",
    search_label: "Buscar en los comunicados",
    search_hint: "p. ej. blanqueo de capitales, \"declaración conjunta\", -fútbol",
    search_button: "Buscar",
    results_one: "1 comunicado",
    results_many: "comunicados",
    no_results: "Ningún comunicado responde a esta búsqueda.",
    tried: "Se buscó:",
    ways_out: "Para ampliar",
    drop_filters: "Quitar todos los filtros",
    browse_all: "Ver todos los comunicados",
    relaxed: "Pocos comunicados contienen todas las palabras; siguen los que contienen la mayoría.",
    widened: "También se buscó:",
    exact_only: "solo mis palabras",
    did_you_mean: "Quizá quiso decir",
    filters: "Filtros",
    apply: "Aplicar los filtros",
    clear: "Borrar todo",
    remove: "Quitar",
    country: "País",
    mentioned_country: "País mencionado",
    issuer_country: "País emisor",
    topic: "Tema",
    language: "Idioma",
    source: "Fuente",
    organisation: "Organización",
    person: "Persona",
    year: "Año",
    other: "otros",
    missing: "no consta",
    from: "Desde",
    to: "hasta",
    date_hint: "AAAA, AAAA-MM o AAAA-MM-DD",
    sort: "Ordenar",
    relevance: "relevancia",
    newest: "más recientes",
    oldest: "más antiguos",
    undated: "sin fecha",
    copies_one: "+ 1 copia",
    copies_many: "copias",
    next: "Página siguiente",
    first: "Primera página",
    take_away: "Llevar",
    follow: "Seguir esta búsqueda (Atom)",
    untitled: "Sin título",
    back: "Volver a los resultados",
    facts: "Datos",
    place: "Lugar",
    published: "Publicado",
    original: "Original",
    languages: "Idiomas",
    mentioned: "Países mencionados",
    evidence: "Palabras que lo muestran",
    persons: "Personas",
    organisations: "Organizaciones",
    copies: "Copias de este comunicado",
    similar: "Comunicados parecidos",
    folded: "Contactos y elementos de la página",
    not_found_title: "Página no encontrada",
    not_found: "No hay nada en esta dirección. Es posible que el comunicado se haya retirado.",
    bad_request_title: "Hay un error en esta dirección",
    failed_title: "Un problema de nuestro lado",
    failed: "El incidente ha quedado registrado. Vuelva a intentarlo en un momento.",
    home: "Inicio",
    help: "Ayuda",
    api: "API",
    help_title: "Cómo buscar",
    help_words: "Palabras: no importan acentos, mayúsculas ni flexiones.",
    help_phrase: "Entre comillas: estas palabras exactas, en este orden.",
    help_or: "OR: uno u otro.",
    help_not: "Un guion delante de una palabra la excluye.",
    help_prefix: "Un asterisco: palabras que empiezan así.",
    help_fuzzy: "Una tilde (~): palabras con una errata.",
    help_near: "Comillas y ~5: estas palabras a cinco palabras.",
    help_field: "Un campo: título, país, tema, idioma, fecha.",
    footer: "Vigie busca; los textos pertenecen a sus editores.",
    sample: "Los comunicados de ejemplo están escritos para el proyecto: nada oficial.",
};

/// العربية.
pub static ARABIC: Messages = Messages {
    tagline: "بيانات الأمن في العالم بلغاتها",
    skip: "انتقل إلى النتائج",
    search_label: "ابحث في البيانات",
    search_hint: "مثال: غسل الأموال، \"بيان مشترك\"",
    search_button: "بحث",
    results_one: "بيان واحد",
    results_many: "بيان",
    no_results: "لا يوجد بيان يطابق هذا البحث.",
    tried: "ما بُحث عنه:",
    ways_out: "لتوسيع البحث",
    drop_filters: "إزالة كل عوامل التصفية",
    browse_all: "تصفّح كل البيانات",
    relaxed: "قليل من البيانات يحتوي على كل الكلمات؛ تليها التي تحتوي على معظمها.",
    widened: "بُحث أيضًا عن:",
    exact_only: "كلماتي فقط",
    did_you_mean: "هل تقصد",
    filters: "عوامل التصفية",
    apply: "تطبيق",
    clear: "مسح الكل",
    remove: "إزالة",
    country: "البلد",
    mentioned_country: "بلد مذكور",
    issuer_country: "بلد الإصدار",
    topic: "الموضوع",
    language: "اللغة",
    source: "المصدر",
    organisation: "المنظمة",
    person: "الشخص",
    year: "السنة",
    other: "أخرى",
    missing: "غير محدد",
    from: "من",
    to: "إلى",
    date_hint: "سنة أو سنة-شهر أو سنة-شهر-يوم",
    sort: "ترتيب",
    relevance: "الصلة",
    newest: "الأحدث",
    oldest: "الأقدم",
    undated: "بلا تاريخ",
    copies_one: "+ نسخة واحدة",
    copies_many: "نسخ",
    next: "الصفحة التالية",
    first: "الصفحة الأولى",
    take_away: "تصدير",
    follow: "تابع هذا البحث (Atom)",
    untitled: "بلا عنوان",
    back: "العودة إلى النتائج",
    facts: "حقائق",
    place: "المكان",
    published: "تاريخ النشر",
    original: "الأصل",
    languages: "اللغات",
    mentioned: "بلدان مذكورة",
    evidence: "الكلمات الدالة",
    persons: "أشخاص",
    organisations: "منظمات",
    copies: "نسخ من هذا البيان",
    similar: "بيانات مشابهة",
    folded: "جهات الاتصال وعناصر الصفحة",
    not_found_title: "الصفحة غير موجودة",
    not_found: "لا يوجد شيء في هذا العنوان. ربما سُحب البيان.",
    bad_request_title: "في هذا العنوان خطأ",
    failed_title: "مشكلة من جانبنا",
    failed: "سُجّلت المشكلة. حاول مرة أخرى بعد قليل.",
    home: "الرئيسية",
    help: "مساعدة",
    api: "API",
    help_title: "كيفية البحث",
    help_words: "كلمات: لا تهم الحركات ولا الصيغ الصرفية.",
    help_phrase: "بين علامتي اقتباس: هذه الكلمات بعينها وبهذا الترتيب.",
    help_or: "OR: هذا أو ذاك.",
    help_not: "شرطة قبل الكلمة تستبعدها.",
    help_prefix: "نجمة: الكلمات التي تبدأ هكذا.",
    help_fuzzy: "علامة ~ : كلمات بخطأ إملائي واحد.",
    help_near: "اقتباس يليه ~5: هذه الكلمات على مسافة خمس كلمات.",
    help_field: "حقل: العنوان، البلد، الموضوع، اللغة، التاريخ.",
    footer: "فيجي يبحث؛ والنصوص ملك لناشريها.",
    sample: "البيانات النموذجية كُتبت للمشروع وليست رسمية.",
};
