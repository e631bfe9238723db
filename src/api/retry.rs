//! When a read is tried again: three tries, capped exponential pauses with jitter and a floor,
//! `Retry-After` honoured. Writes never come here.

use super::Failure;
use contract::problem::ProblemKind;
use futures::channel::oneshot;
use leptos::prelude::set_timeout;
use std::time::Duration;

const TRIES: u32 = 3;
const FLOOR_MS: u64 = 200;
/// Longer than this nobody waits unasked.
const CAP_MS: u64 = 5_000;

/// The tries so far.
#[derive(Debug, Default)]
pub(super) struct Tries(u32);

impl Tries {
    /// How long to pause before the next try, or none when there is none.
    pub(super) fn next(&mut self, failure: &Failure) -> Option<Duration> {
        self.0 += 1;
        let jitter = u64::from(js_sys::Math::random().to_bits() as u32 % 100);
        pause(self.0, failure, jitter).map(Duration::from_millis)
    }
}

/// The pause after try number `tried`; `jitter` is a percentage of it that is added.
fn pause(tried: u32, failure: &Failure, jitter: u64) -> Option<u64> {
    let passes = match failure {
        Failure::Unreachable => true,
        Failure::Unreadable => false,
        Failure::Problem(problem, _) => matches!(problem.kind, ProblemKind::TooManyRequests | ProblemKind::Unavailable),
    };
    if !passes || tried >= TRIES {
        return None;
    }
    let asked = match failure {
        Failure::Problem(_, Some(seconds)) => u64::from(*seconds) * 1000,
        _ => 0,
    };
    let base = FLOOR_MS << tried;
    let pause = (base + base * jitter / 100).max(asked);
    (pause <= CAP_MS).then_some(pause)
}

/// Waits.
pub async fn sleep(time: Duration) {
    let (wake, woken) = oneshot::channel();
    // Nobody listens any more where the waiting was dropped.
    set_timeout(move || wake.send(()).unwrap_or_default(), time);
    // The sender lives in the timer, which fires.
    let _ = woken.await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::problem::Problem;

    #[test]
    fn pauses_grow_and_end() {
        let lost = Failure::Unreachable;
        assert_eq!((pause(1, &lost, 0), pause(2, &lost, 50), pause(3, &lost, 0)), (Some(400), Some(1200), None));
        assert_eq!(pause(1, &Failure::Unreadable, 0), None);
    }

    #[test]
    fn waits_as_long_as_asked_but_not_for_ever() {
        let busy = |seconds| Failure::Problem(Box::new(Problem::new(ProblemKind::TooManyRequests)), Some(seconds));
        assert_eq!(pause(1, &busy(2), 0), Some(2000));
        assert_eq!(pause(1, &busy(60), 0), None);
    }
}
