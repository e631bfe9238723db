//! Gives the main module the short names that its script has given to imports and exports.

use anyhow::{Context, Result};
use std::collections::HashMap;
use wasm_encoder::{
    ExportSection, ImportSection, Module,
    reencode::{Error, Reencode, utils},
};

/// What the classes for streams are called, which the script has left out.
const LEFT_OUT: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

/// From the long name to the short one. A name that is not here stays.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    /// Reads esbuild's cache of names: an object of texts.
    ///
    /// # Errors
    /// Where it is something else.
    pub(super) fn parse(cache: &str) -> Result<Self> {
        serde_json::from_str(cache).map(Self).context("the names of the page's script cannot be read")
    }

    /// The module with short names, and without exports that the script has left out.
    ///
    /// # Errors
    /// Where it is no module.
    pub(super) fn give(mut self, module: &[u8]) -> Result<Vec<u8>> {
        let mut renamed = Module::new();
        utils::parse_core_module(&mut self, &mut renamed, wasmparser::Parser::new(0), module)
            .map_err(|error| anyhow::anyhow!("the page's module cannot be read: {error}"))?;
        Ok(renamed.finish())
    }

    fn short<'a>(&'a self, long: &'a str) -> &'a str {
        self.0.get(long).map_or(long, String::as_str)
    }
}

impl Reencode for Names {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            imports.import(import.module, self.short(import.name), kind);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        if LEFT_OUT.iter().any(|prefix| export.name.starts_with(prefix)) {
            return Ok(());
        }
        let (kind, index) = (self.export_kind(export.kind)?, self.external_index(export.kind, export.index)?);
        exports.export(self.short(export.name), kind, index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, EntityType, ExportKind, Function, FunctionSection, TypeSection};
    use wasmparser::{Parser, Payload};

    fn module(import: &str, exports: &[&str]) -> Vec<u8> {
        let (mut module, mut types, mut imports) = (Module::new(), TypeSection::new(), ImportSection::new());
        let (mut functions, mut exported, mut code) =
            (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        imports.import("./main_bg.js", import, EntityType::Function(0));
        functions.function(0);
        for name in exports {
            exported.export(name, ExportKind::Func, 1);
        }
        let mut body = Function::new([]);
        body.instructions().call(0).end();
        code.function(&body);
        module.section(&types).section(&imports).section(&functions).section(&exported).section(&code);
        module.finish()
    }

    #[test]
    fn imports_and_exports_take_the_names_of_the_script() {
        let names = Names::parse(r#"{"__wbg_new_1":"a","__wbindgen_malloc":"b"}"#).expect("reads");
        let long = module("__wbg_new_1", &["main", "__wbindgen_malloc", "__wbg_intounderlyingsink_free"]);
        let short = names.give(&long).expect("renames");
        let mut found = Vec::new();
        for part in Parser::new(0).parse_all(&short) {
            match part.expect("is a module") {
                Payload::ImportSection(section) => {
                    found.extend(section.into_imports().map(|import| import.expect("reads").name.to_owned()));
                }
                Payload::ExportSection(section) => {
                    found.extend(section.into_iter().map(|export| export.expect("reads").name.to_owned()));
                }
                _ => {}
            }
        }
        assert_eq!(found, ["a", "main", "b"]);
        assert_eq!(short, module("a", &["main", "b"]), "the code stays");
    }

    #[test]
    fn what_is_no_module_or_no_names_is_told() {
        assert!(Names::parse("[]").is_err());
        assert!(Names::parse("{}").expect("reads").give(b"not a module").is_err());
    }
}
