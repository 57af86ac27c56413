//! Journeys through the page, as a journalist, an analyst and a keyboard-only user take them.

use thirtyfour::Key;

use super::driver::{Browser, Screen, Script, Site, Theme, is_here};

/// A browser for a journey, where there is one.
fn browse(script: Script) -> Option<Browser> {
    is_here().then(|| Site::samples().browse(script))
}

#[test]
fn a_journalist_searches_and_reads_with_and_without_script() {
    for script in [Script::On, Script::Off] {
        let Some(browser) = browse(script) else { return };
        browser.open("/?locale=fr");
        browser.click("#q");
        browser.type_in("etat islamique");
        browser.press(Key::Enter);
        browser.until("document.querySelectorAll('.hit').length > 0 && location.search.includes('etat')");
        browser.picture(&format!("journalist-results-{script:?}"));
        assert!(browser.text(".hit").contains("État islamique"), "{}", browser.text(".hit"));
        browser.click(".hit h2 a");
        assert!(browser.path().starts_with("/documents/"), "{}", browser.path());
        assert!(browser.count("mark") > 0);
        browser.picture(&format!("journalist-document-{script:?}"));
        browser.screen(Screen::Phone);
        browser.assert_fits();
        browser.picture(&format!("journalist-document-phone-{script:?}"));
        browser.assert_contained();
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}

/// Opens the first result of a search, as everyone does.
fn read_first(browser: &Browser, q: &str) {
    browser.open(&format!("/?q={q}&locale=fr"));
    browser.click(".hit h2 a");
}

#[test]
fn the_words_searched_lead_from_one_to_the_next_with_and_without_script() {
    for script in [Script::On, Script::Off] {
        let Some(browser) = browse(script) else { return };
        read_first(&browser, "etat+islamique");
        let total = browser.count(".document mark");
        assert!(total > 1);
        assert!(
            browser.text(".found-count").starts_with(&total.to_string()),
            "{}",
            browser.text(".found-count")
        );
        browser.click(".found-back");
        assert!(browser.path().ends_with("#m1"), "{}", browser.path());
        match script {
            Script::On => {
                browser
                    .until(&format!("document.querySelector('.found-count').textContent === '1 / {total}'"));
                browser.click(".found-on");
                browser.until("location.hash === '#m2'");
                browser.press(Key::Enter);
                let at = total.min(3);
                browser.until(&format!("location.hash === '#m{at}'"));
            }
            Script::Off => {
                browser.click("mark:target .steps a");
                assert!(browser.path().ends_with("#m2"), "{}", browser.path());
                assert!(browser.sees("#m2 .steps") && !browser.sees("#m1 .steps"));
            }
        }
        // What is arrived at is on the screen.
        let seen: bool = browser.eval(
            "((box) => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector('mark:target').getBoundingClientRect())",
        );
        assert!(seen);
    }
}

/// The background of the first proof of a tag.
fn light(browser: &Browser, tag: &str) -> String {
    browser.eval(&format!(
        "getComputedStyle(document.querySelector('article .of{tag}, h1 .of{tag}')).backgroundColor"
    ))
}

#[test]
fn a_tag_lights_up_the_words_that_prove_it_on_hover_focus_and_tap() {
    for script in [Script::On, Script::Off] {
        let Some(browser) = browse(script) else { return };
        read_first(&browser, "djihadisme");
        let tag: String = browser.eval(
            "[...document.querySelectorAll('.chiptag')].map((chip) => chip.dataset.tag) \
               .find((tag) => document.querySelector(`article .of${tag}:not(mark *)`))",
        );
        let chip = format!(".chiptag[data-tag='{tag}']");
        browser.point_at(".brand");
        let dark = light(&browser, &tag);
        browser.point_at(&chip);
        let lit = light(&browser, &tag);
        assert_ne!(dark, lit, "hovered");
        browser.point_at(".brand");
        assert_eq!(light(&browser, &tag), dark);
        browser.eval::<Option<bool>>(&format!("document.querySelector(\"{chip}\").focus()"));
        assert_eq!(light(&browser, &tag), lit, "in focus");
        browser.screen(Screen::Phone);
        browser.click(&chip);
        browser.eval::<Option<bool>>("document.activeElement.blur()");
        assert_eq!(light(&browser, &tag), lit, "tapped");
        browser.picture(&format!("evidence-phone-{script:?}"));
        // And from the tag to its words.
        browser.click(&format!("#tag{tag} .quote"));
        assert!(browser.eval::<bool>("document.querySelector(':target').classList.contains('proof')"));
    }
}

#[test]
fn a_keyboard_user_reads_a_document_and_goes_back_to_the_same_results() {
    let Some(browser) = browse(Script::On) else { return };
    browser.open("/?q=police&country=FR&locale=fr");
    let results = browser.text("#count");
    browser.eval::<Option<bool>>("document.querySelector('.hit h2 a').focus()");
    browser.press(Key::Enter);
    browser.until("location.pathname.startsWith('/documents/')");
    browser.press(Key::Tab);
    assert!(browser.focused().contains("Aller au"), "{}", browser.focused());
    browser.press(Key::Enter);
    browser.press(Key::Tab);
    assert!(browser.focused().contains("Retour aux résultats"), "{}", browser.focused());
    browser.press(Key::Enter);
    browser.until("location.pathname === '/'");
    assert_eq!(browser.text("#count"), results);
    assert!(browser.path().contains("country=FR"), "{}", browser.path());
}

#[test]
fn an_analyst_learns_the_language_and_what_the_corpus_holds() {
    let Some(browser) = browse(Script::Off) else { return };
    browser.open("/?locale=en");
    browser.click("a[href^='/help']");
    browser.picture("help-en");
    let promised = browser.text(".form .count");
    browser.click(".form a");
    assert_eq!(browser.text("#count"), promised);
    browser.click("a[href^='/about']");
    browser.picture("about-en");
    let cell = browser.text(".months td a");
    browser.click(".months td a");
    assert!(browser.text("#count").starts_with(&format!("{cell} ")), "{cell}: {}", browser.text("#count"));
}

#[test]
fn a_reader_changes_the_language_and_stays_where_they_are() {
    let Some(browser) = browse(Script::Off) else { return };
    read_first(&browser, "police+Maroc");
    let title = browser.text("h1");
    browser.click("a[hreflang='ar']");
    assert_eq!(browser.text("h1"), title);
    assert_eq!(browser.eval::<String>("document.documentElement.dir"), "rtl");
    browser.picture("document-ar");
    browser.click(".back a");
    assert!(
        browser.path().contains("q=police+Maroc") && browser.path().contains("locale=ar"),
        "{}",
        browser.path()
    );
    browser.open("/about?locale=ar");
    browser.picture("about-ar");
    browser.open("/help?locale=ar");
    browser.picture("help-ar");
}

#[test]
fn a_passage_has_an_address_of_its_own() {
    let Some(browser) = browse(Script::Off) else { return };
    read_first(&browser, "police+Maroc");
    browser.point_at("article p");
    browser.click("article p .anchor");
    let address = browser.path();
    assert!(address.contains("#p"), "{address}");
    browser.open("/help");
    browser.open(&address);
    assert!(browser.eval::<bool>("document.querySelector(':target').matches('article > [id^=p]')"));
}

#[test]
fn a_document_prints_as_a_document() {
    let Some(browser) = browse(Script::On) else { return };
    read_first(&browser, "etat+islamique");
    browser.ask("Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" }));
    for hidden in [".top", ".found", ".back", ".anchor", ".bottom"] {
        assert!(!browser.sees(hidden), "{hidden}");
    }
    for shown in ["h1", "article p", ".byline", ".taglist"] {
        assert!(browser.sees(shown), "{shown}");
    }
    browser.picture("document-print");
}

#[test]
fn every_view_is_looked_at() {
    let Some(browser) = browse(Script::On) else { return };
    let document = super::accessible::document_of(&browser);
    for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        browser.theme(theme);
        for (name, path) in super::views::views(&document) {
            browser.open(&super::views::in_locale(&path, "fr"));
            browser.picture(&format!("{name}-{suffix}"));
            browser.assert_contained();
        }
    }
    browser.screen(Screen::Phone);
    for (name, path) in super::views::views(&document) {
        browser.open(&super::views::in_locale(&path, "fr"));
        browser.picture(&format!("{name}-phone"));
    }
}
