//! How results are shown, as far as it is no part of the search: which picture, how dense, what is unfolded.

use crate::codes::CommuniqueId;
use crate::engine::Interval;
use crate::query::{FacetField, ParamError, RawParams};

/// How results are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageView {
    /// What the results are shown as.
    pub shape: Shape,
    /// How much of each hit is shown.
    pub density: Density,
    /// What the bars of the timeline are split by.
    pub by: Option<FacetField>,
    /// How long a bar of the timeline is; as fits when not given.
    pub interval: Option<Interval>,
    /// The hit whose copies are unfolded.
    pub copies: Option<CommuniqueId>,
}

/// What results are shown as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// One after another.
    #[default]
    List,
    /// Counted over time.
    Time,
    /// Counted on a map of the world.
    Map,
    /// Countries against topics.
    Cross,
}

/// How much of each hit is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Density {
    /// Title, snippet and tags.
    #[default]
    Full,
    /// A line or two.
    Compact,
}

impl Shape {
    /// Every one, in the order they are offered.
    pub const ALL: [Shape; 4] = [Shape::List, Shape::Time, Shape::Map, Shape::Cross];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Shape::List => "list",
            Shape::Time => "time",
            Shape::Map => "map",
            Shape::Cross => "cross",
        }
    }
}

impl Density {
    const ALL: [Density; 2] = [Density::Full, Density::Compact];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Density::Full => "full",
            Density::Compact => "compact",
        }
    }
}

/// What the bars of the timeline may be split by.
pub const SPLITS: [FacetField; 2] = [FacetField::Topic, FacetField::Country];

impl PageView {
    /// Takes what belongs to the view out of a page's parameters.
    ///
    /// # Errors
    /// When a value is none of those there are.
    pub fn take(raw: &mut RawParams) -> Result<PageView, ParamError> {
        let copies = raw.one("copies")?;
        Ok(PageView {
            shape: one_of(raw, "view", &Shape::ALL, Shape::name)?.unwrap_or_default(),
            density: one_of(raw, "density", &Density::ALL, Density::name)?.unwrap_or_default(),
            by: one_of(raw, "by", &SPLITS, FacetField::name)?,
            interval: one_of(raw, "interval", &Interval::ALL, Interval::name)?,
            // An address of a document that is no more unfolds nothing.
            copies: copies.and_then(|id| id.parse().ok()),
        })
    }

    /// The same as pairs for a query string; what is as usual is not said.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let usual = PageView::default();
        let mut pairs = Vec::new();
        let mut add = |name, value: &str| pairs.push((name, value.to_owned()));
        if self.shape != usual.shape {
            add("view", self.shape.name());
        }
        if self.density != usual.density {
            add("density", self.density.name());
        }
        if let Some(field) = self.by {
            add("by", field.name());
        }
        if let Some(interval) = self.interval {
            add("interval", interval.name());
        }
        if let Some(id) = &self.copies {
            add("copies", id.as_str());
        }
        pairs
    }
}

fn one_of<T: Copy>(
    raw: &mut RawParams,
    parameter: &'static str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Option<T>, ParamError> {
    let Some(given) = raw.one(parameter)? else { return Ok(None) };
    let found = all.iter().copied().find(|one| name(*one) == given);
    let refused = || ParamError::not_one_of(parameter, &given, all.iter().map(|one| name(*one)));
    found.map(Some).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(query: &str) -> Result<PageView, ParamError> {
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned();
        PageView::take(&mut RawParams::from_form(pairs))
    }

    #[track_caller]
    fn check(query: &str) {
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        take(query).unwrap().to_pairs().iter().for_each(|(name, value)| {
            out.append_pair(name, value);
        });
        assert_eq!(out.finish(), query);
    }

    #[test]
    fn a_view_prints_as_it_was_read() {
        check("");
        check("view=time&by=topic&interval=week");
        check("view=cross&density=compact&copies=a%2Fb");
        assert_eq!(take("view=list&density=full").unwrap(), PageView::default());
    }

    #[test]
    fn a_wrong_value_is_refused_with_the_right_ones() {
        let error = take("view=globe").unwrap_err();
        assert_eq!(error.parameter, "view");
        assert!(error.to_string().contains("list, time, map, cross"), "{error}");
        assert_eq!(take("by=source").unwrap_err().parameter, "by");
    }
}
