//! How often one peer may try to sign in or to read invitations, and one agent may answer them, ask
//! for one, ask what inviting gives, or ask for events: a bucket of tries for each, which fills again.
//!
//! It lives in memory: after a restart everybody begins with a full bucket, which costs nothing,
//! for codes have their own count in the store.

use crate::error::Error;
use contract::{id::AgentId, problem::ProblemKind};
use std::{
    collections::HashMap,
    hash::Hash,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long it takes until one more try is there, where anybody may try.
pub(crate) const REFILL: Duration = Duration::from_secs(10);
/// Beyond so many, those with a full bucket are forgotten.
const MANY: usize = 10_000;

/// Tries of all who are told apart by `K`.
#[derive(Debug)]
pub(crate) struct Limit<K> {
    burst: u32,
    refill: Duration,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Limit<IpAddr> {
    /// Takes one try of a peer now, or refuses with the seconds to wait for one.
    pub(crate) fn admit(&self, peer: IpAddr) -> Result<(), Error> {
        self.admitted(subnet(peer))
    }
}

impl Limit<AgentId> {
    /// Takes one try of an agent now, or refuses with the seconds to wait for one.
    pub(crate) fn admit(&self, agent: &AgentId) -> Result<(), Error> {
        self.admitted(agent.clone())
    }
}

impl<K: Eq + Hash> Limit<K> {
    /// So many tries at once for each, and one more after each `refill`.
    pub(crate) fn new(burst: u32, refill: Duration) -> Self {
        Self { burst, refill, buckets: Mutex::default() }
    }

    fn admitted(&self, who: K) -> Result<(), Error> {
        self.take(who, Instant::now()).map_err(|wait| {
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            Error::of(ProblemKind::TooManyRequests).retry_after(seconds)
        })
    }

    /// Takes one try, or says how long to wait for one.
    fn take(&self, who: K, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let full = f64::from(self.burst);
        let filled = |bucket: &Bucket| {
            let gained = now.saturating_duration_since(bucket.at).as_secs_f64() / self.refill.as_secs_f64();
            (bucket.left + gained).min(full)
        };
        if buckets.len() > MANY {
            buckets.retain(|_, bucket| filled(bucket) < full);
        }
        let bucket = buckets.entry(who).or_insert(Bucket { left: full, at: now });
        let left = filled(bucket);
        if left < 1.0 {
            return Err(self.refill.mul_f64(1.0 - left));
        }
        *bucket = Bucket { left: left - 1.0, at: now };
        Ok(())
    }
}

/// One household has 2^64 addresses of IPv6: they count as one.
fn subnet(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        other => other.to_canonical(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let (limit, begin) = (Limit::new(2, REFILL), Instant::now());
        let one = IpAddr::from([192, 0, 2, 1]);
        assert_eq!(limit.take(one, begin), Ok(()));
        assert_eq!(limit.take(one, begin), Ok(()));
        assert_eq!(limit.take(one, begin), Err(REFILL));
        assert_eq!(limit.take(IpAddr::from([192, 0, 2, 2]), begin), Ok(()));
        assert_eq!(limit.take(one, begin + REFILL), Ok(()));
        assert!(limit.take(one, begin + REFILL).is_err());
    }

    #[test]
    fn addresses_of_one_subnet_share_a_bucket() {
        let (limit, begin) = (Limit::new(1, REFILL), Instant::now());
        let of = |last| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, last]);
        assert_eq!(limit.take(subnet(of(1)), begin), Ok(()));
        assert!(limit.take(subnet(of(2)), begin).is_err());
    }
}
