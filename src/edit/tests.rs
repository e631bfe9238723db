use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    values: [u32; 2],
    version: u64,
}

impl Record for Pair {
    type Field = usize;
    type Value = u32;
    type Why = &'static str;
    fn value(&self, field: usize) -> Option<u32> {
        self.values.get(field).copied()
    }
    fn version(&self) -> u64 {
        self.version
    }
}

fn pair(a: u32, b: u32, version: u64) -> Pair {
    Pair { values: [a, b], version }
}

fn state(edits: &Edits<Pair>, field: usize) -> Option<State<Pair>> {
    edits.cell(field)?.kept.as_ref().map(|kept| kept.state.clone())
}

/// Opens the field, types the value and presses Enter.
fn enter(edits: &mut Edits<Pair>, base: &Pair, field: usize, value: u32) -> Vec<Command<Pair>> {
    edits.open(base, field, || base.values[field].to_string());
    edits.typed(field, value.to_string());
    edits.save(base, field, Ok(value))
}

#[test]
fn enter_sends_with_the_version_and_rests_after_the_answer() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    assert_eq!(enter(&mut edits, &base, 0, 5), [Command::Send(0, 5, 7)]);
    assert_eq!(state(&edits, 0), Some(State::Sending(5)));
    let base = pair(5, 2, 8);
    assert_eq!(edits.reply(&base, Reply::Saved), [Command::Linger(0), Command::Tell(0, Outcome::Saved)]);
    edits.fade(0);
    assert!(edits.is_idle());
}

#[test]
fn two_fields_saved_quickly_wait_for_each_other() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    enter(&mut edits, &base, 0, 5);
    assert_eq!(enter(&mut edits, &base, 1, 6), []);
    let base = pair(5, 2, 8);
    assert!(edits.reply(&base, Reply::Saved).contains(&Command::Send(1, 6, 8)));
}

#[test]
fn the_last_typed_value_replaces_a_queued_one() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    enter(&mut edits, &base, 0, 5);
    enter(&mut edits, &base, 0, 6);
    enter(&mut edits, &base, 0, 7);
    let base = pair(5, 2, 8);
    assert_eq!(edits.reply(&base, Reply::Saved), [Command::Send(0, 7, 8)]);
    assert_eq!(state(&edits, 0), Some(State::Sending(7)));
}

#[test]
fn going_back_to_the_first_value_while_another_is_on_its_way_is_sent() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    enter(&mut edits, &base, 0, 5);
    enter(&mut edits, &base, 0, 1);
    let base = pair(5, 2, 8);
    assert_eq!(edits.reply(&base, Reply::Saved), [Command::Send(0, 1, 8)]);
}

#[test]
fn a_value_that_changes_nothing_is_not_sent() {
    let mut edits = Edits::default();
    assert_eq!(enter(&mut edits, &pair(1, 2, 7), 0, 1), []);
    assert!(edits.is_idle());
}

#[test]
fn escape_restores_and_leaving_keeps() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    edits.open(&base, 0, || "1".into());
    assert_eq!(edits.restore(0), [], "nothing was typed");
    edits.open(&base, 0, || "1".into());
    edits.typed(0, "9".into());
    assert_eq!(edits.restore(0), [Command::Tell(0, Outcome::Discarded)]);
    assert!(edits.is_idle());
    edits.open(&base, 0, || "1".into());
    edits.typed(0, "9".into());
    assert_eq!(edits.leave(0), [Command::Tell(0, Outcome::Unsaved)]);
    assert_eq!(edits.unsaved().collect::<Vec<_>>(), [(0, "9", &1)]);
    edits.open(&base, 0, || unreachable!());
    assert_eq!(edits.cell(0).and_then(Cell::text), Some("9"));
    assert_eq!(edits.restore(0), [], "the draft is still there");
    assert_eq!(state(&edits, 0), Some(State::Draft));
    assert_eq!(edits.discard(0), [Command::Tell(0, Outcome::Discarded)]);
    assert!(edits.is_idle());
}

