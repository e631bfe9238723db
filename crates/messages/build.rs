//! Makes a method of every message in `locales/en.json`, and checks the other languages against
//! it: a missing message, an unknown one, or a placeholder that differs stops the build.
//!
//! A message is a text with `{placeholders}`, or an object of texts by plural category (CLDR) with
//! at least `other`; its method then takes the count first.
//!
//! A name that begins with `@` is that of a group: messages that only a part on demand uses. Each
//! group is a catalogue of its own, so that its texts are no part of the first load.
//!
//! `mail/` holds the text of mails in the same way, without plural forms. All its languages are
//! built in, and nothing of it into the page.

use serde_json::{Map, Value};
use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

/// The categories of `Intl.PluralRules`, in the order of `messages::Plural`.
const FORMS: [&str; 6] = ["other", "zero", "one", "two", "few", "many"];
const SOURCE: &str = "en";

type Catalogue = Map<String, Value>;

fn main() {
    let (source, others) = catalogues("locales");
    write("messages.rs", &generate_pages(&source, others.iter().map(|(language, _)| language.as_str())));
    let (source, others) = catalogues("mail");
    write("mail.rs", &generate_mail(&source, &others));
}

/// The catalogue of [`SOURCE`] in a folder, and those of other languages by name, all checked.
fn catalogues(folder: &str) -> (Catalogue, Vec<(String, Catalogue)>) {
    println!("cargo::rerun-if-changed={folder}");
    let folder = Path::new(folder);
    let source = read(&folder.join(format!("{SOURCE}.json")));
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("an entry of a folder").path())
        .filter(|path| path.file_stem().is_some_and(|stem| stem != SOURCE))
        .collect();
    paths.sort();
    let mut faults = String::new();
    let mut others = Vec::new();
    for path in &paths {
        let other = read(path);
        compare(&source, &other, &path.display().to_string(), &mut faults);
        let language = path.file_stem().and_then(|stem| stem.to_str()).expect("a name in UTF-8");
        others.push((language.to_owned(), other));
    }
    assert!(faults.is_empty(), "\n{faults}");
    (source, others)
}

fn write(file: &str, code: &str) {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join(file), code).expect("OUT_DIR is writable");
}

fn read(path: &Path) -> Catalogue {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn compare(source: &Catalogue, other: &Catalogue, file: &str, faults: &mut String) {
    for (key, value) in source {
        match other.get(key) {
            Some(Value::Object(theirs)) if key.starts_with('@') => {
                if let Value::Object(ours) = value {
                    compare(ours, theirs, &format!("{file}, {key}"), faults);
                }
                Ok(())
            }
            None => writeln!(faults, "{file}: `{key}` is missing"),
            Some(theirs) if theirs.is_object() != value.is_object() => {
                writeln!(faults, "{file}: `{key}` has plural forms in one language only")
            }
            Some(theirs) if placeholders(theirs) != placeholders(value) => {
                writeln!(faults, "{file}: `{key}` has other placeholders than {SOURCE}.json")
            }
            Some(theirs) if theirs.is_object() && theirs.get("other").is_none() => {
                writeln!(faults, "{file}: `{key}` lacks `other`")
            }
            Some(_) => Ok(()),
        }
        .expect("a String takes all");
    }
    for key in other.keys().filter(|key| !source.contains_key(*key)) {
        writeln!(faults, "{file}: `{key}` is unknown").expect("a String takes all");
    }
}

/// The texts of a message by plural form; a plain message has `other` alone.
fn forms(message: &Value) -> [Option<&str>; 6] {
    FORMS.map(|form| match message {
        Value::Object(forms) => forms.get(form).and_then(Value::as_str),
        text => text.as_str().filter(|_| form == "other"),
    })
}

fn placeholders(message: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in forms(message).into_iter().flatten() {
        for part in text.split('{').skip(1) {
            let (name, _) = part.split_once('}').unwrap_or_else(|| panic!("`{text}` has an open brace"));
            found.insert(name.to_owned());
        }
    }
    found
}

fn generate_pages<'a>(source: &Catalogue, languages: impl Iterator<Item = &'a str>) -> String {
    let (groups, plain): (Vec<_>, Vec<_>) = source.iter().partition(|(key, _)| key.starts_with('@'));
    let languages: Vec<_> = languages.collect();
    let mut code = format!(
        "/// The other languages that have a catalogue, by BCP 47 tag.\npub const OTHER_LANGUAGES: &[&str] = &{languages:?};\n"
    );
    code += &generate("Messages", &plain);
    for (key, group) in groups {
        let name = key.trim_start_matches('@');
        let name = name[..1].to_uppercase() + &name[1..];
        code += &generate(&name, &group.as_object().expect("a group is an object").iter().collect::<Vec<_>>());
    }
    code
}

