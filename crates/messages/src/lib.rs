//! All text of the page. One method a message, made from `locales/en.json` by `build.rs`; a
//! language that lacks one does not compile. English is built in, every other catalogue is a file
//! that the page loads when it is asked for.
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

/// The texts of a catalogue. They live as long as the page, so a handle is a plain copy.
#[derive(Debug, Clone, Copy)]
struct Texts(&'static [Text]);

/// The catalogue of what every page needs.
#[derive(Debug, Clone, Copy)]
pub struct Messages(Texts);

/// The catalogue of People, which is loaded on demand: the group `@people` of each file.
#[derive(Debug, Clone, Copy)]
pub struct People(Texts);

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

impl Messages {
    /// The built-in language.
    pub const ENGLISH: Self = Self(Texts(Self::SOURCE));

    /// A catalogue from a loaded file. `text` gives the message of a key, for a plural form where
    /// one is named; what is missing (a file of another build) falls back to English.
    ///
    /// The texts are kept for the rest of the page's life.
    pub fn load(text: impl Fn(&str, Option<&str>) -> Option<String>) -> Self {
        Self(Texts::load(Self::KEYS, Self::SOURCE, &text))
    }
}

impl People {
    /// The built-in language.
    pub const ENGLISH: Self = Self(Texts(Self::SOURCE));

    /// A catalogue from the group of a loaded file, as [`Messages::load`].
    pub fn load(text: impl Fn(&str, Option<&str>) -> Option<String>) -> Self {
        Self(Texts::load(Self::KEYS, Self::SOURCE, &text))
    }
}

impl Texts {
    fn load(keys: &[(&str, bool)], source: &[Text], text: &dyn Fn(&str, Option<&str>) -> Option<String>) -> Self {
        const FORMS: [&str; 6] = ["other", "zero", "one", "two", "few", "many"];
        let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        let texts: Vec<Text> = keys
            .iter()
            .zip(source)
            .map(|(&(key, plural), &source)| {
                if plural {
                    let forms = FORMS.map(|form| text(key, Some(form)).map(keep));
                    if forms[0].is_some() { Text::Plural(Box::leak(Box::new(forms))) } else { source }
                } else {
                    text(key, None).map_or(source, |text| Text::Plain(keep(text)))
                }
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

    #[test]
    fn a_loaded_catalogue_replaces_and_falls_back() {
        let loaded = Messages::load(|key, form| match (key, form) {
            ("settings", None) => Some("Einstellungen".into()),
            ("agent_count", Some("one")) => Some("{count} Agent".into()),
            ("agent_count", Some("other")) => Some("{count} Agenten".into()),
            _ => None,
        });
        assert_eq!(loaded.settings(), "Einstellungen");
        assert_eq!(loaded.agent_count(Plural::One, "1"), "1 Agent");
        assert_eq!(loaded.agent_count(Plural::Few, "3"), "3 Agenten");
        assert_eq!(loaded.cancel(), Messages::ENGLISH.cancel());
    }
}
