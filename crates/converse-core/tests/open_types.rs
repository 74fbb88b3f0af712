//! The macros, called as a generated crate calls them: from another crate, by path, with nothing imported.
#![warn(missing_docs, clippy::all)]

#[path = "open_types/enums.rs"]
mod enums;
#[path = "open_types/objects.rs"]
mod objects;
#[path = "open_types/requests.rs"]
mod requests;
#[cfg(feature = "schemars")]
#[path = "open_types/schemas.rs"]
mod schemas;
#[path = "open_types/tagged.rs"]
mod tagged;
#[path = "open_types/types.rs"]
mod types;
#[path = "open_types/untagged.rs"]
mod untagged;
