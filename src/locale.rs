//! The reader's language: the catalogue, and how the browser's `Intl` writes money, dates, numbers
//! and plurals in it.
//!
//! There is one current locale. Choosing another rebuilds the views (see `app`), so that texts in
//! them are plain values and cost nothing to keep up to date.

use crate::{browser, on_demand::NotLoaded};
use contract::{Timestamp, currency::Currency, money::Money, money::MoneyFormat};
use gloo_net::http::Request;
use js_sys::{Array, JSON, Object, Reflect};
use leptos::prelude::{document, window};
use messages::{Messages, OTHER_LANGUAGES, People, Plural};
use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::HashMap,
    rc::Rc,
};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> NumberFormat;
    /// A decimal as text stays exact (ECMA-402, Intl mathematical values).
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, decimal: &str) -> String;
    #[wasm_bindgen(method, js_name = formatToParts)]
    fn parts(this: &NumberFormat, decimal: &str) -> Array;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> DateTimeFormat;
    #[wasm_bindgen(method, js_name = format)]
    fn format(this: &DateTimeFormat, date: &js_sys::Date) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str) -> PluralRules;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, count: u32) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> DisplayNames;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;
}

/// The name of the built-in language.
pub const SOURCE: &str = "en";
const STORED: &str = "language";

struct Locale {
    language: &'static str,
    /// What `Intl` is asked with: the browser's own tag where it is of the language (de-AT).
    tag: String,
    messages: Messages,
    people: Cell<People>,
    /// Whether `people` is in this language, and not the built-in one.
    people_read: Cell<bool>,
    // Each is made when it is first used: the browser takes milliseconds for one.
    plural: OnceCell<PluralRules>,
    number: OnceCell<NumberFormat>,
    day: OnceCell<DateTimeFormat>,
    moment: OnceCell<DateTimeFormat>,
    time: OnceCell<DateTimeFormat>,
    long_day: OnceCell<DateTimeFormat>,
    money: RefCell<HashMap<Currency, NumberFormat>>,
    written: RefCell<Vec<(u64, String)>>,
    reading: RefCell<HashMap<Currency, Rc<MoneyFormat>>>,
}

// What kinds of keys `Locale::written` has.
const NUMBER: u64 = 1 << 60;
const MONEY: u64 = 2 << 60;
const DAY: u64 = 3 << 60;

thread_local! {
    static CURRENT: RefCell<Option<Rc<Locale>>> = const { RefCell::new(None) };
    /// Whether what is said about people has been asked for.
    static PEOPLE: Cell<bool> = const { Cell::new(false) };
}

fn current() -> Rc<Locale> {
    CURRENT.with_borrow_mut(|slot| slot.get_or_insert_with(|| Rc::new(Locale::new(SOURCE, Messages::ENGLISH))).clone())
}

/// The messages in the current language.
pub fn t() -> Messages {
    current().messages
}

/// The messages about people in the current language. Empty until [`load_people`] has ended.
pub fn people() -> People {
    current().people.get()
}

/// The current language, as its BCP 47 tag in the list of catalogues.
pub fn language() -> &'static str {
    current().language
}

/// Every language that there is a catalogue of.
pub fn languages() -> impl Iterator<Item = &'static str> {
    std::iter::once(SOURCE).chain(OTHER_LANGUAGES.iter().copied())
}

/// The language that the reader chose before, else the first of the browser's that there is.
pub fn preferred() -> &'static str {
    let stored = browser::local_storage().and_then(|s| s.get_item(STORED).ok().flatten());
    let wanted = stored.into_iter().chain(browser_tags());
    wanted.filter_map(|tag| languages().find(|l| tag.split('-').next() == Some(l))).next().unwrap_or(SOURCE)
}

/// Keeps the choice for later visits.
pub fn remember(language: &str) {
    if let Some(storage) = browser::local_storage() {
        // A full or forbidden storage only means that the choice is not remembered.
        let _ = storage.set_item(STORED, language);
    }
}

/// Makes `language` the current one. One whose catalogue cannot be loaded is not chosen: English is.
pub async fn choose(language: &'static str) {
    let loaded = match language {
        SOURCE => None,
        _ => load("", language, Messages::load).await,
    };
    let (language, messages) = loaded.map_or((SOURCE, Messages::ENGLISH), |messages| (language, messages));
    let locale = Locale::new(language, messages);
    if PEOPLE.get() {
        locale.load_people().await;
        if locale.people.get().is_empty() {
            // Better another language than none.
            locale.people.set(people());
        }
    }
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", locale.language);
        let right_to_left = matches!(locale.language, "ar" | "fa" | "he" | "ur");
        let _ = root.set_attribute("dir", if right_to_left { "rtl" } else { "ltr" });
    }
    CURRENT.set(Some(Rc::new(locale)));
}

