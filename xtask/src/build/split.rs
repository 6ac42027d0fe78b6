//! Cuts a module in two: what the page needs to decide, and what comes after that.
//!
//! Of a function that moves to the second module, and that the first calls or has in its table, a stub
//! stays: it sees to it that the second module is there, and calls the function through the table, where
//! the second module puts it. Both share memory, table and globals, so no caller knows of it; but until the
//! second module is there, it must not be called.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
    GlobalId, GlobalKind, ImportId, ImportedFunction, LocalFunction, MemoryId, Module, TableId,
    ValType,
};

use super::offline::Hash;

/// What the first module imports: a function that sees to it that the second is there.
pub(super) const LOAD: &str = "later";
/// A stub takes as much as a function of so many instructions.
const SHORT: u64 = 24;
/// What imports come from, in either module.
const FROM: &str = "a";

/// A module in two.
pub(super) struct Parts {
    pub(super) first: Vec<u8>,
    pub(super) second: Vec<u8>,
    /// Of these two alone: what the first exports by this name, the second imports.
    pub(super) tie: String,
}

/// What moves is all that `moves` says yes to by its name, and what nobody else calls.
pub(super) fn split(module: &[u8], moves: impl Fn(&str) -> bool) -> Result<Parts> {
    let mut first = parse(module)?;
    let graph = Graph::new(&first)?;
    let moved = graph.moved(&first, moves);
    let loaded = add_loaded(&mut first);
    let slots = leave_stubs(&mut first, &graph, &moved, loaded)?;
    let names = export(&mut first, &graph, &moved);
    walrus::passes::gc::run(&mut first);

    let mut second = parse(module)?;
    keep(&mut second, &moved, &names);
    fill_table(&mut second, &slots)?;
    let import = set_loaded(&mut second);
    walrus::passes::gc::run(&mut second);

    let mut hash = Hash::default();
    hash.add(&first.emit_wasm());
    hash.add(&second.emit_wasm());
    let tie = hash.text();
    first.exports.add(&tie, loaded);
    second.imports.get_mut(import).name.clone_from(&tie);
    Ok(Parts { first: first.emit_wasm(), second: second.emit_wasm(), tie })
}

/// What the stubs ask whether the second module is there.
fn add_loaded(first: &mut Module) -> GlobalId {
    first.globals.add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)))
}

/// Has the second module say that it is there, once its functions are in the table.
fn set_loaded(second: &mut Module) -> ImportId {
    let (loaded, import) = second.add_import_global(FROM, "", ValType::I32, true, false);
    let mut builder = FunctionBuilder::new(&mut second.types, &[], &[]);
    builder.func_body().i32_const(1).global_set(loaded);
    second.start = Some(builder.finish(Vec::new(), &mut second.funcs));
    import
}

fn parse(module: &[u8]) -> Result<Module> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_producers_section(false).parse(module).context("this is no module")
}

/// Who refers to whom. An id belongs to one reading of a module, an index to all.
struct Graph {
    table: usize,
    /// Where in the table a function is.
    places: BTreeMap<usize, Vec<u32>>,
    exported: BTreeSet<usize>,
    callers: BTreeMap<usize, BTreeSet<usize>>,
    /// What a function refers to.
    uses: BTreeMap<usize, Uses>,
}

#[derive(Default)]
struct Uses {
    /// In instructions.
    size: u64,
    functions: BTreeSet<usize>,
    globals: BTreeSet<usize>,
    memories: BTreeSet<usize>,
    tables: BTreeSet<usize>,
}

impl Visitor<'_> for Uses {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.functions.insert(id.index());
    }
    fn visit_global_id(&mut self, id: &GlobalId) {
        self.globals.insert(id.index());
    }
    fn visit_memory_id(&mut self, id: &MemoryId) {
        self.memories.insert(id.index());
    }
    fn visit_table_id(&mut self, id: &TableId) {
        self.tables.insert(id.index());
    }
}

