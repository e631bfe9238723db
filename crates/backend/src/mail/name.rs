//! Names as mail shows them. Whoever is let in chooses them, and mail carries them to people who
//! know nothing of it: a name must not be able to look like anything else.

/// Stands before what was filled in: FIRST STRONG ISOLATE (UAX #9), as HTML's `<bdi>`.
pub(super) const BEGIN: char = '\u{2068}';
/// Stands after it: POP DIRECTIONAL ISOLATE.
pub(super) const END: char = '\u{2069}';

/// A name on one line, without what changes the direction of the text around it, and with its dots
/// and slashes kept from being taken for an address: mail programs make links of what looks like
/// one.
pub(super) fn tame(name: &str) -> String {
    const WORD_JOINER: char = '\u{2060}';
    let name = line(name);
    let mut tamed = String::with_capacity(name.len());
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        tamed.push(c);
        let goes_on = rest.peek().is_some_and(|next| next.is_alphanumeric() || *next == '/');
        if goes_on && matches!(c, '.' | '/' | ':' | '@' | '。') {
            tamed.push(WORD_JOINER);
        }
    }
    tamed
}

/// A text on one line: control characters and line ends are blanks, blanks are single, and what
/// changes the direction of the text around it is left out.
pub(super) fn line(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is filled into a sentence, marked so that each form of the letter can set it apart.
pub(super) fn marked(text: &str) -> String {
    format!("{BEGIN}{text}{END}")
}

/// A text without its marks.
pub(super) fn unmarked(text: &str) -> String {
    text.replace([BEGIN, END], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_on_its_line_and_in_its_direction() {
        assert_eq!(line(" a\r\nBcc: b\u{2028}c\u{85}d\t "), "a Bcc: b c d");
        assert_eq!(line("abc\u{202E}fdp\u{2069}"), "abcfdp");
        assert_eq!(line("שלום עולם"), "שלום עולם");
    }

    #[test]
    fn a_name_is_no_address() {
        assert_eq!(
            tame("Win at https://evil.example/x"),
            "Win at https:\u{2060}/\u{2060}/\u{2060}evil.\u{2060}example/\u{2060}x"
        );
        assert_eq!(tame("Nordwind Inc. & Söhne"), "Nordwind Inc. & Söhne");
    }
}