/// Loads what is said about people, which comes with the part of the page that says it.
///
/// # Errors
/// It could not be loaded.
pub async fn load_people() -> Result<(), NotLoaded> {
    PEOPLE.set(true);
    let locale = current();
    locale.load_people().await;
    if locale.people.get().is_empty() { Err(NotLoaded) } else { Ok(()) }
}

/// Gives the text at a place of a loaded file, of a plural form where one is named.
type Text<'a> = &'a dyn Fn(usize, Option<&str>) -> Option<String>;

async fn load<T>(folder: &str, language: &str, read: fn(&str, Text<'_>) -> Option<T>) -> Option<T> {
    let address = format!("/locales/{folder}{language}.json");
    let response = Request::get(&address).send().await.ok().filter(|r| r.ok())?;
    let root = JSON::parse(&response.text().await.ok()?).ok()?.dyn_into::<Object>().ok()?;
    let keys = String::from(Object::keys(&root).join("\n"));
    let texts = Object::values(&root);
    read(&keys, &|at, form| {
        let text = texts.get(u32::try_from(at).ok()?);
        form.map_or(Ok(text.clone()), |form| Reflect::get(&text, &form.into())).ok()?.as_string()
    })
}

fn browser_tags() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

impl Locale {
    fn new(language: &'static str, messages: Messages) -> Self {
        let tag = browser_tags().into_iter().find(|tag| tag.split('-').next() == Some(language));
        let tag = tag.unwrap_or_else(|| language.to_owned());
        Self {
            language,
            plural: OnceCell::new(),
            number: OnceCell::new(),
            day: OnceCell::new(),
            moment: OnceCell::new(),
            time: OnceCell::new(),
            long_day: OnceCell::new(),
            money: RefCell::default(),
            written: RefCell::default(),
            reading: RefCell::default(),
            messages,
            people: Cell::new(People::ENGLISH),
            people_read: Cell::new(false),
            tag,
        }
    }

    /// Loads what is said about people, where it is not here. What is here stays where that fails.
    async fn load_people(&self) {
        if self.people_read.get() || self.language == SOURCE && !self.people.get().is_empty() {
            return;
        }
        if let Some(people) = load("people/", self.language, People::load).await {
            self.people.set(people);
            self.people_read.set(true);
        }
    }

    /// What was written for `key` not long ago, else what `write` makes of it. Rows in sight are
    /// written again and again while one scrolls, and `Intl` takes its time.
    fn written(&self, key: u64, write: impl FnOnce() -> String) -> String {
        const PLACES: u64 = 256;
        // Fibonacci hashing spreads neighbours.
        let place = usize::try_from((key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % PLACES).unwrap_or(0);
        let mut all = self.written.borrow_mut();
        if all.is_empty() {
            all.resize(256, (u64::MAX, String::new()));
        }
        let kept = &mut all[place];
        if kept.0 != key {
            *kept = (key, write());
        }
        kept.1.clone()
    }

    fn number(&self, n: u32) -> String {
        self.number.get_or_init(|| NumberFormat::new(&self.tag, &Object::new())).format(&n.to_string())
    }

    fn date<'a>(&self, format: &'a OnceCell<DateTimeFormat>, style: &[(&str, &str)]) -> &'a DateTimeFormat {
        format.get_or_init(|| DateTimeFormat::new(&self.tag, &options(style)))
    }

    fn money_format(&self, currency: Currency) -> NumberFormat {
        // By custom `Intl` leaves out the decimals of some currencies that have them, and rounds.
        let digits = currency.digits().to_string();
        let exact = ["minimumFractionDigits", "maximumFractionDigits"].map(|bound| (bound, digits.as_str()));
        NumberFormat::new(
            &self.tag,
            &options(&[[("style", "currency"), ("currency", currency.code())], exact].concat()),
        )
    }

    fn with_money<T>(&self, currency: Currency, f: impl FnOnce(&NumberFormat) -> T) -> T {
        f(self.money.borrow_mut().entry(currency).or_insert_with(|| self.money_format(currency)))
    }

    fn money_reading(&self, currency: Currency) -> MoneyFormat {
        let style = [("style", "currency"), ("currency", currency.code()), ("currencyDisplay", "narrowSymbol")];
        let narrow = NumberFormat::new(&self.tag, &options(&style)).parts("0");
        let mut reading = MoneyFormat {
            currency,
            decimal: ".".into(),
            group: String::new(),
            symbols: Vec::new(),
            zero: self.number(0).chars().next().unwrap_or('0'),
        };
        // Nine digits, so that every locale groups, with as many decimals as the currency has.
        let long = self.with_money(currency, |format| format.parts("123456789.1"));
        for part in long.iter().chain(narrow.iter()) {
            let get = |key: &str| Reflect::get(&part, &key.into()).ok().and_then(|v| v.as_string()).unwrap_or_default();
            match get("type").as_str() {
                "decimal" => reading.decimal = get("value"),
                "group" => reading.group = get("value"),
                "currency" => reading.symbols.push(get("value")),
                _ => {}
            }
        }
        if currency.digits() == 0 {
            reading.decimal = if reading.group == "." { "," } else { "." }.into();
        }
        reading
    }
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a new plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    object
}

