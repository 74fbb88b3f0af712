//! `ToUuid`: the types that are accepted for an id that is a UUID.

use uuid::Uuid;

/// A value that is accepted for an id that is a UUID: a [`Uuid`], its string, or a reference to either.
///
/// A string is parsed when it is given; one that is not a UUID is refused before anything is sent, as
/// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid).
///
/// ```
/// # use converse_core as converse;
/// use converse::value::ToUuid;
///
/// # fn main() -> Result<(), uuid::Error> {
/// let id: uuid::Uuid = "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234".to_uuid()?;
/// let text: String = id.to_string();
/// assert_eq!(text.to_uuid()?, id);
/// assert_eq!((&text).to_uuid()?, (&id).to_uuid()?);
/// assert!("workspace-1".to_uuid().is_err());
/// # Ok(()) }
/// ```
///
/// An id type of your own needs it once, for the value:
///
/// ```
/// # use converse_core as converse;
/// use converse::value::ToUuid;
/// use uuid::Uuid;
///
/// struct WorkspaceId(Uuid);
///
/// impl ToUuid for WorkspaceId {
///     fn to_uuid(&self) -> Result<Uuid, uuid::Error> {
///         Ok(self.0)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given for an id that is a UUID",
    label = "neither a `Uuid` nor a text",
    note = "give a `Uuid`, a `&str` or a `String`, or a reference to one; unwrap an `Option` first"
)]
pub trait ToUuid {
    /// Returns the UUID.
    ///
    /// # Errors
    /// The string is not a UUID.
    fn to_uuid(&self) -> Result<Uuid, uuid::Error>;
}

impl ToUuid for Uuid {
    fn to_uuid(&self) -> Result<Uuid, uuid::Error> {
        Ok(*self)
    }
}

impl ToUuid for str {
    fn to_uuid(&self) -> Result<Uuid, uuid::Error> {
        self.parse()
    }
}

impl ToUuid for String {
    fn to_uuid(&self) -> Result<Uuid, uuid::Error> {
        self.parse()
    }
}

impl<T: ToUuid + ?Sized> ToUuid for &T {
    fn to_uuid(&self) -> Result<Uuid, uuid::Error> {
        T::to_uuid(self)
    }
}
