//! The example of each operation: a doc test that is compiled and not run.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Input;
use super::code::Code;
use super::expression::Expressions;
use super::names::{streamed, success};
use super::part::{Call, Part};
use crate::api::Parameter;
use crate::generate::RustType;
use crate::samples::Maker;

/// Writes the examples of operations.
pub struct CallExamples<'a> {
    input: &'a Input<'a>,
    expressions: Expressions<'a>,
    maker: Maker<'a>,
}

impl<'a> CallExamples<'a> {
    pub fn new(input: &'a Input<'a>, whole: &Part<'a>) -> Self {
        Self {
            input,
            expressions: Expressions::of(input, whole),
            maker: Maker::new(input.api).sending(),
        }
    }

    /// Returns the example of an operation as lines of docs.
    pub fn docs(&mut self, call: &Call<'a>) -> String {
        // The path to a module is not known, so its examples are not compiled.
        let kind = match self.input.is_module() {
            true => "ignore",
            false => "no_run",
        };
        let lines = self.snippet(call);
        let lines = lines.lines().map(|line| match line {
            "" => "    ///\n".to_owned(),
            line => format!("    /// {line}\n"),
        });
        let lines: String = lines.collect();
        format!("    ///\n    /// # Example\n    ///\n    /// ```{kind}\n{lines}    /// ```\n")
    }

    fn snippet(&mut self, call: &Call<'a>) -> String {
        self.expressions.restart();
        let name = self.input.crate_name();
        let code = self.statements(call);
        let imports: Vec<&str> = self.expressions.imports.iter().copied().collect();
        let imports = match imports.as_slice() {
            [] => String::new(),
            [only] => format!("use {name}::{only};\n\n"),
            all => format!("use {name}::{{{}}};\n\n", all.join(", ")),
        };
        // A deprecated operation has an example, too.
        format!(
            "{imports}# #[allow(deprecated)]\n\
             # async fn example(client: {name}::Client) -> {name}::Result<()> {{\n{code}# Ok(()) }}\n"
        )
    }

    fn statements(&mut self, call: &Call<'a>) -> String {
        let mut missing = String::new();
        let start = self.arguments(call, &mut missing);
        if call.operation.paging.is_some() {
            return format!("{missing}{}", pages(start));
        }
        if streamed(call).is_some_and(|(format, _)| format != "bytes") {
            let chain = Code::Chain {
                start: Box::new(Code::Plain("client".to_owned())),
                calls: sent(start, ".send_stream"),
            };
            let start = "let stream = ";
            let chain = chain.laid_out(0, start.len() + 1);
            return format!("{missing}{start}{chain};\nprintln!(\"{{}}\", stream.status());\n");
        }
        let (held, _) = success(call);
        let chain = Code::Chain {
            start: Box::new(Code::Plain("client".to_owned())),
            calls: sent(start, ".send"),
        };
        match held {
            RustType::Unit => format!("{missing}{};\n", chain.laid_out(0, 1)),
            held => {
                let start = "let response = ";
                let chain = chain.laid_out(0, start.len() + 1);
                let shown = match held {
                    RustType::Bytes => "println!(\"{} bytes\", response.len());",
                    _ => "println!(\"{:?}\", *response);",
                };
                format!("{missing}{start}{chain};\n{shown}\n")
            }
        }
    }

    /// Returns a call that reads, with its required arguments. `None` if it is none, or if nobody should make it.
    pub fn read(&mut self, call: &Call<'a>) -> Option<Vec<Code>> {
        let operation = call.operation;
        let mut required = operation.parameters.iter().filter(|it| it.required);
        let is_read =
            operation.method == "GET" && operation.body.is_none() && operation.stream.is_none();
        if !is_read || operation.deprecated || required.any(|it| it.deprecated) {
            return None;
        }
        self.expressions.restart();
        let mut missing = String::new();
        let code = self.arguments(call, &mut missing);
        // The program imports nothing for values.
        (missing.is_empty() && self.expressions.imports.is_empty()).then_some(code)
    }

    /// Returns the call with its required arguments; says in `missing` which of them has no example.
    fn arguments(&mut self, call: &Call<'a>, missing: &mut String) -> Vec<Code> {
        let operation = call.operation;
        let mut calls = vec![Code::call(
            &format!(".{}", operation.method_name),
            Vec::new(),
        )];
        let parameters = operation.parameters.iter().zip(&call.types.parameters);
        for (parameter, taken) in parameters.filter(|(it, _)| it.required && !it.of_client) {
            match self.parameter(parameter, taken) {
                Some(value) => {
                    calls.push(Code::call(&format!(".{}", parameter.setter), vec![value]))
                }
                None => missing.push_str(&not_shown(&parameter.setter)),
            }
        }
        if let (Some(body), Some(taken)) = (&operation.body, &call.types.body) {
            let documented = operation.examples.iter().find(|it| it.status.is_none());
            let hint = documented.map(|example| &example.value);
            let value = self.maker.of_site(&body.schema, hint, "body");
            match value.and_then(|value| self.expressions.body(taken, &value)) {
                Some(value) => calls.push(Code::call(".body", vec![value])),
                None if body.required => missing.push_str(&not_shown("body")),
                None => {}
            }
        }
        calls
    }

    fn parameter(&mut self, parameter: &'a Parameter, taken: &RustType) -> Option<Code> {
        let value: Value = self
            .maker
            .of_site(&parameter.schema, None, &parameter.name)?;
        self.expressions.parameter(taken, &value)
    }
}

/// Says that an argument has no example.
fn not_shown(setter: &str) -> String {
    format!("// And `.{setter}(…)`, whose value is not shown here.\n")
}

/// Returns the calls that send the request and read the response.
fn sent(mut calls: Vec<Code>, send: &str) -> Vec<Code> {
    calls.push(Code::call(send, Vec::new()));
    calls.push(Code::Plain(".await?".to_owned()));
    calls
}

/// Returns the loop over the items of all pages.
pub fn pages(mut calls: Vec<Code>) -> String {
    calls.push(Code::call(".stream", Vec::new()));
    let chain = Code::Chain {
        start: Box::new(Code::Plain("client".to_owned())),
        calls,
    };
    let start = "let mut items = ";
    let chain = chain.laid_out(0, start.len() + 1);
    format!(
        "{start}{chain};\nwhile let Some(item) = items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}\n"
    )
}

/// Returns the examples in the files of a crate as modules of another one, which compiles all of them at once.
pub fn as_modules(files: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut count = 0;
    let clients = files.iter().filter(|(path, _)| path.ends_with("client.rs"));
    for (path, file) in clients {
        let mut is_inside = false;
        for (number, line) in file.lines().enumerate() {
            let Some(line) = line.trim_start().strip_prefix("///") else {
                continue;
            };
            match line.trim() {
                "```no_run" => {
                    is_inside = true;
                    count += 1;
                    text.push_str(&format!(
                        "// {path}:{}\nmod example_{count} {{\n",
                        number + 1
                    ));
                }
                "```" if is_inside => {
                    is_inside = false;
                    text.push_str("}\n");
                }
                line if is_inside => {
                    text.push_str(line.strip_prefix("# ").unwrap_or(line));
                    text.push('\n');
                }
                _ => {}
            }
        }
    }
    text
}
