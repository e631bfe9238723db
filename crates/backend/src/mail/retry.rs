//! When a mail that the server did not take is tried again.

use crate::store::Queued;
use chrono::TimeDelta;
use contract::Timestamp;
use rules::Now;

/// How long the first pause is.
const FIRST: TimeDelta = TimeDelta::seconds(5);
/// How long a pause is at the most.
const LONGEST: TimeDelta = TimeDelta::hours(1);
/// How long a mail is tried: as long as mail servers do (RFC 5321, section 4.5.4.1).
const TRIED: TimeDelta = TimeDelta::days(5);

/// Until when a mail is tried. What it tells may be over earlier.
pub(super) fn last(mail: &Queued) -> Timestamp {
    let last = mail.created_at + TRIED;
    mail.mail.expires_at().map_or(last, |end| end.min(last))
}

/// When to try again after the latest try, at `now`; none where that is too late. Pauses grow, and
/// those of a mail that has minutes stay below an eighth of them. No two mails have the same, so
/// that they do not all come back at once.
pub(super) fn next(mail: &Queued, now: Now) -> Option<Timestamp> {
    let last = last(mail);
    let growing = FIRST * 4_i32.pow(mail.attempts.saturating_sub(1).min(8));
    let pause = growing.min(LONGEST).min((last - mail.created_at) / 8).max(TimeDelta::seconds(1));
    let next = now + pause * (100 + spread(mail)) / 100;
    (next < last).then_some(next)
}

/// From -25 to 25, different for each mail and each try: out of the Message-ID, which is random.
fn spread(mail: &Queued) -> i32 {
    let at = 2 * usize::try_from(mail.attempts % 16).unwrap_or_default();
    let byte = mail.message_id.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    i32::from(byte.unwrap_or_default()) % 51 - 25
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::{Language, Mail};

    fn mail(message_id: &str, lives: Option<TimeDelta>) -> Queued {
        let created_at: Timestamp = "2026-03-01T08:00:00Z".parse().expect("an instant");
        let mail = match lives {
            Some(lives) => Mail::SignIn { code: String::new(), token: String::new(), expires_at: created_at + lives },
            None => Mail::AskedAgain {
                workgroup: "wg_1".parse().expect("an id"),
                workgroup_name: String::new(),
                who_email: String::new(),
            },
        };
        let (address, language) = (String::new(), Language::En);
        Queued { id: 1, message_id: message_id.to_owned(), address, language, mail, created_at, attempts: 0 }
    }

    /// Pauses in seconds until it is given up.
    fn pauses(mut mail: Queued) -> Vec<i64> {
        let (mut now, mut pauses) = (mail.created_at, Vec::new());
        loop {
            mail.attempts += 1;
            let Some(at) = next(&mail, now) else { return pauses };
            assert!(at < last(&mail));
            pauses.push((at - now).num_seconds());
            now = at;
        }
    }

    #[test]
    fn pauses_grow_up_to_an_hour_for_five_days() {
        // 0x19 is 25, so every pause is as it was meant.
        let pauses = pauses(mail(&"19".repeat(16), None));
        assert_eq!(pauses[..7], [5, 20, 80, 320, 1280, 3600, 3600]);
        let sum: i64 = pauses.iter().sum();
        assert!(sum > 4 * 86_400 && sum < 5 * 86_400, "{sum}");
    }

    #[test]
    fn what_lives_for_minutes_is_tried_often_and_never_afterwards() {
        let pauses = pauses(mail(&"19".repeat(16), Some(rules::SIGN_IN_LIFETIME)));
        assert_eq!(pauses[..4], [5, 20, 80, 112]);
        assert!(pauses.len() >= 8 && pauses.iter().sum::<i64>() < 15 * 60, "{pauses:?}");
    }

    #[test]
    fn two_mails_do_not_come_back_together() {
        let (one, other) = (pauses(mail(&"00".repeat(16), None)), pauses(mail(&"32".repeat(16), None)));
        assert_eq!((one[4], other[4]), (960, 1600));
    }
}
