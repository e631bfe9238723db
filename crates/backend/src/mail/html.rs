//! A letter as HTML that reads well in mail programs, light and dark: nothing is loaded, and no
//! colour is set but the button's, so that text and ground are the reader's own.

use super::{
    Letter,
    letter::Part,
    name::{BEGIN, END},
};

const BODY: &str = "margin:0;padding:24px 16px;\
    font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/// The width that mail programs have room for.
const COLUMN: &str = "max-width:600px;margin:0 auto;overflow-wrap:anywhere";
const BUTTON: &str = "display:inline-block;padding:12px 20px;border:1px solid #0b57c2;border-radius:6px;\
    background:#0b57c2;color:#ffffff;font-weight:600;text-decoration:none";
const CODE: &str = "margin:0 0 16px;font:600 26px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:0.12em";

impl Letter {
    /// A whole document. Links in it leave whatever frame it is shown in.
    pub(crate) fn html(&self) -> String {
        let parts: String = self.parts.iter().map(|part| self.part(part)).collect();
        format!(
            "<!doctype html>\n<html lang=\"{}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>{}</title>\n</head>\n\
             <body style=\"{BODY}\">\n<div style=\"{COLUMN}\">\n\
             <h1 style=\"margin:0 0 16px;font-size:22px;line-height:1.3\">{}</h1>\n{parts}</div>\n</body>\n</html>\n",
            self.language,
            escaped(&self.subject),
            isolated(&self.heading),
        )
    }

    fn part(&self, part: &Part) -> String {
        let link = escaped(&self.link);
        match part {
            Part::Text(words) => format!("<p style=\"margin:0 0 16px\">{}</p>\n", self.linked(words)),
            Part::Note(words) => format!("<p style=\"margin:0 0 8px;font-size:14px\">{}</p>\n", self.linked(words)),
            Part::Fact { label, value, about } => {
                let about = about.map(|about| format!("<br>{}", escaped(about))).unwrap_or_default();
                format!(
                    "<p style=\"margin:0 0 12px\"><span style=\"font-size:14px\">{}</span><br>\
                     <strong>{}</strong>{about}</p>\n",
                    escaped(label),
                    isolated(value),
                )
            }
            Part::Link { button } => format!(
                "<p style=\"margin:0 0 12px\"><a href=\"{link}\" target=\"_top\" style=\"{BUTTON}\">{}</a></p>\n\
                 <p style=\"margin:0 0 16px;font-size:14px;word-break:break-all\">\
                 <a href=\"{link}\" target=\"_top\">{link}</a></p>\n",
                escaped(button),
            ),
            Part::Code => {
                format!("<p style=\"{CODE}\">{}</p>\n", escaped(self.code.as_deref().unwrap_or_default()))
            }
        }
    }

    /// A sentence, with the place where the code is typed as a link.
    fn linked(&self, words: &str) -> String {
        let words = isolated(words);
        match &self.place {
            Some(place) => {
                let place = escaped(place);
                words.replace(&place, &format!("<a href=\"{place}\" target=\"_top\">{place}</a>"))
            }
            None => words,
        }
    }
}

/// Text as HTML, with what was filled in kept from changing the direction of the rest.
fn isolated(text: &str) -> String {
    escaped(text).replace(BEGIN, "<bdi>").replace(END, "</bdi>")
}

/// Text as HTML, for content and for attributes in quotes.
pub(super) fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut html, c| {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
        html
    })
}
