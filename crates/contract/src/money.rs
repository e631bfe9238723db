//! Money: an integer of minor units with a currency, and how typed text becomes one.

use crate::currency::Currency;
use serde::{Deserialize, Serialize};

/// The largest amount, in minor units.
pub const MAX_AMOUNT: u32 = 999_999_999;

/// An amount of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// Minor units (cents for EUR, yen for JPY), 0 to 999,999,999.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 999_999_999))]
    pub amount: u32,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The exact decimal, with a point and no grouping: `85.50`. What `Intl.NumberFormat` takes
    /// as a string without ever making a float of it.
    #[must_use]
    pub fn decimal(self) -> String {
        let digits = usize::from(self.currency.digits());
        let mut text = self.amount.to_string();
        if digits > 0 {
            while text.len() <= digits {
                text.insert(0, '0');
            }
            text.insert(text.len() - digits, '.');
        }
        text
    }
}

/// How a locale writes an amount of one currency: what `Intl.NumberFormat.formatToParts` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyFormat {
    /// The currency.
    pub currency: Currency,
    /// What stands before the minor units.
    pub decimal: String,
    /// What stands between groups of digits.
    pub group: String,
    /// How the currency may be written beside the number: its symbols and its code.
    pub symbols: Vec<String>,
    /// The locale's zero; the nine code points after it are its other digits.
    pub zero: char,
}

/// Why typed text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// A sign: rates are never negative, and a plus says nothing.
    #[error("a sign")]
    Sign,
    /// A letter or a symbol that is not this currency's.
    #[error("a foreign symbol")]
    Symbol,
    /// Separators that this locale would not put there.
    #[error("separators in odd places")]
    Separator,
    /// More decimals than the currency has.
    #[error("more decimals than the currency has")]
    Decimals,
    /// More than [`MAX_AMOUNT`].
    #[error("more than 999,999,999 minor units")]
    TooLarge,
}

/// Reads an amount as typed in a locale.
///
/// A symbol or the code of the currency may stand before or after. Groups are checked, so that a
/// separator meant as the other one is refused rather than read as a thousandth or a
/// thousandfold: `1.234` is 1234 in German, and refused in English for a currency of two digits.
///
/// # Errors
/// The first thing that cannot be read, as [`MoneyError`].
pub fn read(text: &str, format: &MoneyFormat) -> Result<Money, MoneyError> {
    let digits = number_of(text, format)?;
    let (whole, decimals) = match digits.split_once(&format.decimal) {
        Some((_, decimals)) if decimals.contains(&format.decimal) => return Err(MoneyError::Separator),
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits.as_str(), None),
    };
    let whole = ungrouped(whole, format)?;
    let decimals = decimals.unwrap_or("0");
    if decimals.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return Err(MoneyError::Separator);
    }
    let places = usize::from(format.currency.digits());
    let has_decimals = digits.contains(&format.decimal);
    if has_decimals && decimals.len() > places {
        return Err(MoneyError::Decimals);
    }
    if whole.is_empty() && !has_decimals {
        return Err(MoneyError::Empty);
    }
    let minor = if has_decimals { decimals } else { "" };
    let amount = whole
        .bytes()
        .chain(minor.bytes())
        .chain(std::iter::repeat_n(b'0', places - minor.len()))
        .try_fold(0_u32, |sum, digit| sum.checked_mul(10)?.checked_add(u32::from(digit - b'0')))
        .filter(|&amount| amount <= MAX_AMOUNT)
        .ok_or(MoneyError::TooLarge)?;
    Ok(Money { amount, currency: format.currency })
}

