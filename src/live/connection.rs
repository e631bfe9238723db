//! When a tab holds the connection, and what it does when it breaks. Plain Rust: what happens comes
//! in, what is to be done goes out; nothing here knows the browser.
//!
//! Only a tab that is seen asks to lead, and only the one that leads connects. A stream that ends is
//! taken up again after a pause, which grows while it fails. Three that fail without having told
//! all that was missed, or without a sign of life after it, and the stream is asked for what there
//! is, again and again, instead: a proxy may hold it back. Now and then it is tried as a stream once
//! more.

/// How long a stream may be silent, in milliseconds: twice the server's heartbeat.
const SILENCE: u32 = contract::event::HEARTBEAT_SECONDS * 2 * 1000;
/// How long a tab stays connected that is not seen any more, in milliseconds.
const REST: u32 = 10_000;
/// The shortest and the longest pause after a failure, in milliseconds.
const PAUSES: [u32; 2] = [500, 30_000];
/// How many streams may fail in a row.
const FAILURES: u32 = 3;
/// How long between two questions, in milliseconds.
const POLL: u32 = 15_000;
/// After how many questions a stream is tried again.
const POLLS: u32 = 20;

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The tab is seen from now on, or not any more.
    Seen(bool),
    /// The browser has a network from now on, or none.
    Online(bool),
    /// This tab leads.
    Leads,
    /// Something came, if only a heartbeat.
    Heard,
    /// All that was missed has been told.
    Ready,
    /// The connection has ended.
    Ended(End),
    /// A time is over.
    Woken(Timer),
    /// The backend was reached in another way, or somebody signed in again.
    Nudged,
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The server ended its answer.
    Closed,
    /// The backend was not reached, or the connection broke.
    Lost,
    /// The backend did not want to, for as many seconds where it said so.
    Refused(Option<u32>),
    /// Nobody is signed in.
    SignedOut,
}

/// What time is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// Since the tab was seen last.
    Rest,
    /// Until the next step of the connection.
    Next,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Wait for the lead, which one tab has.
    Lead,
    /// Give it to the next, or wait for it no longer.
    Yield,
    /// Ask the leading tab for what was missed.
    CatchUp,
    /// Connect: for good, or for what there is by now.
    Connect {
        /// Whether for what there is by now.
        once: bool,
    },
    /// End the connection.
    Disconnect,
    /// Wake after as many milliseconds, and not at the time asked for before.
    Wake(Timer, u32),
    /// The backend can be reached, or not.
    Reach(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// There is no connection, and none to come.
    Idle,
    /// There is one, or it is being made.
    Connected {
        once: bool,
        /// Whether all that was missed has been told.
        ready: bool,
        /// Whether anything came after that.
        lives: bool,
    },
    /// There will be one.
    Waiting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Stream,
    Poll {
        /// How many questions are left before a stream is tried.
        left: u32,
        /// Whether questions fail too: then it is not the streams that fail.
        away: bool,
    },
}

/// The connection of one tab.
#[derive(Debug)]
pub struct Connection {
    seen: bool,
    online: bool,
    /// Whether it leads, or waits to.
    asks: bool,
    leads: bool,
    signed_out: bool,
    state: State,
    mode: Mode,
    /// How many connections in a row failed.
    failures: u32,
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            seen: false,
            online: true,
            asks: false,
            leads: false,
            signed_out: false,
            state: State::Idle,
            mode: Mode::Stream,
            failures: 0,
        }
    }
}

impl Connection {
    /// Something happens. `chance` is a number below 100 that differs from tab to tab and from time
    /// to time, so that not all come back at once.
    pub fn step(&mut self, input: Input, chance: u32) -> Vec<Command> {
        match input {
            Input::Seen(true) if !self.seen => {
                self.seen = true;
                let mut commands = self.ask();
                commands.push(Command::CatchUp);
                commands
            }
            Input::Seen(false) if self.seen => {
                self.seen = false;
                vec![Command::Wake(Timer::Rest, REST)]
            }
            Input::Seen(_) => Vec::new(),
            Input::Online(online) => {
                self.online = online;
                if online { self.connect() } else { self.disconnect() }
            }
            Input::Leads => {
                self.leads = self.asks;
                self.connect()
            }
            Input::Heard => match &mut self.state {
                State::Connected { ready, lives, .. } => {
                    *lives = *ready;
                    vec![Command::Wake(Timer::Next, SILENCE)]
                }
                _ => Vec::new(),
            },
            Input::Ready => self.ready(),
            Input::Ended(end) => self.ended(end, chance),
            Input::Woken(Timer::Rest) if !self.seen => self.rest(),
            Input::Woken(Timer::Rest) => Vec::new(),
            Input::Woken(Timer::Next) => match self.state {
                State::Connected { lives, .. } => {
                    if lives {
                        // It worked until now, whatever was before.
                        self.failures = 0;
                    }
                    let mut commands = vec![Command::Disconnect];
                    commands.extend(self.failed(None, chance));
                    commands
                }
                State::Waiting => self.connect(),
                State::Idle => Vec::new(),
            },
            Input::Nudged => {
                self.signed_out = false;
                let mut commands = self.ask();
                if self.mode == Mode::Stream {
                    commands.extend(self.connect());
                }
                commands
            }
        }
    }