impl Graph {
    fn new(module: &Module) -> Result<Self> {
        let table = table_of(module)?;
        let mut places: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for element in module.elements.iter() {
            let ElementKind::Active { table: of, offset } = &element.kind else { continue };
            if *of != table {
                continue;
            }
            let (ConstExpr::Value(Value::I32(start)), ElementItems::Functions(functions)) =
                (offset, &element.items)
            else {
                bail!("the table is not filled with functions at places that are numbers");
            };
            for (place, function) in (u32::try_from(*start)?..).zip(functions) {
                places.entry(function.index()).or_default().push(place);
            }
        }
        let exported = module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id.index()),
            _ => None,
        });
        let mut callers: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut uses = BTreeMap::new();
        for (id, function) in module.funcs.iter_local() {
            let mut used = Uses { size: function.size(), ..Uses::default() };
            dfs_in_order(&mut used, function, function.entry_block());
            for callee in &used.functions {
                callers.entry(*callee).or_default().insert(id.index());
            }
            uses.insert(id.index(), used);
        }
        Ok(Self { table: table.index(), places, exported: exported.collect(), callers, uses })
    }

    /// What moves by its name, and what only that needs.
    fn moved(&self, module: &Module, moves: impl Fn(&str) -> bool) -> BTreeSet<usize> {
        let named = |id: &FunctionId| module.funcs.get(*id).name.as_deref().is_some_and(&moves);
        let ids = module.funcs.iter_local().map(|(id, _)| id);
        let mut moved: BTreeSet<usize> = ids.filter(named).map(|id| id.index()).collect();
        let is_long = |it: &usize| self.uses.get(it).is_some_and(|uses| uses.size >= SHORT);
        // A short one stays for its caller, which may be a short one that stays.
        loop {
            let before = moved.clone();
            moved.retain(|it| is_long(it) || !self.stays(*it, &before));
            if moved.len() == before.len() {
                break;
            }
        }
        loop {
            let is_left = |it: &&usize| !moved.contains(it) && self.callers.contains_key(it);
            let rest = self.uses.keys().filter(is_left);
            let more: Vec<usize> = rest.filter(|it| !self.stays(**it, &moved)).copied().collect();
            if more.is_empty() {
                return moved;
            }
            moved.extend(more);
        }
    }

    /// Whether the first module, or whoever uses it, refers to a function.
    fn stays(&self, function: usize, moved: &BTreeSet<usize>) -> bool {
        self.exported.contains(&function)
            || self.places.contains_key(&function)
            || self.callers.get(&function).is_some_and(|callers| !callers.is_subset(moved))
    }
}

/// Puts stubs in the place of what has moved. Which function the second module has to put where in the
/// table.
fn leave_stubs(
    first: &mut Module,
    graph: &Graph,
    moved: &BTreeSet<usize>,
    loaded: GlobalId,
) -> Result<BTreeMap<u32, usize>> {
    let nothing = first.types.add(&[], &[]);
    let (load, _) = first.add_import_func(FROM, LOAD, nothing);

    let table = table_of(first)?;
    let mut size = u32::try_from(first.tables.get(table).initial)?;
    let mut slots = BTreeMap::new();
    let called = |id: &FunctionId| moved.contains(&id.index()) && graph.stays(id.index(), moved);
    let functions: Vec<_> = first.funcs.iter().map(|it| it.id()).filter(called).collect();
    for function in functions {
        let places = graph.places.get(&function.index()).cloned().unwrap_or_else(|| {
            size += 1;
            vec![size - 1]
        });
        slots.extend(places.iter().map(|place| (*place, function.index())));
        let slot = places.first().context("no place in the table")?;
        let call = Call { load, loaded, table, slot: i32::try_from(*slot)? };
        let stub = call.stub(first, function);
        first.funcs.get_mut(function).kind = FunctionKind::Local(stub);
    }
    let table = first.tables.get_mut(table);
    table.initial = size.into();
    table.maximum = table.maximum.map(|most| most.max(size.into()));
    Ok(slots)
}

/// A call of what may not be there yet.
struct Call {
    load: FunctionId,
    loaded: GlobalId,
    table: TableId,
    slot: i32,
}

