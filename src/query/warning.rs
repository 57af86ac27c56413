//! What was ignored in a query, said in each language of the page.

use crate::codes::LanguageCode;

/// Something in a query that could not be obeyed; the rest was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryWarning {
    /// A quotation mark without its partner.
    LoneQuote,
    /// Quotation marks around nothing that can be searched.
    EmptyQuotes,
    /// A parenthesis without its partner.
    LoneParenthesis,
    /// Parentheses nested too deep.
    TooDeep,
    /// `OR` or `NOT` without what it needs.
    DanglingOperator {
        /// The operator as typed.
        operator: String,
    },
    /// A `*` elsewhere than at the end of a word.
    Star,
    /// A distance that is not offered.
    Distance {
        /// The most edits or positions there are.
        max: u32,
    },
    /// A value that the field does not have; searched as a word.
    Value {
        /// The field as typed.
        field: String,
        /// The value as typed, at most 60 characters of it.
        value: String,
    },
    /// A range of dates that was given from late to early.
    DateOrder,
    /// More words than a query may have.
    TooManyWords {
        /// How many were searched.
        max: usize,
    },
}

impl QueryWarning {
    /// The warning as a sentence in `locale`; in English where that is none of the page's languages.
    pub fn sentence(&self, locale: LanguageCode) -> String {
        match locale.as_str() {
            "fr" => self.french(),
            "es" => self.spanish(),
            "ar" => self.arabic(),
            _ => self.english(),
        }
    }

    fn french(&self) -> String {
        match self {
            QueryWarning::LoneQuote => {
                "Un guillemet sans son pendant a été ignoré ; les mots ont été cherchés tels quels.".into()
            }
            QueryWarning::EmptyQuotes => "Des guillemets sans mot ont été ignorés.".into(),
            QueryWarning::LoneParenthesis => "Une parenthèse sans son pendant a été ignorée.".into(),
            QueryWarning::TooDeep => "Des parenthèses trop imbriquées ont été ignorées.".into(),
            QueryWarning::DanglingOperator { operator } => {
                format!("« {operator} » a été ignoré : il lui manque un mot.")
            }
            QueryWarning::Star => {
                "« * » n’est compris qu’à la fin d’un mot ; ailleurs, il a été ignoré.".into()
            }
            QueryWarning::Distance { max } => {
                format!("Une distance après « ~ » a été ramenée entre 1 et {max}.")
            }
            QueryWarning::Value { field, value } => {
                format!("« {value} » n’est pas une valeur de « {field}: » ; cherché comme un mot.")
            }
            QueryWarning::DateOrder => {
                "Une période allant du plus récent au plus ancien a été retournée.".into()
            }
            QueryWarning::TooManyWords { max } => {
                format!("Seuls les {max} premiers mots ont été cherchés.")
            }
        }
    }

    fn english(&self) -> String {
        match self {
            QueryWarning::LoneQuote => {
                "A quotation mark without its partner was ignored; the words were searched as they stand."
                    .into()
            }
            QueryWarning::EmptyQuotes => "Quotation marks around no word were ignored.".into(),
            QueryWarning::LoneParenthesis => "A parenthesis without its partner was ignored.".into(),
            QueryWarning::TooDeep => "Parentheses nested too deep were ignored.".into(),
            QueryWarning::DanglingOperator { operator } => {
                format!("`{operator}` was ignored: it lacks a word.")
            }
            QueryWarning::Star => {
                "`*` is only understood at the end of a word; elsewhere it was ignored.".into()
            }
            QueryWarning::Distance { max } => {
                format!("A distance after `~` was brought between 1 and {max}.")
            }
            QueryWarning::Value { field, value } => {
                format!("`{value}` is not a value of `{field}:`; searched as a word.")
            }
            QueryWarning::DateOrder => "A range of dates from late to early was turned round.".into(),
            QueryWarning::TooManyWords { max } => format!("Only the first {max} words were searched."),
        }
    }

