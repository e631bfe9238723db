//! `public/config.json`: where the backend is and what the page is called. Public: it never holds
//! a secret. Read at run time, so that one build serves every installation.

/// The settings of an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// What stands before the API's paths: empty for the same origin, else an origin.
    pub api_base: String,
    /// Headers sent with every request to the API.
    pub api_headers: Vec<(String, String)>,
    /// What the page calls itself.
    pub name: String,
    /// The accent colour as `#rrggbb`; none for the style sheet's.
    pub accent: Option<String>,
    /// The address of a picture shown beside the name.
    pub logo: Option<String>,
}

/// What is wrong with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It could not be loaded.
    #[error("config.json cannot be loaded")]
    Missing,
    /// It is not a JSON object.
    #[error("config.json is not a JSON object")]
    NotJson,
    /// A key has a value of another kind.
    #[error("{0}: {1:?}")]
    Key(&'static str, Why),
}

/// The value of a key, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// There is none, or it is null.
    Absent,
    /// A text.
    Text(String),
    /// An object of texts.
    Texts(Vec<(String, String)>),
    /// Anything else.
    Other,
}

/// Why a key's value is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It has to be a text.
    NotText,
    /// It has to be an object of texts.
    NotTexts,
    /// It has to be empty or an http(s) origin without a path.
    NotOrigin,
    /// It has to be a colour such as `#3456ab`.
    NotColour,
}

impl Config {
    /// Reads the file: `get` gives the value of a key. Unknown keys are left alone, so that a newer
    /// file serves an older page.
    ///
    /// # Errors
    /// The first key whose value is not accepted.
    pub fn read(get: impl Fn(&str) -> Setting) -> Result<Self, ConfigError> {
        let text = |key: &'static str| match get(key) {
            Setting::Absent => Ok(None),
            Setting::Text(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            Setting::Texts(_) | Setting::Other => Err(ConfigError::Key(key, Why::NotText)),
        };
        let api_base = text("api_base")?.unwrap_or_default();
        if !(api_base.is_empty() || is_origin(&api_base)) {
            return Err(ConfigError::Key("api_base", Why::NotOrigin));
        }
        let accent = text("accent")?;
        if accent.as_ref().is_some_and(|text| !is_colour(text)) {
            return Err(ConfigError::Key("accent", Why::NotColour));
        }
        let api_headers = match get("api_headers") {
            Setting::Absent => Vec::new(),
            Setting::Texts(texts) => texts,
            Setting::Text(_) | Setting::Other => return Err(ConfigError::Key("api_headers", Why::NotTexts)),
        };
        let name = text("name")?.unwrap_or_else(|| "Workgroups".into());
        Ok(Self { api_base, api_headers, name, accent, logo: text("logo")? })
    }
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']))
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Setting {
        Setting::Text(text.into())
    }

    /// A file with one key.
    fn only(key: &'static str, value: Setting) -> Result<Config, ConfigError> {
        Config::read(move |asked| if asked == key { value.clone() } else { Setting::Absent })
    }

    #[test]
    fn an_empty_object_is_the_same_origin() {
        let config = Config::read(|_| Setting::Absent).expect("reads");
        assert_eq!((config.api_base.as_str(), config.name.as_str()), ("", "Workgroups"));
    }

    #[test]
    fn says_which_key_and_why() {
        for (key, value, why) in [
            ("api_base", Setting::Other, Why::NotText),
            ("api_base", text("/api"), Why::NotOrigin),
            ("api_base", text("https://a.example/"), Why::NotOrigin),
            ("api_base", text("https://user@a.example"), Why::NotOrigin),
            ("accent", text("blue"), Why::NotColour),
            ("accent", text("#12345g"), Why::NotColour),
            ("api_headers", text("x"), Why::NotTexts),
            ("api_headers", Setting::Other, Why::NotTexts),
            ("name", Setting::Texts(Vec::new()), Why::NotText),
        ] {
            assert_eq!(only(key, value), Err(ConfigError::Key(key, why)), "{key}");
        }
    }

    #[test]
    fn reads_every_key() {
        let header = ("X-Tenant".to_owned(), "a".to_owned());
        let config = Config::read(|key| match key {
            "api_base" => text("https://api.example:8443"),
            "api_headers" => Setting::Texts(vec![header.clone()]),
            "accent" => text("#3456AB"),
            "logo" => text("/l.svg"),
            _ => Setting::Absent,
        });
        let config = config.expect("reads");
        assert_eq!(config.api_headers, [header]);
        assert_eq!((config.accent.as_deref(), config.logo.as_deref()), (Some("#3456AB"), Some("/l.svg")));
    }
}
