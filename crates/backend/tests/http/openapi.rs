//! The committed document is what the code makes.

use contract::problem::ProblemKind;
use serde_json::Value;

#[test]
fn the_document_has_not_drifted() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let made = backend::openapi::document();
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(path, &made).expect("writes");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == made,
        "openapi.json is out of date: run this test with UPDATE_OPENAPI=1 and look at the difference"
    );
}

#[test]
fn every_reference_leads_somewhere_and_every_problem_is_told() {
    let text = backend::openapi::document();
    let document: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    for kind in ProblemKind::ALL {
        let name = serde_json::to_value(kind).expect("a name");
        assert!(text.contains(&format!("`{}`", name.as_str().expect("text"))), "{name} is not told");
    }
    assert!(!text.contains("\"unknown\"") && !text.contains("crate::"));
}
