use super::*;
use proptest::prelude::*;

/// One after the other; what the last gives.
fn steps(connection: &mut Connection, inputs: &[Input]) -> Vec<Command> {
    inputs.iter().fold(Vec::new(), |_, input| connection.step(*input, 0))
}

fn next(time: u32) -> Command {
    Command::Wake(Timer::Next, time)
}

const CONNECT: [Command; 2] = [Command::Connect { once: false }, Command::Wake(Timer::Next, SILENCE)];
const POLLS_NOW: [Command; 2] = [Command::Connect { once: true }, Command::Wake(Timer::Next, SILENCE)];

fn connected() -> Connection {
    let mut connection = Connection::default();
    assert_eq!(connection.step(Input::Seen(true), 0), [Command::Lead, Command::CatchUp]);
    assert_eq!(connection.step(Input::Leads, 0), CONNECT);
    connection
}

/// One that asks because streams fail.
fn polling() -> Connection {
    let mut connection = connected();
    for time in [1000, 2000] {
        assert_eq!(connection.step(Input::Ended(End::Closed), 0), [next(time)]);
        assert_eq!(connection.step(Input::Woken(Timer::Next), 0), CONNECT);
    }
    assert_eq!(connection.step(Input::Ended(End::Closed), 0), [next(4000)]);
    assert_eq!(connection.step(Input::Woken(Timer::Next), 0), POLLS_NOW);
    connection
}

#[test]
fn a_stream_that_ends_is_taken_up_again() {
    let mut connection = connected();
    assert_eq!(steps(&mut connection, &[Input::Heard, Input::Ready]), [Command::Reach(true)]);
    assert_eq!(connection.step(Input::Heard, 0), [next(SILENCE)]);
    assert_eq!(connection.step(Input::Ended(End::Closed), 50), [next(750)]);
    assert_eq!(connection.step(Input::Woken(Timer::Next), 0), CONNECT);
}

#[test]
fn a_stream_that_is_cut_as_soon_as_it_stands_is_taken_up_ever_more_slowly() {
    let mut connection = connected();
    for time in [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000] {
        assert_eq!(steps(&mut connection, &[Input::Ready, Input::Ended(End::Lost)]), [next(time)]);
        assert_eq!(connection.step(Input::Woken(Timer::Next), 0), CONNECT);
    }
}

#[test]
fn silence_is_the_end() {
    let mut connection = connected();
    connection.step(Input::Ready, 0);
    assert_eq!(connection.step(Input::Woken(Timer::Next), 0), [Command::Disconnect, next(1000)]);
}

#[test]
fn silence_after_hours_of_life_does_not_count_against_the_streams() {
    let mut connection = connected();
    for _ in 0..2 * FAILURES {
        steps(&mut connection, &[Input::Ready, Input::Heard]);
        assert_eq!(connection.step(Input::Woken(Timer::Next), 0), [Command::Disconnect, next(1000)]);
        assert_eq!(connection.step(Input::Woken(Timer::Next), 0), CONNECT);
    }
    for _ in 1..FAILURES {
        connection.step(Input::Ready, 0);
        steps(&mut connection, &[Input::Woken(Timer::Next), Input::Woken(Timer::Next)]);
    }
    connection.step(Input::Ready, 0);
    assert_eq!(steps(&mut connection, &[Input::Woken(Timer::Next), Input::Woken(Timer::Next)]), POLLS_NOW);
}

#[test]
fn a_backend_that_is_away_is_told_and_waited_for() {
    let mut connection = connected();
    assert_eq!(connection.step(Input::Ended(End::Lost), 0), [Command::Reach(false), next(1000)]);
    assert_eq!(connection.step(Input::Nudged, 0), CONNECT);
    assert_eq!(connection.step(Input::Ended(End::Refused(Some(60))), 0), [next(60_000)]);
}

#[test]
fn where_streams_fail_it_asks_and_tries_a_stream_again_later() {
    let mut connection = polling();
    for _ in 1..POLLS {
        assert_eq!(steps(&mut connection, &[Input::Ready, Input::Ended(End::Closed)]), [next(POLL)]);
        assert_eq!(connection.step(Input::Woken(Timer::Next), 0), POLLS_NOW);
    }
    assert_eq!(steps(&mut connection, &[Input::Ready, Input::Ended(End::Closed)]), [next(POLL)]);
    assert_eq!(connection.step(Input::Woken(Timer::Next), 0), CONNECT);
    connection.step(Input::Ended(End::Closed), 0);
    assert_eq!(connection.step(Input::Woken(Timer::Next), 0), POLLS_NOW, "one try");
}

