//! Counting facets: on numbers while documents pass, by name at the end.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocId;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::filters::value_text;
use super::record::source_key;
use super::snapshot::Snapshot;
use crate::engine::{EngineError, FacetCounts, FacetRequest, FacetValue};
use crate::query::{FacetField, Filter};

/// The values of a facet over all segments, numbered.
#[derive(Debug)]
pub(super) struct Values {
    pub list: Vec<String>,
    /// For each segment, the number of each of its own ordinals.
    numbers: Vec<Vec<u32>>,
    by_key: FxHashMap<String, u32>,
}

impl Values {
    pub(super) fn of(snapshot: &Snapshot, field: FacetField) -> Result<Values, EngineError> {
        let reading = "reading facet values";
        let mut values = Values { list: Vec::new(), numbers: Vec::new(), by_key: FxHashMap::default() };
        for segment in &snapshot.segments {
            let mut numbers = Vec::new();
            if let Some(column) = &segment.facets[field as usize] {
                let mut terms = column.dictionary().stream().map_err(snapshot.place.io(reading))?;
                while terms.advance() {
                    let value = std::str::from_utf8(terms.key()).unwrap_or_default();
                    numbers.push(values.number(field, value));
                }
            }
            values.numbers.push(numbers);
        }
        Ok(values)
    }

    fn number(&mut self, field: FacetField, value: &str) -> u32 {
        let key = key(field, value);
        if let Some(&number) = self.by_key.get(&key) {
            // Spellings that a filter does not tell apart are one value, named by the least of them.
            let name = &mut self.list[number as usize];
            if *value < **name {
                value.clone_into(name);
            }
            return number;
        }
        let number = self.list.len() as u32;
        self.list.push(value.to_owned());
        self.by_key.insert(key, number);
        number
    }
}

/// Values with the same key are the same to a filter.
fn key(field: FacetField, value: &str) -> String {
    match field {
        FacetField::Source => source_key(value),
        _ => value.to_owned(),
    }
}

/// Calls `each` with the number of every value of `field` that a document has.
#[inline]
pub(super) fn for_each_value(
    snapshot: &Snapshot,
    values: &Values,
    field: FacetField,
    (segment, doc): (usize, DocId),
    mut each: impl FnMut(u32),
) {
    let (numbers, segment) = (&values.numbers[segment], &snapshot.segments[segment]);
    if let Some(ordinals) = segment.ordinals(field) {
        ordinals.of_document(doc).iter().for_each(|&ordinal| each(numbers[ordinal as usize]));
    } else if let Some(column) = &segment.facets[field as usize] {
        column.term_ords(doc).for_each(|ordinal| each(numbers[ordinal as usize]));
    }
}

/// Counts by value.
#[derive(Debug)]
pub(super) struct Counter {
    pub counts: Vec<u64>,
    pub missing: u64,
}

impl Counter {
    pub(super) fn new(values: &Values) -> Counter {
        Counter { counts: vec![0; values.list.len()], missing: 0 }
    }

    /// The answer: the most frequent values, and those ticked whatever their count.
    pub(super) fn finish(&self, values: &Values, request: &FacetRequest, filters: &[Filter]) -> FacetCounts {
        let prefix = request.prefix.as_deref().map(fold);
        let wanted = |number: &u32| match &prefix {
            Some(prefix) => fold(&values.list[*number as usize]).starts_with(prefix),
            None => true,
        };
        let mut ticked: FxHashSet<u32> = FxHashSet::default();
        let mut unknown = Vec::new();
        let own = filters.iter().filter(|filter| filter.field == request.field);
        for text in own.flat_map(|filter| &filter.any_of).filter_map(value_text) {
            match values.by_key.get(&key(request.field, &text)) {
                Some(&number) => drop(ticked.insert(number)),
                None if unknown.contains(&text) => {}
                None => unknown.push(text),
            }
        }
        let counted = (0..values.list.len() as u32).filter(|&number| self.counts[number as usize] > 0);
        let mut numbers: Vec<u32> = counted.filter(wanted).collect();
        let order = |number: &u32| (Reverse(self.counts[*number as usize]), &values.list[*number as usize]);
        let by_order = |a: &u32, b: &u32| order(a).cmp(&order(b));
        let distinct = numbers.len() as u64;
        let all: u64 = numbers.iter().map(|&number| self.counts[number as usize]).sum();
        if request.limit < numbers.len() {
            if request.limit > 0 {
                numbers.select_nth_unstable_by(request.limit - 1, by_order);
            }
            numbers.truncate(request.limit);
        }
        numbers.retain(|number| !ticked.contains(number));
        numbers.extend(ticked);
        numbers.sort_unstable_by(by_order);
        let value = |number: u32| FacetValue {
            value: values.list[number as usize].clone(),
            count: self.counts[number as usize],
        };
        let mut listed: Vec<FacetValue> = numbers.into_iter().map(value).collect();
        let shown: u64 = listed
            .iter()
            .filter(|listed| match &prefix {
                Some(prefix) => fold(&listed.value).starts_with(prefix),
                None => true,
            })
            .map(|listed| listed.count)
            .sum();
        unknown.sort_unstable();
        listed.extend(unknown.into_iter().map(|value| FacetValue { value, count: 0 }));
        FacetCounts { values: listed, other: all - shown, missing: self.missing, distinct }
    }
}

/// Without case and accents, so that `etat` finds `État`.
fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::FilterValue;

    fn values(list: &[&str]) -> Values {
        let mut values = Values { list: Vec::new(), numbers: Vec::new(), by_key: FxHashMap::default() };
        for value in list {
            values.number(FacetField::Source, value);
        }
        values
    }

    #[track_caller]
    fn check(limit: usize, prefix: Option<&str>, ticked: &[&str], expected: (&[(&str, u64)], u64, u64)) {
        let values = values(&["Été", "AFP", "CNW", "été", "Reuters", "Élysée"]);
        let counter = Counter { counts: vec![5, 7, 5, 1, 0], missing: 2 };
        let request = FacetRequest { field: FacetField::Source, limit, prefix: prefix.map(str::to_owned) };
        let any_of = ticked.iter().map(|&value| FilterValue::Source(value.to_owned())).collect();
        let filters = [Filter { field: FacetField::Source, any_of }];
        let counts = counter.finish(&values, &request, &filters);
        let found: Vec<(&str, u64)> = counts.values.iter().map(|v| (v.value.as_str(), v.count)).collect();
        assert_eq!((&*found, counts.other, counts.distinct), expected);
        assert_eq!(counts.missing, 2);
    }

    #[test]
    fn the_most_frequent_and_those_ticked() {
        check(2, None, &[], (&[("AFP", 7), ("CNW", 5)], 6, 4));
        check(9, None, &[], (&[("AFP", 7), ("CNW", 5), ("Été", 5), ("Reuters", 1)], 0, 4));
        check(1, None, &["reuters", "Nobody"], (&[("AFP", 7), ("Reuters", 1), ("Nobody", 0)], 10, 4));
        check(0, None, &["élysée"], (&[("Élysée", 0)], 18, 4));
        check(9, Some("ET"), &[], (&[("Été", 5)], 0, 1));
    }
}
