//! Currencies of ISO 4217 and how many digits their minor unit has.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A currency that is in use, by its three-letter code of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[A-Z]{3}$", example = "EUR"))]
pub struct Currency(u8);

/// The text is not the code of a currency in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown-currency")]
pub struct UnknownCurrency;

/// Every code with the digits of its minor unit, in alphabetical order (ISO 4217, list one, without
/// funds, metals and test codes).
const TABLE: &str = "AED2AFN2ALL2AMD2AOA2ARS2AUD2AWG2AZN2BAM2BBD2BDT2BHD3BIF0BMD2BND2BOB2BRL2BSD2BTN2BWP2BYN2BZD2CAD2CDF2CHF2CLP0CNY2COP2CRC2CUP2CVE2CZK2DJF0DKK2DOP2DZD2EGP2ERN2ETB2EUR2FJD2FKP2GBP2GEL2GHS2GIP2GMD2GNF0GTQ2GYD2HKD2HNL2HTG2HUF2IDR2ILS2INR2IQD3IRR2ISK0JMD2JOD3JPY0KES2KGS2KHR2KMF0KPW2KRW0KWD3KYD2KZT2LAK2LBP2LKR2LRD2LSL2LYD3MAD2MDL2MGA2MKD2MMK2MNT2MOP2MRU2MUR2MVR2MWK2MXN2MYR2MZN2NAD2NGN2NIO2NOK2NPR2NZD2OMR3PAB2PEN2PGK2PHP2PKR2PLN2PYG0QAR2RON2RSD2RUB2RWF0SAR2SBD2SCR2SDG2SEK2SGD2SHP2SLE2SOS2SRD2SSP2STN2SVC2SYP2SZL2THB2TJS2TMT2TND3TOP2TRY2TTD2TWD2TZS2UAH2UGX0USD2UYU2UZS2VED2VES2VND0VUV0WST2XAF0XCD2XCG2XOF0XPF0YER2ZAR2ZMW2ZWG2";

impl Currency {
    /// Every currency in use, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len() / 4).filter_map(|i| u8::try_from(i).ok().map(Self))
    }

    /// The currency with this code, in capitals.
    ///
    /// # Errors
    /// [`UnknownCurrency`] for everything else.
    pub fn from_code(code: &str) -> Result<Self, UnknownCurrency> {
        let (entries, _) = TABLE.as_bytes().as_chunks::<4>();
        let &[a, b, c] = code.as_bytes() else { return Err(UnknownCurrency) };
        // As numbers, for a record is read so often that comparing texts would show.
        let key = |a, b, c| u32::from_be_bytes([0, a, b, c]);
        let at = entries.binary_search_by_key(&key(a, b, c), |&[a, b, c, _]| key(a, b, c));
        let at = at.map_err(|_| UnknownCurrency)?;
        u8::try_from(at).map(Self).map_err(|_| UnknownCurrency)
    }

    /// Its code: three capitals.
    #[must_use]
    pub fn code(self) -> &'static str {
        &TABLE[self.at()..self.at() + 3]
    }

    /// How many digits its minor unit has: 0, 2 or 3.
    #[must_use]
    pub fn digits(self) -> u8 {
        TABLE.as_bytes()[self.at() + 3] - b'0'
    }

    /// Its place in the list of all: a number for tables, not of ISO 4217.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    fn at(self) -> usize {
        usize::from(self.0) * 4
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;
    fn try_from(code: String) -> Result<Self, UnknownCurrency> {
        Self::from_code(&code)
    }
}

impl From<Currency> for &'static str {
    fn from(currency: Currency) -> Self {
        currency.code()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_digits() {
        for (code, digits) in
            [("USD", 2), ("EUR", 2), ("ZWG", 2), ("BIF", 0), ("JPY", 0), ("XPF", 0), ("BHD", 3), ("KWD", 3), ("TND", 3)]
        {
            assert_eq!(Currency::from_code(code).map(|c| (c.code(), c.digits())), Ok((code, digits)));
        }
        for code in ["usd", "US", "USDX", "", "XXX", "SD "] {
            assert_eq!(Currency::from_code(code), Err(UnknownCurrency), "{code:?}");
        }
    }

    #[test]
    fn every_code_is_its_own() {
        let codes: Vec<_> = Currency::all().map(Currency::code).collect();
        let mut unique = codes.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), codes.len());
        assert!(codes.iter().all(|c| c.bytes().all(|b| b.is_ascii_uppercase())));
        assert!(codes.is_sorted());
        assert!(Currency::all().all(|c| Currency::from_code(c.code()) == Ok(c)));
    }
}
