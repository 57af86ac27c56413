//! E-mail: the message as a document, and each attachment we can read as one of its own.

use std::ops::ControlFlow;

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::SourceDocument;
use super::clean::one_line;
use super::error::{ReadError, ReadErrorKind};
use super::html::{RenderedText, render_fragment};
use super::limits::ReadLimits;
use super::read::{Each, read_bytes};

/// Reads a message and its attachments. Those of a form we do not read (pictures, calendars, signatures) are
/// passed over in silence, as files in a folder are.
pub(super) fn read_mail(
    bytes: &[u8],
    origin: &str,
    limits: &ReadLimits,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let Some(message) = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty())
    else {
        return each(Err(ReadError::new(origin, ReadErrorKind::Mail)));
    };
    let mut given = 0usize;
    let mut parts = limits.mail_parts;
    let mut count = |read: Result<SourceDocument, ReadError>| {
        given += 1;
        each(read)
    };
    read_message(&message, origin, limits, limits.mail_depth, &mut parts, &mut count)?;
    match given {
        0 => each(Err(ReadError::new(origin, ReadErrorKind::NoBody))),
        _ => ControlFlow::Continue(()),
    }
}

/// Reads a message that may stand in another; `parts` is how many attachments may still be read.
fn read_message(
    message: &Message<'_>,
    origin: &str,
    limits: &ReadLimits,
    depth: usize,
    parts: &mut usize,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let letter = letter_of(message, origin);
    let has_letter = !letter.body.trim().is_empty();
    let (source, date) = (letter.source.clone(), letter.date.clone());
    if has_letter {
        each(Ok(letter))?;
    }
    for (number, part) in message.attachments().enumerate() {
        let name = part.attachment_name().unwrap_or_default();
        let shown = one_line(name).unwrap_or_else(|| (number + 1).to_string());
        let origin = format!("{origin}#{shown}");
        if *parts == 0 {
            return each(Err(ReadError::new(origin, ReadErrorKind::TooManyParts(limits.mail_parts))));
        }
        *parts -= 1;
        if let PartType::Message(inner) = &part.body {
            match depth {
                0 => each(Err(ReadError::new(origin, ReadErrorKind::TooManyParts(limits.mail_parts))))?,
                _ => read_message(inner, &origin, limits, depth - 1, parts, each)?,
            }
            continue;
        }
        let Some(name) = readable_name(part, name) else { continue };
        // What the attachment does not say of itself, its letter does.
        let mut flow = ControlFlow::Continue(());
        let mut of_letter = |read: Result<SourceDocument, ReadError>| {
            flow = each(read.map(|mut document| {
                document.source = document.source.or_else(|| source.clone());
                document.date = document.date.or_else(|| date.clone());
                document
            }));
            flow
        };
        // Compressed attachments unpack within the limits; mails in them are not opened.
        let inner = ReadLimits { mail_depth: 0, mail_parts: 0, ..*limits };
        read_bytes(&name, part.contents(), &origin, &inner, &mut of_letter);
        flow?;
    }
    ControlFlow::Continue(())
}

/// A name whose extension says the part's form; `None` for one that we do not read.
fn readable_name(part: &MessagePart<'_>, name: &str) -> Option<String> {
    if super::kind::by_name(std::path::Path::new(name)).is_some() {
        return Some(name.to_owned());
    }
    let kind = part.content_type()?;
    let extension =
        match (kind.ctype().to_ascii_lowercase().as_str(), kind.subtype()?.to_ascii_lowercase().as_str()) {
            ("application", "pdf" | "x-pdf") => "pdf",
            ("text", "html") | ("application", "xhtml+xml") => "html",
            ("text", "markdown") => "md",
            ("text", "plain") => "txt",
            _ => return None,
        };
    Some(format!("part.{extension}"))
}

