//! What is decoded and encoded, and as which types.

use std::hint::black_box;

use converse::operation::Side;
use converse::{bird, bridge, pingback};
use converse_benches::documented::{documented, page_of_conversations};
use converse_core::__private::{decode_event, encode_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::bodies::{bird_bodies, bird_free_form, bird_page, bird_sections};
use crate::{by_hand, stock};

/// By whom, the peer of the others first.
pub const NAMES: [&str; 4] = ["by hand", "Converse", "stock progenitor", "any JSON"];

/// Some bodies, all of which a unit of work decodes or encodes.
pub struct Case {
    pub name: &'static str,
    parts: fn() -> Vec<Part>,
}

/// Decodes or encodes a body.
type Work = Box<dyn Fn()>;

/// Prepares decoding or encoding a body: as a type, which is none of the arguments.
type Start = fn(&[u8]) -> Work;

/// A body, and how each does it. `None` where stock progenitor cannot.
struct Part {
    body: Value,
    starts: [Option<Start>; 4],
}

/// Decodes as a type written by hand, one of ours, and one of stock progenitor if there is one.
macro_rules! decoded {
    ($body:expr, $hand:ty, $ours:ty $(, $stock:ty)?) => {
        Part {
            body: $body,
            starts: [
                Some(decode::<$hand>),
                Some(decode_ours::<$ours>),
                [$(Some(decode::<$stock> as Start),)? None][0],
                Some(decode::<Value>),
            ],
        }
    };
}

/// Encodes as the types of [`decoded`].
macro_rules! encoded {
    ($body:expr, $hand:ty, $ours:ty $(, $stock:ty)?) => {
        Part {
            body: $body,
            starts: [
                Some(encode::<$hand>),
                Some(encode_ours::<$ours>),
                [$(Some(encode::<$stock> as Start),)? None][0],
                Some(encode::<Value>),
            ],
        }
    };
}

pub const CASES: [Case; 13] = [
    Case {
        name: "documented by Bridge",
        parts: bridge_documents,
    },
    Case {
        name: "documented by Bird",
        parts: bird_documents,
    },
    Case {
        name: "documented by Pingback",
        parts: pingback_documents,
    },
    Case {
        name: "100 conversations of Bridge",
        parts: || {
            vec![decoded!(
                page_of_conversations(),
                by_hand::bridge::ConversationList,
                bridge::types::ConversationList,
                stock::bridge::ConversationList
            )]
        },
    },
    Case {
        name: "100 messages of Bird",
        parts: || vec![messages(bird_page(100))],
    },
    Case {
        name: "5 MB of messages of Bird",
        parts: || vec![messages(bird_page(7_000))],
    },
    Case {
        name: "sections of Bird, ten deep",
        parts: || vec![message(bird_sections())],
    },
    Case {
        name: "the 11 bodies of Bird",
        parts: || {
            vec![decoded!(
                bird_bodies(),
                Vec<by_hand::MessageBody>,
                Vec<bird::types::MessageBody>,
                Vec<stock::bird::ChannelsMessagesBodyBody>
            )]
        },
    },
    Case {
        name: "free-form fields of Bird",
        parts: || vec![message(bird_free_form())],
    },
    Case {
        name: "encode: requests of Bridge",
        parts: bridge_requests,
    },
    Case {
        name: "encode: 100 conversations of Bridge",
        parts: || {
            vec![encoded!(
                page_of_conversations(),
                by_hand::bridge::ConversationList,
                bridge::types::ConversationList,
                stock::bridge::ConversationList
            )]
        },
    },
    Case {
        name: "encode: a message of Bird",
        parts: || {
            let body = documented("bird", "createMessage", "text", Side::Request);
            vec![encoded!(
                body,
                by_hand::bird::NewMessage,
                bird::types::CreateMessage
            )]
        },
    },
    Case {
        name: "encode: the 11 bodies of Bird",
        parts: || {
            vec![encoded!(
                bird_bodies(),
                Vec<by_hand::MessageBody>,
                Vec<bird::types::MessageBody>,
                Vec<stock::bird::ChannelsMessagesBodyBody>
            )]
        },
    },
];

impl Case {
    /// Returns the bytes of its bodies.
    pub fn size(&self) -> usize {
        let parts = (self.parts)();
        parts.iter().map(|part| part.body.to_string().len()).sum()
    }

    /// Returns the work of somebody in [`NAMES`]. `None` if it cannot do one of the bodies.
    pub fn start(&self, name: &str) -> Option<Work> {
        let index = NAMES.iter().position(|it| *it == name)?;
        let parts = (self.parts)();
        let works = parts.iter().map(|part| {
            let start = part.starts[index]?;
            Some(start(part.body.to_string().as_bytes()))
        });
        let works: Vec<Work> = works.collect::<Option<_>>()?;
        Some(Box::new(move || works.iter().for_each(|work| work())))
    }
}

fn decode<T: DeserializeOwned>(body: &[u8]) -> Work {
    let body = body.to_owned();
    Box::new(move || drop(black_box(read::<T>(&body))))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("the type takes the body")
}

fn decode_ours<T: DeserializeOwned>(body: &[u8]) -> Work {
    let body = body.to_owned();
    Box::new(move || drop(black_box(decode_event::<T>(&body).expect("a value"))))
}

fn encode<T: DeserializeOwned + Serialize + 'static>(body: &[u8]) -> Work {
    let value: T = read(body);
    Box::new(move || drop(black_box(serde_json::to_vec(&value).expect("JSON"))))
}

