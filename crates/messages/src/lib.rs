//! All text of the page. One method a message, made from `locales/en.json` by `build.rs`; a
//! language that lacks one does not compile. English is built in, every other catalogue is a file
//! that the page loads when it is asked for. What only a part on demand says is a section of its
//! own ([`Section`]), which comes with that part, in English too.
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

/// A catalogue. Catalogues live as long as the page, so a handle is a plain copy.
#[derive(Debug, Clone, Copy)]
pub struct Messages {
    core: &'static [Text],
    people: &'static [Text],
}

/// A part of the catalogue that is loaded as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What every page says.
    Core,
    /// What is said about people and invitations.
    People,
}

impl Section {
    /// The folder of its files, below that of all catalogues.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Core => "",
            Self::People => "people/",
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

impl Messages {
    /// The built-in language. Where the page is cut into parts, it has only what every page says.
    pub const ENGLISH: Self = Self { core: CORE, people: if cfg!(split) { &[] } else { PEOPLE } };

    /// Whether a section is there.
    #[must_use]
    pub const fn has(self, section: Section) -> bool {
        match section {
            Section::Core => true,
            Section::People => !self.people.is_empty(),
        }
    }

    /// The catalogue with a section from a loaded file, of which `keys` are the keys, a line each.
    /// `text` gives the message at a place, of a plural form where one is named. None for the file
    /// of another build, whose keys differ.
    ///
    /// The texts are kept for the rest of the page's life.
    #[must_use]
    pub fn with(
        self,
        section: Section,
        keys: &str,
        text: &dyn Fn(usize, Option<&str>) -> Option<String>,
    ) -> Option<Self> {
        const FORMS: [&str; 6] = ["other", "zero", "one", "two", "few", "many"];
        let expected = if section == Section::Core { CORE_KEYS } else { PEOPLE_KEYS };
        if fingerprint(keys) != expected {
            return None;
        }
        let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        let texts: Vec<Text> = (0..keys.lines().count())
            .map(|at| match text(at, None) {
                Some(text) => Text::Plain(keep(text)),
                None => Text::Plural(Box::leak(Box::new(FORMS.map(|form| text(at, Some(form)).map(keep))))),
            })
            .collect();
        let texts = Box::leak(texts.into_boxed_slice());
        Some(match section {
            Section::Core => Self { core: texts, ..self },
            Section::People => Self { people: texts, ..self },
        })
    }
}

/// FNV-1a.
fn fingerprint(keys: &str) -> u32 {
    keys.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn text(texts: &'static [Text], at: usize) -> &'static str {
    form(texts, at, Plural::Other)
}

fn form(texts: &'static [Text], at: usize, plural: Plural) -> &'static str {
    match texts.get(at) {
        Some(Text::Plain(text)) => text,
        Some(Text::Plural(forms)) => forms[plural as usize].or(forms[0]).unwrap_or_default(),
        None => "",
    }
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
    fn a_loaded_section_replaces_its_texts_and_no_others() {
        let keys = keys_of_people();
        let at = keys.lines().position(|key| key == "people").expect("a key");
        let text = |place: usize, _: Option<&str>| (place == at).then(|| "Personen".to_owned());
        let loaded = Messages::ENGLISH.with(Section::People, &keys, &text).expect("the file of this build");
        assert_eq!(loaded.people(), "Personen");
        assert_eq!(loaded.cancel(), Messages::ENGLISH.cancel());
        assert!(loaded.has(Section::People));
    }

    #[test]
    fn the_file_of_another_build_is_not_taken() {
        let keys = format!("{}\nmore", keys_of_people());
        assert!(Messages::ENGLISH.with(Section::People, &keys, &|_, _| Some(String::new())).is_none());
        assert!(Messages::ENGLISH.with(Section::Core, &keys_of_people(), &|_, _| Some(String::new())).is_none());
    }

    #[test]
    fn plural_forms_are_told_from_plain_texts() {
        let texts =
            [Text::Plain("all"), Text::Plural(&[Some("{n} Agenten"), None, Some("{n} Agent"), None, None, None])];
        let texts: &'static [Text] = Box::leak(Box::new(texts));
        assert_eq!(form(texts, 0, Plural::One), "all");
        assert_eq!(form(texts, 1, Plural::One), "{n} Agent");
        assert_eq!(form(texts, 1, Plural::Few), "{n} Agenten");
        assert_eq!(form(texts, 2, Plural::One), "");
    }
}
