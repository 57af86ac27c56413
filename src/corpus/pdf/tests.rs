//! PDFs built by hand, sound and hostile.

use super::*;
use proptest::prelude::*;
use std::io::Write;

/// A PDF of these objects (numbered from 1; the first is the catalog) with a correct table of places.
fn pdf_of(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| pdf.extend(format!("{place:010} 00000 n \n").bytes()));
    pdf.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    pdf
}

fn stream(dictionary: &str, content: &str) -> String {
    format!("<< /Length {} {dictionary} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF of one page that draws `content`, with the title “Une visite”.
pub(in crate::corpus) fn page_with(content: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /Lang (fr-CA) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >> >>"
            .to_owned(),
        stream("", content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Title (Une visite) /CreationDate (D:20240617080000Z) >>".to_owned(),
    ];
    objects.extend(more.iter().cloned());
    pdf_of(&objects, "/Info 6 0 R")
}

fn read(bytes: Vec<u8>) -> Result<SourceDocument, String> {
    let limits = ReadLimits { pdf_seconds: 5, ..ReadLimits::default() };
    read_pdf(bytes, "a.pdf", &limits).map_err(|error| error.to_string())
}

pub(in crate::corpus) const TEXT: &str =
    "BT /F1 12 Tf 72 700 Td (Le ministre est) Tj 0 -14 Td (arriv\\351 \\340 Rabat.) Tj 0 -40 Td (Fin.) Tj ET";

#[test]
fn text_and_metadata() {
    let document = read(page_with(TEXT, &[])).unwrap();
    assert_eq!(document.body, "Le ministre est arrivé à Rabat.\n\nFin.");
    assert_eq!(document.title.as_deref(), Some("Une visite"));
    assert_eq!(document.file_date.as_deref(), Some("2024-06-17"));
    assert_eq!(document.language.as_deref(), Some("fr-CA"));
}

#[test]
fn titles_made_by_programs_are_none() {
    assert!(is_title("Communiqué conjoint"));
    assert!(!is_title("Microsoft Word - CP 12.doc"));
    assert!(!is_title("cp_12.PDF"));
}

#[test]
fn no_text() {
    assert_eq!(read(page_with("0 0 10 10 re f", &[])), Err(ReadErrorKind::NoTextLayer.to_string()));
    assert!(read(b"%PDF-1.4\nnothing more".to_vec()).unwrap_err().contains("cannot be read"));
}

#[test]
fn forms_that_draw_themselves_are_refused() {
    let itself = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 7 0 R >> >>",
        "/X Do",
    );
    assert!(read(page_with("/X Do", &[itself])).unwrap_err().contains("hold one another"));
    let by_inheritance = stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "/X Do");
    assert!(read(page_with("/X Do", &[by_inheritance])).unwrap_err().contains("hold one another"));
    let many: Vec<String> = (8..16)
        .map(|next| {
            let resources = format!("/Resources << /XObject << /X {next} 0 R >> >>");
            stream(
                &format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {resources}"),
                &"/X Do ".repeat(20),
            )
        })
        .collect();
    assert!(read(page_with("/X Do", &many)).unwrap_err().contains("too many forms"));
}

#[test]
fn pages_that_are_their_own_parents_are_refused() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        "<< /Length 0 >>\nstream\n\nendstream",
    ];
    assert!(read(pdf_of(&objects.map(str::to_owned), "")).unwrap_err().contains("no root"));
}

#[test]
fn streams_that_unpack_without_end_are_refused() {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    (0..129).for_each(|_| encoder.write_all(&zeros).unwrap());
    let packed = encoder.finish().unwrap();
    let bomb =
        [b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n", &packed[..], b"\nendstream\nendobj\n"]
            .concat();
    assert!(read(bomb).unwrap_err().contains("unpacks to more than"));
}

#[test]
fn files_that_would_fill_the_memory_are_refused() {
    let refused = |objects: &[String], reason: &str| {
        let error = read(pdf_of(objects, "")).unwrap_err();
        assert!(error.contains(reason), "{error}");
    };
    let one_page = |content: String| {
        vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>".to_owned(),
            content,
        ]
    };
    // What these ask for at once is more than any machine has.
    let rows = "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 99999999999999 >>";
    refused(&one_page(stream(rows, "x\u{9c}")), "laid out");
    let fields = stream("/Type /XRef /Size 9 /W [1 99999999999999 1] /Root 1 0 R", "");
    refused(&one_page(fields), "laid out");
    refused(&one_page(format!("[{}]", "0 ".repeat(2_000_000))), "too many values");
    let heavy = "0 ".repeat(2_000_000);
    refused(&one_page(stream("", &heavy)), "page 1: too much is drawn");
    refused(&one_page(stream("", &"q ".repeat(100_000))), "page 1: too much is drawn");
}

