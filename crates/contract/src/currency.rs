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

/// Codes by the digits of their minor unit (ISO 4217, list one, without funds, metals and test codes).
const TWO: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ";
const ZERO: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ";
const THREE: &str = "BHD IQD JOD KWD LYD OMR TND ";

impl Currency {
    /// Every currency in use.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..(TWO.len() + ZERO.len() + THREE.len()) / 4).filter_map(|i| u8::try_from(i).ok().map(Self))
    }

    /// The currency with this code, in capitals.
    ///
    /// # Errors
    /// [`UnknownCurrency`] for everything else.
    pub fn from_code(code: &str) -> Result<Self, UnknownCurrency> {
        Self::all().find(|c| c.code() == code).ok_or(UnknownCurrency)
    }

    /// Its code: three capitals.
    #[must_use]
    pub fn code(self) -> &'static str {
        let (list, at) = self.place();
        &list[at..at + 3]
    }

    /// How many digits its minor unit has: 0, 2 or 3.
    #[must_use]
    pub fn digits(self) -> u8 {
        match self.place().0 {
            ZERO => 0,
            THREE => 3,
            _ => 2,
        }
    }

    fn place(self) -> (&'static str, usize) {
        let at = usize::from(self.0) * 4;
        if at < TWO.len() {
            (TWO, at)
        } else if at < TWO.len() + ZERO.len() {
            (ZERO, at - TWO.len())
        } else {
            (THREE, at - TWO.len() - ZERO.len())
        }
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
    }
}
