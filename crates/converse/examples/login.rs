//! Logs in to Pingback, and resolves all open conversations; the token is fetched again when it expires:
//! `cargo run --example login`.
//!
//! `PINGBACK_EMAIL` and `PINGBACK_PASSWORD` are those of the account.

use std::env;

use converse::Credential;
use converse::credential::{CredentialError, Token};
use converse::pingback::{Client, ClientBuilder, types};
use futures_util::TryStreamExt;

#[tokio::main]
async fn main() -> converse::Result<()> {
    let variable = |name: &str| env::var(name).map_err(converse::Error::other);
    let login = types::Login::new(variable("PINGBACK_EMAIL")?, variable("PINGBACK_PASSWORD")?);
    let client = logged_in(Client::builder, login)?;
    println!("{} conversations resolved", resolve_all(&client).await?);
    Ok(())
}

/// Returns a client that logs in before its first call, and after each 401.
pub fn logged_in(
    builder: impl Fn() -> ClientBuilder,
    login: types::Login,
) -> converse::Result<Client> {
    let anonymous = builder().build()?;
    let fetch = move || {
        let call = anonymous.login().body(login.clone());
        async move {
            let token = call.send().await?.into_inner().access_token;
            Ok::<_, CredentialError>(Token::new(token))
        }
    };
    Ok(builder()
        .credential(Credential::refreshing(fetch))
        .build()?)
}

/// Returns how many conversations were resolved.
pub async fn resolve_all(client: &Client) -> converse::Result<usize> {
    let list = client.list_conversations();
    let open = list.status(types::ConversationStatus::Open).stream();
    let open: Vec<types::Conversation> = open.try_collect().await?;
    for conversation in &open {
        let resolve = client.resolve_conversation();
        resolve.conversation_id(&*conversation.id).send().await?;
    }
    Ok(open.len())
}