/// The number alone: without the currency, in ASCII digits, with the locale's separators.
fn number_of(text: &str, format: &MoneyFormat) -> Result<String, MoneyError> {
    let mut rest = text.trim_matches(is_blank);
    if rest.is_empty() {
        return Err(MoneyError::Empty);
    }
    // The longest that fits: `US$`, not the `$` at its end.
    let symbols = format.symbols.iter().map(String::as_str).chain([format.currency.code()]);
    let fitting = symbols.filter(|symbol| !symbol.is_empty() && without(rest, symbol).is_some());
    if let Some(number) = fitting.max_by_key(|symbol| symbol.len()).and_then(|symbol| without(rest, symbol)) {
        rest = number.trim_matches(is_blank);
    }
    if rest.is_empty() {
        return Err(MoneyError::Empty);
    }
    let mut number = String::with_capacity(rest.len());
    let mut odd = None;
    for c in rest.chars() {
        let native = u32::from(c).wrapping_sub(u32::from(format.zero));
        if c.is_ascii_digit() || format.decimal.contains(c) {
            number.push(c);
        } else if let Some(digit) = char::from_digit(native, 10) {
            number.push(digit);
        } else if is_group(c, format) {
            number.push_str(&format.group);
        } else if matches!(c, '-' | '+' | '\u{2212}' | '\u{2013}' | '\u{FF0B}' | '\u{FF0D}') {
            odd = Some(MoneyError::Sign);
        } else if matches!(c, '.' | ',' | '\'' | '’' | ';' | ':' | '_') || is_blank(c) {
            odd = odd.or(Some(MoneyError::Separator));
        } else {
            // What is no part of any number says most about what was meant.
            return Err(MoneyError::Symbol);
        }
    }
    odd.map_or(Ok(number), Err)
}

/// `text` without `symbol` at one end, upper and lower case alike.
fn without<'a>(text: &'a str, symbol: &str) -> Option<&'a str> {
    let eq = |part: Option<&str>| part.is_some_and(|part| part.eq_ignore_ascii_case(symbol));
    if eq(text.get(..symbol.len())) {
        return text.get(symbol.len()..);
    }
    let start = text.len().checked_sub(symbol.len())?;
    if eq(text.get(start..)) { text.get(..start) } else { None }
}

/// Groups have three digits; all but the last may have two, as in India; the first one to three.
fn ungrouped(whole: &str, format: &MoneyFormat) -> Result<String, MoneyError> {
    if format.group.is_empty() || !whole.contains(&format.group) {
        return if whole.bytes().all(|b| b.is_ascii_digit()) {
            Ok(whole.to_owned())
        } else {
            Err(MoneyError::Separator)
        };
    }
    let groups: Vec<&str> = whole.split(&format.group).collect();
    let last = groups.len() - 1;
    let inner = groups.get(1).map_or(3, |g| if last > 1 { g.len() } else { 3 });
    let fits = groups.iter().enumerate().all(|(i, group)| {
        group.bytes().all(|b| b.is_ascii_digit())
            && match i {
                0 => (1..=inner.max(2)).contains(&group.len()) || (last == 1 && group.len() <= 3 && !group.is_empty()),
                i if i == last => group.len() == 3,
                _ => group.len() == inner && (inner == 3 || inner == 2),
            }
    });
    if fits { Ok(groups.concat()) } else { Err(MoneyError::Separator) }
}

