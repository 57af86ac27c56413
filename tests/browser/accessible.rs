//! Accessible: axe-core finds nothing, everything is reached by keyboard, nothing runs off a narrow screen.

use std::path::PathBuf;

use serde_json::Value;
use thirtyfour::Key;

use super::driver::{Browser, Motion, Screen, Script, Site, Theme, is_here, say_skipped};
use super::views::{LOCALES, in_locale, views};

/// The rules that WCAG 2.2 AA asks for, and those that axe-core holds for good practice.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// `axe.min.js` of the npm package axe-core, which `VIGIE_AXE` names.
fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("VIGIE_AXE").map(PathBuf::from) else {
        say_skipped("the check by axe-core", "VIGIE_AXE does not name its axe.min.js (npm package axe-core)");
        return None;
    };
    let script = std::fs::read_to_string(&path);
    Some(script.unwrap_or_else(|error| panic!("VIGIE_AXE, {}: {error}", path.display())))
}

/// What axe-core has to say against the page shown.
fn violations(browser: &Browser, axe: &str) -> Vec<String> {
    let script = format!(
        "{axe}; const done = arguments[arguments.length - 1]; \
         axe.run(document, {{ runOnly: {RULES}, resultTypes: ['violations'] }}) \
           .then((found) => done(found.violations.map((one) => one.id + ': ' + one.help + ' — ' + \
             one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + ' [' + node.any.concat(node.all) \
               .map((check) => check.message).join('; ') + ']').join(' | '))), \
           (error) => done(['axe failed: ' + error]));"
    );
    browser.eval_later(&script)
}

/// The address of a document with matches, evidence and copies.
pub fn document_of(browser: &Browser) -> String {
    browser.open("/?q=etat+islamique");
    browser.eval("document.querySelector('.hit h2 a').getAttribute('href').replace(/[?&]locale=[a-z]+/, '')")
}