#[test]
fn where_questions_fail_too_the_streams_are_not_to_blame() {
    let mut connection = polling();
    assert_eq!(connection.step(Input::Ended(End::Lost), 0), [Command::Reach(false), next(8000)]);
    connection.step(Input::Woken(Timer::Next), 0);
    assert_eq!(steps(&mut connection, &[Input::Ready, Input::Ended(End::Closed)]), [next(500)]);
    assert_eq!(connection.step(Input::Woken(Timer::Next), 0), CONNECT);
}

#[test]
fn a_tab_that_is_not_seen_gives_the_lead_away_after_a_moment() {
    let mut connection = connected();
    connection.step(Input::Ready, 0);
    assert_eq!(connection.step(Input::Seen(false), 0), [Command::Wake(Timer::Rest, REST)]);
    assert_eq!(connection.step(Input::Seen(true), 0), [Command::CatchUp], "it was only a look");
    assert_eq!(connection.step(Input::Woken(Timer::Rest), 0), []);
    connection.step(Input::Seen(false), 0);
    assert_eq!(connection.step(Input::Woken(Timer::Rest), 0), [Command::Disconnect, Command::Yield]);
    assert!(!connection.leads());
    assert_eq!(connection.step(Input::Seen(true), 0), [Command::Lead, Command::CatchUp]);
}

#[test]
fn without_a_network_nothing_is_tried() {
    let mut connection = connected();
    assert_eq!(connection.step(Input::Online(false), 0), [Command::Disconnect]);
    assert_eq!(connection.step(Input::Nudged, 0), []);
    assert_eq!(connection.step(Input::Online(true), 0), CONNECT);
}

#[test]
fn who_is_signed_out_comes_back_only_when_told_to() {
    let mut connection = connected();
    assert_eq!(connection.step(Input::Ended(End::SignedOut), 0), [Command::Yield]);
    for input in [Input::Leads, Input::Woken(Timer::Next), Input::Online(true), Input::Heard] {
        assert_eq!(connection.step(input, 0), []);
    }
    assert_eq!(connection.step(Input::Nudged, 0), [Command::Lead]);
    assert_eq!(connection.step(Input::Leads, 0), CONNECT);
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        any::<bool>().prop_map(Input::Seen),
        any::<bool>().prop_map(Input::Online),
        Just(Input::Leads),
        Just(Input::Heard),
        Just(Input::Ready),
        prop::sample::select(vec![End::Closed, End::Lost, End::Refused(Some(3)), End::SignedOut])
            .prop_map(Input::Ended),
        Just(Input::Woken(Timer::Next)),
        Just(Input::Woken(Timer::Rest)),
        Just(Input::Nudged),
    ]
}

proptest! {
    /// Whatever happens: at most one connection, only by a tab that leads, none where nobody is
    /// signed in; and who leads and has a network is connected or will be.
    #[test]
    fn it_neither_hangs_nor_connects_unasked(inputs in prop::collection::vec((input(), 0..100_u32), 1..80)) {
        let mut connection = Connection::default();
        let (mut asks, mut connected, mut timed) = (false, false, false);
        for (input, chance) in inputs {
            // The browser gives the lead only to who asks, and ends no connection that there is not.
            if (input == Input::Leads && !asks) || (matches!(input, Input::Ended(_)) && !connected) {
                continue;
            }
            timed &= input != Input::Woken(Timer::Next);
            connected &= !matches!(input, Input::Ended(_));
            for command in connection.step(input, chance) {
                match command {
                    Command::Lead => {
                        prop_assert!(!asks);
                        asks = true;
                    }
                    Command::Yield => {
                        prop_assert!(asks && !connected);
                        asks = false;
                    }
                    Command::Connect { .. } => {
                        prop_assert!(!connected && asks && connection.online && connection.leads);
                        connected = true;
                    }
                    Command::Disconnect => {
                        prop_assert!(connected);
                        connected = false;
                    }
                    Command::Wake(Timer::Next, _) => timed = true,
                    Command::Wake(..) | Command::CatchUp | Command::Reach(_) => {}
                }
            }
            prop_assert!(!connected || connection.leads);
            prop_assert!(!(connection.leads && connection.online) || timed, "{connection:?} after {input:?}");
        }
    }
}