impl Call {
    /// A function of the same type that makes this call.
    fn stub(&self, module: &mut Module, function: FunctionId) -> LocalFunction {
        let ty = module.funcs.get(function).ty();
        let (params, results) = module.types.params_results(ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let args: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
        let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
        let mut body = builder.func_body();
        body.global_get(self.loaded).if_else(
            None,
            |_| {},
            |absent| {
                absent.call(self.load);
            },
        );
        for arg in &args {
            body.local_get(*arg);
        }
        body.i32_const(self.slot).call_indirect(ty, self.table);
        builder.local_func(args)
    }
}

/// By which names the second module knows what is in the first.
#[derive(Default)]
struct Names {
    functions: BTreeMap<usize, String>,
    globals: BTreeMap<usize, String>,
    memories: BTreeMap<usize, String>,
    tables: BTreeMap<usize, String>,
}

/// Exports what the second module needs. The names are numbers, as no other export's is.
fn export(first: &mut Module, graph: &Graph, moved: &BTreeSet<usize>) -> Names {
    let mut needed = Uses { tables: BTreeSet::from([graph.table]), ..Uses::default() };
    for (_, uses) in graph.uses.iter().filter(|(index, _)| moved.contains(index)) {
        needed.functions.extend(uses.functions.difference(moved));
        needed.globals.extend(&uses.globals);
        needed.memories.extend(&uses.memories);
        needed.tables.extend(&uses.tables);
    }
    let mut count = 0_u32;
    let mut name = |item: ExportItem| {
        let name = count.to_string();
        first.exports.add(&name, item);
        count += 1;
        name
    };
    let functions = first.funcs.iter().map(|it| it.id());
    let functions = functions.filter(|id| needed.functions.contains(&id.index()));
    let globals = first.globals.iter().map(|it| it.id());
    let globals = globals.filter(|id| needed.globals.contains(&id.index()));
    let memories = first.memories.iter().map(|it| it.id());
    let memories = memories.filter(|id| needed.memories.contains(&id.index()));
    let tables = first.tables.iter().map(|it| it.id());
    let tables = tables.filter(|id| needed.tables.contains(&id.index()));
    Names {
        functions: functions.map(|id| (id.index(), name(id.into()))).collect(),
        globals: globals.map(|id| (id.index(), name(id.into()))).collect(),
        memories: memories.map(|id| (id.index(), name(id.into()))).collect(),
        tables: tables.map(|id| (id.index(), name(id.into()))).collect(),
    }
}

/// Leaves in the second module what has moved, and imports what that needs.
fn keep(second: &mut Module, moved: &BTreeSet<usize>, names: &Names) {
    second.start = None;
    let all: Vec<_> = second.exports.iter().map(|it| it.id()).collect();
    all.into_iter().for_each(|id| second.exports.delete(id));
    let all: Vec<_> = second.elements.iter().map(|it| it.id()).collect();
    all.into_iter().for_each(|id| second.elements.delete(id));
    let all: Vec<_> = second.data.iter().map(|it| it.id()).collect();
    all.into_iter().for_each(|id| second.data.delete(id));
    let all: Vec<_> = second.imports.iter().map(|it| it.id()).collect();
    all.into_iter().for_each(|id| second.imports.delete(id));
    second.tables.iter_mut().for_each(|it| it.elem_segments = Default::default());
    second.memories.iter_mut().for_each(|it| it.data_segments = Default::default());

    let all: Vec<_> = second.memories.iter().map(|it| it.id()).collect();
    for id in all {
        if let Some(name) = names.memories.get(&id.index()) {
            second.memories.get_mut(id).import = Some(second.imports.add(FROM, name, id));
        }
    }
    let all: Vec<_> = second.tables.iter().map(|it| it.id()).collect();
    for id in all {
        if let Some(name) = names.tables.get(&id.index()) {
            let table = second.tables.get_mut(id);
            table.import = Some(second.imports.add(FROM, name, id));
            // Not more than the first one's, whatever that is.
            table.maximum = None;
        }
    }
    let all: Vec<_> = second.globals.iter().map(|it| it.id()).collect();
    for id in all {
        if let Some(name) = names.globals.get(&id.index()) {
            let import = second.imports.add(FROM, name, id);
            second.globals.get_mut(id).kind = GlobalKind::Import(import);
        }
    }
    let all: Vec<_> = second.funcs.iter().map(|it| it.id()).collect();
    for id in all {
        if let Some(name) = names.functions.get(&id.index()) {
            let ty = second.funcs.get(id).ty();
            let import = second.imports.add(FROM, name, id);
            second.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        } else if !moved.contains(&id.index()) {
            second.funcs.delete(id);
        }
    }
}

/// Has the second module put its functions into the table.
fn fill_table(second: &mut Module, slots: &BTreeMap<u32, usize>) -> Result<()> {
    let table = table_of(second)?;
    let functions: BTreeMap<usize, FunctionId> =
        second.funcs.iter().map(|it| (it.id().index(), it.id())).collect();
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    for (place, index) in slots {
        let function = *functions.get(index).context("a function that moved is gone")?;
        match runs.last_mut() {
            Some((start, run)) if *start + u32::try_from(run.len())? == *place => {
                run.push(function)
            }
            _ => runs.push((*place, vec![function])),
        }
    }
    for (start, run) in runs {
        let offset = ConstExpr::Value(Value::I32(i32::try_from(start)?));
        let kind = ElementKind::Active { table, offset };
        let element = second.elements.add(kind, ElementItems::Functions(run));
        second.tables.get_mut(table).elem_segments.insert(element);
    }
    Ok(())
}

fn table_of(module: &Module) -> Result<TableId> {
    module.tables.main_function_table()?.context("there is no table of functions")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use walrus::ir::{Const, Instr};
    use walrus::{
        ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, Module, RefType,
    };

    use super::{ConstExpr, Value, parse, split};

    /// A function without parameters that calls others and does nothing else, often.
    fn add(module: &mut Module, name: &str, calls: &[FunctionId], length: usize) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.name(name.into());
        let mut body = builder.func_body();
        for call in calls {
            body.call(*call);
        }
        for _ in 0..length {
            body.i32_const(1).drop();
        }
        builder.finish(Vec::new(), &mut module.funcs)
    }

