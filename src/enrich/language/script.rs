//! Scripts: the first thing that tells languages apart.

/// A script, as far as languages are told by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Han,
    Kana,
    Hangul,
    /// Any other: Hebrew, Thai, Devanagari, Armenian …
    Other,
}

impl Script {
    pub(super) const COUNT: usize = 8;

    /// The script of a letter.
    pub(super) fn of(letter: char) -> Script {
        match letter {
            '\0'..='\u{2AF}'
            | '\u{1E00}'..='\u{1EFF}'
            | '\u{2C60}'..='\u{2C7F}'
            | '\u{A720}'..='\u{A7FF}' => Script::Latin,
            '\u{FB00}'..='\u{FB06}' | '\u{FF21}'..='\u{FF5A}' => Script::Latin,
            '\u{400}'..='\u{52F}' => Script::Cyrillic,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => Script::Arabic,
            '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => Script::Arabic,
            '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => Script::Kana,
            '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => {
                Script::Han
            }
            '\u{20000}'..='\u{3FFFD}' => Script::Han,
            '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
            _ => Script::Other,
        }
    }

    /// Whether words of this script have spaces between them.
    pub(super) fn is_spaced(self) -> bool {
        !matches!(self, Script::Han | Script::Kana)
    }
}

/// Letters by script.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ScriptCounts([u32; Script::COUNT]);

impl ScriptCounts {
    pub(super) fn add(&mut self, script: Script, letters: u32) {
        self.0[script as usize] += letters;
    }

    pub(super) fn add_all(&mut self, other: &ScriptCounts) {
        self.0.iter_mut().zip(other.0).for_each(|(own, more)| *own += more);
    }

    pub(super) fn of(&self, script: Script) -> u32 {
        self.0[script as usize]
    }

    /// The script of most letters; where a text has a fair part of kana, that is kana, however many Han there are.
    pub(super) fn main(&self) -> Option<Script> {
        const ALL: [Script; Script::COUNT] = [
            Script::Latin,
            Script::Cyrillic,
            Script::Greek,
            Script::Arabic,
            Script::Han,
            Script::Kana,
            Script::Hangul,
            Script::Other,
        ];
        // A Han character says as much as two or three letters.
        let weight = |script: Script| match script {
            Script::Han | Script::Kana | Script::Hangul => self.of(script) * 2,
            _ => self.of(script),
        };
        let (han, kana) = (weight(Script::Han), weight(Script::Kana));
        let largest =
            ALL.into_iter().max_by_key(|&script| weight(script)).filter(|&script| weight(script) > 0)?;
        let east_asian = han + kana >= weight(largest);
        match largest {
            _ if !east_asian => Some(largest),
            _ if kana * 20 >= han + kana => Some(Script::Kana),
            _ => Some(Script::Han),
        }
    }
}
