//! The types under test, written like generated code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

converse_core::open_enum! {
    /// Who may see a conversation.
    pub enum Visibility {
        /// Everyone.
        Public = "public",
        /// Those who were asked.
        InviteOnly = "invite-only",
        /// A documented value of this name does not clash.
        UnknownValue = "unknown",
        /// A value that is the empty string.
        Empty = "",
        /// No longer in use.
        #[deprecated]
        Secret = "SECRET",
        #[allow(non_camel_case_types, reason = "any name will do")]
        r#async = "async",
    }
}

converse_core::open_enum! { pub(crate) enum Nothing {} }
converse_core::open_enum! { pub enum One { One = "one" } }

/// A string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct TextBody {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<serde_json::Number>,
}

/// Several bodies in one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SectionBody {
    pub items: Vec<MessageBody>,
}

/// A payload that has the tag as its own field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ActionBody {
    pub action: Action,
    #[serde(rename = "type")]
    pub kind: Visibility,
}

/// The question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PermissionRequest {
    pub permission: String,
}

converse_core::tagged_union! {
    /// What a message says.
    pub enum MessageBody tag "type" {
        /// Plain text.
        Text(TextBody) = "text",
        /// Plain text too: a payload type may occur twice.
        Note(TextBody) = "note",
        /// More of them.
        Section(SectionBody) = "section" from,
        /// Something to do.
        #[deprecated]
        Action(ActionBody) = "action" from,
        /// A payload that is not an object.
        #[allow(non_camel_case_types, reason = "any name will do")]
        r#loop(Vec<String>) = "loop",
    }
}

converse_core::tagged_union! {
    /// An action, distinguished by a field of its own.
    pub enum Action tag "action" {
        PermissionRequest(PermissionRequest) = "permissionRequest" from,
    }
}

converse_core::tagged_union! { pub(crate) enum NoBody tag "kind" {} }

// Strings that would be Markdown in the docs.
converse_core::open_enum! { pub enum Ticked { Both = "`a` b" ["`` `a` b ``"], Plain = "c" } }

converse_core::tagged_union! {
    pub enum Odd tag "k`" ["`` k` ``"] {
        Text(TextBody) = "a`b" ["`` k` `` is `` a`b ``"] from,
        Note(SectionBody) = "c" ["`` k` `` is `c`"],
    }
}

/// A contact known to the provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Member {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<Participant>,
}

/// Anything with an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Identified {
    pub id: String,
}

/// A contact by phone number or address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ContactByIdentifier {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "identifierValue")]
    pub identifier_value: String,
}

converse_core::untagged_union! {
    /// Who takes part. The least demanding object comes first on purpose.
    pub enum Participant {
        /// Anything with an id.
        Identified(Box<Identified>) if object { required ["id"] } from Identified,
        /// Somebody with an account.
        Member(Box<Member>) if object { required ["id", "type"], values ["type" = "user" | "accessKey"] } from Member,
        /// Somebody with an address.
        #[deprecated]
        Contact(Box<ContactByIdentifier>) if object {
            required ["type", "identifierValue"],
            values ["type" = "contact"],
        } from ContactByIdentifier,
        /// A name.
        Name(String) if string from String,
        Index(i64) if integer from i64,
        Share(f64) if number,
        Present(bool) if boolean,
        Group(Vec<Participant>) if array,
    }
}

converse_core::object! {
    /// Anything with an id and a kind.
    pub struct Kinded {
        pub kind: String = required "kind",
        pub id: String = required "id",
    }
}

converse_core::untagged_union! {
    /// The order of equal conditions is the order of the list.
    pub enum Scalar {
        Text(String) if any,
        Json(Vec<serde_json::Value>) if any,
        Object(BTreeMap<String, String>) if object,
        OnlyValues(Kinded) if object { required ["kind"], values ["kind" = "id"] },
        Empty(Identified) if object {},
    }
}

