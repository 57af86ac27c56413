//! What was ignored in a query, said in French or English.

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
    /// The warning as a sentence, in French for `fr` and in English otherwise.
    pub fn sentence(&self, locale: LanguageCode) -> String {
        let (french, english) = match self {
            QueryWarning::LoneQuote => (
                "Un guillemet sans son pendant a été ignoré ; les mots ont été cherchés tels quels.".into(),
                "A quotation mark without its partner was ignored; the words were searched as they stand."
                    .into(),
            ),
            QueryWarning::EmptyQuotes => (
                "Des guillemets sans mot ont été ignorés.".into(),
                "Quotation marks around no word were ignored.".into(),
            ),
            QueryWarning::LoneParenthesis => (
                "Une parenthèse sans son pendant a été ignorée.".into(),
                "A parenthesis without its partner was ignored.".into(),
            ),
            QueryWarning::TooDeep => (
                "Des parenthèses trop imbriquées ont été ignorées.".into(),
                "Parentheses nested too deep were ignored.".into(),
            ),
            QueryWarning::DanglingOperator { operator } => (
                format!("« {operator} » a été ignoré : il lui manque un mot."),
                format!("`{operator}` was ignored: it lacks a word."),
            ),
            QueryWarning::Star => (
                "« * » n’est compris qu’à la fin d’un mot ; ailleurs, il a été ignoré.".into(),
                "`*` is only understood at the end of a word; elsewhere it was ignored.".into(),
            ),
            QueryWarning::Distance { max } => (
                format!("Une distance après « ~ » a été ramenée entre 1 et {max}."),
                format!("A distance after `~` was brought between 1 and {max}."),
            ),
            QueryWarning::Value { field, value } => (
                format!("« {value} » n’est pas une valeur de « {field}: » ; cherché comme un mot."),
                format!("`{value}` is not a value of `{field}:`; searched as a word."),
            ),
            QueryWarning::DateOrder => (
                "Une période allant du plus récent au plus ancien a été retournée.".into(),
                "A range of dates from late to early was turned round.".into(),
            ),
            QueryWarning::TooManyWords { max } => (
                format!("Seuls les {max} premiers mots ont été cherchés."),
                format!("Only the first {max} words were searched."),
            ),
        };
        if locale.as_str() == "fr" { french } else { english }
    }
}
