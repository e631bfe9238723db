use super::*;
use proptest::prelude::*;

fn role(text: &str) -> Option<Role> {
    match text.to_lowercase().as_str() {
        "manager" => Some(Role::Manager),
        "associate" | "mitarbeiter" => Some(Role::Associate),
        _ => None,
    }
}

fn read(text: &str) -> Vec<(String, Option<String>)> {
    let entries = parse(text, &role);
    let told = |entry: &Entry| {
        assert_eq!(entry.kind, Kind::Address, "{text:?}: {entry:?}");
        (entry.email.clone(), entry.name.clone())
    };
    entries.all.iter().map(told).collect()
}

fn kinds(text: &str) -> Vec<(String, Kind)> {
    parse(text, &role).all.into_iter().map(|entry| (entry.email, entry.kind)).collect()
}

fn plain(emails: &[&str]) -> Vec<(String, Option<String>)> {
    emails.iter().map(|email| ((*email).to_owned(), None)).collect()
}

fn named(email: &str, name: &str) -> Vec<(String, Option<String>)> {
    vec![(email.to_owned(), Some(name.to_owned()))]
}

#[test]
fn lists_are_divided_in_every_usual_way() {
    for text in [
        "a@example.com, b@example.com",
        "a@example.com; b@example.com;",
        "a@example.com\nb@example.com\n\n",
        "a@example.com\r\nb@example.com",
        "a@example.com\tb@example.com",
        "a@example.com b@example.com",
        " <a@example.com>,<b@example.com>.",
        "<a@example.com> <b@example.com>",
        "mailto:a@example.com, MAILTO:b@example.com?subject=Hi",
        "(a@example.com), 'b@example.com'.",
        "a@example.com and b@example.com",
        "\u{FEFF}a@example.com,\u{200B}b@example.com\u{A0}",
        "a@example.com，b@example.com",
        "Email\na@example.com\nb@example.com",
        "• a@example.com\n• b@example.com",
        "1. a@example.com\n2. b@example.com",
    ] {
        let expected: &[&str] =
            if text.contains('b') { &["a@example.com", "b@example.com"] } else { &["a@example.com"] };
        assert_eq!(read(text), plain(expected), "{text:?}");
    }
    assert_eq!(read(" \n , ;\t"), []);
}

#[test]
fn names_are_read_first_name_first() {
    for text in [
        "Falk, Maren <maren@example.com>",
        "\"Falk, Maren\" <maren@example.com>",
        "Maren Falk <maren@example.com>",
        "'Maren Falk' <maren@example.com>",
        "Maren  Falk <mailto:maren@example.com>;",
        "Maren Falk [mailto:maren@example.com]",
        "Maren Falk maren@example.com",
        "maren@example.com (Maren Falk)",
        "Maren Falk\tmaren@example.com",
        "Maren\tFalk\tmaren@example.com",
        "maren@example.com,Maren Falk",
        "maren@example.com\t\"Falk, Maren\"",
    ] {
        assert_eq!(read(text), named("maren@example.com", "Maren Falk"), "{text:?}");
    }
    assert_eq!(read("\"Noor Rahman, MD\" <n@example.com>"), named("n@example.com", "Noor Rahman, MD"));
    assert_eq!(read("\"Rahman, Md\" <md@example.com>"), named("md@example.com", "Md Rahman"));
    assert_eq!(read("\"Nordwind, Inc.\" <it@example.com>"), named("it@example.com", "Nordwind, Inc."));
    assert_eq!(read("maren@example.com <maren@example.com>"), plain(&["maren@example.com"]));
    assert_eq!(read("O'Brien, Zoë <zoe@example.com>"), named("zoe@example.com", "Zoë O'Brien"));
}

#[test]
fn names_with_commas_stand_beside_other_entries() {
    let both = [named("maren@example.com", "Maren Falk"), named("tomas@example.com", "Tomás Díaz")].concat();
    for text in [
        "Falk, Maren <maren@example.com>; Díaz, Tomás <tomas@example.com>",
        "Falk, Maren <maren@example.com>, Díaz, Tomás <tomas@example.com>",
        "Maren Falk <maren@example.com> Tomás Díaz <tomas@example.com>",
        "Maren Falk <maren@example.com>, \"Díaz, Tomás\" <tomas@example.com>",
    ] {
        assert_eq!(read(text), both, "{text:?}");
    }
}

#[test]
fn tables_are_read_by_their_head() {
    for text in [
        "Name,Email,Role\n\"Falk, Maren\",maren@example.com,Manager\n,b@example.com,\n",
        "E-Mail;Rolle;Vorname;Nachname\nmaren@example.com;manager;Maren;Falk\n\nb@example.com;;;\n",
        "First name\tLast name\tEmail address\tRole\tPhone\r\nMaren\tFalk\tmaren@example.com\tManager\t1\r\n\t\tb@example.com\t\t2",
        "\"email\" , \"display name\",role*\n\"maren@example.com\" ,\"Maren\nFalk\",manager\nb@example.com",
    ] {
        let entries = parse(text, &role);
        let told: Vec<_> = entries.all.iter().map(|e| (e.email.as_str(), e.name.as_deref(), e.role, e.kind)).collect();
        assert_eq!(
            told,
            [
                ("maren@example.com", Some("Maren Falk"), Some(Role::Manager), Kind::Address),
                ("b@example.com", None, None, Kind::Address)
            ],
            "{text:?}"
        );
        let rest = entries.rest(text, |at| at == 1);
        let left = parse(&rest, &role);
        assert_eq!((left.all.len(), left.all[0].email.as_str()), (1, "b@example.com"), "{rest:?}");
        assert!(left.header.is_some(), "{rest:?}");
    }
    let text = "Name,Email\nMaren Falk,\nx,maren(at)example.com";
    assert_eq!(
        kinds(text),
        [("Maren Falk".to_owned(), Kind::NotAnAddress), ("maren(at)example.com".to_owned(), Kind::NotAnAddress)]
    );
    assert_eq!(parse("Name,Email\n,a@example.com", &role).rest("", |_| false), "");
}