    /// Whether this tab leads.
    pub fn leads(&self) -> bool {
        self.leads
    }

    fn ask(&mut self) -> Vec<Command> {
        if self.asks || !self.seen || self.signed_out {
            return Vec::new();
        }
        self.asks = true;
        vec![Command::Lead]
    }

    fn rest(&mut self) -> Vec<Command> {
        if !self.asks {
            return Vec::new();
        }
        (self.asks, self.leads) = (false, false);
        let mut commands = self.disconnect();
        commands.push(Command::Yield);
        commands
    }

    fn connect(&mut self) -> Vec<Command> {
        if !self.leads || !self.online || matches!(self.state, State::Connected { .. }) {
            return Vec::new();
        }
        let once = self.mode != Mode::Stream;
        self.state = State::Connected { once, ready: false, lives: false };
        vec![Command::Connect { once }, Command::Wake(Timer::Next, SILENCE)]
    }

    fn disconnect(&mut self) -> Vec<Command> {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Connected { .. } => vec![Command::Disconnect],
            _ => Vec::new(),
        }
    }

    fn ready(&mut self) -> Vec<Command> {
        let State::Connected { ready, once, .. } = &mut self.state else { return Vec::new() };
        *ready = true;
        if !*once {
            self.mode = Mode::Stream;
        }
        vec![Command::Reach(true)]
    }

    fn ended(&mut self, end: End, chance: u32) -> Vec<Command> {
        let State::Connected { once, ready, lives } = self.state else { return Vec::new() };
        match end {
            End::SignedOut => {
                self.state = State::Idle;
                self.signed_out = true;
                (self.asks, self.leads) = (false, false);
                vec![Command::Yield]
            }
            _ if !ready => {
                let mut commands = if end == End::Lost { vec![Command::Reach(false)] } else { Vec::new() };
                let asked = if let End::Refused(seconds) = end { seconds } else { None };
                commands.extend(self.failed(asked, chance));
                commands
            }
            _ if once => self.polled(chance),
            _ => {
                // Somebody may cut each stream as soon as it stands.
                self.failures = if lives { 0 } else { self.failures + 1 };
                vec![self.wait(pause(self.failures, chance))]
            }
        }
    }

    /// The connection ended before it had told what was missed, or fell silent.
    fn failed(&mut self, asked: Option<u32>, chance: u32) -> Vec<Command> {
        self.failures += 1;
        match &mut self.mode {
            Mode::Stream if self.failures >= FAILURES => self.mode = Mode::Poll { left: POLLS, away: false },
            Mode::Stream => {}
            Mode::Poll { away, .. } => *away = true,
        }
        let asked = asked.unwrap_or(0).saturating_mul(1000);
        vec![self.wait(pause(self.failures, chance).max(asked))]
    }

    /// A question was answered.
    fn polled(&mut self, chance: u32) -> Vec<Command> {
        let again = match &mut self.mode {
            Mode::Poll { away: true, .. } => {
                // The backend was away: that says nothing about streams.
                (self.mode, self.failures) = (Mode::Stream, 0);
                pause(0, chance)
            }
            Mode::Poll { left, .. } if *left > 1 => {
                *left -= 1;
                self.failures = 0;
                POLL
            }
            _ => {
                // One stream, and back to questions if it fails.
                (self.mode, self.failures) = (Mode::Stream, FAILURES - 1);
                POLL
            }
        };
        vec![self.wait(again)]
    }

    fn wait(&mut self, time: u32) -> Command {
        self.state = State::Waiting;
        Command::Wake(Timer::Next, time)
    }
}

/// How long to wait after some failures in a row, in milliseconds.
fn pause(failures: u32, chance: u32) -> u32 {
    let [shortest, longest] = PAUSES;
    let base = shortest.saturating_mul(1 << failures.min(10)).min(longest);
    base + base / 100 * chance.min(99)
}

#[cfg(test)]
mod tests;