/// The constants and methods of one type.
fn generate(name: &str, source: &[(&String, &Value)]) -> String {
    let mut keys = String::new();
    let mut texts = String::new();
    let mut methods = String::new();
    for (at, (key, message)) in source.iter().enumerate() {
        let plural = message.is_object();
        let forms = forms(message);
        write!(keys, "({key:?}, {plural}), ").expect("a String takes all");
        write!(
            texts,
            "{}, ",
            if plural {
                format!("Text::Plural(&{forms:?})")
            } else {
                format!("Text::Plain({:?})", forms[0].expect("a text"))
            }
        )
        .expect("a String takes all");
        let names: Vec<_> = placeholders(message).into_iter().collect();
        let parameters: String = names.iter().map(|name| format!(", {name}: &str")).collect();
        let arguments: String = names.iter().map(|name| format!("({name:?}, {name}), ")).collect();
        let sample = forms[0].expect("`other`").replace('[', "\\[").replace(']', "\\]");
        write!(methods, "/// {sample}\n#[must_use]\n").expect("a String takes all");
        match (plural, names.is_empty()) {
            (false, true) => writeln!(methods, "pub fn {key}(self) -> &'static str {{ self.0.text({at}) }}"),
            (false, false) => writeln!(methods, "pub fn {key}(self{parameters}) -> String {{ fill(self.0.text({at}), &[{arguments}]) }}"),
            (true, _) => writeln!(methods, "pub fn {key}(self, plural: Plural{parameters}) -> String {{ fill(self.0.form({at}, plural), &[{arguments}]) }}"),
        }
        .expect("a String takes all");
    }
    format!(
        "impl {name} {{\nconst KEYS: &[(&str, bool)] = &[{keys}];\nconst SOURCE: &[Text] = &[{texts}];\n{methods}}}\n"
    )
}

/// A constant for each language, and a method for each text.
fn generate_mail(source: &Catalogue, others: &[(String, Catalogue)]) -> String {
    let mut code = String::from("impl MailText {\n");
    let all = others.iter().map(|(language, catalogue)| (language.as_str(), catalogue));
    for (language, catalogue) in [(SOURCE, source)].into_iter().chain(all) {
        let texts: Vec<&str> =
            source.keys().map(|key| catalogue[key].as_str().expect("a text without plural forms")).collect();
        writeln!(
            code,
            "/// The language `{language}`.\npub const {}: Self = Self(&{texts:?});",
            language.to_uppercase()
        )
        .expect("a String takes all");
    }
    for (at, (key, message)) in source.iter().enumerate() {
        let names: Vec<_> = placeholders(message).into_iter().collect();
        let sample = message.as_str().expect("a text").replace('[', "\\[").replace(']', "\\]");
        write!(code, "/// {sample}\n#[must_use]\n").expect("a String takes all");
        if names.is_empty() {
            writeln!(code, "pub fn {key}(self) -> &'static str {{ self.0[{at}] }}")
        } else {
            let parameters: String = names.iter().map(|name| format!(", {name}: &str")).collect();
            let arguments: String = names.iter().map(|name| format!("({name:?}, {name}), ")).collect();
            writeln!(code, "pub fn {key}(self{parameters}) -> String {{ fill(self.0[{at}], &[{arguments}]) }}")
        }
        .expect("a String takes all");
    }
    code.push_str("}\n");
    code
}