#[test]
fn escape_tells_what_is_gone_also_while_saved_is_shown() {
    let mut edits = Edits::default();
    enter(&mut edits, &pair(1, 2, 7), 0, 5);
    let base = pair(5, 2, 8);
    edits.reply(&base, Reply::Saved);
    assert_eq!(state(&edits, 0), Some(State::Saved));
    edits.open(&base, 0, || "5".into());
    edits.typed(0, "9".into());
    assert_eq!(edits.restore(0), [Command::Tell(0, Outcome::Discarded)]);
    assert_eq!(state(&edits, 0), Some(State::Saved));
}

#[test]
fn another_language_writes_a_draft_anew_and_makes_none() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    edits.retype(0, "nothing was typed");
    assert!(edits.is_idle());
    edits.open(&base, 0, || "1".into());
    edits.typed(0, "9".into());
    edits.leave(0);
    edits.retype(0, "nine");
    assert_eq!(edits.unsaved().collect::<Vec<_>>(), [(0, "nine", &1)]);
    assert_eq!(state(&edits, 0), Some(State::Draft));
}

#[test]
fn leaving_without_a_change_leaves_nothing() {
    let mut edits = Edits::default();
    edits.open(&pair(1, 2, 7), 0, || "1".into());
    assert_eq!(edits.leave(0), []);
    assert!(edits.is_idle());
}

#[test]
fn what_the_page_refuses_stays_open_with_the_reason() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    edits.open(&base, 0, || "1".into());
    edits.typed(0, "x".into());
    assert_eq!(edits.save(&base, 0, Err("odd")), [Command::Tell(0, Outcome::Refused("odd"))]);
    let open = edits.cell(0).and_then(|c| c.open.clone());
    assert_eq!(open.map(|o| (o.text, o.why)), Some(("x".into(), Some("odd"))));
    edits.typed(0, "xy".into());
    assert_eq!(edits.cell(0).and_then(|c| c.open.as_ref()?.why), None);
}

#[test]
fn what_the_server_refuses_keeps_the_text() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    enter(&mut edits, &base, 0, 5);
    assert_eq!(edits.reply(&base, Reply::Refused("no")), [Command::Tell(0, Outcome::Refused("no"))]);
    assert_eq!(state(&edits, 0), Some(State::Refused("no")));
    assert_eq!(edits.cell(0).and_then(Cell::unsaved), Some("5"));
}

#[test]
fn a_412_about_another_field_is_sent_once_more() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    enter(&mut edits, &base, 0, 5);
    let base = pair(1, 9, 8);
    assert_eq!(edits.reply(&base, Reply::Stale), [Command::Send(0, 5, 8)]);
    let base = pair(1, 10, 9);
    assert_eq!(edits.reply(&base, Reply::Stale), [Command::Tell(0, Outcome::Failed(Trouble::Contended))]);
    assert_eq!(edits.retry(&base, 0), [Command::Send(0, 5, 9)]);
}

#[test]
fn a_412_that_has_my_value_is_saved() {
    let mut edits = Edits::default();
    enter(&mut edits, &pair(1, 2, 7), 0, 5);
    edits.reply(&pair(5, 2, 8), Reply::Stale);
    assert_eq!(state(&edits, 0), Some(State::Saved));
}

#[test]
fn a_412_with_another_value_is_a_conflict_and_either_can_be_kept() {
    let mut edits = Edits::default();
    enter(&mut edits, &pair(1, 2, 7), 0, 5);
    let base = pair(3, 2, 8);
    edits.reply(&base, Reply::Stale);
    assert_eq!(state(&edits, 0), Some(State::Conflict { mine: 5, theirs: 3 }));
    let mut theirs = edits.clone();
    assert_eq!(theirs.discard(0), [Command::Tell(0, Outcome::Discarded)]);
    assert!(theirs.is_idle());
    assert_eq!(edits.retry(&base, 0), [Command::Send(0, 5, 8)]);
}

#[test]
fn a_draft_over_a_field_that_changed_meanwhile_is_a_conflict_before_anything_is_sent() {
    let mut edits = Edits::default();
    edits.open(&pair(1, 2, 7), 0, || "1".into());
    edits.typed(0, "5".into());
    edits.leave(0);
    assert_eq!(edits.save(&pair(3, 2, 8), 0, Ok(5)), [Command::Tell(0, Outcome::Conflict)]);
}

