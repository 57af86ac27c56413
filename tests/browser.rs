//! The page in a real browser: journeys, accessibility, and hostile texts that stay texts.
//!
//! Left out, aloud, where there is no Chromium; `VIGIE_BROWSER=required` makes that a failure.

mod accessible; // axe-core on every view, focus, zoom, narrow screens
mod driver; // a browser over the real service
mod hostile; // nothing in a document or an address breaks out
mod journeys; // as a journalist, an analyst, a keyboard-only user
mod results; // asking, narrowing, looking and gathering on the page of results
mod views; // every view there is