/// The letter itself: its HTML where that has the text, else its plain part.
fn letter_of(message: &Message<'_>, origin: &str) -> SourceDocument {
    let is_html = |part: &&MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let mut html = RenderedText::default();
    for part in message.html_bodies().filter(is_html) {
        if let Some(text) = part.text_contents() {
            html.append(render_fragment(text));
        }
    }
    let mut plain = RenderedText::default();
    for part in message.text_bodies() {
        match &part.body {
            PartType::Text(text) => {
                plain.append(RenderedText { text: unflowed(part, text), ..Default::default() })
            }
            PartType::Html(text) => plain.append(render_fragment(text)),
            _ => {}
        }
    }
    // Some writers send an HTML part that only says that there is one.
    let chosen = if html.text.len() * 2 >= plain.text.len() { html } else { plain };
    let sender = message.from().and_then(|from| from.first());
    let sender =
        sender.and_then(|from| from.name().filter(|name| !name.trim().is_empty()).or(from.address()));
    let language = message.header("Content-Language").and_then(|value| value.as_text());
    let date = message.date().filter(|date| date.is_valid());
    SourceDocument {
        origin: origin.to_owned(),
        title: message.subject().and_then(one_line),
        body: chosen.text,
        source: sender.and_then(one_line),
        date: date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        language: language.map(str::to_owned),
        marked_languages: chosen.marked_languages,
        ..SourceDocument::default()
    }
}