/// Blanks group for each other, and so do the apostrophes.
fn is_group(c: char, format: &MoneyFormat) -> bool {
    format.group.contains(c)
        || (is_blank(c) && format.group.chars().any(is_blank))
        || (is_apostrophe(c) && format.group.chars().any(is_apostrophe))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// White space, and the direction marks that some locales put around a symbol.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn format(code: &str, decimal: &str, group: &str, symbols: &[&str]) -> MoneyFormat {
        MoneyFormat {
            currency: Currency::from_code(code).expect("a currency"),
            decimal: decimal.into(),
            group: group.into(),
            symbols: symbols.iter().map(|&s| s.into()).collect(),
            zero: '0',
        }
    }

    fn amount(text: &str, format: &MoneyFormat) -> Result<u32, MoneyError> {
        read(text, format).map(|m| m.amount)
    }

    #[test]
    fn reads_english_dollars() {
        let en = format("USD", ".", ",", &["$", "US$"]);
        for (text, cents) in [
            ("85", 8500),
            ("85.50", 8550),
            ("85.5", 8550),
            ("$85", 8500),
            (" US$ 85 ", 8500),
            ("85 usd", 8500),
            ("1,234.50", 123_450),
            ("12,345,678", 1_234_567_800),
            (".5", 50),
            ("0", 0),
            ("007", 700),
        ] {
            let expected = if cents > MAX_AMOUNT { Err(MoneyError::TooLarge) } else { Ok(cents) };
            assert_eq!(amount(text, &en), expected, "{text}");
        }
        for (text, error) in [
            ("", MoneyError::Empty),
            ("  ", MoneyError::Empty),
            ("$", MoneyError::Empty),
            ("-1", MoneyError::Sign),
            ("+1", MoneyError::Sign),
            ("−1", MoneyError::Sign),
            ("(1)", MoneyError::Symbol),
            ("1e9", MoneyError::Symbol),
            ("NaN", MoneyError::Symbol),
            ("€85", MoneyError::Symbol),
            ("85 EUR", MoneyError::Symbol),
            ("12,3,4", MoneyError::Separator),
            ("1,5", MoneyError::Separator),
            ("1.2.3", MoneyError::Separator),
            ("1 234", MoneyError::Separator),
            ("85.", MoneyError::Separator),
            (".", MoneyError::Separator),
            (",", MoneyError::Separator),
            ("1,234,5", MoneyError::Separator),
            ("1.234", MoneyError::Decimals),
            ("85.505", MoneyError::Decimals),
            ("1.5,000", MoneyError::Separator),
            ("10000000", MoneyError::TooLarge),
            ("99999999999999999999", MoneyError::TooLarge),
        ] {
            assert_eq!(amount(text, &en), Err(error), "{text}");
        }
        assert_eq!(amount("9999999.99", &en), Ok(MAX_AMOUNT));
    }

    #[test]
    fn reads_german_euros() {
        let de = format("EUR", ",", ".", &["€"]);
        for (text, cents) in [("85", 8500), ("1.234,50", 123_450), ("1.234", 123_400), ("85,5 €", 8550), ("€ 85", 8500)]
        {
            assert_eq!(amount(text, &de), Ok(cents), "{text}");
        }
        assert_eq!(amount("85.50", &de), Err(MoneyError::Separator));
        assert_eq!(amount("1,234", &de), Err(MoneyError::Decimals));
    }

    #[test]
    fn reads_other_groups_and_digits() {
        assert_eq!(amount("12,34,567.5", &format("INR", ".", ",", &["₹"])), Ok(123_456_750));
        assert_eq!(amount("1 234,50", &format("EUR", ",", "\u{202F}", &["€"])), Ok(123_450));
        assert_eq!(amount("1'234.50", &format("CHF", ".", "’", &["CHF"])), Ok(123_450));
        let arabic = MoneyFormat { zero: '٠', ..format("EGP", "٫", "٬", &["ج.م."]) };
        assert_eq!(amount("١٬٢٣٤٫٥٠", &arabic), Ok(123_450));
    }

    #[test]
    fn reads_currencies_of_no_and_of_three_digits() {
        let yen = format("JPY", ".", ",", &["¥", "￥"]);
        assert_eq!(amount("¥1,234", &yen), Ok(1234));
        assert_eq!(amount("1.0", &yen), Err(MoneyError::Decimals));
        let dinar = format("KWD", ".", ",", &["KWD"]);
        assert_eq!(amount("1.234", &dinar), Ok(1234));
        assert_eq!(amount("1.2345", &dinar), Err(MoneyError::Decimals));
    }

    #[test]
    fn writes_exact_decimals() {
        for (code, amount, text) in [
            ("USD", 8550, "85.50"),
            ("USD", 5, "0.05"),
            ("JPY", 0, "0"),
            ("KWD", 1, "0.001"),
            ("EUR", MAX_AMOUNT, "9999999.99"),
        ] {
            let currency = Currency::from_code(code).expect("a currency");
            assert_eq!(Money { amount, currency }.decimal(), text);
        }
    }

    proptest! {
        #[test]
        fn every_amount_comes_back(amount in 0..=MAX_AMOUNT, code in prop::sample::select(vec!["USD", "JPY", "KWD"])) {
            let en = format(code, ".", ",", &[]);
            let money = Money { amount, currency: en.currency };
            prop_assert_eq!(read(&money.decimal(), &en), Ok(money));
        }

        #[test]
        fn whatever_is_typed_never_panics(text in "\\PC{0,24}") {
            let _ = read(&text, &format("USD", ".", ",", &["$"]));
            let _ = read(&text, &format("EUR", ",", ".", &["€"]));
        }

        #[test]
        fn digits_with_one_stray_character_are_refused(a in "[0-9]{1,5}", stray in "[eE+\\-€£#%a-df-z]", b in "[0-9]{0,5}") {
            let text = format!("{a}{stray}{b}");
            prop_assert!(read(&text, &format("USD", ".", ",", &["$"])).is_err());
        }
    }
}
