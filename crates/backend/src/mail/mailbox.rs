//! Local mode's mailbox: a page that shows the mail instead of sending it.
//!
//! A letter is shown as a mail program would show it, with its own styles. So it is a document of
//! its own in a frame that may do nothing but follow a link, and the page around it stays as strict
//! as any.

use super::{Letter, html::escaped};
use crate::{app::App, error::Error, store::Queued};
use axum::{
    Router,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderValue, header},
    response::{Html, IntoResponse},
    routing::get,
};
use chrono::SecondsFormat;
use contract::problem::ProblemKind;

/// Where it is.
pub(crate) const PATH: &str = "/mailbox";
const LETTER_PATH: &str = "/mailbox/{id}";
const STYLE_PATH: &str = "/mailbox.css";
const SCRIPT_PATH: &str = "/mailbox.js";

const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'";
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation";

/// The page, the letters in it, and what it loads.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(PATH, get(page))
        .route(LETTER_PATH, get(letter))
        .route(STYLE_PATH, get(async || file("text/css; charset=utf-8", include_str!("mailbox.css"))))
        .route(SCRIPT_PATH, get(async || file("text/javascript; charset=utf-8", include_str!("mailbox.js"))))
}

/// The page, newest mail first.
async fn page(State(app): State<App>) -> Result<impl IntoResponse, Error> {
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
         <link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n<script type=\"module\" src=\"{SCRIPT_PATH}\"></script>\n\
         </head>\n<body>\n\
         <header><a href=\"/\">Workgroups</a></header>\n<main>\n<h1>Mailbox</h1>\n{list}\n</main>\n</body>\n</html>\n"
    );
    Ok(document(PAGE_POLICY, page))
}

/// One letter, as a mail program would show it.
async fn letter(State(app): State<App>, id: Result<Path<i64>, PathRejection>) -> Result<impl IntoResponse, Error> {
    let not_found = || Error::of(ProblemKind::NotFound);
    let Path(id) = id.map_err(|_| not_found())?;
    let queued = app.store.mailed(id).await?.ok_or_else(not_found)?;
    let letter = Letter::write(&queued.mail, &queued.address, queued.language, &app.config.origin);
    Ok(document(LETTER_POLICY, letter.html()))
}

fn document(policy: &'static str, html: String) -> impl IntoResponse {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
    ];
    (headers, Html(html))
}

fn file(media_type: &'static str, content: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-cache")], content)
}

fn article(queued: &Queued, origin: &str) -> String {
    let letter = Letter::write(&queued.mail, &queued.address, queued.language, origin);
    let (id, language) = (queued.id, letter.language);
    let at = queued.created_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let utc = queued.created_at.format("%Y-%m-%d %H:%M:%S UTC");
    let (subject, link) = (escaped(&letter.subject), escaped(&letter.link));
    let code = letter.code.as_deref().map(|code| format!(" · code <strong class=\"code\">{}</strong>", escaped(code)));
    format!(
        "<article aria-labelledby=\"mail-{id}\">\n<h2 id=\"mail-{id}\" lang=\"{language}\">{subject}</h2>\n\
         <p class=\"about\">To {} · <time datetime=\"{at}\">{utc}</time></p>\n\
         <p class=\"about\"><a href=\"{link}\">{link}</a>{}</p>\n\
         <iframe src=\"{PATH}/{id}\" title=\"{subject}\" loading=\"lazy\" \
         sandbox=\"allow-top-navigation-by-user-activation\"></iframe>\n\
         <details>\n<summary>As plain text</summary>\n<pre lang=\"{language}\">{}</pre>\n</details>\n</article>\n",
        escaped(&queued.address),
        code.unwrap_or_default(),
        escaped(&letter.plain()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::{Language, Mail};

    #[test]
    fn what_is_in_a_mail_is_text_and_the_link_can_be_clicked() {
        let queued = Queued {
            id: 1,
            message_id: "0a".to_owned(),
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
