//! A real browser over the real service: Chromium, driven through chromedriver.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;

/// How large the window is, in CSS pixels.
#[derive(Debug, Clone, Copy)]
pub enum Screen {
    Desktop,
    /// A desktop window at a zoom of 200 %.
    Zoomed,
    Phone,
    SmallPhone,
}

/// Whether pages may run their script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    On,
    Off,
}

/// Light or dark.
#[derive(Debug, Clone, Copy)]
pub enum Theme {
    Light,
    Dark,
}

/// How much a page may move.
#[derive(Debug, Clone, Copy)]
pub enum Motion {
    Usual,
    Less,
}

/// A session of the browser, at one service. Everything it does is awaited: a test reads as a journey.
pub struct Browser {
    driver: Option<WebDriver>,
    runtime: tokio::runtime::Runtime,
    home: String,
    // Released last: the profile after the session, the turn after both.
    _profile: TempDir,
    _turn: MutexGuard<'static, ()>,
}

/// Where Debian, and most others, put a program of this name.
fn program(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}

/// Says, past the test runner's capture, that something was left out.
pub fn say_skipped(what: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {what}, since {why}");
}

/// Whether there is a browser to test with. Without one the tests of the page are left out, and say so;
/// with `VIGIE_BROWSER=required`, as in `.ci/run`, that is a failure.
pub fn is_here() -> bool {
    static HERE: LazyLock<bool> = LazyLock::new(|| {
        let missing: Vec<&str> =
            ["chromium", "chromedriver"].into_iter().filter(|name| program(name).is_none()).collect();
        if missing.is_empty() {
            return true;
        }
        let why =
            format!("{} is not installed (apt-get install chromium chromium-driver)", missing.join(" and "));
        say_skipped("the tests in a real browser", &why);
        false
    });
    if !*HERE && std::env::var("VIGIE_BROWSER").is_ok_and(|value| value == "required") {
        panic!("VIGIE_BROWSER=required, and there is no chromium with chromedriver here");
    }
    *HERE
}

/// A program that ends with its owner, also when that is a static of a test binary that exits:
/// a shell between the two ends it when the pipe to us closes.
struct Process {
    shell: Child,
}

