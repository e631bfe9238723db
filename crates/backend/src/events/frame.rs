//! Events in the server-sent format (HTML, section 9.2.6).

use axum::body::Bytes;
use rules::{Seal, event::Told};
use std::fmt::Write as _;

/// What comes where nothing is told: how far was looked. A block without data is no event, and yet its
/// id is the newest that was read (HTML, section 9.2.6).
pub(super) fn heartbeat(seal: &Seal, upto: i64) -> Bytes {
    Bytes::from(format!("id: {}\n\n", seal.hide(upto)))
}

/// Writes events, which stand in rising order of their positions. The id of each says that all up to
/// it has been told, so of several records at one position only the last has that position's.
pub(super) fn write(seal: &Seal, told: &[(i64, Told)]) -> Result<Bytes, serde_json::Error> {
    let mut text = String::new();
    for (place, (at, told_here)) in told.iter().enumerate() {
        let last = told.get(place + 1).is_none_or(|(next, then)| next != at || *then == Told::Ready {});
        let id = seal.hide(if last { *at } else { at - 1 });
        let kind = serde_json::to_value(told_here.kind())?;
        // JSON has no line breaks but between its tokens, and is written without.
        let data = serde_json::to_string(told_here)?;
        let _ = write!(text, "id: {id}\nevent: {}\ndata: {data}\n\n", kind.as_str().unwrap_or_default());
    }
    Ok(Bytes::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::event::Gone;

    #[test]
    fn events_are_written_as_the_format_wants_them() {
        let seal = Seal::new([7; 32]);
        let gone = Gone { workgroup: "wg_1".parse().expect("an id"), id: "a\nb\r".to_owned() };
        let told = [Told::InvitationsToMe {}, Told::AgentGone(gone), Told::Reset {}, Told::Ready {}];
        let told: Vec<(i64, Told)> = [4, 6, 6, 6].into_iter().zip(told).collect();
        let written = write(&seal, &told);
        let expected = format!(
            "id: {}\nevent: invitations-to-me\ndata: {{}}\n\n\
             id: {}\nevent: agent-gone\ndata: {{\"workgroup\":\"wg_1\",\"id\":\"a\\nb\\r\"}}\n\n\
             id: {}\nevent: reset\ndata: {{}}\n\n\
             id: {}\nevent: ready\ndata: {{}}\n\n",
            seal.hide(4),
            seal.hide(5),
            seal.hide(6),
            seal.hide(6),
        );
        assert_eq!(written.expect("writes"), expected);
    }
}
