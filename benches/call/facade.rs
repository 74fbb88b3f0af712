//! The facade.

use std::future::Future;
use std::pin::Pin;

use converse::bridge::{Client, types};
use converse::{Credential, ErrorKind};

use crate::server::{HERE, MISSING, Server};
use crate::{Contestant, KEY, Kind, WORKSPACE};

pub struct Facade(Client);

impl Facade {
    pub fn new(server: &Server) -> Self {
        let client = Client::builder()
            .credential(Credential::new(KEY))
            .base_url(format!("http://{}/bridge/api/v1", server.address))
            .workspace_id(WORKSPACE)
            .build();
        Self(client.expect("the settings are valid"))
    }
}

impl Contestant for Facade {
    fn name(&self) -> &'static str {
        "Converse"
    }

    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>> {
        let client = self.0.clone();
        Box::pin(async move {
            match kind {
                Kind::One => {
                    let one = client.get_conversation().conversation_id(HERE).send().await;
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
                    assert_eq!(missing.expect_err("404").kind(), ErrorKind::NotFound);
                }
            }
        })
    }
}
