//! The facade.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use converse::bridge::{Client, types};
use converse::{Credential, ErrorKind, RetryPolicy};

use crate::server::{BUSY, HERE, MISSING};
use crate::{Caller, KEY, Kind, WORKSPACE};

pub struct Facade(Client);

impl Facade {
    pub fn new(url: &str) -> Self {
        let client = Client::builder()
            .credential(Credential::new(KEY))
            .base_url(url)
            .workspace_id(WORKSPACE)
            .retry(RetryPolicy::default().base_delay(Duration::ZERO))
            .build();
        Self(client.expect("the settings are valid"))
    }
}

impl Caller for Facade {
    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>> {
        let client = self.0.clone();
        Box::pin(async move {
            match kind {
                Kind::One | Kind::Retried => {
                    let id = if kind == Kind::One { HERE } else { BUSY };
                    let one = client.get_conversation().conversation_id(id).send().await;
                    assert_eq!(one.expect("a conversation").id, HERE);
                }
                Kind::Page => {
                    let page = client.list_conversations().limit(100).send().await;
                    assert_eq!(page.expect("a page").conversations.len(), 100);
                }
                Kind::Post => {
                    let message = types::CreateMessage::new(HERE, "We are on it.")
                        .enable_external_broadcast(true);
                    let sent = client.create_message().body(message).send().await;
                    assert_eq!(sent.expect("a message").message_id, "m-1");
                }
                Kind::Missing => {
                    let missing = client
                        .get_conversation()
                        .conversation_id(MISSING)
                        .send()
                        .await;
                    let missing = missing.expect_err("404");
                    assert_eq!(missing.kind(), ErrorKind::NotFound);
                    assert_eq!(missing.message(), Some("not found"));
                }
            }
        })
    }
}
