//! All text of the page. One method a message, made from `locales/en.json` by `build.rs`; a
//! language that lacks one does not compile. English is built in, every other catalogue is a file
//! that the page loads when it is asked for. What only a part on demand says is a section of its
//! own ([`People`]), which comes with that part, in English too.
//!
//! Nothing here knows the browser: the plural category comes from the caller (`Intl.PluralRules`).
//!
//! With the feature `mail` there is the text of mails too, in all languages; the page is built
//! without it.

#[cfg(feature = "mail")]
mod mail;
#[cfg(feature = "mail")]
pub use mail::MailText;

/// A plural category of CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// The general form; every message has it.
    Other,
    /// As in Arabic or Welsh.
    Zero,
    /// As in English for 1.
    One,
    /// As in Arabic or Slovenian.
    Two,
    /// As in Polish for 2 to 4.
    Few,
    /// As in Polish for 5 and more.
    Many,
}

impl Plural {
    /// The category with this name, as `Intl.PluralRules` says it.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "zero" => Self::Zero,
            "one" => Self::One,
            "two" => Self::Two,
            "few" => Self::Few,
            "many" => Self::Many,
            _ => Self::Other,
        }
    }
}

/// One message of a catalogue.
#[derive(Debug, Clone, Copy)]
enum Text {
    Plain(&'static str),
    /// By category, in the order of [`Plural`].
    Plural(&'static [Option<&'static str>; 6]),
}

/// The texts of a section. They live as long as the page, so a handle is a plain copy.
#[derive(Debug, Clone, Copy)]
struct Texts(&'static [Text]);

/// What every page says.
#[derive(Debug, Clone, Copy)]
pub struct Messages(Texts);

/// What is said about people and invitations: a section of its own, which comes with the part of
/// the page that says it.
#[derive(Debug, Clone, Copy)]
pub struct People(Texts);

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

impl Messages {
    /// The built-in language.
    pub const ENGLISH: Self = Self(Texts(Self::SOURCE));

    /// The messages from a loaded file, of which `keys` are the keys, a line each. `text` gives the
    /// message at a place, of a plural form where one is named. None for the file of another build,
    /// whose keys differ.
    ///
    /// The texts are kept for the rest of the page's life.
    #[must_use]
    pub fn load(keys: &str, text: &dyn Fn(usize, Option<&str>) -> Option<String>) -> Option<Self> {
        (fingerprint(keys) == Self::KEYS).then(|| Self(Texts::load(keys, text)))
    }
}

impl People {
    /// The built-in language. Empty where the page is cut into parts: it is loaded like any other.
    pub const ENGLISH: Self = Self(Texts(if cfg!(split) { &[] } else { Self::SOURCE }));

    /// The messages from a loaded file, as [`Messages::load`].
    #[must_use]
    pub fn load(keys: &str, text: &dyn Fn(usize, Option<&str>) -> Option<String>) -> Option<Self> {
        (fingerprint(keys) == Self::KEYS).then(|| Self(Texts::load(keys, text)))
    }

    /// Whether there is nothing in it yet.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0.0.is_empty()
    }
}

impl Texts {
    fn load(keys: &str, text: &dyn Fn(usize, Option<&str>) -> Option<String>) -> Self {
        const FORMS: [&str; 6] = ["other", "zero", "one", "two", "few", "many"];
        let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        let texts: Vec<Text> = (0..keys.lines().count())
            .map(|at| match text(at, None) {
                Some(text) => Text::Plain(keep(text)),
                None => Text::Plural(Box::leak(Box::new(FORMS.map(|form| text(at, Some(form)).map(keep))))),
            })
            .collect();
        Self(Box::leak(texts.into_boxed_slice()))
    }

    fn text(self, at: usize) -> &'static str {
        self.form(at, Plural::Other)
    }

    fn form(self, at: usize, plural: Plural) -> &'static str {
        match self.0.get(at) {
            Some(Text::Plain(text)) => text,
            Some(Text::Plural(forms)) => forms[plural as usize].or(forms[0]).unwrap_or_default(),
            None => "",
        }
    }
}

/// FNV-1a.
fn fingerprint(keys: &str) -> u32 {
    keys.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// `text` with each `{name}` replaced by its argument; arguments are never looked into.
fn fill(text: &str, arguments: &[(&str, &str)]) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or(("", part));
        let value = arguments.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
        filled.push_str(value);
        filled.push_str(rest);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_each_placeholder_once() {
        assert_eq!(fill("{a} and {b}.", &[("a", "{b}"), ("b", "2")]), "{b} and 2.");
    }

    /// Keys with the fingerprint of the people section.
    fn keys_of_people() -> String {
        let english = include_str!("../locales/people/en.json");
        let key = |line: &str| line.strip_prefix("  \"")?.split('"').next().map(str::to_owned);
        english.lines().filter_map(key).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_loaded_section_says_what_its_file_says() {
        let keys = keys_of_people();
        let loaded = People::load(&keys, &|at, _| Some(format!("text {at}"))).expect("the file of this build");
        assert!(!loaded.is_empty());
        assert_eq!(loaded.0.text(1), "text 1");
        assert_ne!(People::ENGLISH.0.text(1), "text 1");
    }

    #[test]
    fn the_file_of_another_build_is_not_taken() {
        let text = |_: usize, _: Option<&str>| Some(String::new());
        assert!(People::load(&format!("{}\nmore", keys_of_people()), &text).is_none());
        assert!(Messages::load(&keys_of_people(), &text).is_none());
    }

    #[test]
    fn plural_forms_are_told_from_plain_texts() {
        let text = |at: usize, form: Option<&str>| match (at, form) {
            (0, None) => Some("all".to_owned()),
            (1, Some("other")) => Some("{n} Agenten".to_owned()),
            (1, Some("one")) => Some("{n} Agent".to_owned()),
            _ => None,
        };
        let texts = Texts::load("a\nb", &text);
        assert_eq!(texts.form(0, Plural::One), "all");
        assert_eq!(texts.form(1, Plural::One), "{n} Agent");
        assert_eq!(texts.form(1, Plural::Few), "{n} Agenten");
        assert_eq!(texts.form(2, Plural::One), "");
    }
}
