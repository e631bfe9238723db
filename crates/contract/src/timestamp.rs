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
    let (start, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let marks = [(4, "-"), (7, "-"), (10, "Tt "), (13, ":"), (16, ":")];
    if !marks.iter().all(|&(at, marks)| marks.as_bytes().contains(&start[at])) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(number(&start[..4])?, number(&start[5..7])?, number(&start[8..10])?)?;
    let [hour, minute, second] = [11, 14, 17].map(|at| number(&start[at..at + 2]));
    let second = second.filter(|second: &u32| *second <= 60)?;
    let (fraction, offset) = match rest {
        [b'.', rest @ ..] => {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            rest.split_at_checked(digits).filter(|_| digits > 0)?
        }
        rest => (&b"0"[..], rest),
    };
    let digits = fraction.iter().chain(std::iter::repeat(&b'0')).take(9);
    let nanos = digits.fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    let east = match offset {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), hours @ .., b':', tens, ones] if hours.len() == 2 => {
            let (hours, minutes): (i64, i64) = (number(hours)?, number(&[*tens, *ones])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let east = hours * 60 + minutes;
            if *sign == b'+' { east } else { -east }
        }
        _ => return None,
    };
    let start = date.and_hms_opt(hour?, minute?, 0)?.and_utc();
    start.checked_add_signed(TimeDelta::new(i64::from(second) - 60 * east, nanos)?)
}

/// The number that the digits make; a few at the most.
fn number<T: From<u16>>(digits: &[u8]) -> Option<T> {
    let mut number = 0;
    for digit in digits {
        number = if digit.is_ascii_digit() { number * 10 + u16::from(digit - b'0') } else { return None };
    }
    Some(number.into())
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
