//! A tree of elements → text as a reader sees it: paragraphs, headings, items and rows on lines of their own.

use dom_query::{Element, NodeData, NodeId, NodeRef};

use crate::codes::LanguageCode;
use crate::communique::MarkedLanguage;

/// Text with the languages its markup declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::corpus) struct RenderedText {
    /// The text; blocks on lines of their own, an empty line between paragraphs.
    pub text: String,
    /// Its stretches inside a `lang` attribute, in order, without overlap.
    pub marked_languages: Vec<MarkedLanguage>,
}

impl RenderedText {
    /// Adds a text as paragraphs of its own.
    pub(in crate::corpus) fn append(&mut self, more: RenderedText) {
        if more.text.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let shift = self.text.len();
        self.text.push_str(&more.text);
        self.marked_languages.extend(more.marked_languages.into_iter().map(|mut mark| {
            mark.range = mark.range.start + shift..mark.range.end + shift;
            mark
        }));
    }
}

/// What is shown of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum Show {
    /// All that a reader sees.
    Everything,
    /// What is left without menus, headers, footers, side columns and dialogs.
    WithoutFurniture,
}

/// Renders what is under `root`, without recursion.
pub(in crate::corpus) fn render(root: &NodeRef<'_>, show: Show) -> RenderedText {
    let mut writer = Writer::default();
    let mut node = root.first_child();
    // What is open between `root` and `node`: how each element ends.
    let mut open: Vec<(NodeId, Ending)> = Vec::new();
    while let Some(current) = node {
        let entered = writer.enter(&current, show);
        if let Some(ending) = entered {
            if let Some(child) = current.first_child() {
                open.push((current.id, ending));
                node = Some(child);
                continue;
            }
            writer.leave(ending);
        }
        node = current.next_sibling();
        while node.is_none()
            && let Some((id, ending)) = open.pop()
        {
            writer.leave(ending);
            node = NodeRef::new(id, current.tree).next_sibling();
        }
    }
    writer.finish()
}

/// How an element is set off from what is around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Inline,
    Line,
    Paragraph,
    Item,
    Cell,
    List,
    OrderedList,
    Preformatted,
    Quote,
    Break,
    Hidden,
}

fn layout_of(name: &str) -> Layout {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "table" | "dl" | "figure"
        | "article" | "section" | "address" | "hr" | "fieldset" | "details" | "hgroup" | "main"
        | "header" | "footer" | "nav" | "aside" => Layout::Paragraph,
        "div" | "tr" | "dt" | "dd" | "figcaption" | "caption" | "form" | "summary" | "body" | "html"
        | "thead" | "tbody" | "tfoot" | "legend" | "label" | "center" | "title" | "dialog" => Layout::Line,
        "ul" | "menu" | "dir" => Layout::List,
        "ol" => Layout::OrderedList,
        "li" => Layout::Item,
        "td" | "th" => Layout::Cell,
        "pre" | "listing" => Layout::Preformatted,
        "q" => Layout::Quote,
        "br" => Layout::Break,
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "select" | "textarea"
        | "button" | "input" | "object" | "head" | "meta" | "link" | "rp" | "audio" | "video" | "canvas" => {
            Layout::Hidden
        }
        _ => Layout::Inline,
    }
}

/// What leaving an element has to undo.
#[derive(Debug, Clone, Copy)]
struct Ending {
    layout: Layout,
    speaks: bool,
}

#[derive(Default)]
struct Writer {
    text: String,
    /// White space seen since the last word.
    space: bool,
    preformatted: usize,
    lists: Vec<Option<u64>>,
    languages: Vec<LanguageCode>,
    marked_from: usize,
    marked: Vec<MarkedLanguage>,
}

impl Writer {
    fn enter(&mut self, node: &NodeRef<'_>, show: Show) -> Option<Ending> {
        let inline = Ending { layout: Layout::Inline, speaks: false };
        node.query_or(None, |node| match &node.data {
            NodeData::Text { contents } => {
                self.words(contents);
                None
            }
            NodeData::Element(element) => self.enter_element(element, show),
            NodeData::Document | NodeData::Fragment => Some(inline),
            _ => None,
        })
    }

