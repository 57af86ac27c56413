//! Dates of the Islamic and the Iranian calendar, to be passed over and never misread.
//!
//! Owns the names of their months and the forms of their dates. They are not converted: the days of the
//! Islamic calendar follow the sighting of the moon, and a press release of two calendars states ours as well.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lexer::Kind;
use super::{DateReader, Lexeme};
use crate::enrich::fold::fold;

/// Months in Arabic, Persian and Latin letters, those of Afghanistan's calendar too.
const MONTHS: &str = "محرم|صفر|ربيع الأول|ربيع الآخر|ربيع الثاني|جمادى الأولى|جمادى الآخرة|جمادى الثانية|رجب|شعبان|رمضان|شوال|ذو القعدة|ذي القعدة|ذو الحجة|ذي الحجة|ربیع الاول|ربیع الثانی|جمادی الاول|جمادی الثانی|ذیقعده|ذیحجه|\
فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|حمل|ثور|جوزا|سرطان|اسد|سنبله|میزان|عقرب|قوس|جدی|دلو|حوت|\
muharram|mouharram|safar|rabi al-awwal|rajab|shaaban|shaban|chaabane|ramadan|ramadhan|shawwal|chaoual|dhu al-qadah|dhu al-hijjah|farvardin|ordibehesht|khordad|mordad|shahrivar|aban|bahman|esfand";

/// What says that a year is not of our calendar.
const ERAS: &str = "ه|هـ|هجري|هجرية|هجریه|هجری|شمسی|قمری|ق|ش|ah|hijri";

/// What stands between the dates of two calendars for one day.
const LINKS: &str = "الموافق|الموافقة|موافق|لـ|ل|برابر|مصادف|مطابق|با|corresponding|correspondant|to|au";

static MONTH_NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| MONTHS.split('|').map(fold).collect());
static ERA_NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| ERAS.split('|').map(fold).collect());
static LINK_WORDS: LazyLock<FxHashSet<String>> = LazyLock::new(|| LINKS.split('|').map(fold).collect());

impl DateReader<'_> {
    /// The lexeme after the date of another calendar that begins with lexeme `at`, and after the words that
    /// set it equal to one of ours.
    pub(crate) fn other_calendar_at(&self, at: usize) -> Option<usize> {
        // At most two words stand before its number.
        let near = self.lexemes.get(at..)?.iter().take(3);
        near.into_iter().find(|lexeme| matches!(lexeme.kind, Kind::Number { .. }))?;
        Some(self.after_links(self.date_of_other(self.after_links(at))?))
    }

    fn after_links(&self, at: usize) -> usize {
        let is_link = |next: &usize| self.word(*next).is_some_and(|word| LINK_WORDS.contains(&fold(word)));
        at + (at..at + 2).take_while(is_link).count()
    }

    fn date_of_other(&self, at: usize) -> Option<usize> {
        let first = self.lexemes.get(at)?;
        let end = match first.kind {
            Kind::Number { digits: 1 | 2, .. } => self.named_day(at).or_else(|| self.in_numbers(at)),
            Kind::Number { digits: 4, .. } => self.in_numbers(at),
            _ => None,
        }?;
        let is_era = |next: &usize| self.word(*next).is_some_and(|word| ERA_NAMES.contains(&fold(word)));
        Some(end + (end..end + 2).take_while(is_era).count())
    }

    /// `15 رجب 1445`, the year aside where it is left out.
    fn named_day(&self, at: usize) -> Option<usize> {
        let name = |next: usize, words: usize| {
            let last = self.lexemes.get(next + words - 1)?;
            let name = self.text.get(self.lexemes[next].start..last.end)?;
            (name.len() <= 60 && MONTH_NAMES.contains(&fold(name))).then_some(next + words)
        };
        let month = at + 1 + usize::from(self.word(at + 1) == Some("من"));
        let after = name(month, 2).or_else(|| name(month, 1))?;
        let comma = after + usize::from(self.is_sign(after, ",،"));
        Some(if self.is_foreign_year(comma) { comma + 1 } else { after })
    }

    /// `1445/07/15`, `15-7-1445`.
    fn in_numbers(&self, at: usize) -> Option<usize> {
        let sign = self.sign(at + 1).filter(|sign| matches!(sign, '/' | '-' | '.'))?;
        let is_tight = (at + 1..at + 5).all(|lexeme| self.touches(lexeme));
        let is_foreign = self.is_foreign_year(at) || self.is_foreign_year(at + 4);
        let rest = self.sign(at + 3) == Some(sign)
            && self.number(at + 2, 1..=31).is_some()
            && matches!(self.lexemes.get(at + 4), Some(Lexeme { kind: Kind::Number { .. }, .. }));
        (is_tight && is_foreign && rest).then_some(at + 5)
    }

    fn is_foreign_year(&self, at: usize) -> bool {
        matches!(
            self.lexemes.get(at),
            Some(Lexeme { kind: Kind::Number { value: 1300..=1500, digits: 4 }, .. })
        )
    }
}