converse_core::untagged_union! {
    /// Payloads that would decode from any object of strings: only the conditions distinguish them.
    pub enum Bound {
        Limit(BTreeMap<String, String>) if object { required ["limit"] },
        Range(BTreeMap<String, String>) if object { required ["from", "to"] },
        Named(BTreeMap<String, String>) if object { required ["name", "side"], values ["name" = "all", "side" = "left" | "right"] },
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ByName {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ByPhone {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

converse_core::untagged_union! {
    /// Equal conditions, different fields.
    pub enum Reachable {
        ByName(Box<ByName>) if object { required ["id"] },
        ByPhone(Box<ByPhone>) if object { required ["id"] },
    }
}

converse_core::untagged_union! { pub(crate) enum NoShape {} }

converse_core::object! {
    pub struct Part {
        pub x: Option<String> = optional "x",
    }
}

converse_core::object! {
    pub struct Small {
        pub a: String = required "a",
    }
}

converse_core::object! {
    pub struct Large {
        pub a: String = required "a",
        pub part: Option<Part> = optional "part",
    }
}

converse_core::untagged_union! {
    /// One has a place for what the other drops as a whole.
    pub enum Sized {
        Small(Box<Small>) if object { required ["a"] },
        Large(Box<Large>) if object { required ["a"] },
    }
}

converse_core::object! {
    /// What is said about text.
    pub struct AboutText {
        pub of: Option<String> = optional "of",
        pub words: Option<i64> = optional "words",
    }
}

converse_core::object! {
    /// What is said about a file.
    pub struct AboutFile {
        pub of: Option<String> = optional "of",
        pub bytes: Option<i64> = optional "bytes",
    }
}

converse_core::object! {
    /// A text.
    pub struct Text {
        pub about: Option<AboutText> = optional "about",
        pub text: Option<String> = optional "text",
    }
}

converse_core::object! {
    /// A file.
    pub struct File {
        pub about: Option<AboutFile> = optional "about",
        pub url: Option<String> = optional "url",
    }
}

converse_core::untagged_union! {
    /// No condition distinguishes these.
    pub enum Content {
        Text(Box<Text>) if object from Text,
        File(Box<File>) if object from File,
    }
}

converse_core::untagged_union! {
    /// Values of all types of JSON, at any depth, distinguish these.
    pub enum Reply {
        Fine(BTreeMap<String, serde_json::Value>) if object { values ["ok" = json "true"] },
        Failed(BTreeMap<String, serde_json::Value>) if object { values ["ok" = json "false"] },
        Two(BTreeMap<String, serde_json::Value>) if object { values ["ok" = json "2" | json "3"] },
        Nothing(BTreeMap<String, serde_json::Value>) if object { values ["ok" = json "null"] },
        Object(BTreeMap<String, serde_json::Value>) if object { values ["ok" = json r#"{"a":[1]}"#] },
        Deep(BTreeMap<String, serde_json::Value>) if object { values ["ok/a~1b/*/~2" = "deep"] },
    }
}

converse_core::object! {
    /// A request with each kind of field.
    pub struct CreateConversation with (new) marks in _marks not exact {
        pub name: String = required "name" given (String),
        pub participants: Vec<Participant> = required "participants" given ([Participant]),
        pub subject: Option<String> = required "subject" given (Option<String>),
        pub kind: Visibility = required "kind" fixed (Visibility::Public),
        pub version: i64 = required "version" json ("2"),
        pub urgent: bool = required "urgent" later (urgent) set urgent (marked bool),
        pub description: Option<String> = optional "description" set description (String),
        pub r#type: Option<Visibility> = optional "type" set r#type (Visibility),
        pub parent: Option<Box<CreateConversation>> = optional "parent" set parent (Box<CreateConversation>),
        pub new: Option<bool> = optional "new" set new_ (bool),
        pub team: Option<uuid::Uuid> = optional "team" set team (uuid),
        pub teams: Option<Vec<uuid::Uuid>> = optional "teams" set teams ([uuid]),
        pub labels: Option<BTreeMap<String, String>> = optional "labels" set labels ({String}),
        pub topic: converse_core::Patch<String> = optional "topic" set topic (String) clear clear_topic (patch),
        ..extra: serde_json::Map<String, serde_json::Value>,
    }
}

converse_core::object! {
    /// A request with nothing required.
    pub struct Filter with (new, default) {
        pub limit: Option<i64> = optional "limit" set limit (i64),
    }
}

converse_core::object! {
    /// A request with nothing at all.
    pub struct Empty with (new, default) {}
}

converse_core::object! {
    /// A request with fields that are called like names of the macro.
    pub struct Wide with (new) {
        pub a: i64 = required "a" given (i64),
        pub b: i64 = required "b" given (i64),
        pub c: i64 = required "c" given (i64),
        pub d: i64 = required "d" given (i64),
        pub e: i64 = required "e" given (i64),
        pub f: i64 = required "f" given (i64),
        pub g: i64 = required "g" given (i64),
        pub value: Option<i64> = required "value" given (Option<i64>),
        pub self_: Option<i64> = optional "self" set self_ (i64),
    }
}