fn encode_ours<T: DeserializeOwned + Serialize + 'static>(body: &[u8]) -> Work {
    let value: T = read(body);
    Box::new(move || drop(black_box(encode_json(&value).expect("JSON"))))
}

fn messages(page: Value) -> Part {
    decoded!(
        page,
        by_hand::bird::MessageList,
        bird::types::MessageList,
        stock::bird::InboxConversationsMessageList
    )
}

fn message(message: Value) -> Part {
    decoded!(
        message,
        by_hand::bird::Message,
        bird::types::Message,
        stock::bird::InboxConversationsMessage
    )
}

fn bridge_documents() -> Vec<Part> {
    use bridge::types;
    use by_hand::bridge as hand;
    let body = |operation, name| documented("bridge", operation, name, Side::Response(200));
    vec![
        decoded!(
            body("listConversations", "last-page"),
            hand::ConversationList,
            types::ConversationList
        ),
        decoded!(
            body("createConversation", "new-conversation"),
            hand::Conversation,
            types::Conversation
        ),
        decoded!(
            body("createMessage", "answer-with-media"),
            hand::CreatedMessage,
            types::CreatedMessage
        ),
        decoded!(
            body("createFiles", "any-image"),
            Vec<hand::CreatedFile>,
            Vec<types::CreatedFile>
        ),
        decoded!(
            body("getProviderChannels", "whatsapp"),
            hand::ProviderChannels,
            types::ProviderChannels
        ),
    ]
}

fn bird_documents() -> Vec<Part> {
    use bird::types;
    use by_hand::bird as hand;
    let body = |operation, name| documented("bird", operation, name, Side::Response(200));
    vec![
        decoded!(
            body("listConversations", "one-page"),
            hand::ConversationList,
            types::ConversationList
        ),
        decoded!(
            body("getConversation", "conversation"),
            hand::Conversation,
            types::Conversation
        ),
        decoded!(
            body("listMessages", "sent-and-received"),
            hand::MessageList,
            types::MessageList
        ),
        decoded!(body("getMessage", "text"), hand::Message, types::Message),
        decoded!(
            body("listParticipants", "key-and-contact"),
            hand::ParticipantList,
            types::ParticipantList
        ),
        decoded!(
            body("createPresignedUpload", "image"),
            hand::PresignedUpload,
            types::PresignedUpload
        ),
    ]
}

fn pingback_documents() -> Vec<Part> {
    use by_hand::pingback as hand;
    use pingback::types;
    let body = |operation, name| documented("pingback", operation, name, Side::Response(200));
    vec![
        decoded!(
            body("listConversations", "one-page"),
            Vec<hand::Conversation>,
            Vec<types::Conversation>,
            Vec<stock::pingback::Conversation>
        ),
        decoded!(
            body("getConversation", "conversation"),
            hand::Conversation,
            types::Conversation,
            stock::pingback::Conversation
        ),
    ]
}

fn bridge_requests() -> Vec<Part> {
    use bridge::types;
    use by_hand::bridge as hand;
    let body = |operation, name| documented("bridge", operation, name, Side::Request);
    vec![
        encoded!(
            body("createConversation", "new-conversation"),
            hand::CreateConversation,
            types::CreateConversation
        ),
        encoded!(
            body("createMessage", "answer-with-media"),
            hand::CreateMessage,
            types::CreateMessage
        ),
    ]
}
