//! Instants on the wire: RFC 3339, section 5.6. Read by hand, since chrono's general parser is
//! larger than everything else that the page needs of it.

use crate::Timestamp;
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

/// Writes the instant in UTC.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    at.serialize(serializer)
}

/// Reads an instant in any offset.
///
/// # Errors
/// Where it is no instant of RFC 3339.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 timestamp"))
}

/// Instants that may be absent.
pub mod optional {
    use crate::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    /// Writes the instant in UTC, or `null`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        at.serialize(serializer)
    }

    /// Reads an instant in any offset, or `null`.
    ///
    /// # Errors
    /// Where it is no instant of RFC 3339.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        let at = |text: String| super::parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 timestamp"));
        text.map(at).transpose()
    }
}

/// The instant that the text names. A leap second counts as the one after it.
#[must_use]
pub fn parse(text: &str) -> Option<Timestamp> {
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to)?;
        if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
    };
    let marks = [(4, "-"), (7, "-"), (13, ":"), (16, ":")];
    if !marks.iter().all(|&(at, mark)| text.get(at..=at) == Some(mark)) || !matches!(text.get(10..11)?, "T" | "t" | " ")
    {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if second > 60 {
        return None;
    }
    let start = date.and_hms_opt(hour, minute, 0)?.and_utc();
    let rest = text.get(19..)?;
    let (fraction, offset) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?),
        None => ("0", rest),
    };
    if fraction.is_empty() {
        return None;
    }
    let nanos =
        fraction.bytes().chain(std::iter::repeat(b'0')).take(9).fold(0, |sum, b| sum * 10 + i64::from(b - b'0'));
    let east = match (offset, offset.get(..1)?) {
        ("Z" | "z", _) => 0,
        (_, sign @ ("+" | "-")) if offset.len() == 6 && offset.get(3..4) == Some(":") => {
            let at = text.len() - 6;
            let (hours, minutes) = (number(at + 1, at + 3)?, number(at + 4, at + 6)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let east = i64::from(hours * 60 + minutes);
            if sign == "+" { east } else { -east }
        }
        _ => return None,
    };
    start
        .checked_add_signed(TimeDelta::seconds(second.into()))?
        .checked_add_signed(TimeDelta::nanoseconds(nanos))?
        .checked_sub_signed(TimeDelta::minutes(east))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_is_no_instant() {
        for text in [
            "",
            "2025",
            "2025-01-06",
            "2025-13-06T08:00:00Z",
            "2025-01-06T08:00:00",
            "2025-01-06T08:00:00.Z",
            "2025-01-06T08:00:00+1:00",
            "2025-01-06T08:00:61Z",
            "2025-01-06T24:00:00Z",
            "2025-01-06T08:00:00Zx",
            "+025-01-06T08:00:00Z",
            "2025-01-06T08:00:00+99:00",
            "2025é01-06T08:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn reads_offsets_and_fractions() {
        let at = parse("2025-01-06T10:30:00.123456789+02:30");
        assert_eq!(at, parse("2025-01-06T08:00:00.123456789Z"));
        assert!(at.is_some());
    }

    proptest! {
        #[test]
        fn agrees_with_chrono(seconds in -62_135_596_800_i64..253_402_300_800, nanos in 0..1_000_000_000_u32) {
            let at = DateTime::from_timestamp(seconds, nanos).expect("in range");
            prop_assert_eq!(parse(&at.to_rfc3339()), Some(at));
        }

        #[test]
        fn whatever_comes_never_panics(text in "\\PC{0,40}") {
            let _ = parse(&text);
        }
    }
}
