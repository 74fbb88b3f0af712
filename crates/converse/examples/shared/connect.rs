//! Support for the examples: a client of the provider or of the embedded server, and the request that was sent.

use std::env;
use std::error::Error;

use converse::ClientBuilder;
use converse::ResponseValue;
use converse::provider::ProviderClient;
use converse::testing::Server;

/// Returns a client of the provider if its credential is set, else of the embedded server, and the values of the
/// variables or the examples given with them.
pub fn connect<C: ProviderClient, const N: usize>(
    server: &Server,
    variables: [(&str, &str); N],
) -> Result<(C, [String; N]), Box<dyn Error>> {
    let provider = C::provider();
    let several = provider.credential_variables.iter();
    let mut variables_of_credentials = several
        .map(|(_, variable)| *variable)
        .chain([provider.credential_variable]);
    if !variables_of_credentials.any(is_set) {
        println!("\n{}: the embedded server", provider.title);
        let builder: ClientBuilder<C> = server.builder::<C>().into();
        return Ok((
            builder.build()?,
            variables.map(|(_, example)| example.to_owned()),
        ));
    }
    let missing = variables.map(|(variable, _)| variable);
    let missing: Vec<_> = missing.into_iter().filter(|it| !is_set(it)).collect();
    if !missing.is_empty() {
        return Err(format!(
            "a credential is set, but not {}; nothing was sent",
            missing.join(", ")
        )
        .into());
    }
    let client = ClientBuilder::<C>::from_env()?.build()?;
    println!(
        "\n{}: the provider, at {}",
        provider.title,
        client.core().base_url()
    );
    // Each is set; one that is not UTF-8 is not a valid id.
    Ok((
        client,
        variables.map(|(variable, _)| env::var(variable).unwrap_or_default()),
    ))
}

fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Prints the request as far as it is known: only the embedded server receives the complete request.
pub fn print_sent<T>(server: &Server, response: &ResponseValue<T>) {
    let operation = response.operation();
    match server.take_requests().pop() {
        Some(request) => println!("{request}"),
        None => println!("{} {}", operation.method, operation.path),
    }
    println!("  {} {}", response.status(), operation.id);
}
