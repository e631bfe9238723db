//! Joins modules that wasm-split-cli has cut into one.
//!
//! Each defines functions, data and entries of the table of functions, and imports what the main
//! module exports. They name nothing of each other: they call through the table, and data has its
//! address. So one is copied after the other, and what several import is imported once.

use anyhow::{Context, Result, bail};
use std::mem::discriminant;
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, EntityType, FunctionSection, ImportSection, Module,
    TypeSection,
    reencode::{Error, Reencode},
};
use wasmparser::{Parser, Payload};

/// The modules as one, without custom sections.
///
/// # Errors
/// Where one is no module, or holds what wasm-split-cli does not make.
pub(super) fn join(modules: &[Vec<u8>]) -> Result<Vec<u8>> {
    let (mut sections, mut imports) = (Sections::default(), Vec::new());
    for module in modules {
        imports = sections.copy(module, imports)?;
    }
    let mut imported = ImportSection::new();
    for Import { module, name, kind } in &imports {
        imported.import(module, name, *kind);
    }
    let mut joined = Module::new();
    joined.section(&sections.types).section(&imported).section(&sections.functions).section(&sections.elements);
    joined.section(&DataCountSection { count: sections.data.len() });
    joined.section(&sections.code).section(&sections.data);
    Ok(joined.finish())
}

/// What the joined module defines.
#[derive(Default)]
struct Sections {
    types: TypeSection,
    functions: FunctionSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
}

#[derive(PartialEq, Eq)]
struct Import {
    module: String,
    name: String,
    kind: EntityType,
}

impl Sections {
    /// Adds a module to those before it, which import `imports`. Gives what all import.
    fn copy(&mut self, module: &[u8], imports: Vec<Import>) -> Result<Vec<Import>> {
        let mut moved = Moved {
            types: self.types.len(),
            functions: self.functions.len(),
            elements: self.elements.len(),
            data: self.data.len(),
            imports,
            memories: Vec::new(),
            tables: Vec::new(),
            globals: Vec::new(),
        };
        for part in Parser::new(0).parse_all(module) {
            let copied = match part.context("a part of the page cannot be read")? {
                Payload::TypeSection(types) => moved.parse_type_section(&mut self.types, types),
                Payload::ImportSection(imports) => {
                    imports.into_imports().try_for_each(|import| moved.import(import?))?;
                    Ok(())
                }
                Payload::FunctionSection(functions) => moved.parse_function_section(&mut self.functions, functions),
                Payload::ElementSection(elements) => moved.parse_element_section(&mut self.elements, elements),
                Payload::CodeSectionEntry(body) => moved.parse_function_body(&mut self.code, body),
                Payload::DataSection(data) => moved.parse_data_section(&mut self.data, data),
                // There is one, and it is empty: nothing but the main module is known by name.
                Payload::ExportSection(exports) if exports.count() == 0 => Ok(()),
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::CustomSection(_)
                | Payload::End(_) => Ok(()),
                other => bail!("a part of the page holds what cannot be joined: {other:?}"),
            };
            copied.map_err(|error| anyhow::anyhow!("a part of the page cannot be joined: {error}"))?;
        }
        Ok(moved.imports)
    }
}

/// Where the indices of one module lie in the joined one.
struct Moved {
    /// The first of its types, functions, segments of elements and of data.
    types: u32,
    functions: u32,
    elements: u32,
    data: u32,
    /// What it and those before it import.
    imports: Vec<Import>,
    /// The index of each of its memories, tables and globals.
    memories: Vec<u32>,
    tables: Vec<u32>,
    globals: Vec<u32>,
}

impl Moved {
    fn import(&mut self, import: wasmparser::Import<'_>) -> Result<()> {
        let kind = self.entity_type(import.ty).map_err(|error| anyhow::anyhow!("an import of a part: {error}"))?;
        let new = Import { module: import.module.to_owned(), name: import.name.to_owned(), kind };
        let mut same_kind = self.imports.iter().filter(|known| discriminant(&known.kind) == discriminant(&kind));
        let count = same_kind.clone().count();
        let known = same_kind.position(|known| (&known.module, &known.name) == (&new.module, &new.name));
        let index = u32::try_from(known.unwrap_or(count))?;
        match kind {
            EntityType::Memory(_) => self.memories.push(index),
            EntityType::Table(_) => self.tables.push(index),
            EntityType::Global(_) => self.globals.push(index),
            _ => bail!("a part of the page imports {}, which cannot be joined", new.name),
        }
        if known.is_none() {
            self.imports.push(new);
        } else if !self.imports.contains(&new) {
            bail!("parts of the page import {} as different things", new.name);
        }
        Ok(())
    }
}

fn imported(space: &[u32], index: u32) -> Result<u32, Error<&'static str>> {
    let found = usize::try_from(index).ok().and_then(|index| space.get(index));
    found.copied().ok_or(Error::UserError("it uses what it does not import"))
}

impl Reencode for Moved {
    type Error = &'static str;

