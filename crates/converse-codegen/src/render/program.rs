//! The program on the page of the crate and in its README: a client, all pages, a call, a look at an error.

use super::Input;
use super::call_examples::{CallExamples, pages};
use super::code::Code;
use super::names::success;
use super::part::{Call, Part};
use super::security::Credentials;
use crate::generate::RustType;

/// A program, and the attribute of code that is compiled with the operations that it calls.
pub struct Program {
    pub text: String,
    pub condition: String,
}

impl Program {
    /// Writes the program of a crate: its calls are reads, if it has such.
    pub fn of<'a>(input: &Input<'_>, part: &Part<'a>, examples: &mut CallExamples<'a>) -> Self {
        let crate_name = input.crate_name();
        let credentials = Credentials::of(input);
        let mut calls = part.calls.iter();
        let first = calls
            .by_ref()
            .find_map(|call| Some((call, examples.read(call)?)));
        let mut names = vec!["Client"];
        if credentials.needs_words() {
            names.push("Credential");
        }
        let mut body = String::new();
        if let Some((first, code)) = &first {
            // Another one with the same tag: the program is compiled with one feature.
            let tag = first.operation.tag.as_deref();
            let is_page = first.operation.paging.is_some();
            let others = part.calls.iter();
            let mut others = others.filter(|call| {
                call.operation.tag.as_deref() == tag && call.operation.paging.is_some() != is_page
            });
            let second = others.find_map(|call| Some((call, examples.read(call)?)));
            let both = [Some((*first, code.clone())), second];
            let mut both: Vec<(&Call<'_>, Vec<Code>)> = both.into_iter().flatten().collect();
            // All pages come first.
            both.sort_by_key(|(call, _)| call.operation.paging.is_none());
            for (call, code) in both {
                body.push('\n');
                body.push_str(&match call.operation.paging {
                    Some(_) => pages(code),
                    None => {
                        names.push("ErrorKind");
                        looked_at(call, code)
                    }
                });
            }
        } else if let Some(call) = part.calls.first() {
            let method = &call.operation.method_name;
            body = format!("// Every operation is a method: `client.{method}()…send().await`.\n");
        }
        let body: String = body
            .lines()
            .map(|line| format!("{}\n", format!("    {line}").trim_end()))
            .collect();
        let names = match names.as_slice() {
            [only] => (*only).to_owned(),
            all => format!("{{{}}}", all.join(", ")),
        };
        let asynchronous = if first.is_some() { "async " } else { "" };
        // A password of the environment may be missing, which is an error of the standard library.
        let result = match credentials.needs_words() {
            true => "Result<(), Box<dyn std::error::Error>>".to_owned(),
            false => format!("{crate_name}::Result<()>"),
        };
        let client = credentials.client(input);
        Self {
            text: format!(
                "use {crate_name}::{names};\n\n\
                 {asynchronous}fn first_calls() -> {result} {{\n    \
                 let client = {client};\n{body}    Ok(())\n}}\n"
            ),
            condition: first.map_or(String::new(), |(call, _)| call.condition("# ")),
        }
    }
}

/// Returns a call whose error is looked at.
fn looked_at(call: &Call<'_>, mut calls: Vec<Code>) -> String {
    calls.push(Code::call(".send", Vec::new()));
    calls.push(Code::Plain(".await".to_owned()));
    let chain = Code::Chain {
        start: Box::new(Code::Plain("client".to_owned())),
        calls,
    };
    let start = "let found = ";
    let chain = chain.laid_out(4, start.len() + 1);
    let chain = chain.replace("\n    ", "\n");
    let success = match success(call).0 {
        RustType::Unit => "Ok(_) => println!(\"done\"),",
        _ => "Ok(response) => println!(\"{:?}\", *response),",
    };
    format!(
        "{start}{chain};\nmatch found {{\n    {success}\n    \
         Err(error) if error.kind() == ErrorKind::NotFound => println!(\"there is none\"),\n    \
         Err(error) => return Err(error.into()),\n}}\n"
    )
}