#[test]
fn axe_finds_nothing_on_any_view_in_any_theme_or_direction() {
    let Some(axe) = is_here().then(axe).flatten() else { return };
    let browser = Site::samples().browse(Script::On);
    let document = document_of(&browser);
    let mut found = Vec::new();
    for (name, path) in views(&document) {
        for (locale, theme) in
            [("fr", Theme::Light), ("fr", Theme::Dark), ("ar", Theme::Light), ("ar", Theme::Dark)]
        {
            browser.theme(theme);
            browser.open(&in_locale(&path, locale));
            let violations = violations(&browser, &axe);
            found.extend(violations.into_iter().map(|one| format!("{name} ({locale}, {theme:?}): {one}")));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn nothing_runs_off_a_narrow_or_magnified_screen() {
    if !is_here() {
        return;
    }
    for script in [Script::On, Script::Off] {
        let browser = Site::samples().browse(script);
        let document = document_of(&browser);
        for (_, path) in views(&document) {
            for locale in ["fr", "ar"] {
                browser.screen(Screen::Phone);
                browser.open(&in_locale(&path, locale));
                for screen in [Screen::Phone, Screen::SmallPhone, Screen::Zoomed] {
                    browser.screen(screen);
                    browser.assert_fits();
                }
            }
        }
    }
}

#[test]
fn every_view_names_itself_and_its_language() {
    if !is_here() {
        return;
    }
    let browser = Site::samples().browse(Script::Off);
    let document = document_of(&browser);
    for (name, path) in views(&document) {
        // The API's page is in the language of the API's words.
        for locale in LOCALES.into_iter().filter(|locale| name != "api" || *locale == "en") {
            browser.open(&in_locale(&path, locale));
            assert_eq!(browser.eval::<String>("document.documentElement.lang"), locale, "{name}");
            let direction = if locale == "ar" { "rtl" } else { "ltr" };
            assert_eq!(browser.eval::<String>("document.documentElement.dir"), direction, "{name}");
            assert!(browser.title().contains("Vigie"), "{name}: {}", browser.title());
            assert_eq!(browser.count("main"), 1, "{name}");
            assert_eq!(browser.count("h1"), 1, "{name}");
        }
    }
}

/// Tabs through a view from its beginning: what gets the focus, in order, each with whether it is seen.
fn tabbed(browser: &Browser) -> Vec<Value> {
    let mut seen: Vec<Value> = Vec::new();
    for _ in 0..400 {
        browser.press(Key::Tab);
        let stop: Value = browser.eval(
            "((e) => { if (!e || e === document.body) return null; e.scrollIntoView({ block: 'center' }); \
               const box = e.getBoundingClientRect(), style = getComputedStyle(e); \
               const all = [...document.querySelectorAll('*')]; \
               return { at: all.indexOf(e), html: e.outerHTML.slice(0, 90), \
                 ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, \
                 seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight }; \
             })(document.activeElement)",
        );
        if stop.is_null() || seen.iter().any(|known| known["at"] == stop["at"]) {
            break;
        }
        seen.push(stop);
    }
    seen
}

#[test]
fn the_keyboard_reaches_everything_in_reading_order_and_shows_where_it_is() {
    if !is_here() {
        return;
    }
    let browser = Site::samples().browse(Script::On);
    let document = document_of(&browser);
    for (name, path) in views(&document) {
        browser.open(&in_locale(&path, "fr"));
        let stops = tabbed(&browser);
        assert!(stops[0]["html"].as_str().unwrap().contains("class=\"skip\""), "{name}: {}", stops[0]);
        for stop in &stops {
            assert_eq!(stop["seen"], true, "{name}: the focus is nowhere to be seen: {stop}");
            assert_eq!(stop["ringed"], true, "{name}: no ring around the focus: {stop}");
        }
        let order: Vec<u64> = stops.iter().map(|stop| stop["at"].as_u64().unwrap()).collect();
        assert!(order.is_sorted(), "{name}: the focus jumps back: {stops:#?}");
        let reachable: usize = browser.eval(
            "[...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((e) => \
               e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && e.type !== 'hidden').length",
        );
        assert!(stops.len() >= reachable.min(400), "{name}: {} of {reachable} are reached", stops.len());
    }
}

/// What a screen reader is told of the page: role and name of everything that can be used.
fn spoken(browser: &Browser) -> Vec<(String, String)> {
    let tree = browser.ask("Accessibility.getFullAXTree", serde_json::json!({}));
    let nodes = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] == false);
    let text = |node: &Value, key: &str| node[key]["value"].as_str().unwrap_or_default().trim().to_owned();
    nodes.map(|node| (text(node, "role"), text(node, "name"))).collect()
}

#[test]
fn a_screen_reader_is_told_the_name_of_everything_that_can_be_used() {
    if !is_here() {
        return;
    }
    const USED: [&str; 9] = [
        "link",
        "button",
        "checkbox",
        "searchbox",
        "textbox",
        "combobox",
        "region",
        "navigation",
        "complementary",
    ];
    for script in [Script::On, Script::Off] {
        let browser = Site::samples().browse(script);
        let document = document_of(&browser);
        for (name, path) in views(&document) {
            for locale in ["fr", "ar"] {
                browser.open(&in_locale(&path, locale));
                let spoken = spoken(&browser);
                let mut used = spoken.iter().filter(|(role, _)| USED.contains(&role.as_str())).peekable();
                assert!(used.peek().is_some(), "{name}: {spoken:?}");
                let nameless: Vec<_> = used.filter(|(_, name)| name.is_empty()).collect();
                assert!(nameless.is_empty(), "{name} ({locale}, {script:?}): {nameless:?}");
                // The landmarks are told apart.
                let landmarks = ["navigation", "complementary", "search", "region"];
                let mut names: Vec<_> =
                    spoken.iter().filter(|(role, _)| landmarks.contains(&role.as_str())).collect();
                let all = names.len();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), all, "{name} ({locale}): {names:?}");
                assert!(
                    spoken.iter().any(|(role, _)| role == "main" || role == "Main"),
                    "{name}: {spoken:?}"
                );
            }
        }
    }
}

#[test]
fn nothing_moves_for_who_asks_for_less_motion() {
    if !is_here() {
        return;
    }
    let browser = Site::samples().browse(Script::On);
    let document = document_of(&browser);
    let moving = "[document.documentElement, ...document.querySelectorAll('body, body *')].filter((e) => \
        ((style) => style.scrollBehavior === 'smooth' || style.animationName !== 'none' || \
          style.transitionDuration.split(',').some((time) => parseFloat(time) > 0))(getComputedStyle(e))).length";
    let mut moved = 0;
    for (name, path) in views(&document) {
        browser.motion(Motion::Usual);
        browser.open(&in_locale(&path, "fr"));
        moved += browser.eval::<usize>(moving);
        browser.motion(Motion::Less);
        assert_eq!(browser.eval::<usize>(moving), 0, "{name}");
    }
    assert!(moved > 0, "nothing ever moves: there is nothing to test");
}
