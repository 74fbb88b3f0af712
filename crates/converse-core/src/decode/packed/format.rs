//! The format of a packed value.

/// Name by which a deserializer is asked for a packed value. Only [`Packed`](super::Packed) knows it: it returns its
/// string as the variant of an enum, which no other deserializer does when it is asked for a newtype.
pub(crate) const TOKEN: &str = "$converse_core::Packed";

/// The first byte of a packed value: its kind. All bytes but those of strings are ASCII, so any part is a string too.
pub(super) mod kind {
    pub(crate) const NULL: u8 = b'n';
    pub(crate) const FALSE: u8 = b'f';
    pub(crate) const TRUE: u8 = b't';
    /// A variable-length number follows.
    pub(crate) const UNSIGNED: u8 = b'u';
    /// The variable-length number that follows is -1 minus the value.
    pub(crate) const NEGATIVE: u8 = b'i';
    /// The bits of the float follow as a variable-length number.
    pub(crate) const FLOAT: u8 = b'd';
    /// The length as a variable-length number and the string follow.
    pub(crate) const STRING: u8 = b's';
    /// The length in `WIDTH` bytes and the items follow.
    pub(crate) const ARRAY: u8 = b'[';
    /// The length in `WIDTH` bytes and the fields follow: name without its kind, value.
    pub(crate) const OBJECT: u8 = b'{';
}

/// Bytes of the length of an array or object, each with 7 bits: up to 32 GiB.
pub(super) const WIDTH: usize = 5;
