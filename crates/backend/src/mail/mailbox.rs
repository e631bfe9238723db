//! Local mode's mailbox: a page that shows the mail instead of sending it.

use super::Letter;
use crate::{app::App, error::Error, store::Queued};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{Html, IntoResponse},
};
use chrono::SecondsFormat;
use rules::Language;

/// Where it is.
pub(crate) const PATH: &str = "/mailbox";
/// Where its style sheet is.
pub(crate) const STYLE_PATH: &str = "/mailbox.css";

/// The page, newest mail first.
pub(crate) async fn page(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    let mail = app.store.mailbox().await?;
    let list = if mail.is_empty() {
        "<p>No mail yet. Mail that would be sent appears here.</p>".to_owned()
    } else {
        mail.iter().map(|queued| article(queued, &app.config.origin)).collect()
    };
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Mailbox</title>\n\
         <link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n<body>\n\
         <header><a href=\"/\">Workgroups</a></header>\n<main>\n<h1>Mailbox</h1>\n{list}\n</main>\n</body>\n</html>\n"
    );
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Html(page)))
}

/// Its style sheet.
pub(crate) async fn style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, include_str!("mailbox.css"))
}

fn article(queued: &Queued, origin: &str) -> String {
    let letter = Letter::write(&queued.mail, queued.language, origin);
    let language = match queued.language {
        Language::En => "en",
        Language::De => "de",
    };
    let at = queued.created_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let link = escaped(&letter.link);
    let text = escaped(&letter.text).replace(&link, &format!("<a href=\"{link}\">{link}</a>")).replacen(
        &letter.code,
        &format!("<strong class=\"code\">{}</strong>", letter.code),
        1,
    );
    format!(
        "<article>\n<h2 lang=\"{language}\">{}</h2>\n<p class=\"about\">To {} · <time datetime=\"{at}\">{at}</time></p>\n\
         <pre lang=\"{language}\">{text}</pre>\n</article>\n",
        escaped(&letter.subject),
        escaped(&queued.address),
    )
}

fn escaped(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Mail;

    #[test]
    fn what_is_in_a_mail_is_text_and_the_link_can_be_clicked() {
        let queued = Queued {
            id: 1,
            address: "<script>@example.com".to_owned(),
            language: Language::En,
            mail: Mail::SignIn { code: "012345".to_owned(), token: "a-b".to_owned(), expires_at: crate::now() },
            created_at: crate::now(),
            attempts: 0,
        };
        let html = article(&queued, "http://127.0.0.1:1");
        assert!(html.contains("&lt;script&gt;@example.com") && !html.contains("<script>"));
        assert!(html.contains("<a href=\"http://127.0.0.1:1/sign-in/link#a-b\">"));
        assert!(html.contains("<strong class=\"code\">012345</strong>"));
    }
}
