//! `public/config.json`: where the backend is and what the page is called. Public: it never holds
//! a secret. Read at run time, so that one build serves every installation.

use serde_json::{Map, Value};

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
    /// Reads the file. Unknown keys are left alone, so that a newer file serves an older page.
    ///
    /// # Errors
    /// The first key whose value is not accepted.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let root: Map<String, Value> = serde_json::from_str(text).map_err(|_| ConfigError::NotJson)?;
        let api_base = string(&root, "api_base")?.unwrap_or_default();
        if !(api_base.is_empty() || is_origin(&api_base)) {
            return Err(ConfigError::Key("api_base", Why::NotOrigin));
        }
        let accent = string(&root, "accent")?.filter(|text| !text.is_empty());
        if accent.as_ref().is_some_and(|text| !is_colour(text)) {
            return Err(ConfigError::Key("accent", Why::NotColour));
        }
        Ok(Self {
            api_base,
            api_headers: headers(&root)?,
            name: string(&root, "name")?.filter(|name| !name.is_empty()).unwrap_or_else(|| "Workgroups".into()),
            accent,
            logo: string(&root, "logo")?.filter(|text| !text.is_empty()),
        })
    }
}

fn string(root: &Map<String, Value>, key: &'static str) -> Result<Option<String>, ConfigError> {
    match root.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ConfigError::Key(key, Why::NotText)),
    }
}

fn headers(root: &Map<String, Value>) -> Result<Vec<(String, String)>, ConfigError> {
    const WRONG: ConfigError = ConfigError::Key("api_headers", Why::NotTexts);
    match root.get("api_headers") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(map)) => {
            map.iter().map(|(k, v)| Ok((k.clone(), v.as_str().ok_or(WRONG)?.to_owned()))).collect()
        }
        Some(_) => Err(WRONG),
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

    #[test]
    fn an_empty_object_is_the_same_origin() {
        let config = Config::parse("{}").expect("reads");
        assert_eq!((config.api_base.as_str(), config.name.as_str()), ("", "Workgroups"));
    }

    #[test]
    fn says_which_key_and_why() {
        for (text, error) in [
            ("", ConfigError::NotJson),
            ("<html>", ConfigError::NotJson),
            ("[]", ConfigError::NotJson),
            (r#"{"api_base":1}"#, ConfigError::Key("api_base", Why::NotText)),
            (r#"{"api_base":"/api"}"#, ConfigError::Key("api_base", Why::NotOrigin)),
            (r#"{"api_base":"https://a.example/"}"#, ConfigError::Key("api_base", Why::NotOrigin)),
            (r#"{"accent":"blue"}"#, ConfigError::Key("accent", Why::NotColour)),
            (r#"{"api_headers":[]}"#, ConfigError::Key("api_headers", Why::NotTexts)),
            (r#"{"api_headers":{"a":1}}"#, ConfigError::Key("api_headers", Why::NotTexts)),
        ] {
            assert_eq!(Config::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn reads_every_key() {
        let text = r##"{"api_base":"https://api.example:8443","api_headers":{"X-Tenant":"a"},"name":"Nord","accent":"#3456AB","logo":"/l.svg","later":1}"##;
        let config = Config::parse(text).expect("reads");
        assert_eq!(config.api_headers, [("X-Tenant".to_owned(), "a".to_owned())]);
        assert_eq!((config.accent.as_deref(), config.logo.as_deref()), (Some("#3456AB"), Some("/l.svg")));
    }
}