#[test]
fn a_row_without_a_head_may_name_a_role() {
    let entries = parse("maren@example.com, Maren Falk, Mitarbeiter\nManager\tb@example.com", &role);
    let told: Vec<_> = entries.all.iter().map(|e| (e.name.as_deref(), e.role)).collect();
    assert_eq!(told, [(Some("Maren Falk"), Some(Role::Associate)), (None, Some(Role::Manager))]);
}

#[test]
fn what_is_no_address_is_told_and_never_left_out() {
    for (text, bad) in [
        ("maren", "maren"),
        ("maren@", "maren@"),
        ("@example.com", "@example.com"),
        ("a@b@example.com", "a@b@example.com"),
        ("a@example..com", "a@example..com"),
        ("x <maren>", "x <maren>"),
        ("\"unfinished", "\"unfinished"),
    ] {
        assert_eq!(kinds(text), [(bad.to_owned(), Kind::NotAnAddress)], "{text:?}");
    }
    assert_eq!(
        kinds("maren, a@example.com, b@example.com"),
        [
            ("maren".to_owned(), Kind::NotAnAddress),
            ("a@example.com".to_owned(), Kind::Address),
            ("b@example.com".to_owned(), Kind::Address)
        ]
    );
    let long = format!("{}@example.com", "x".repeat(250));
    assert_eq!(kinds(&long), [(long.clone(), Kind::NotAnAddress)]);
}

#[test]
fn the_same_address_in_another_case_is_a_duplicate() {
    let found = kinds("Maren@Example.com, maren@example.com, info@bücher.example, INFO@BÜCHER.example");
    let found: Vec<Kind> = found.into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(found, [Kind::Address, Kind::Duplicate, Kind::Address, Kind::Duplicate]);
}

#[test]
fn too_many_are_counted_and_stay() {
    let text: Vec<String> = (0..750).map(|n| format!("a{n}@example.com")).collect();
    let text = text.join("\n");
    let entries = parse(&text, &role);
    assert_eq!((entries.all.len(), entries.over()), (750, 250));
    let rest = entries.rest(&text, |at| entries.all[at].kind == Kind::Over);
    assert_eq!(rest.lines().next(), Some("a500@example.com"));
    assert_eq!(parse(&rest, &role).all.len(), 250);
}

fn person() -> impl Strategy<Value = (String, String, String)> {
    ("[a-z][a-z0-9._+-]{0,8}[a-z0-9]", "[a-zäöü]{1,8}\\.(example|org)", "[A-ZÄÖÜ][a-zäöüß]{1,8}", "[A-ZÉ][a-zé]{2,9}")
        .prop_filter("what companies are called", |(_, _, first, _)| {
            !["Ag", "Inc", "Llc", "Ltd", "Gmbh"].contains(&first.as_str())
        })
        .prop_map(|(local, domain, first, last)| (format!("{local}@{domain}"), first, last))
}

fn written((email, first, last): &(String, String, String), form: usize) -> String {
    match form % 6 {
        0 => email.clone(),
        1 => format!("{first} {last} <{email}>"),
        2 => format!("{last}, {first} <{email}>"),
        3 => format!("\"{last}, {first}\" <{email}>"),
        4 => format!("<mailto:{email}>"),
        _ => format!("'{first} {last}' <{email}>"),
    }
}

proptest! {
    #[test]
    fn every_person_of_a_list_is_found(
        people in prop::collection::vec((person(), 0usize..6), 1..20),
        divider in prop::sample::select(vec![", ", "; ", "\n", "\r\n", ";\n", ",\n", " ;  "]),
    ) {
        let text: Vec<String> = people.iter().map(|(person, form)| written(person, *form)).collect();
        let text = text.join(divider);
        let entries = parse(&text, &role);
        let found: Vec<_> = entries.all.iter().map(|entry| entry.email.clone()).collect();
        let expected: Vec<_> = people.iter().map(|((email, ..), _)| email.clone()).collect();
        prop_assert_eq!(&found, &expected, "{}", text);
        for (entry, ((_, first, last), form)) in entries.all.iter().zip(&people) {
            if !matches!(form, 0 | 4) {
                prop_assert_eq!(entry.name.as_ref(), Some(&format!("{first} {last}")), "{}", text);
            }
        }
        // What is left after some were sent reads as those that were not.
        let rest = entries.rest(&text, |at| at % 2 == 1);
        let left: Vec<_> = parse(&rest, &role).all.into_iter().map(|entry| entry.email).collect();
        let odd: Vec<_> = expected.iter().skip(1).step_by(2).cloned().collect();
        prop_assert_eq!(left, odd, "{}", rest);
    }

    #[test]
    fn whatever_is_pasted_is_read(text in "([a-c@.,;<>\"' \t\n()\\[\\]:]|email|name|role|ä|\u{200B}|，|PHRASE){0,60}") {
        let entries = parse(&text, &role);
        for entry in &entries.all {
            prop_assert!(text.get(entry.source.clone()).is_some_and(|source| !source.is_empty()), "{:?}", entry);
            prop_assert!(!entry.email.is_empty());
        }
        let _ = entries.rest(&text, |at| at % 2 == 0);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        let entries = parse(&text, &role);
        prop_assert!(entries.all.len() <= text.len());
    }
}