/// Undoes `format=flowed` (RFC 3676): a line that ends with a space goes on.
fn unflowed(part: &MessagePart<'_>, text: &str) -> String {
    let parameter = |name: &str| part.content_type().and_then(|kind| kind.attribute(name));
    if !parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        return text.to_owned();
    }
    let deletes_space = parameter("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes"));
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let unstuffed = line.strip_prefix(' ').unwrap_or(line);
        match unstuffed.strip_suffix(' ') {
            // The mark of a signature is the one line that ends with a space and ends.
            Some(start) if unstuffed != "-- " => {
                joined.push_str(if deletes_space { start } else { unstuffed })
            }
            _ => {
                joined.push_str(unstuffed);
                joined.push('\n');
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(mail: &str) -> Vec<Result<SourceDocument, String>> {
        let limits = ReadLimits { mail_parts: 3, mail_depth: 2, ..ReadLimits::default() };
        let mut all = Vec::new();
        let bytes = mail.replace('\n', "\r\n").into_bytes();
        let _ = read_mail(&bytes, "a.eml", &limits, &mut |read| {
            all.push(read.map_err(|error| error.to_string()));
            ControlFlow::Continue(())
        });
        all
    }

    const HEAD: &str = "From: =?utf-8?q?Minist=C3=A8re?= <press@example.org>\nSubject: =?utf-8?b?VmlzaXRlIMOgIFJhYmF0?=\n\
                        Date: Mon, 17 Jun 2024 08:00:00 +0200\nMIME-Version: 1.0\n";

    #[test]
    fn a_plain_message() {
        let text = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nArriv=E9 =E0\nRabat.\n";
        let document = read(&format!("{HEAD}{text}")).remove(0).unwrap();
        assert_eq!(document.title.as_deref(), Some("Visite à Rabat"));
        assert_eq!(document.source.as_deref(), Some("Ministère"));
        assert_eq!(document.date.as_deref(), Some("2024-06-17"));
        assert_eq!(document.body.replace('\r', ""), "Arrivé à\nRabat.\n");
    }

    #[test]
    fn the_html_part_is_preferred_and_attachments_are_documents() {
        let mail = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=M\n\n--M\nContent-Type: multipart/alternative; boundary=A\n\n\
             --A\nContent-Type: text/plain\n\nPlain text.\n--A\nContent-Type: text/html\n\n<p>HTML <b>text</b>.</p><p lang=fr>Fin\n--A--\n\
             --M\nContent-Type: text/plain; name=\"note.txt\"\nContent-Disposition: attachment; filename=\"note.txt\"\n\nA note.\n\
             --M\nContent-Type: image/png; name=logo.png\nContent-Disposition: attachment; filename=logo.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\
             --M--\n"
        );
        let all = read(&mail);
        assert_eq!(all.len(), 2, "{all:#?}");
        let letter = all[0].as_ref().unwrap();
        assert_eq!(letter.body, "HTML text.\n\nFin");
        assert_eq!(&letter.body[letter.marked_languages[0].range.clone()], "Fin");
        let note = all[1].as_ref().unwrap();
        assert_eq!((note.origin.as_str(), note.body.trim()), ("a.eml#note.txt", "A note."));
        assert_eq!((note.source.as_deref(), note.date.as_deref()), (Some("Ministère"), Some("2024-06-17")));
    }

    #[test]
    fn an_attached_pdf_is_a_document_with_its_own_title() {
        use crate::corpus::pdf::tests::{TEXT, page_with};
        let pdf = base64(&page_with(TEXT, &[]));
        let mail = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=M\n\n--M\nContent-Type: text/plain\n\nSee the attachment.\n\
             --M\nContent-Type: application/octet-stream; name=cp.pdf\nContent-Disposition: attachment; filename=cp.pdf\n\
             Content-Transfer-Encoding: base64\n\n{pdf}\n--M\nContent-Type: application/pdf\nContent-Disposition: attachment\n\
             Content-Transfer-Encoding: base64\n\nbm8gUERGIGF0IGFsbAAAAAAAAA==\n--M--\n"
        );
        let all = read(&mail);
        assert_eq!(all.len(), 3, "{all:#?}");
        let attached = all[1].as_ref().unwrap();
        assert_eq!(attached.origin, "a.eml#cp.pdf");
        assert_eq!(attached.body, "Le ministre est arrivé à Rabat.\n\nFin.");
        assert_eq!(attached.title.as_deref(), Some("Une visite"));
        assert_eq!(attached.source.as_deref(), Some("Ministère"));
        // A damaged attachment is said, and takes nothing with it.
        assert!(all[2].as_ref().unwrap_err().starts_with("a.eml#2: "), "{all:#?}");
    }

    fn base64(bytes: &[u8]) -> String {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits = (0..3).fold(0u32, |bits, at| bits << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
            for at in 0..4 {
                let digit = ALPHABET[(bits >> (18 - 6 * at) & 63) as usize];
                text.push(if at > chunk.len() { '=' } else { char::from(digit) });
            }
            if text.len() % 77 == 76 {
                text.push('\n');
            }
        }
        text
    }

    #[test]
    fn messages_in_messages_end() {
        let mut mail = format!("{HEAD}\nInnermost.\n");
        for _ in 0..6 {
            mail = format!(
                "{HEAD}Content-Type: multipart/mixed; boundary=M{n}\n\n--M{n}\n\nLetter.\n--M{n}\nContent-Type: message/rfc822\n\n{mail}\n--M{n}--\n",
                n = mail.len()
            );
        }
        let all = read(&mail);
        assert!(all.iter().any(|read| read.is_err()) && all.len() <= 8, "{all:#?}");
    }

    #[test]
    fn flowed_text_is_joined() {
        let text = "Content-Type: text/plain; format=flowed\n\nOne \nparagraph.\nAnother.\n-- \nName\n";
        let document = read(&format!("{HEAD}{text}")).remove(0).unwrap();
        assert_eq!(document.body, "One paragraph.\nAnother.\n-- \nName\n");
    }

    #[test]
    fn an_empty_message_is_reported() {
        assert!(read(&format!("{HEAD}\n\n"))[0].as_ref().unwrap_err().contains("no text in its body"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_text_is_read(text in "(Content-Type: (text/(html|plain)|multipart/mixed; boundary=x|message/rfc822)\n|\n|--x(--)?|<p>|é|=C3|[a-z: ]){0,25}") {
            prop_assert!(!read(&text).is_empty());
        }
    }
}