    fn type_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.types + index)
    }

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.functions + index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.elements + index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        Ok(self.data + index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        imported(&self.memories, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        imported(&self.tables, index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error<Self::Error>> {
        imported(&self.globals, index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        BlockType, ConstExpr, Elements, ExportKind, ExportSection, Function, GlobalType, MemoryType, RefType,
        TableType, ValType,
    };

    const MEMORY: EntityType = EntityType::Memory(MemoryType {
        minimum: 18,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    const TABLE: EntityType = EntityType::Table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 9,
        maximum: None,
        shared: false,
    });
    const GLOBAL: EntityType = EntityType::Global(GlobalType { val_type: ValType::I32, mutable: true, shared: false });

    /// What a module holds, by indices.
    struct Part {
        imports: Vec<(&'static str, EntityType)>,
        /// How often the two types are there.
        types: u32,
        /// Each function's type, whom it calls, the type of whom it calls by the table, a global, data.
        functions: Vec<[u32; 5]>,
        /// Where each entry of the table stands, and the function.
        elements: Vec<(i32, u32)>,
        data: Vec<(i32, &'static str)>,
    }

    impl Part {
        fn module(&self) -> Vec<u8> {
            let (mut types, mut imports, mut sections) =
                (TypeSection::new(), ImportSection::new(), Sections::default());
            for _ in 0..self.types {
                types.ty().function([], []);
                types.ty().function([ValType::I32], [ValType::I32]);
            }
            for (name, kind) in &self.imports {
                imports.import("main", name, *kind);
            }
            for [kind, callee, by_table, global, data] in &self.functions {
                sections.functions.function(*kind);
                let mut body = Function::new([(1, ValType::I32)]);
                let mut code = body.instructions();
                code.block(BlockType::FunctionType(*by_table)).call(*callee).global_get(*global);
                code.i32_const(0).i32_const(0).memory_init(0, *data).call_indirect(0, *by_table).end().end();
                sections.code.function(&body);
            }
            for (at, function) in &self.elements {
                sections.elements.active(None, &ConstExpr::i32_const(*at), Elements::Functions((&[*function]).into()));
            }
            for (at, data) in &self.data {
                sections.data.active(0, &ConstExpr::i32_const(*at), data.bytes());
            }
            let mut module = Module::new();
            module.section(&types).section(&imports).section(&sections.functions).section(&sections.elements);
            module.section(&DataCountSection { count: sections.data.len() });
            module.section(&sections.code).section(&sections.data);
            module.finish()
        }
    }

    #[test]
    fn joined_modules_import_once_and_keep_what_is_theirs() {
        let first = Part {
            imports: vec![("memory", MEMORY), ("table", TABLE), ("stack", GLOBAL)],
            types: 1,
            functions: vec![[0, 1, 1, 0, 0], [1, 0, 0, 0, 1]],
            elements: vec![(5, 1)],
            data: vec![(100, "a"), (200, "b")],
        };
        let second = Part {
            imports: vec![("other", GLOBAL), ("stack", GLOBAL), ("table", TABLE), ("memory", MEMORY)],
            types: 1,
            functions: vec![[1, 0, 1, 1, 0], [0, 1, 0, 0, 0]],
            elements: vec![(2, 0), (7, 1)],
            data: vec![(300, "c")],
        };
        let joined = Part {
            imports: vec![("memory", MEMORY), ("table", TABLE), ("stack", GLOBAL), ("other", GLOBAL)],
            types: 2,
            functions: vec![[0, 1, 1, 0, 0], [1, 0, 0, 0, 1], [3, 2, 3, 0, 2], [2, 3, 2, 1, 2]],
            elements: vec![(5, 1), (2, 2), (7, 3)],
            data: vec![(100, "a"), (200, "b"), (300, "c")],
        };
        assert_eq!(join(&[first.module(), second.module()]).expect("joins"), joined.module());
        assert_eq!(join(&[first.module()]).expect("joins"), first.module());
    }

    #[test]
    fn what_cannot_be_joined_is_told() {
        let part = |imports| Part { imports, types: 1, functions: vec![], elements: vec![], data: vec![] }.module();
        let refused = |modules: &[Vec<u8>]| join(modules).expect_err("fails").to_string();
        let function = part(vec![("call", EntityType::Function(0))]);
        assert!(refused(&[function]).contains("imports call"));
        let other = EntityType::Global(GlobalType { val_type: ValType::I64, mutable: true, shared: false });
        let both = [part(vec![("stack", GLOBAL)]), part(vec![("stack", other)])];
        assert!(refused(&both).contains("stack as different things"));
        let mut lacking = Part { imports: vec![], types: 1, functions: vec![[0; 5]], elements: vec![], data: vec![] };
        lacking.imports.push(("memory", MEMORY));
        assert!(refused(&[lacking.module()]).contains("does not import"));
        let (mut exporting, mut exports) = (Module::new(), ExportSection::new());
        assert!(join(&[exporting.clone().section(&exports).clone().finish()]).is_ok());
        exporting.section(exports.export("a", ExportKind::Func, 0));
        assert!(refused(&[exporting.finish()]).contains("cannot be joined"));
        assert!(join(&[b"not a module".to_vec()]).is_err());
    }
}
