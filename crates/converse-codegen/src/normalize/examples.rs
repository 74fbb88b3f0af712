//! Guarantees: an example that its type would not read, or would lose a part of, is known, and reported with its place.

use std::collections::BTreeSet;

use crate::api::{Api, Example, Site};
use crate::problem::Finding;
use crate::samples::{Contradiction, Judge};

/// Runs the pass.
pub fn run(api: &mut Api) -> Result<(), Finding> {
    let mut operations: Vec<Vec<bool>> = Vec::new();
    let mut findings = Findings::default();
    for operation in &api.operations {
        let examples = operation.examples.iter();
        let examples =
            examples.map(|it| findings.contradicts(api, operation.schema_of(it), it, false));
        operations.push(examples.collect());
    }
    let mut webhooks: Vec<Vec<bool>> = Vec::new();
    for webhook in &api.webhooks {
        let examples = webhook.examples.iter();
        let examples =
            examples.map(|it| findings.contradicts(api, Some(&webhook.schema), it, true));
        webhooks.push(examples.collect());
    }
    let of_operations = api.operations.iter_mut().map(|it| &mut it.examples);
    let of_webhooks = api.webhooks.iter_mut().map(|it| &mut it.examples);
    let judged = operations.into_iter().chain(webhooks);
    for (examples, judged) in of_operations.chain(of_webhooks).zip(judged) {
        for (example, contradicts) in examples.iter_mut().zip(judged) {
            example.contradicts = contradicts;
        }
    }
    api.warnings.append(&mut findings.list);
    Ok(())
}

/// The findings so far. Operations may share an example, which is reported once.
#[derive(Default)]
struct Findings {
    list: Vec<Finding>,
    known: BTreeSet<String>,
}

impl Findings {
    fn contradicts(
        &mut self,
        api: &Api,
        site: Option<&Site>,
        example: &Example,
        is_webhook: bool,
    ) -> bool {
        let judge = Judge::new(api, example.status.is_none() && !is_webhook);
        let (says, problem) = match site.map(|site| judge.site(site, &example.value)) {
            None => return false,
            Some(Err(problem)) => ("contradicts", problem),
            Some(Ok(lost)) => match lost.into_iter().next() {
                None => return false,
                Some(at) => ("says more than", lost_at(at)),
            },
        };
        let at = format!("{}{}", example.place, problem.at);
        if self.known.insert(at.clone()) {
            let (name, what) = (&example.name, problem.what);
            let finding = Finding::at(
                at,
                format!("the example `{name}` {says} its schema: {what}"),
                "no test expects that its type keeps it; correct the example or the schema in the overlay",
            );
            self.list.push(finding.invalid());
        }
        true
    }
}

fn lost_at(at: String) -> Contradiction {
    Contradiction {
        at,
        what: "it lists no such field, which its type would lose".to_owned(),
    }
}

#[cfg(test)]
mod tests;