impl Process {
    /// Starts `arguments` and reads what it prints until `address` finds the address in a line.
    fn start(arguments: &[&OsStr], address: impl Fn(&str) -> Option<String>) -> (Process, String) {
        let mut command = Command::new("sh");
        command.args(["-c", "\"$@\" 2>&1 & cat >/dev/null; kill $!", "sh"]).args(arguments);
        command.env_remove("VIGIE_INDEX").env_remove("VIGIE_KEYS");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut shell = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let said = shell.stdout.take().expect("it was asked for");
        let process = Process { shell };
        let mut lines = BufReader::new(said).lines();
        let mut seen = Vec::new();
        let found = loop {
            match lines.next() {
                Some(Ok(line)) => match address(&line) {
                    Some(found) => break found,
                    None => seen.push(line),
                },
                _ => panic!("{arguments:?} ended:\n{}", seen.join("\n")),
            }
        };
        // Whatever it says later is read away, so that it never waits for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        (process, found)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// The real service, from the real binary, over documents of its own.
pub struct Site {
    address: String,
    _service: Process,
    // Deleted once the service has ended.
    _index: TempDir,
}

impl Site {
    /// Over `corpus/`, once for every test.
    pub fn samples() -> &'static Site {
        static SITE: LazyLock<Site> =
            LazyLock::new(|| Site::over(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")));
        &SITE
    }

    /// Over the documents at `corpus`.
    pub fn over(corpus: &Path) -> Site {
        let index = tempfile::tempdir().unwrap();
        let folder = index.path().join("index");
        let arguments: [&OsStr; 8] = [
            env!("CARGO_BIN_EXE_vigie").as_ref(),
            "serve".as_ref(),
            "--listen".as_ref(),
            "127.0.0.1:0".as_ref(),
            "--index".as_ref(),
            folder.as_ref(),
            "--corpus".as_ref(),
            corpus.as_ref(),
        ];
        let (service, address) = Process::start(&arguments, |line| {
            let (_, rest) = line.split_once("http://")?;
            Some(format!("http://{}", rest.split('/').next()?))
        });
        Site { address, _service: service, _index: index }
    }

    /// A browser at this site, on a desktop.
    pub fn browse(&self, script: Script) -> Browser {
        Browser::start(self.address.clone(), script)
    }
}

/// chromedriver, once for every test.
fn chromedriver() -> &'static str {
    static DRIVER: LazyLock<(Process, String)> = LazyLock::new(|| {
        let arguments: [&OsStr; 3] = ["chromedriver", "--port=0", "--allowed-ips=127.0.0.1"].map(OsStr::new);
        Process::start(&arguments, |line| {
            let (_, rest) = line.split_once("on port ")?;
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            (!port.is_empty() && port != "0").then(|| format!("http://127.0.0.1:{port}"))
        })
    });
    &DRIVER.1
}

/// One browser at a time: it takes more memory and cores than any test beside it.
static TURN: Mutex<()> = Mutex::new(());

/// Runs before any script of a page: notes what a hostile text might do, and what the policy forbids.
const WATCH: &str = "window.__ran = []; window.__forbidden = [];
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { window.__ran.push(name); };
    document.addEventListener('securitypolicyviolation', (event) =>
      window.__forbidden.push(event.violatedDirective + ' ' + event.blockedURI));";

impl Browser {
    fn start(home: String, script: Script) -> Browser {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let profile = tempfile::tempdir().unwrap();
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=fr",
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" })).unwrap();
        if script == Script::Off {
            let no_script = json!({ "profile.managed_default_content_settings.javascript": 2 });
            capabilities.add_experimental_option("prefs", no_script).unwrap();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let driver = runtime.block_on(WebDriver::new(chromedriver(), capabilities)).unwrap();
        let browser = Browser { driver: Some(driver), runtime, home, _profile: profile, _turn: turn };
        browser.ask("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH }));
        browser.screen(Screen::Desktop);
        browser.theme(Theme::Light);
        browser
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("the session lasts until it is dropped")
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, future: impl Future<Output = WebDriverResult<T>>) -> T {
        match self.runtime.block_on(future) {
            Ok(value) => value,
            Err(error) => panic!("{what}: {error}"),
        }
    }

    /// Asks the browser itself, by the DevTools protocol.
    #[track_caller]
    pub fn ask(&self, method: &str, parameters: Value) -> Value {
        self.wait(method, self.driver().cdp().send_raw(method, parameters))
    }

    pub fn screen(&self, screen: Screen) {
        let (width, height, factor, mobile) = match screen {
            Screen::Desktop => (1280, 900, 1, false),
            Screen::Zoomed => (640, 450, 2, false),
            Screen::Phone => (390, 844, 2, true),
            Screen::SmallPhone => (320, 640, 2, true),
        };
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": factor, "mobile": mobile });
        self.ask("Emulation.setDeviceMetricsOverride", metrics);
        let touch = json!({ "enabled": mobile });
        self.ask("Emulation.setTouchEmulationEnabled", touch);
    }

    pub fn theme(&self, theme: Theme) {
        let value = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        // Nothing moves, so that what is measured and photographed is what stays.
        let features = json!([
            { "name": "prefers-color-scheme", "value": value },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.ask("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Lets a light page move, or asks it not to.
    pub fn motion(&self, motion: Motion) {
        let value = match motion {
            Motion::Usual => "no-preference",
            Motion::Less => "reduce",
        };
        let features = json!([{ "name": "prefers-reduced-motion", "value": value }]);
        self.ask("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Goes to an address of the site.
    #[track_caller]
    pub fn open(&self, path: &str) {
        let url = format!("{}{path}", self.home);
        self.wait(path, self.driver().goto(url.as_str()));
    }

    /// The address shown, without the site's own.
    #[track_caller]
    pub fn path(&self) -> String {
        let url = self.wait("the address", self.driver().current_url());
        url.as_str().strip_prefix(&self.home).unwrap_or(url.as_str()).to_owned()
    }

    #[track_caller]
    pub fn title(&self) -> String {
        self.wait("the title", self.driver().title())
    }

    #[track_caller]
    fn element(&self, css: &str) -> WebElement {
        self.wait(css, self.driver().query(By::Css(css)).first())
    }

    /// Clicks the first element that `css` selects, scrolled to as a person would.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let element = self.element(css);
        self.wait(css, async {
            element.scroll_into_view().await?;
            element.click().await
        });
    }

    /// Moves the pointer over the first element that `css` selects.
    #[track_caller]
    pub fn point_at(&self, css: &str) {
        let element = self.element(css);
        self.wait(css, self.driver().action_chain().move_to_element_center(&element).perform());
    }

    /// Presses one key.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.type_in(&char::from(key).to_string());
    }

    /// Types into whatever has the focus.
    #[track_caller]
    pub fn type_in(&self, text: &str) {
        self.wait("keys", self.driver().action_chain().send_keys(text).perform());
    }

    /// The text a person sees in the first element that `css` selects.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let element = self.element(css);
        self.wait(css, element.text())
    }

    /// How many elements `css` selects.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        self.wait(css, self.driver().find_all(By::Css(css))).len()
    }

    /// Whether a person sees the first element that `css` selects.
    #[track_caller]
    pub fn sees(&self, css: &str) -> bool {
        self.wait(css, async {
            match self.driver().find_all(By::Css(css)).await?.first() {
                Some(element) => element.is_displayed().await,
                None => Ok(false),
            }
        })
    }

    /// Waits until `script` is true, for what a page does later than at once.
    #[track_caller]
    pub fn until(&self, script: &str) {
        for _ in 0..100 {
            if self.eval::<bool>(script) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("`{script}` did not come true at {}", self.path());
    }

    /// The value of an expression in the page; even where its own script is off.
    #[track_caller]
    pub fn eval<T: DeserializeOwned>(&self, expression: &str) -> T {
        let script = format!("return ({expression});");
        let value = self.wait(expression, self.driver().execute(script, Vec::new()));
        value.convert().unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Runs `script`, whose last argument is what it calls when it is done.
    #[track_caller]
    pub fn eval_later<T: DeserializeOwned>(&self, script: &str) -> T {
        let value = self.wait("script", self.driver().execute_async(script.to_owned(), Vec::new()));
        value.convert().unwrap_or_else(|error| panic!("{error}"))
    }

    /// What has the focus: its tag, its id and its name to a screen reader, for messages and comparisons.
    #[track_caller]
    pub fn focused(&self) -> String {
        self.eval(
            "((e) => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' ' + \
             (e.getAttribute('aria-label') || e.innerText || e.value || '').trim().slice(0, 60))(document.activeElement)",
        )
    }

    /// A picture of the whole page, under `target/screenshots/`.
    #[track_caller]
    pub fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let whole =
            self.ask("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "format": "png" }));
        let png = base64(whole["data"].as_str().unwrap());
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }

    /// Nothing of the page runs off to the side.
    #[track_caller]
    pub fn assert_fits(&self) {
        let wide: Vec<String> = self.eval(
            "[...document.querySelectorAll('body *')].filter((e) => { \
               const box = e.getBoundingClientRect(); \
               if (!e.checkVisibility() || box.width === 0 || (box.right <= innerWidth + 1 && box.left >= -1)) return false; \
               for (let at = e; at && at !== document.body; at = at.parentElement) { \
                 const style = getComputedStyle(at); \
                 if (style.overflowX !== 'visible' || style.clipPath !== 'none') return false; \
               } \
               return true; \
             }).slice(0, 5).map((e) => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40))",
        );
        let scroll: f64 = self.eval("document.documentElement.scrollWidth - innerWidth");
        assert!(wide.is_empty() && scroll <= 1.0, "{} runs off by {scroll} px: {wide:?}", self.path());
    }

    /// No script of a text has run, nothing was forbidden, nothing came from elsewhere, no cookie was set.
    #[track_caller]
    pub fn assert_contained(&self) {
        let ran: Vec<String> = self.eval("window.__ran || []");
        assert!(ran.is_empty(), "{}: a script ran: {ran:?}", self.path());
        let forbidden: Vec<String> = self.eval("window.__forbidden || []");
        assert!(forbidden.is_empty(), "{}: the policy forbade {forbidden:?}", self.path());
        let loaded: Vec<String> =
            self.eval("performance.getEntriesByType('resource').map((entry) => entry.name)");
        let strangers: Vec<&String> = loaded.iter().filter(|url| !url.starts_with(&self.home)).collect();
        assert!(strangers.is_empty(), "{}: loaded {strangers:?}", self.path());
        let cookies = self.ask("Network.getAllCookies", json!({}));
        assert_eq!(cookies["cookies"], json!([]), "{}", self.path());
        let stored: u64 = self.eval("localStorage.length + sessionStorage.length");
        assert_eq!(stored, 0, "{}: something is stored before a choice", self.path());
    }

    /// What the browser complained of since the last call: failed loads, errors of scripts.
    #[track_caller]
    pub fn complaints(&self) -> Vec<String> {
        let log = self.wait("the log", self.driver().browser_log());
        log.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // The process is chromedriver's: when it cannot be told to end, nothing more can be done here.
            let _ = self.runtime.block_on(driver.quit());
        }
    }
}

/// Decodes base64 (RFC 4648), as the DevTools protocol sends pictures.
fn base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits =
            chunk.iter().fold(0u32, |bits, c| bits << 6 | u32::from(value(*c))) << (6 * (4 - chunk.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..chunk.len()]);
    }
    bytes
}
