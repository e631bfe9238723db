//! How far a tab has come with what is told, and when it has missed what nobody can tell any more.
//! Plain Rust.
//!
//! Where it comes to is sent back to the server or to the leading tab, which tell what came after
//! it: so it never moves past anything that was not told here.

/// How long after its first reading a tab that has read no event is told all that came since, in
/// milliseconds: less than the server and the leading tab go back for it.
const NEAR: i64 = 50_000;

/// By whom an event was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By the server, from this tab's place on.
    Server,
    /// By the leading tab, which was asked for what came after this tab's place.
    Answer,
    /// By the leading tab as it happened.
    Tab {
        /// Whether this tab is seen. Where none is, nobody leads, and what follows goes on from
        /// somewhere else.
        seen: bool,
    },
}

/// The place of one tab.
#[derive(Debug)]
pub struct Place {
    /// When its first reading began, in milliseconds since 1970.
    began: i64,
    last: Option<String>,
    /// Whether there may be something between the last and what is told as it happens.
    open: bool,
    /// Whether all that was missed at the beginning is known.
    whole: bool,
}

impl Place {
    /// That of a tab whose first reading began then.
    pub fn new(began: i64) -> Self {
        Self { began, last: None, open: true, whole: false }
    }

    /// The newest event up to which nothing is missed.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Whether all that was missed at the beginning is known, so that others may be told.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether it is not known what is missing.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// The leading tab is asked for what was missed.
    pub fn ask(&mut self) {
        self.open = true;
    }

    /// An event was told.
    pub fn told(&mut self, id: &str, by: By) {
        let goes_on = match by {
            By::Server | By::Answer => true,
            By::Tab { seen } => seen && !self.open,
        };
        if goes_on && !id.is_empty() {
            self.last = Some(id.to_owned());
        }
    }

    /// All that was missed has been told. Says whether the beginning is so long ago that more was
    /// missed than could be told: then all is to be read anew.
    pub fn caught_up(&mut self, now: i64) -> bool {
        self.open = false;
        !std::mem::replace(&mut self.whole, true) && !(0..=NEAR).contains(&(now - self.began))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: By = By::Tab { seen: true };

    #[test]
    fn what_happens_before_it_is_known_what_was_missed_moves_nothing() {
        let mut place = Place::new(0);
        place.told("7", SEEN);
        assert_eq!(place.last(), None);
        place.told("5", By::Answer);
        assert!(!place.caught_up(1000));
        place.told("8", SEEN);
        assert_eq!(place.last(), Some("8"));
    }

    #[test]
    fn who_leads_but_closes_before_the_answer_takes_nothing_away() {
        let mut place = Place::new(0);
        place.told("5", By::Server);
        place.caught_up(1000);
        place.ask();
        place.told("9", SEEN);
        assert_eq!(place.last(), Some("5"));
        place.told("6", By::Server);
        assert_eq!(place.last(), Some("6"), "the server goes on from there");
    }

    #[test]
    fn a_tab_that_is_not_seen_stays_where_it_was() {
        let mut place = Place::new(0);
        place.told("5", By::Answer);
        place.caught_up(1000);
        place.told("9", By::Tab { seen: false });
        place.told("", SEEN);
        assert_eq!(place.last(), Some("5"));
    }

    #[test]
    fn who_begins_to_follow_late_reads_anew_once() {
        for (now, late) in [(1000, false), (NEAR, false), (NEAR + 1, true), (-1, true)] {
            let mut place = Place::new(0);
            assert!(!place.is_whole() && place.is_open());
            assert_eq!(place.caught_up(now), late, "{now}");
            assert!(place.is_whole() && !place.is_open());
            place.ask();
            assert!(!place.caught_up(now + 10 * NEAR), "the place is known since");
        }
    }
}