    fn spanish(&self) -> String {
        match self {
            QueryWarning::LoneQuote => {
                "Se han ignorado unas comillas sin cerrar; las palabras se han buscado tal cual.".into()
            }
            QueryWarning::EmptyQuotes => "Se han ignorado unas comillas sin palabras.".into(),
            QueryWarning::LoneParenthesis => "Se ha ignorado un paréntesis sin su pareja.".into(),
            QueryWarning::TooDeep => "Se han ignorado paréntesis demasiado anidados.".into(),
            QueryWarning::DanglingOperator { operator } => {
                format!("Se ha ignorado «{operator}»: le falta una palabra.")
            }
            QueryWarning::Star => {
                "«*» solo se entiende al final de una palabra; en otro lugar se ha ignorado.".into()
            }
            QueryWarning::Distance { max } => {
                format!("Una distancia tras «~» se ha ajustado entre 1 y {max}.")
            }
            QueryWarning::Value { field, value } => {
                format!("«{value}» no es un valor de «{field}:»; se ha buscado como palabra.")
            }
            QueryWarning::DateOrder => {
                "Se ha invertido un período que iba de lo más reciente a lo más antiguo.".into()
            }
            QueryWarning::TooManyWords { max } => {
                format!("Solo se han buscado las primeras {max} palabras.")
            }
        }
    }

    /// What was typed is isolated (Unicode UAX #9), so that Latin letters turn no quotation mark round.
    fn arabic(&self) -> String {
        let typed = |text: &str| format!("«\u{2068}{text}\u{2069}»");
        match self {
            QueryWarning::LoneQuote => {
                "تم تجاهل علامة اقتباس دون نظيرتها؛ جرى البحث عن الكلمات كما هي.".into()
            }
            QueryWarning::EmptyQuotes => "تم تجاهل علامتي اقتباس لا كلمة بينهما.".into(),
            QueryWarning::LoneParenthesis => "تم تجاهل قوس دون نظيره.".into(),
            QueryWarning::TooDeep => "تم تجاهل أقواس متداخلة أكثر من اللازم.".into(),
            QueryWarning::DanglingOperator { operator } => {
                format!("تم تجاهل {}: تنقصه كلمة.", typed(operator))
            }
            QueryWarning::Star => {
                format!("لا تُفهم {} إلا في آخر الكلمة؛ وقد تم تجاهلها في غير ذلك.", typed("*"))
            }
            QueryWarning::Distance { max } => {
                format!("عُدّلت المسافة بعد {} لتكون بين 1 و{max}.", typed("~"))
            }
            QueryWarning::Value { field, value } => {
                let field = typed(&format!("{field}:"));
                format!("{} ليست قيمة للحقل {field}؛ جرى البحث عنها ككلمة.", typed(value))
            }
            QueryWarning::DateOrder => "قُلبت فترة كانت تمتد من الأحدث إلى الأقدم.".into(),
            QueryWarning::TooManyWords { max } => {
                format!("جرى البحث عن أول {max} من الكلمات فقط.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn all() -> Vec<QueryWarning> {
        vec![
            QueryWarning::LoneQuote,
            QueryWarning::EmptyQuotes,
            QueryWarning::LoneParenthesis,
            QueryWarning::TooDeep,
            QueryWarning::DanglingOperator { operator: "OR".into() },
            QueryWarning::Star,
            QueryWarning::Distance { max: 9 },
            QueryWarning::Value { field: "country".into(), value: "Atlantis".into() },
            QueryWarning::DateOrder,
            QueryWarning::TooManyWords { max: 77 },
        ]
    }

    #[test]
    fn each_language_says_each_warning_and_what_it_is_about() {
        for warning in all() {
            let said = ["fr", "en", "es", "ar"].map(|code| warning.sentence(code.parse().unwrap()));
            let distinct: HashSet<&String> = said.iter().collect();
            assert_eq!(distinct.len(), 4, "{warning:?}: {said:?}");
            let about = match &warning {
                QueryWarning::DanglingOperator { .. } => vec!["OR"],
                QueryWarning::Star => vec!["*"],
                QueryWarning::Distance { .. } => vec!["~", "9"],
                QueryWarning::Value { .. } => vec!["country:", "Atlantis"],
                QueryWarning::TooManyWords { .. } => vec!["77"],
                _ => Vec::new(),
            };
            for sentence in &said {
                assert!(about.iter().all(|part| sentence.contains(part)), "{sentence}");
            }
            let is_arabic = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
            assert!(said[3].starts_with(|c| is_arabic(c) || c == '«') && said[3].contains(is_arabic));
            assert!(!said[2].contains(is_arabic) && said[2] != said[0]);
            // Whoever reads none of them is answered in English.
            assert_eq!(warning.sentence("ja".parse().unwrap()), said[1]);
        }
    }
}
