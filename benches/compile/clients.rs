//! What the compiler takes for a generated client, alone or with a program that makes each of its calls: its dependencies
//! are compiled before.

use converse_benches::figures::Figures;
use converse_benches::settings::Settings;
use converse_benches::table::{Table, mebibytes, time};
use serde_json::Value;

use crate::documents::{self, PROVIDERS};
use crate::generators::{CONVERSE, STOCK};
use crate::packages::{self, Package};
use crate::scratch::{Scratch, Usage};

const ROUNDS: usize = 3;

/// The commands that are measured, without and with optimization.
const COMMANDS: [&[&str]; 2] = [CHECK, &["build", "--release"]];

const CHECK: &[&str] = &["check"];

/// What the rounds of a command took.
#[derive(Default)]
struct Compiled {
    processor: Figures,
    memory: Figures,
}

/// A client, and what each command took.
struct Client {
    package: Package,
    commands: [Compiled; 2],
}

/// Compiles the clients of these documents, and returns the table.
pub fn table(settings: &Settings, names: &[&str], document_of: fn(&str) -> Value) -> Table {
    let columns = [
        "document",
        "operations",
        "by",
        "lines",
        "check",
        "÷ stock",
        "peak memory",
        "÷ stock",
        "release",
        "÷ stock",
        "peak memory",
        "÷ stock",
    ];
    let mut table = Table::new(1, &columns);
    let scratch = Scratch::create("clients");
    for name in names {
        let document = document_of(name);
        let operations = documents::operations(&document);
        let text = document.to_string();
        let written = [
            packages::converse(&scratch, name, &text),
            packages::stock(&scratch, name, &text),
        ];
        let clients = measure(settings, &scratch, written);
        add(&mut table, name, operations, &clients);
        if !PROVIDERS.contains(name) {
            let programs = clients.map(|client| {
                let client = client?.package;
                Ok(packages::calling(&scratch, client, operations))
            });
            let programs = measure(settings, &scratch, programs);
            let name = format!("{name}, with a program that calls it");
            add(&mut table, &name, operations, &programs);
        }
    }
    table
}

/// Adds the rows of a document.
fn add(table: &mut Table, name: &str, operations: usize, clients: &[Result<Client, String>; 2]) {
    for (client, generator) in clients.iter().zip([CONVERSE, STOCK]) {
        let mut row = vec![
            name.to_owned(),
            operations.to_string(),
            generator.to_owned(),
        ];
        row.extend(match client {
            Ok(client) => cells(client, clients[1].as_ref().ok()),
            Err(reason) => failure(reason),
        });
        table.add(row);
    }
}

/// Compiles the clients in turn. Fails for one whose code does not compile.
fn measure(
    settings: &Settings,
    scratch: &Scratch,
    written: [Result<Package, String>; 2],
) -> [Result<Client, String>; 2] {
    let mut clients = written.map(|package| {
        let package = package?;
        match settings.is_once() {
            // It would take minutes. That cargo finds all that it needs shows that it could.
            true => drop(scratch.packages(&package.name, package.arguments)),
            false => compile_with_dependencies(scratch, &package)?,
        }
        let commands = Default::default();
        Ok(Client { package, commands })
    });
    let rounds = if settings.is_once() { 0 } else { ROUNDS };
    for round in 1..=rounds {
        for client in clients.iter_mut().flatten() {
            eprintln!("{}: round {round}", client.package.name);
            for (command, compiled) in COMMANDS.iter().zip(&mut client.commands) {
                let [processor, memory] = alone(scratch, command, &client.package);
                compiled.processor.add(processor);
                compiled.memory.add(memory);
            }
        }
    }
    clients
}

fn compile_with_dependencies(scratch: &Scratch, package: &Package) -> Result<(), String> {
    for command in COMMANDS {
        eprintln!("{}: {command:?}, with dependencies", package.name);
        run(scratch, command, package)?;
    }
    Ok(())
}

/// Returns the time of the processor and the peak memory of compiling a package again. The time is without that of the
/// next run, which finds nothing to do: that is cargo's own.
fn alone(scratch: &Scratch, command: &[&str], package: &Package) -> [f64; 2] {
    let again = || run(scratch, command, package).expect("it compiled before");
    scratch.touch(&package.client);
    let usage = again();
    let idle = again();
    [usage.processor - idle.processor, usage.memory]
}

fn run(scratch: &Scratch, command: &[&str], package: &Package) -> Result<Usage, String> {
    scratch.run(&[command, package.arguments].concat(), &package.name)
}

fn cells(client: &Client, stock: Option<&Client>) -> Vec<String> {
    let mut cells = vec![client.package.lines.to_string()];
    for (at, compiled) in client.commands.iter().enumerate() {
        // Alone, stock's client has no code yet: its functions are compiled into the program that calls them.
        let is_comparable = COMMANDS[at] == CHECK || client.package.is_program();
        let of_stock = stock.filter(|_| is_comparable);
        let of_stock = of_stock.map(|stock| &stock.commands[at]);
        let to_stock = |figures: fn(&Compiled) -> &Figures| {
            let of_stock = of_stock.map(figures);
            of_stock.map_or_else(String::new, |stock| figures(compiled).ratio_cell(stock))
        };
        cells.extend([
            compiled.processor.cell(time),
            to_stock(|compiled| &compiled.processor),
            compiled.memory.cell(mebibytes),
            to_stock(|compiled| &compiled.memory),
        ]);
    }
    cells
}

/// Returns the cells of a client that does not exist. The first line has the reason.
fn failure(reason: &str) -> Vec<String> {
    eprintln!("a client fails: {reason}");
    let first = reason.lines().next().unwrap_or_default();
    let mut cells = vec![String::new(); 9];
    cells[0] = format!("fails: {first}");
    cells
}