#[test]
fn enter_where_nothing_was_typed_keeps_what_others_made_of_it() {
    let mut edits = Edits::default();
    edits.open(&pair(1, 2, 7), 0, || "1".into());
    assert_eq!(edits.save(&pair(3, 2, 8), 0, Ok(1)), []);
    assert!(edits.is_idle());
}

#[test]
fn what_others_save_while_one_types_is_a_conflict_at_enter() {
    let mut edits = Edits::default();
    edits.open(&pair(1, 2, 7), 0, || "1".into());
    edits.typed(0, "5".into());
    assert_eq!(edits.save(&pair(3, 2, 8), 0, Ok(5)), [Command::Tell(0, Outcome::Conflict)]);
    assert_eq!(state(&edits, 0), Some(State::Conflict { mine: 5, theirs: 3 }));
}

#[test]
fn what_was_typed_over_my_own_save_is_no_conflict() {
    let mut edits = Edits::default();
    let base = pair(1, 2, 7);
    enter(&mut edits, &base, 0, 5);
    edits.open(&base, 0, || unreachable!());
    edits.typed(0, "6".into());
    let base = pair(5, 2, 8);
    edits.reply(&base, Reply::Saved);
    assert_eq!(edits.save(&base, 0, Ok(6)), [Command::Send(0, 6, 8)]);
}

#[test]
fn a_lost_answer_is_looked_up() {
    let lost = || {
        let mut edits = Edits::default();
        let base = pair(1, 2, 7);
        enter(&mut edits, &base, 0, 5);
        assert_eq!(edits.reply(&base, Reply::Lost), [Command::Check]);
        assert_eq!(state(&edits, 0), Some(State::Checking(5)));
        edits
    };
    let mut happened = lost();
    happened.checked(&pair(5, 2, 8), true);
    assert_eq!(state(&happened, 0), Some(State::Saved));
    let mut not_happened = lost();
    not_happened.checked(&pair(1, 2, 7), true);
    assert_eq!(state(&not_happened, 0), Some(State::Failed(5, Trouble::Network)));
    let mut unknown = lost();
    let base = pair(1, 2, 7);
    unknown.checked(&base, false);
    assert_eq!(state(&unknown, 0), Some(State::Failed(5, Trouble::Unknown)));
    assert_eq!(unknown.retry(&base, 0), [Command::Send(0, 5, 7)]);
    assert!(unknown.reply(&pair(5, 2, 8), Reply::Stale).contains(&Command::Tell(0, Outcome::Saved)));
}

#[test]
fn a_write_on_its_way_cannot_be_discarded() {
    let mut edits = Edits::default();
    enter(&mut edits, &pair(1, 2, 7), 0, 5);
    assert_eq!(edits.discard(0), []);
    assert_eq!(state(&edits, 0), Some(State::Sending(5)));
}

