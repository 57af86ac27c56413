//! The query tree as it is shown with `explain=true`.

use serde::Serialize;
use utoipa::ToSchema;

use crate::query::Query;

/// One node of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QueryNode {
    /// What it is: `all`, `word`, `phrase`, `prefix`, `fuzzy`, `title`, `filter`, `side` (words side by
    /// side), `any` (`OR`) or `not`.
    pub kind: &'static str,
    /// The part of the query, printed back.
    pub text: String,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub parts: Vec<QueryNode>,
}

/// The tree of a query.
pub(super) fn view(query: &Query) -> QueryNode {
    let (kind, parts): (_, &[Query]) = match query {
        Query::All => ("all", &[]),
        Query::Word(_) => ("word", &[]),
        Query::Phrase { .. } => ("phrase", &[]),
        Query::Prefix(_) => ("prefix", &[]),
        Query::Fuzzy { .. } => ("fuzzy", &[]),
        Query::In(_, inner) => ("title", std::slice::from_ref(&**inner)),
        Query::Filter(_) => ("filter", &[]),
        Query::Side(parts) => ("side", parts),
        Query::Any(parts) => ("any", parts),
        Query::Not(inner) => ("not", std::slice::from_ref(&**inner)),
    };
    QueryNode { kind, text: query.to_string(), parts: parts.iter().map(view).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_shows_its_parts() {
        let tree = view(&crate::query::parse("a -title:b").query);
        assert_eq!((tree.kind, tree.text.as_str()), ("side", "a -title:b"));
        assert_eq!(tree.parts[1].parts[0].parts[0].text, "b");
    }
}