    fn names(module: &Module, ids: impl Iterator<Item = FunctionId>) -> Vec<&str> {
        ids.filter_map(|id| module.funcs.get(id).name.as_deref()).collect()
    }

    fn local(module: &Module) -> BTreeSet<&str> {
        names(module, module.funcs.iter_local().map(|(id, _)| id)).into_iter().collect()
    }

    #[test]
    fn what_moves_is_called_through_the_table() {
        let mut whole = Module::default();
        let shared = add(&mut whole, "shared", &[], 40);
        let own = add(&mut whole, "own", &[], 40);
        let long = add(&mut whole, "later::long", &[shared, own], 40);
        let short = add(&mut whole, "later::short", &[], 1);
        let pointed = add(&mut whole, "later::pointed", &[], 40);
        let main = add(&mut whole, "main", &[shared, long, short], 40);
        let table = whole.tables.add_local(false, 2, Some(2), RefType::FUNCREF);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(1)) };
        let element = whole.elements.add(kind, ElementItems::Functions(vec![pointed]));
        whole.tables.get_mut(table).elem_segments.insert(element);
        whole.exports.add("main", main);
        whole.exports.add("table", table);

        let parts = split(&whole.emit_wasm(), |name| name.starts_with("later::")).unwrap();
        let (first, second) = (parse(&parts.first).unwrap(), parse(&parts.second).unwrap());

        let left = ["shared", "later::long", "later::short", "later::pointed", "main"];
        assert_eq!(local(&first), BTreeSet::from(left));
        assert_eq!(local(&second), BTreeSet::from(["own", "later::long", "later::pointed"]));
        // What is left of what has moved calls the place in the table that the second fills.
        let place_of = |name: &str| {
            let stub = first.funcs.get(first.funcs.by_name(name).unwrap()).kind.unwrap_local();
            let calls = stub.block(stub.entry_block()).instrs.iter();
            calls.rev().find_map(|(instruction, _)| match instruction {
                Instr::Const(Const { value: Value::I32(place) }) => Some(*place),
                _ => None,
            })
        };
        assert_eq!((place_of("later::pointed"), place_of("later::long")), (Some(1), Some(2)));
        // Whatever the second imports, the first exports by that name.
        let given: BTreeSet<_> = first.exports.iter().map(|export| &*export.name).collect();
        assert!(second.imports.iter().all(|import| given.contains(&*import.name)));
        assert!(given.contains(&*parts.tie));
        assert_eq!(second.imports.iter().count(), 3, "shared, the table, and the tie");
        // The function in the table keeps its place; the other has a new one behind.
        let places: Vec<_> = second
            .elements
            .iter()
            .map(|element| match (&element.kind, &element.items) {
                (
                    ElementKind::Active { offset: ConstExpr::Value(Value::I32(place)), .. },
                    ElementItems::Functions(functions),
                ) => (*place, names(&second, functions.iter().copied())),
                _ => panic!("not a place in the table"),
            })
            .collect();
        assert_eq!(places, [(1, vec!["later::pointed", "later::long"])]);
        let exported = first.exports.iter().find_map(|export| match export.item {
            ExportItem::Table(id) => Some(first.tables.get(id)),
            _ => None,
        });
        assert_eq!(exported.map(|table| (table.initial, table.maximum)), Some((3, Some(3))));
    }
}
