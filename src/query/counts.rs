//! What counts are asked by: the facet of a list of values, the two facets of a table.

use super::filter::FacetField;
use super::params::{ParamError, ParamErrorKind};

impl FacetField {
    /// Reads the name of a facet.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn read(parameter: &str, given: &str) -> Result<FacetField, ParamError> {
        let names = FacetField::ALL.iter().map(|field| field.name());
        FacetField::from_name(given).ok_or_else(|| ParamError::not_one_of(parameter, given, names))
    }
}

/// The facets of a table's rows and columns: countries by topics when not given.
///
/// # Errors
/// When one is no facet, or both are the same.
pub fn axes(rows: Option<&str>, cols: Option<&str>) -> Result<(FacetField, FacetField), ParamError> {
    let axis = |parameter, given: Option<&str>, default| {
        given.map_or(Ok(default), |name| FacetField::read(parameter, name))
    };
    let (rows, cols) = (axis("rows", rows, FacetField::Country)?, axis("cols", cols, FacetField::Topic)?);
    if rows != cols {
        return Ok((rows, cols));
    }
    let others = FacetField::ALL.iter().filter(|field| **field != rows);
    let allowed = others.map(|field| field.name().to_owned()).collect();
    Err(ParamError::new("cols", ParamErrorKind::NotOneOf { given: cols.name().to_owned(), allowed }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_needs_two_different_facets() {
        assert_eq!(axes(None, None), Ok((FacetField::Country, FacetField::Topic)));
        assert_eq!(axes(Some("year"), Some("source")), Ok((FacetField::Year, FacetField::Source)));
        assert_eq!(axes(Some("topic"), None).unwrap_err().parameter, "cols");
        assert_eq!(axes(Some("colour"), None).unwrap_err().parameter, "rows");
    }
}