#[derive(Debug, Clone)]
enum Step {
    Enter(usize, u32),
    Draft(usize, u32),
    /// The request comes to the server, and its answer is on the way.
    Arrive,
    Answer,
    LoseRequest,
    LoseAnswer,
    Other(usize, u32),
    /// The record is told as it is now.
    Event,
    Retry(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (field, value) = (0..2_usize, 0..4_u32);
    prop_oneof![
        4 => (field.clone(), value.clone()).prop_map(|(f, v)| Step::Enter(f, v)),
        1 => (field.clone(), value.clone()).prop_map(|(f, v)| Step::Draft(f, v)),
        1 => Just(Step::Arrive),
        4 => Just(Step::Answer),
        2 => Just(Step::Event),
        1 => Just(Step::LoseRequest),
        1 => Just(Step::LoseAnswer),
        1 => (field.clone(), value).prop_map(|(f, v)| Step::Other(f, v)),
        1 => field.prop_map(Step::Retry),
    ]
}

/// A server and a page that talk in turns.
#[derive(Default)]
struct World {
    server: Option<Pair>,
    base: Option<Pair>,
    edits: Edits<Pair>,
    on_the_way: Option<(usize, u32, u64)>,
    /// What the server has answered: whether the version fitted, and the record of then.
    answered: Option<(bool, Pair)>,
    sends: usize,
}

impl World {
    fn base(&self) -> Pair {
        self.base.clone().unwrap_or_else(|| pair(0, 0, 1))
    }
    fn server(&self) -> Pair {
        self.server.clone().unwrap_or_else(|| pair(0, 0, 1))
    }
    fn run(&mut self, commands: Vec<Command<Pair>>) {
        for command in commands {
            match command {
                Command::Send(field, value, version) => {
                    assert!(self.on_the_way.is_none(), "one request at a time");
                    self.on_the_way = Some((field, value, version));
                    self.sends += 1;
                }
                Command::Check => {
                    self.base = self.server.clone();
                    let commands = self.edits.checked(&self.base(), true);
                    self.run(commands);
                }
                Command::Linger(_) | Command::Tell(..) => {}
            }
        }
    }
    fn arrive(&mut self) {
        let Some((field, value, version)) = self.on_the_way else { return };
        if self.answered.is_some() {
            return;
        }
        let mut server = self.server();
        let fits = server.version == version;
        if fits {
            server.values[field] = value;
            server.version += 1;
            self.server = Some(server.clone());
        }
        self.answered = Some((fits, server));
    }
    /// As a row takes a record: not an older one.
    fn put(&mut self, record: Pair) {
        if record.version >= self.base().version {
            self.base = Some(record);
        }
    }
    fn answer(&mut self, lose_answer: bool) {
        self.arrive();
        self.on_the_way = None;
        let Some((fits, record)) = self.answered.take() else { return };
        let reply = match (lose_answer, fits) {
            (true, _) => Reply::Lost,
            (false, true) => Reply::Saved,
            (false, false) => Reply::Stale,
        };
        if !lose_answer {
            self.put(record);
        }
        let commands = self.edits.reply(&self.base(), reply);
        self.run(commands);
    }
    fn take(&mut self, step: &Step) {
        match *step {
            Step::Enter(field, value) => {
                let base = self.base();
                let commands = enter(&mut self.edits, &base, field, value);
                self.run(commands);
            }
            Step::Draft(field, value) => {
                let base = self.base();
                self.edits.open(&base, field, || base.values[field].to_string());
                self.edits.typed(field, value.to_string());
                self.edits.leave(field);
            }
            Step::Arrive => self.arrive(),
            Step::Answer => self.answer(false),
            Step::LoseAnswer => self.answer(true),
            Step::Event => {
                let record = self.server();
                self.put(record);
            }
            Step::LoseRequest => {
                if self.answered.is_none() && self.on_the_way.take().is_some() {
                    let commands = self.edits.reply(&self.base(), Reply::Lost);
                    self.run(commands);
                }
            }
            Step::Other(field, value) => {
                let mut server = self.server();
                server.values[field] = value;
                server.version += 1;
                self.server = Some(server);
            }
            Step::Retry(field) => {
                let base = self.base();
                let commands = self.edits.retry(&base, field);
                self.run(commands);
            }
        }
    }
}

proptest! {
    /// Whatever happens, what was typed last is on the server, or still on the screen, or was
    /// overtaken by somebody else's change; and in the end nothing hangs.
    #[test]
    fn nothing_typed_is_ever_lost(steps in prop::collection::vec(step(), 1..40)) {
        let mut world = World::default();
        let mut last = [None::<u32>; 2];
        for step in &steps {
            if let Step::Other(field, _) = *step {
                // A value that the server has may be changed by others.
                last[field] = last[field].filter(|value| {
                    world.server().values[field] != *value && world.edits.unsaved().any(|(f, ..)| f == field)
                });
            }
            world.take(step);
            if let Step::Enter(field, value) | Step::Draft(field, value) = *step {
                last[field] = Some(value);
            }
            for (field, typed) in last.iter_mut().enumerate() {
                let Some(value) = *typed else { continue };
                let kept = world.edits.cell(field).and_then(Cell::unsaved) == Some(&value.to_string());
                let shown = world.base().values[field] == value;
                prop_assert!(kept || shown, "field {field} lost {value} at {step:?}");
                if !kept {
                    *typed = None;
                }
            }
        }
        for _ in 0..20 {
            world.answer(false);
        }
        prop_assert!(!world.edits.is_writing());
    }
}
