//! The page of results: asking, narrowing, looking, gathering, by pointer, by keys and without script.

use thirtyfour::Key;

use super::driver::{Browser, Screen, Script, Site, is_here};

fn browse(script: Script) -> Option<Browser> {
    is_here().then(|| Site::samples().browse(script))
}

/// The number the page's heading begins with.
#[track_caller]
fn total(browser: &Browser) -> u64 {
    let heading = browser.text("#count");
    let number = heading.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    number.parse().unwrap_or_else(|_| panic!("{heading}"))
}

/// Nothing was forbidden, nothing failed.
#[track_caller]
fn assert_quiet(browser: &Browser) {
    let forbidden: Vec<String> = browser.eval("window.__forbidden || []");
    assert!(forbidden.is_empty(), "{forbidden:?}");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_journalist_types_a_name_and_makes_it_a_filter() {
    let Some(browser) = browse(Script::On) else { return };
    browser.open("/?locale=fr");
    browser.type_in("/");
    browser.type_in("drogue mar");
    browser.until("document.querySelectorAll('#suggestions [role=option]').length > 1");
    browser.until("document.querySelector('#suggestions .tagged')?.textContent === 'Maroc'");
    browser.press(Key::Down);
    assert_eq!(
        browser.eval::<String>("document.getElementById('q').getAttribute('aria-activedescendant')"),
        "s0"
    );
    browser.press(Key::Enter);
    browser.until("location.search.includes('country=MA')");
    assert!(browser.path().contains("q=drogue&"), "{}", browser.path());
    assert_eq!(browser.text(".chip.filter bdi"), "Maroc");
    browser.assert_contained();
    assert_quiet(&browser);
}

#[test]
fn a_journalist_takes_back_what_was_understood_with_and_without_script() {
    for script in [Script::On, Script::Off] {
        let Some(browser) = browse(script) else { return };
        browser.open("/?q=drogue&country=FR&locale=fr");
        let narrow = total(&browser);
        browser.click(".chip.filter > a");
        browser.until("!location.search.includes('country')");
        assert!(total(&browser) > narrow);
        // The translations as a whole.
        browser.click(".chip.other > a");
        browser.until("location.search.includes('expand=off')");
        browser.click(".clear");
        browser.until("location.search === '?locale=fr'");
    }
}

#[test]
fn a_journalist_sees_the_copies_and_the_reasons_where_the_hit_stands() {
    for script in [Script::On, Script::Off] {
        let Some(browser) = browse(script) else { return };
        browser.open("/?q=%22etat+islamique%22&locale=fr");
        browser.click(".copies");
        browser.until("document.querySelector('.family del, .family ins') !== null");
        assert!(browser.text(".family").contains("première publication"));
        browser.click(".hit a[data-part=why]");
        browser.until("document.querySelector('.why dd') !== null");
        if script == Script::On {
            // In place: the address is that of the search.
            assert_eq!(browser.path(), "/?q=%22etat+islamique%22&locale=fr");
            browser.click(".copies");
            browser.until("document.querySelector('.family').hidden");
        }
        browser.picture(&format!("copies-{script:?}"));
        assert_quiet(&browser);
    }
}

#[test]
fn an_analyst_ticks_looks_for_values_and_goes_from_picture_to_picture() {
    let Some(browser) = browse(Script::On) else { return };
    browser.open("/?locale=en");
    let all = total(&browser);
    let promised = browser.text(".facet[data-facet=country] .value .n");
    browser.click(".facet[data-facet=country] .value input");
    browser.until("location.search.includes('country=')");
    assert_eq!(total(&browser).to_string(), promised);
    browser.click(".shapes [data-shape=cross]");
    browser.until("document.querySelector('.heat') !== null");
    let cell = browser.text(".heat tbody td a");
    browser.click(".heat tbody td a");
    browser.until("document.querySelector('.heat') === null && document.querySelector('#count') !== null");
    assert_eq!(total(&browser).to_string(), cell);
    browser.open("/?locale=en");
    browser.click(".facet[data-facet=country] .all a");
    browser.type_in("moroc");
    browser.until("document.querySelector('.facet[data-facet=country] .label')?.textContent === 'Morocco'");
    browser.click(".facet[data-facet=country] .value input");
    browser.until("location.search.includes('country=MA')");
    assert!(total(&browser) < all);
    browser.click(".shapes [data-shape=map]");
    browser.until("document.querySelector('.places') !== null");
    assert!(browser.count(".world a.on") == 1 && browser.sees(".places .on"));
    browser.picture("analyst-map");
    browser.assert_contained();
    assert_quiet(&browser);
}

#[test]
fn an_analyst_draws_a_period_on_the_timeline() {
    let Some(browser) = browse(Script::On) else { return };
    browser.open("/?view=time&interval=year&by=topic&locale=en");
    let bars: Vec<String> =
        browser.eval("[...document.querySelectorAll('.time a')].map((bar) => bar.dataset.from)");
    assert!(bars.len() > 3, "{bars:?}");
    browser.eval::<Option<bool>>(
        "((bars) => { \
           const at = (bar) => { const box = bar.querySelector('.reach').getBoundingClientRect(); \
             return { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + 5 }; }; \
           bars[1].dispatchEvent(new PointerEvent('pointerdown', at(bars[1]))); \
           bars[2].dispatchEvent(new PointerEvent('pointermove', at(bars[2]))); \
           bars[2].dispatchEvent(new PointerEvent('pointerup', at(bars[2]))); })([...document.querySelectorAll('.time a')])",
    );
    browser.until("location.search.includes('from=')");
    assert!(browser.path().contains(&format!("from={}&to={}", bars[1], bars[2])), "{}", browser.path());
    // The same numbers stand in the table.
    browser.click(".behind summary");
    let sum: u64 = browser.eval(
        "[...document.querySelectorAll('.behind tbody td:nth-child(2)')].reduce((sum, cell) => sum + Number(cell.textContent), 0)",
    );
    assert_eq!(sum, total(&browser));
    browser.picture("analyst-timeline");
    assert_quiet(&browser);
}

#[test]
fn an_analyst_gathers_documents_over_several_searches() {
    let Some(browser) = browse(Script::On) else { return };
    browser.open("/?q=drogue&locale=fr");
    assert_eq!(browser.eval::<u64>("localStorage.length"), 0);
    browser.click(".acts input");
    browser.until("document.querySelector('.kept').textContent === 'Retenus : 1'");
    browser.open("/?q=terrorisme&locale=fr");
    browser.click(".acts input");
    browser.until("document.querySelector('.kept').textContent === 'Retenus : 2'");
    browser.click("#collect button");
    browser.until("location.pathname === '/collection'");
    assert_eq!(browser.count(".cited li"), 2);
    browser.open("/?locale=fr");
    browser.click(".forget");
    assert_eq!(browser.eval::<u64>("localStorage.length"), 0);
}

#[test]
fn without_script_ticked_documents_are_gathered_by_the_form() {
    let Some(browser) = browse(Script::Off) else { return };
    browser.open("/?q=drogue&locale=en");
    browser.click("#h1 .acts input");
    browser.click("#h2 .acts input");
    browser.click("#collect button");
    browser.until("location.pathname === '/collection'");
    assert_eq!(browser.count(".cited li"), 2);
    // And a facet's values are a page away.
    browser.open("/?locale=en");
    browser.click(".facet[data-facet=country] .all a");
    browser.until("location.pathname === '/facets/country'");
    browser.click(".values .value input");
    browser.click(".values .apply");
    browser.until("location.pathname === '/' && location.search.includes('country=')");
}

#[test]
fn a_keyboard_user_needs_no_pointer() {
    let Some(browser) = browse(Script::On) else { return };
    browser.open("/?q=drogue&locale=fr");
    browser.type_in("?");
    browser.until("document.getElementById('keys').open");
    browser.press(Key::Escape);
    browser.until("!document.getElementById('keys').open");
    browser.type_in("j");
    browser.type_in("j");
    assert_eq!(browser.eval::<String>("document.querySelector('.hit.at').id"), "h2");
    browser.type_in("x");
    assert!(browser.eval::<bool>("document.querySelector('#h2 .acts input').checked"));
    browser.type_in("k");
    let title = browser.text("#h1 h2");
    browser.press(Key::Enter);
    browser.until("location.pathname.startsWith('/documents/')");
    assert!(
        title.contains(&browser.text("h1")) || browser.text("h1").contains(title.trim_end_matches('…')),
        "{title}"
    );
}

#[test]
fn keys_alone_can_be_turned_off() {
    let Some(browser) = browse(Script::On) else { return };
    browser.open("/?q=drogue&locale=fr");
    browser.click("#showkeys");
    browser.click("#keys-on");
    browser.press(Key::Escape);
    browser.type_in("j");
    assert_eq!(browser.count(".hit.at"), 0);
    browser.open("/?q=drogue&locale=fr");
    browser.type_in("/");
    assert_ne!(browser.eval::<String>("document.activeElement.id"), "q");
}

#[test]
fn on_a_phone_the_filters_are_a_sheet_with_and_without_script() {
    for script in [Script::On, Script::Off] {
        let Some(browser) = browse(script) else { return };
        browser.screen(Screen::Phone);
        browser.open("/?q=drogue&locale=fr");
        assert!(!browser.sees("#filters"));
        browser.assert_fits();
        browser.click(".tofilters");
        assert!(browser.sees("#filters"));
        browser.picture(&format!("phone-filters-{script:?}"));
        browser.click(".facet[data-facet=country] .value input");
        browser.click(".apply");
        browser.until("location.search.includes('country=')");
        assert!(!browser.sees("#filters"));
    }
}

#[test]
fn no_view_moves_once_it_is_shown() {
    let Some(browser) = browse(Script::On) else { return };
    for screen in [Screen::Desktop, Screen::Phone] {
        browser.screen(screen);
        for view in ["/?locale=fr", "/?q=drogue&locale=fr", "/?view=time&locale=ar", "/?view=map&locale=en"] {
            browser.open(view);
            let moved: f64 = browser.eval_later(
                "const done = arguments[arguments.length - 1]; let sum = 0; \
                 new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; })) \
                   .observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 300);",
            );
            assert!(moved < 0.001, "{view} on {screen:?} moved by {moved}");
        }
    }
}

#[test]
fn a_first_visit_costs_less_than_sixty_kilobytes() {
    let Some(browser) = browse(Script::On) else { return };
    browser.ask("Network.clearBrowserCache", serde_json::json!({}));
    browser.open("/?q=drogue&locale=fr");
    let bytes: f64 = browser.eval(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] \
           .reduce((sum, entry) => sum + entry.transferSize, 0)",
    );
    assert!(bytes > 10_000.0, "nothing was measured: {bytes}");
    assert!(bytes < 60_000.0, "{bytes} bytes");
    let script: f64 = browser.eval(
        "performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('.js')) \
           .reduce((sum, entry) => sum + entry.decodedBodySize, 0)",
    );
    assert!(script > 0.0 && script < 20_000.0, "{script} bytes of script");
}
