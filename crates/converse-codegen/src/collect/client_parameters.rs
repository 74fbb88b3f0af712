//! The parameters that a client can have for all of its calls, as an extension at the root of the document lists them.

use serde_json::Value;

use crate::api::{ClientParameter, Published};
use crate::document::pointer;
use crate::problem::Finding;

/// The extension: a list of names of parameters.
pub const CLIENT_PARAMETERS: &str = "x-converse-client-parameters";

/// Reads the list, and marks these parameters in all operations.
pub fn read(document: &Value, api: &mut Published) -> Result<(), Finding> {
    let names = match document.get(CLIENT_PARAMETERS) {
        None => return Ok(()),
        Some(Value::Array(names)) => names,
        Some(_) => {
            let help = "write `x-converse-client-parameters: [NAME, …]` in the overlay";
            let rule = format!("`{CLIENT_PARAMETERS}` is not a list of names");
            return Err(Finding::at(format!("/{CLIENT_PARAMETERS}"), rule, help));
        }
    };
    for (index, name) in names.iter().enumerate() {
        let all = api.operations.iter_mut();
        let of_name = all
            .flat_map(|operation| &mut operation.parameters)
            .filter(|parameter| name.as_str() == Some(&parameter.name));
        let mut shared: Option<ClientParameter> = None;
        for parameter in of_name {
            let shared = shared.get_or_insert_with(|| ClientParameter {
                name: parameter.name.clone(),
                location: parameter.location,
                setter: String::new(),
            });
            parameter.of_client = shared.is(parameter);
        }
        let shared = shared.ok_or_else(|| {
            let at = pointer::join(&format!("/{CLIENT_PARAMETERS}"), &index.to_string());
            let rule = format!("no operation has a parameter {name}");
            Finding::at(
                at,
                rule,
                "list names of parameters, as the document spells them",
            )
        })?;
        if !api.client_parameters.contains(&shared) {
            api.client_parameters.push(shared);
        }
    }
    Ok(())
}