/// An amount as the locale writes it: `$85.50`.
pub fn money(money: Money) -> String {
    let locale = current();
    let key = MONEY | u64::from(money.currency.number()) << 32 | u64::from(money.amount);
    locale.written(key, || locale.with_money(money.currency, |format| format.format(&money.decimal())))
}

/// How the locale's amounts are read.
pub fn reading(currency: Currency) -> Rc<MoneyFormat> {
    let locale = current();
    let mut known = locale.reading.borrow_mut();
    known.entry(currency).or_insert_with(|| Rc::new(locale.money_reading(currency))).clone()
}

/// How amounts are read in another language.
pub fn reading_in(language: &'static str, currency: Currency) -> MoneyFormat {
    Locale::new(language, Messages::ENGLISH).money_reading(currency)
}

/// A whole number as the locale writes it.
pub fn number(n: u32) -> String {
    let locale = current();
    locale.written(NUMBER | u64::from(n), || locale.number(n))
}

/// The plural category of a number.
pub fn plural(n: u32) -> Plural {
    let locale = current();
    Plural::named(&locale.plural.get_or_init(|| PluralRules::new(&locale.tag)).select(n))
}

/// A day in the reader's time zone.
pub fn day(at: Timestamp) -> String {
    let locale = current();
    // The offsets of all time zones are whole quarters of an hour, so a day never ends within one.
    let quarter = at.timestamp().div_euclid(900).cast_unsigned() & (NUMBER - 1);
    locale.written(DAY | quarter, || locale.date(&locale.day, &[("dateStyle", "medium")]).format(&date(at)))
}

/// A day and time in the reader's time zone.
pub fn moment(at: Timestamp) -> String {
    let locale = current();
    locale.date(&locale.moment, &[("dateStyle", "medium"), ("timeStyle", "short")]).format(&date(at))
}

/// A time of day in the reader's time zone.
pub fn time(at: Timestamp) -> String {
    let locale = current();
    locale.date(&locale.time, &[("timeStyle", "short")]).format(&date(at))
}

/// A day in the reader's time zone with its name: `Friday, 20 November 2026`.
pub fn long_day(at: Timestamp) -> String {
    let locale = current();
    locale.date(&locale.long_day, &[("dateStyle", "full")]).format(&date(at))
}

/// An instant for machines.
pub fn iso(at: Timestamp) -> String {
    date(at).to_iso_string().into()
}

/// A day and time in the reader's time zone, and which zone that is.
pub fn moment_with_zone(at: Timestamp) -> String {
    let style = [
        ("year", "numeric"),
        ("month", "long"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ];
    DateTimeFormat::new(&current().tag, &options(&style)).format(&date(at))
}

/// What the currency is called: `US Dollar`.
pub fn currency_names(currencies: impl Iterator<Item = Currency>) -> Vec<(Currency, String)> {
    let names = DisplayNames::new(&current().tag, &options(&[("type", "currency")]));
    currencies.map(|c| (c, names.of(c.code()).ok().flatten().unwrap_or_else(|| c.code().to_owned()))).collect()
}

/// What a language calls itself.
pub fn language_name(language: &str) -> String {
    let names = DisplayNames::new(language, &options(&[("type", "language")]));
    names.of(language).ok().flatten().unwrap_or_else(|| language.to_owned())
}

/// The browser's own date of an instant.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of any near date fit the 53 bits")]
pub fn date(at: Timestamp) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}