    fn enter_element(&mut self, element: &Element, show: Show) -> Option<Ending> {
        let name: &str = &element.name.local;
        let layout = layout_of(name);
        if layout == Layout::Hidden
            || is_hidden(element)
            || (show == Show::WithoutFurniture && is_furniture(element))
        {
            return None;
        }
        // The page's own language is metadata; what is marked is the parts.
        let language = attribute(element, "lang").or_else(|| attribute(element, "xml:lang"));
        let language = language.filter(|_| name != "html").and_then(|tag| tag.parse().ok());
        match layout {
            Layout::Paragraph => self.paragraph_gap(),
            Layout::Line => self.gap("\n"),
            Layout::Break => self.line_break(),
            Layout::List | Layout::OrderedList => {
                self.paragraph_gap();
                let first = attribute(element, "start").and_then(|start| start.trim().parse().ok());
                self.lists.push((layout == Layout::OrderedList).then_some(first.unwrap_or(1)));
            }
            Layout::Preformatted => {
                self.gap("\n\n");
                self.preformatted += 1;
            }
            Layout::Item => {
                self.gap("\n");
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.text.push_str(&format!("{number}. "));
                        *number = number.saturating_add(1);
                    }
                    _ => self.text.push_str("- "),
                }
            }
            Layout::Cell if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) => {
                self.space = false;
                self.text.push('\t');
            }
            Layout::Quote => self.words("“"),
            Layout::Cell | Layout::Inline | Layout::Hidden => {}
        }
        if let Some(language) = language {
            self.mark();
            self.languages.push(language);
        }
        Some(Ending { layout, speaks: language.is_some() })
    }

    fn leave(&mut self, ending: Ending) {
        if ending.speaks {
            self.mark();
            self.languages.pop();
        }
        match ending.layout {
            Layout::Paragraph => self.paragraph_gap(),
            Layout::Line | Layout::Item => self.gap("\n"),
            Layout::List | Layout::OrderedList => {
                self.lists.pop();
                self.paragraph_gap();
            }
            Layout::Preformatted => {
                self.preformatted -= 1;
                self.gap("\n\n");
            }
            Layout::Quote => self.words("”"),
            Layout::Inline | Layout::Cell | Layout::Break | Layout::Hidden => {}
        }
    }

    fn words(&mut self, contents: &str) {
        if self.preformatted > 0 {
            self.text.push_str(contents);
            return;
        }
        let collapsible = |c: char| matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}');
        for (at, word) in contents.split(collapsible).enumerate() {
            self.space |= at > 0;
            if word.is_empty() {
                continue;
            }
            if self.space && !self.text.is_empty() && !self.text.ends_with(['\n', '\t', ' ']) {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push_str(word);
        }
    }

    /// Ends the line, and leaves as many line feeds as `wanted` has.
    fn gap(&mut self, wanted: &str) {
        self.space = false;
        let item = self.text.ends_with("- ") && (self.text.len() == 2 || self.text.ends_with("\n- "));
        if item {
            // The first block of an item follows its dash.
            return;
        }
        let blank = |c: char| matches!(c, ' ' | '\t' | '\u{a0}');
        self.text.truncate(self.text.trim_end_matches(blank).len());
        while !self.text.is_empty() && !self.text.ends_with(wanted) {
            self.text.push('\n');
        }
    }

    /// An empty line, except inside a list, whose items stay together.
    fn paragraph_gap(&mut self) {
        self.gap(if self.lists.is_empty() { "\n\n" } else { "\n" });
    }

    /// A `<br>`: one ends the line, two part paragraphs.
    fn line_break(&mut self) {
        self.space = false;
        let blank = |c: char| matches!(c, ' ' | '\t' | '\u{a0}');
        self.text.truncate(self.text.trim_end_matches(blank).len());
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Closes the stretch of the innermost language.
    fn mark(&mut self) {
        let end = self.text.len();
        if let Some(language) = self.languages.last() {
            let stretch = self.text.get(self.marked_from..end).unwrap_or_default();
            let from = end - stretch.trim_start().len();
            let to = from + stretch.trim().len();
            if from < to {
                self.marked.push(MarkedLanguage { range: from..to, language: *language });
            }
        }
        self.marked_from = end;
    }

    fn finish(mut self) -> RenderedText {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        // Trailing blanks that a mark ended with may have gone since.
        self.marked.retain_mut(|mark| {
            mark.range.end = mark.range.end.min(end);
            mark.range.start < mark.range.end
        });
        RenderedText { text: self.text, marked_languages: self.marked }
    }
}

/// The value of an attribute.
pub(super) fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

fn is_hidden(element: &Element) -> bool {
    let style = attribute(element, "style").map(|style| style.replace(' ', "").to_ascii_lowercase());
    attribute(element, "hidden").is_some()
        || attribute(element, "aria-hidden") == Some("true")
        || style.is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden"))
}

/// Whether an element is by its name or role a part of every page of a site.
fn is_furniture(element: &Element) -> bool {
    let name: &str = &element.name.local;
    let roles = [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    ];
    matches!(name, "nav" | "footer" | "aside" | "dialog" | "label" | "legend")
        || attribute(element, "role").is_some_and(|role| roles.contains(&role.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(html: &str) -> RenderedText {
        let tree = dom_query::Document::from(html);
        render(&tree.body().unwrap(), Show::WithoutFurniture)
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(rendered(html).text, expected, "{html}");
    }

    #[test]
    fn blocks() {
        check("<p>a\n b</p><p>c</p>", "a b\n\nc");
        check("<div>a<div>b</div>c</div>", "a\nb\nc");
        check("<h2>T</h2>text <b>bold</b>er", "T\n\ntext bolder");
        check("a<br>b<br><br><br>c", "a\nb\n\nc");
        check("<p>in:</p><ul><li>a<li><p>b</p><ul><li>c</ul></ul>d", "in:\n\n- a\n- b\n- c\n\nd");
        check("<ol start=3><li>a<li>b</ol>", "3. a\n4. b");
        check("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a\tb\nc\td");
        check("<pre>a\n  b</pre>c", "a\n  b\n\nc");
        check("<q>a</q> <blockquote>b</blockquote>", "“a”\n\nb");
        check("<p>&nbsp;</p><p>« a »</p>", "« a »");
        check("a<span> b</span> <span>c</span>", "a b c");
    }

    #[test]
    fn what_is_not_shown() {
        check("<nav>menu</nav><p>a<footer>f</footer><p hidden>x<div style='display: none'>y</div>", "a");
        check("<div role=navigation>x</div><button>b</button><p aria-hidden=true>z</p>a", "a");
    }

    #[test]
    fn languages() {
        let rendered = rendered("<p>x<div lang=fr><p>un <i lang=en>two</i> trois</p></div><p lang=de>vier");
        let marks: Vec<_> = rendered
            .marked_languages
            .iter()
            .map(|mark| (&rendered.text[mark.range.clone()], mark.language.as_str().to_owned()))
            .collect();
        let expected = [("un", "fr"), ("two", "en"), ("trois", "fr"), ("vier", "de")];
        assert_eq!(marks, expected.map(|(text, language)| (text, language.to_owned())));
    }
}
