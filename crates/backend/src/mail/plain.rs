//! A letter as plain text, which every mail program shows as it was written.

use super::{Letter, letter::Part, name::unmarked};

impl Letter {
    /// The text, with a blank line between its parts.
    pub(crate) fn plain(&self) -> String {
        let mut text = format!("{}\n", self.heading);
        let mut after_fact = false;
        for part in &self.parts {
            let is_fact = matches!(part, Part::Fact { .. });
            if !(is_fact && after_fact) {
                text.push('\n');
            }
            after_fact = is_fact;
            match part {
                Part::Text(words) | Part::Note(words) => text.push_str(words),
                Part::Fact { label, value, about: None } => text.push_str(&format!("{label}: {value}")),
                Part::Fact { label, value, about: Some(about) } => text.push_str(&format!("{label}: {value}. {about}")),
                Part::Link { .. } => text.push_str(&format!("    {}", self.link)),
                Part::Code => text.push_str(&format!("    {}", self.code.as_deref().unwrap_or_default())),
            }
            text.push('\n');
        }
        unmarked(&text)
    }
}
