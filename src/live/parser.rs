//! The server-sent format (HTML, section 9.2.6): from bytes, in whatever pieces they come, to
//! events. The field `retry` is ignored: how long to wait is [`connection`](super::connection)'s.

use super::ring::Told;

/// What has been read of a stream. One for each connection.
#[derive(Debug, Default)]
pub struct Parser {
    /// The line that has begun.
    line: Vec<u8>,
    /// Whether the last byte was a carriage return: a line feed after it ends no line of its own.
    returned: bool,
    /// Whether a first line has been read: a byte order mark comes before it alone.
    begun: bool,
    id: String,
    /// The id that stood when the last block ended.
    settled: String,
    kind: String,
    data: String,
}

impl Parser {
    /// The newest id that was read to the end of its block. One without data, as a server sends it
    /// where there is nothing to tell, is no event and yet a place to go on from.
    pub fn newest(&self) -> &str {
        &self.settled
    }

    /// Takes the next bytes, and gives the events that they complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Told> {
        let mut told = Vec::new();
        for &byte in bytes {
            let after_return = std::mem::replace(&mut self.returned, byte == b'\r');
            match byte {
                b'\n' if after_return => {}
                b'\n' | b'\r' => told.extend(self.end_line()),
                _ => self.line.push(byte),
            }
        }
        told
    }

    fn end_line(&mut self) -> Option<Told> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let line = if std::mem::replace(&mut self.begun, true) { &*line } else { line.trim_start_matches('\u{FEFF}') };
        if line.is_empty() {
            return self.end_event();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.kind),
            "data" => {
                self.data += value;
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            // A comment has an empty name.
            _ => {}
        }
        None
    }

    fn end_event(&mut self) -> Option<Told> {
        self.settled.clone_from(&self.id);
        let (kind, mut data) = (std::mem::take(&mut self.kind), std::mem::take(&mut self.data));
        // Without its last line feed; without any, there was no data, and there is no event.
        data.pop()?;
        Some(Told { id: self.id.clone(), kind, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(id: &str, kind: &str, data: &str) -> Told {
        Told { id: id.into(), kind: kind.into(), data: data.into() }
    }

    fn read(text: &str) -> Vec<Told> {
        Parser::default().feed(text.as_bytes())
    }

    #[test]
    fn fields_are_read_and_one_blank_is_taken_off() {
        let text = "id: 1\nevent: agent\ndata:{}\n\nid:2\ndata:  a\nevent:agent-gone\n\n";
        assert_eq!(read(text), [told("1", "agent", "{}"), told("2", "agent-gone", " a")]);
    }

    #[test]
    fn an_id_without_data_is_no_event_and_counts_once_its_block_ends() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(b"id: 1\nevent: agent\ndata: {}\n\nid: 2\n"), [told("1", "agent", "{}")]);
        assert_eq!(parser.newest(), "1", "its block is not over");
        assert_eq!(parser.feed(b"\n"), []);
        assert_eq!(parser.newest(), "2");
    }

    #[test]
    fn data_of_several_lines_is_joined() {
        assert_eq!(read("data: a\ndata\ndata: b\n\n"), [told("", "", "a\n\nb")]);
    }

    #[test]
    fn an_id_stays_until_another_comes_and_one_with_a_null_is_none() {
        let text = "id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n";
        assert_eq!(read(text), [told("1", "", "a"), told("1", "", "b"), told("1", "", "c"), told("", "", "d")]);
    }

    #[test]
    fn what_has_no_data_is_no_event_and_leaves_nothing_behind() {
        assert_eq!(read("event: agent\nid: 7\n\ndata: a\n\n"), [told("7", "", "a")]);
        assert_eq!(read("data\n\n"), [told("", "", "")]);
    }

    #[test]
    fn comments_and_unknown_fields_are_ignored() {
        assert_eq!(read(":\n: heartbeat\nretry: 9\nx: y\ndata: a\n:data: b\n\n"), [told("", "", "a")]);
    }

    #[test]
    fn every_line_ending_ends_one_line() {
        for end in ["\n", "\r", "\r\n"] {
            let text = ["event: e", "data: a", "", "data: b", "", ""].join(end);
            assert_eq!(read(&text), [told("", "e", "a"), told("", "", "b")], "{end:?}");
        }
        assert_eq!(read("data: a\r\n\r\n"), [told("", "", "a")]);
        assert_eq!(read("data: a\n\r"), [told("", "", "a")]);
    }

    #[test]
    fn one_mark_at_the_very_beginning_is_skipped() {
        assert_eq!(read("\u{FEFF}data: a\n\n"), [told("", "", "a")]);
        assert_eq!(read("\n\u{FEFF}data: a\n\ndata: b\n\n"), [told("", "", "b")]);
    }

    #[test]
    fn what_is_not_ended_is_no_event() {
        assert_eq!(read("data: a\n"), []);
        assert_eq!(read("data: a"), []);
    }

    proptest! {
        /// Where the bytes are cut, in the middle of a letter or of a line's end, makes no difference.
        #[test]
        fn pieces_make_no_difference(
            lines in prop::collection::vec("(data|id|event|:|x)(: ?)?[a-zä😀:]{0,5}", 0..12),
            ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n"]), 12),
            sizes in prop::collection::vec(1..5_usize, 1..200),
        ) {
            let text: String = lines.iter().zip(&ends).flat_map(|(line, end)| [line.as_str(), end]).collect();
            let mut parser = Parser::default();
            let (mut rest, mut pieces) = (text.as_bytes(), Vec::new());
            for size in sizes.into_iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, after) = rest.split_at(size.min(rest.len()));
                pieces.extend(parser.feed(piece));
                rest = after;
            }
            prop_assert_eq!(pieces, read(&text));
        }
    }
}
