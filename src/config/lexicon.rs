//! `lexicon.toml`: common words with what they are in other languages, for searching alone.

use serde::Deserialize;

use super::Languages;
use super::read::{ConfigError, ConfigFile, check_version, parse};
use crate::codes::LanguageCode;

const VERSION: u32 = 1;

/// The meanings of the lexicon, in the order of the file.
#[derive(Debug, Clone)]
pub struct Lexicon {
    meanings: Vec<Meaning>,
}

/// One meaning: its words by language, the one that is searched for from other languages first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// What the file calls it: its first word.
    pub id: String,
    /// Each language with its words, none of them empty.
    pub words: Vec<(LanguageCode, Vec<String>)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct LexiconFile {
    version: u32,
    languages: Vec<LanguageCode>,
    words: String,
}

impl Lexicon {
    pub(super) fn parse(text: &str, languages: &Languages) -> Result<Lexicon, ConfigError> {
        let file = ConfigFile::Lexicon;
        let read: LexiconFile = parse(file, text)?;
        check_version(file, read.version, VERSION)?;
        if let Some(code) = read.languages.iter().find(|code| !languages.contains(**code)) {
            let problem = format!("language `{code}` is not in languages.toml");
            return Err(ConfigError::value(file, "languages", problem, "add it there or delete it here"));
        }
        let lines = read.words.lines().map(str::trim).filter(|line| !line.is_empty());
        let meanings = lines.map(|line| meaning(line, &read.languages));
        Ok(Lexicon { meanings: meanings.collect::<Result<_, _>>()? })
    }

    /// Every meaning.
    pub fn iter(&self) -> impl Iterator<Item = &Meaning> {
        self.meanings.iter()
    }
}

fn meaning(line: &str, languages: &[LanguageCode]) -> Result<Meaning, ConfigError> {
    let columns: Vec<Vec<String>> = line.split('|').map(words).collect();
    let id = columns.iter().flatten().next().cloned().unwrap_or_default();
    let wrong = |problem: String, remedy| {
        Err(ConfigError::value(ConfigFile::Lexicon, format!("words, the line of `{id}`"), problem, remedy))
    };
    if columns.len() != languages.len() {
        let problem = format!("it has {} columns for {} languages", columns.len(), languages.len());
        return wrong(
            problem,
            "part the languages by `|`, and leave nothing between two for one without a word",
        );
    }
    if let Some(word) = columns.iter().flatten().find(|word| !word.chars().any(char::is_alphabetic)) {
        return wrong(format!("`{word}` has no letter"), "write the word out or delete it");
    }
    let words = languages.iter().copied().zip(columns).filter(|(_, words)| !words.is_empty()).collect();
    Ok(Meaning { id, words })
}

fn words(column: &str) -> Vec<String> {
    let words = column.split(',').map(str::trim).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn check(words: &str) -> Result<Vec<Meaning>, String> {
        let languages = Config::built_in().unwrap().languages;
        let text = format!("version = 1\nlanguages = [\"fr\", \"en\"]\nwords = \"\"\"\n{words}\n\"\"\"\n");
        let lexicon = Lexicon::parse(&text, &languages).map_err(|error| error.to_string())?;
        Ok(lexicon.iter().cloned().collect())
    }

    #[test]
    fn a_line_is_a_meaning() {
        let found = check("navire, bateau | ship\n\n| strike").unwrap();
        let code = |text: &str| text.parse().unwrap();
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(found[0].id, "navire");
        assert_eq!(
            found[0].words,
            [(code("fr"), words(&["navire", "bateau"])), (code("en"), words(&["ship"]))]
        );
        assert_eq!(found[1].words, [(code("en"), words(&["strike"]))]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for line in ["navire", "navire | ship | Schiff", "navire | -"] {
            let error = check(line).unwrap_err();
            assert!(error.contains("lexicon.toml") && error.contains("`navire`"), "{error}");
        }
    }
}
