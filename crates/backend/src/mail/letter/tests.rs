use super::*;
use contract::id::WorkgroupId;

const ORIGIN: &str = "https://work.example.com";
const NAMES: [&str; 7] = [
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' & <b>",
    "Nordwind\r\nBcc: all@example.com",
    "abc\u{202E}gnp.exe\u{202C}\u{2069}",
    "visit https://evil.example/login now",
    "שלום {code} 東京オフィス",
];

fn workgroup() -> WorkgroupId {
    "wg_nordwind".parse().expect("an id")
}

fn at() -> Timestamp {
    "2026-03-01T08:05:59.999Z".parse().expect("an instant")
}

fn invitation(workgroup: &str, inviter: &str, role: Role) -> Mail {
    Mail::Invitation {
        workgroup_name: workgroup.to_owned(),
        inviter_name: inviter.to_owned(),
        inviter_email: "maren.falk@example.com".to_owned(),
        role,
        token: "inv_1.t0ken".to_owned(),
        code: "K7QX2MPA".to_owned(),
        expires_at: at(),
    }
}

fn all(workgroup_name: &str, who: &str) -> [(&'static str, Mail); 6] {
    let (workgroup_name, who_name, who_email) =
        (workgroup_name.to_owned(), who.to_owned(), "aiko.tanaka@example.com".to_owned());
    let (name, email) = (workgroup_name.clone(), who_email.clone());
    [
        ("sign_in", Mail::SignIn { code: "012345".to_owned(), token: "t0ken".to_owned(), expires_at: at() }),
        ("invitation", invitation(&workgroup_name, who, Role::Manager)),
        (
            "joined",
            Mail::Joined {
                workgroup: workgroup(),
                workgroup_name: name.clone(),
                who_name: who_name.clone(),
                who_email: email,
            },
        ),
        (
            "declined",
            Mail::Declined { workgroup: workgroup(), workgroup_name: name, who_name, who_email: who_email.clone() },
        ),
        (
            "asked_again",
            Mail::AskedAgain {
                workgroup: workgroup(),
                workgroup_name: workgroup_name.clone(),
                who_email: who_email.clone(),
            },
        ),
        (
            "asked_for_me",
            Mail::AskedForMe {
                workgroup: workgroup(),
                workgroup_name,
                invited_email: "tomas.rivera@example.com".to_owned(),
                who_name: who.to_owned(),
                who_email,
            },
        ),
    ]
}

fn write(mail: &Mail, language: Language) -> Letter {
    Letter::write(mail, "jonas.weber@example.com", language, ORIGIN)
}

#[test]
fn every_letter_reads_well_in_every_language() {
    for language in [Language::En, Language::De] {
        for (kind, mail) in all("Bergmann & Söhne", "Maren Falk") {
            let letter = write(&mail, language);
            let tag = letter.language;
            insta::assert_snapshot!(
                format!("{kind}_{tag}"),
                format!("Subject: {}\n\n{}", letter.subject, letter.plain())
            );
        }
    }
    let letter = write(&invitation("Bergmann & Söhne", "Maren Falk", Role::Manager), Language::En);
    insta::assert_snapshot!("invitation_html", letter.html());
}

#[test]
fn both_forms_have_the_link_and_the_code() {
    for language in [Language::En, Language::De] {
        for (kind, mail) in all("Nordwind", "Maren") {
            let letter = write(&mail, language);
            let link = match kind {
                "sign_in" => "https://work.example.com/sign-in/link#t0ken",
                "invitation" => "https://work.example.com/invitation#inv_1.t0ken",
                "joined" => "https://work.example.com/w/wg_nordwind/people",
                "asked_for_me" => "https://work.example.com/w/wg_nordwind/people/invite",
                _ => "https://work.example.com/w/wg_nordwind/people/invitations",
            };
            assert_eq!(letter.link, link);
            let (plain, html) = (letter.plain(), letter.html());
            assert!(plain.contains(&format!("    {link}\n")), "{plain}");
            assert!(html.contains(&format!("href=\"{link}\"")) && html.contains(&format!(">{link}</a>")), "{html}");
            if let Some(code) = &letter.code {
                assert!(plain.contains(&format!("    {code}\n")) && html.contains(&format!(">{code}<")), "{html}");
            }
        }
    }
}

#[test]
fn an_invitation_says_where_its_code_is_typed_until_when_and_what_the_role_allows() {
    for (role, may) in [
        (Role::Administrator, "Administrators edit"),
        (Role::Manager, "Managers edit"),
        (Role::Associate, "they invite nobody and see no money"),
    ] {
        let letter = write(&invitation("Nordwind", "Maren", role), Language::En);
        for form in [letter.plain(), letter.html()] {
            assert!(form.contains(may), "{form}");
            assert!(form.contains("Sunday, 1 March 2026, 08:05 UTC"), "{form}");
            assert!(form.contains("maren.falk@example.com") && form.contains("jonas.weber@example.com"), "{form}");
        }
        assert!(letter.plain().contains("open https://work.example.com/invitation and type"));
        assert!(letter.html().contains("<a href=\"https://work.example.com/invitation\" target=\"_top\">"));
        assert_eq!(letter.reply_to, Some(("Maren".to_owned(), "maren.falk@example.com".to_owned())));
    }
}

#[test]
fn names_stay_text_whatever_they_hold() {
    for name in NAMES {
        for (_, mail) in all(name, name) {
            let letter = write(&mail, Language::En);
            let (plain, html) = (letter.plain(), letter.html());
            assert!(!letter.subject.contains(['\r', '\n']), "{:?}", letter.subject);
            assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("\" onmouse"), "{html}");
            for form in [&letter.subject, &plain, &html] {
                assert!(!form.contains("evil.example") && !form.contains("https://evil"), "{form}");
                assert!(!form.contains(['\u{202E}', '\u{202C}', '\u{2068}', '\u{2069}']), "{form}");
                assert!(!form.contains("\nBcc"), "{form}");
            }
            assert_eq!(html.matches("<bdi>").count(), html.matches("</bdi>").count());
        }
    }
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    for (_, mail) in all("Nordwind", "Maren") {
        let html = write(&mail, Language::De).html();
        for bad in ["<img", "<link", "<script", "url(", "src=", "@import", "<style"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(html.contains("<html lang=\"de\"") && html.contains("content=\"light dark\""));
    }
}
