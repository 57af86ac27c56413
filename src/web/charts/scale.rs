//! Counts → steps of a shade, each step as many times the one before.

/// Steps of the darkest scale.
pub const STEPS: usize = 6;

/// Divides the counts from 1 to a maximum into at most [`STEPS`] steps of equal ratio, so that a map
/// of a few frequent and many rare countries shows both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The least count of each step, rising.
    starts: Vec<u64>,
    max: u64,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its shade: 1 is the faintest, [`STEPS`] the strongest.
    pub shade: usize,
    /// Its least count.
    pub from: u64,
    /// Its greatest count.
    pub to: u64,
}

impl Scale {
    /// The scale of counts up to `max`.
    pub fn new(max: u64) -> Scale {
        let mut starts: Vec<u64> = Vec::with_capacity(STEPS);
        for step in 0..STEPS {
            let exact = (max as f64).powf(step as f64 / STEPS as f64);
            let least = starts.last().map_or(1, |before| before + 1);
            let start = (exact.round() as u64).max(least);
            if start <= max {
                starts.push(start);
            }
        }
        Scale { starts, max }
    }

    /// The shade of a count: 0 for none. Where there are fewer steps than shades, the strongest are used.
    pub fn shade(&self, count: u64) -> usize {
        match self.starts.partition_point(|start| *start <= count) {
            0 => 0,
            step => step + STEPS - self.starts.len(),
        }
    }

    /// Every step, faintest first.
    pub fn steps(&self) -> Vec<Step> {
        let ends = self.starts.iter().skip(1).map(|next| next - 1).chain([self.max]);
        let steps = self.starts.iter().zip(ends);
        steps.map(|(from, to)| Step { shade: self.shade(*from), from: *from, to }).collect()
    }
}

/// Round values from 0 up to at least `max`, three to six of them, for an axis (Heckbert 1990, "Nice
/// numbers for graph labels"); counts are whole, so no step is below 1.
pub fn ticks(max: u64) -> Vec<u64> {
    let rough = (max as f64 / 4.0).max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].iter().map(|nice| nice * power).find(|step| *step >= rough);
    let step = (step.unwrap_or(10.0 * power).round() as u64).max(1);
    let last = max.div_ceil(step).max(1);
    (0..=last).map(|tick| tick * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(max: u64, expected: &[(usize, u64, u64)]) {
        let steps: Vec<(usize, u64, u64)> =
            Scale::new(max).steps().iter().map(|step| (step.shade, step.from, step.to)).collect();
        assert_eq!(steps, expected, "up to {max}");
    }

    #[test]
    fn steps_are_of_equal_ratio_and_whole() {
        check(0, &[]);
        check(1, &[(6, 1, 1)]);
        check(3, &[(4, 1, 1), (5, 2, 2), (6, 3, 3)]);
        check(
            1_000_000,
            &[
                (1, 1, 9),
                (2, 10, 99),
                (3, 100, 999),
                (4, 1_000, 9_999),
                (5, 10_000, 99_999),
                (6, 100_000, 1_000_000),
            ],
        );
    }

    #[test]
    fn axes_are_marked_by_round_numbers() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(3), [0, 1, 2, 3]);
        assert_eq!(ticks(42), [0, 20, 40, 60]);
        assert_eq!(ticks(1_000), [0, 500, 1_000]);
    }

    proptest! {
        #[test]
        fn more_is_never_fainter(max in 1u64..100_000, a in 0u64..100_000, b in 0u64..100_000) {
            let scale = Scale::new(max);
            let (a, b) = (a.min(b).min(max), a.max(b).min(max));
            prop_assert!(scale.shade(a) <= scale.shade(b));
            prop_assert_eq!(scale.shade(a) == 0, a == 0);
            prop_assert_eq!(scale.shade(max), STEPS);
            prop_assert!(*ticks(max).last().unwrap() >= max);
        }
    }
}
