//! Numbered migrations. One that was released is never changed: the next one puts right what it
//! left wrong.

use sqlx::{
    SqlSafeStr as _, SqlStr,
    migrate::{Migration, MigrationType, Migrator},
};

/// Number, description and statements of each.
const ALL: [(i64, &str, &str); 6] = [
    (1, "begin", include_str!("../../migrations/0001_begin.sql")),
    (2, "outbox", include_str!("../../migrations/0002_outbox.sql")),
    (3, "people", include_str!("../../migrations/0003_people.sql")),
    (4, "events", include_str!("../../migrations/0004_events.sql")),
    (5, "secure", include_str!("../../migrations/0005_secure.sql")),
    (6, "invitations", include_str!("../../migrations/0006_invitations.sql")),
];

pub(super) fn migrator() -> Migrator {
    first(ALL.len())
}

/// So many of the migrations: an older release.
pub(super) fn first(count: usize) -> Migrator {
    let migrations = ALL.iter().take(count).map(|&(number, description, statements)| {
        let statements: SqlStr = statements.into_sql_str();
        Migration::new(number, description.into(), MigrationType::Simple, statements, false)
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_embedded_under_its_number() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        files.sort_unstable();
        let embedded = ALL.map(|(number, description, _)| format!("{number:04}_{description}.sql"));
        assert_eq!(files, embedded);
        assert!(ALL.iter().zip(1..).all(|((number, ..), expected)| *number == expected));
    }
}
