//! Generates the client of `openapi.yaml` as the module `helpdesk`.

use std::env;
use std::error::Error;

use converse_codegen::{CHECK_CFG, Document, Generator, Overlay, Target};

fn main() -> Result<(), Box<dyn Error>> {
    let document = Document::read("openapi.yaml")?;
    for file in document.files() {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    println!("cargo::rerun-if-changed=overlay.yaml");
    println!("{CHECK_CFG}");
    let overlay = std::fs::read_to_string("overlay.yaml")?;
    let made = Generator::new(document)
        .name("helpdesk")
        .overlay(Overlay::parse("overlay.yaml", &overlay)?)
        .target(Target::Module)
        .build()?;
    for left in &made.report.left_out {
        println!("cargo::warning={}", left.problem.rule());
    }
    made.write(env::var("OUT_DIR")?)?;
    Ok(())
}