#[test]
fn a_page_too_heavy_to_read_takes_no_other_with_it() {
    let font = "/Resources << /Font << /F1 7 0 R >> >>";
    let page = |content: u32| {
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R {font} >>")
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_owned(),
        page(5),
        page(6),
        stream("", &"0 0 m ".repeat(700_000)),
        stream("", TEXT),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let document = read(pdf_of(&objects, "")).unwrap();
    assert_eq!(document.body, "Le ministre est arrivé à Rabat.\n\nFin.");
    assert_eq!(document.warnings, ["page 1: too much is drawn on it"]);
}

#[test]
fn a_range_of_codes_without_end_is_read_as_far_as_there_is_room() {
    let table = "1 begincodespacerange <00> <ff> endcodespacerange\n\
        1 beginbfrange <00000000> <ffffffff> <0000> endbfrange";
    let font =
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 8 0 R >>";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
          /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        stream("", "BT /F1 12 Tf 72 700 Td (Rabat) Tj ET"),
        font.to_owned(),
    ];
    objects.extend(["null".to_owned(), "null".to_owned(), stream("", table)]);
    let limits = ReadLimits { pdf_seconds: 60, ..ReadLimits::default() };
    assert_eq!(read_pdf(pdf_of(&objects, ""), "a.pdf", &limits).unwrap().body, "Rabat");
}

#[test]
fn damaged_files_are_put_together_again() {
    let whole = page_with(TEXT, &[]);
    let text = "Le ministre est arrivé à Rabat.\n\nFin.";
    let table = memchr::memmem::rfind(&whole, b"xref\n0").unwrap();
    let check = |what: &str, bytes: Vec<u8>| {
        assert_eq!(read(bytes).map(|document| document.body).as_deref(), Ok(text), "{what}");
    };
    check("cut off before its table", whole[..table].to_vec());
    check("without a trailer", whole[..memchr::memmem::rfind(&whole, b"trailer").unwrap()].to_vec());
    check("with a letter's head before it", [b"Subject: x\r\n\r\n", &whole[..]].concat());
    let lines = String::from_utf8(whole.clone()).unwrap().replace('\n', "\r\n");
    check("with other line ends", lines.into_bytes());
    let twice = [&whole[..table], b"4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n"].concat();
    assert_eq!(read(twice), Err(ReadErrorKind::NoTextLayer.to_string()), "the last of a number counts");
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = format!("<< /Type /Catalog /Pages 2 0 R /X {}", "[".repeat(200_000));
    assert!(read(pdf_of(&[deep], "")).is_err());
    // In what is drawn, in a table of codes, and in a font's own program.
    let font = |more: &str| format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {more} >>");
    for sign in ["[", "<<", "(", "{", "/x <<"] {
        let nested = stream("", &sign.repeat(200_000));
        let descriptor = "/FontDescriptor << /Type /FontDescriptor /FontFile 8 0 R >>";
        let composite = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 8 0 R \
            /DescendantFonts [<< /Subtype /CIDFontType2 /BaseFont /A /FontDescriptor << >> >>] >>";
        for font in [font("/ToUnicode 8 0 R"), font(descriptor), composite.to_owned()] {
            let objects = [
                "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents [8 0 R 4 0 R] \
                  /Resources << /Font << /F1 5 0 R >> >> >>"
                    .to_owned(),
                stream("", TEXT),
                font,
                "null".to_owned(),
                "null".to_owned(),
                nested.clone(),
            ];
            let _ = read(pdf_of(&objects, ""));
            let without = objects.map(|object| object.replace("[8 0 R 4 0 R]", "4 0 R"));
            let _ = read(pdf_of(&without, ""));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn damage_is_survived(at in 0usize..1000, bytes in proptest::collection::vec(any::<u8>(), 1..6), cut in 0usize..1000) {
        let mut pdf = page_with(TEXT, &[]);
        let at = at % pdf.len();
        let end = (at + bytes.len()).min(pdf.len());
        pdf[at..end].copy_from_slice(&bytes[..end - at]);
        let _ = read(pdf.clone());
        pdf.truncate(cut % pdf.len());
        let _ = read(pdf);
    }
}
