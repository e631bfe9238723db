//! `locale`: how the browser's `Intl` writes, and how what it writes is read again.

use crate::{
    backend::{Answer, Backend},
    data::{currency, workgroup},
    hand, look, page,
    stage::sweep,
    wait::until,
};
use contract::{
    Timestamp,
    money::{self, Money, MoneyError},
};
use messages::Plural;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::locale;

/// The page in German, before a backend that has the catalogue.
async fn in_german() -> Backend {
    sweep().await;
    let backend = Backend::new();
    let catalogue = include_str!("../../crates/messages/locales/de.json");
    backend.once("GET", "/locales/de.json", Answer::Says(200, catalogue.to_owned()));
    locale::choose("de").await;
    assert_eq!(locale::language(), "de");
    backend
}

/// An amount as it is written, with plain blanks.
fn written(amount: u32, code: &str) -> String {
    locale::money(Money { amount, currency: currency(code) }).replace('\u{A0}', " ")
}

/// What is made of a typed amount.
fn read(text: &str, code: &str) -> Result<u32, MoneyError> {
    money::read(text, &locale::reading(currency(code))).map(|money| money.amount)
}

#[wasm_bindgen_test]
async fn english_writes_and_reads_money() {
    sweep().await;
    assert_eq!(written(123_450, "USD"), "$1,234.50");
    assert_eq!(written(5, "EUR"), "€0.05");
    assert_eq!(written(8550, "JPY"), "¥8,550");
    assert_eq!(written(1_234_567, "KWD"), "KWD 1,234.567");
    for (text, amount) in [("85.5", 8550), ("$85.50", 8550), ("1,234.5", 123_450), ("USD 7", 700)] {
        assert_eq!(read(text, "USD"), Ok(amount), "{text}");
    }
    assert_eq!(read("1.234", "USD"), Err(MoneyError::Decimals), "no thousandfold by mistake");
    assert_eq!(read("12,3,4", "USD"), Err(MoneyError::Separator));
    assert_eq!(read("85.5", "JPY"), Err(MoneyError::Decimals));
}

#[wasm_bindgen_test]
async fn german_writes_and_reads_money() {
    let _backend = in_german().await;
    assert_eq!(written(123_450, "EUR"), "1.234,50 €");
    assert_eq!(written(8550, "JPY"), "8.550 ¥");
    for (text, amount) in [("85,5", 8550), ("85,50 €", 8550), ("1.234,5", 123_450), ("1.234", 123_400)] {
        assert_eq!(read(text, "EUR"), Ok(amount), "{text}");
    }
    assert_eq!(read("85.50", "EUR"), Err(MoneyError::Separator));
    assert_eq!(read("1,234", "EUR"), Err(MoneyError::Decimals));
}

#[wasm_bindgen_test]
async fn what_is_written_is_read_as_the_same() {
    let check = || {
        for currency in contract::currency::Currency::all() {
            for amount in [0, 7, 8550, 123_456_789] {
                let text = locale::money(Money { amount, currency });
                assert_eq!(read(&text, currency.code()), Ok(amount), "{text} in {}", locale::language());
            }
        }
    };
    sweep().await;
    check();
    let _backend = in_german().await;
    check();
}

#[wasm_bindgen_test]
async fn numbers_days_and_plurals_follow_the_language() {
    let day: Timestamp = "2026-03-05T12:00:00Z".parse().expect("an instant");
    sweep().await;
    assert_eq!((locale::number(12_345), locale::day(day)), ("12,345".to_owned(), "Mar 5, 2026".to_owned()));
    assert_eq!((locale::plural(1), locale::plural(2)), (Plural::One, Plural::Other));
    assert_eq!(locale::t().settings(), "Settings");
    let _backend = in_german().await;
    assert_eq!((locale::number(12_345), locale::day(day)), ("12.345".to_owned(), "05.03.2026".to_owned()));
    assert_eq!(locale::t().settings(), "Einstellungen");
}

#[wasm_bindgen_test]
async fn a_catalogue_that_cannot_be_loaded_leaves_english() {
    sweep().await;
    let backend = Backend::new();
    backend.once("GET", "/locales/de.json", Answer::Says(404, String::new()));
    locale::choose("de").await;
    assert_eq!((locale::language(), locale::t().settings()), ("en", "Settings"));
}

#[wasm_bindgen_test]
async fn a_rate_is_typed_the_german_way() {
    let table = page::table_of(in_german().await, vec![workgroup("north", "Nordwind IT")]);
    table.backend.hold("PATCH", "/api/v1/workgroups/north");
    hand::click(&look::get("button", "Standardkosten je Agent: 85,50\u{A0}$").await);
    let field = look::field("textbox", "Standardkosten je Agent").await;
    assert_eq!(field.value(), "85,50");
    until("the field has the focus", || look::has_focus("textbox", "Standardkosten je Agent")).await;
    hand::type_text("1.234,5");
    until("it is understood", || look::behind(&field, "aria-describedby") == "1.234,50\u{A0}$ pro Stunde").await;
    hand::press("Enter");
    let asked = table.backend.last("PATCH", 1).await;
    assert_eq!(asked.body, r#"{"default_agent_cost":{"amount":123450,"currency":"USD"}}"#);
    look::get("button", "Standardkosten je Agent: 1.234,50\u{A0}$").await;
}
