//! What `object!` writes to compare and to hash objects.

/// `Eq` and `Hash` of an object all of whose fields have them.
#[doc(hidden)]
#[macro_export]
macro_rules! __exact {
    ([exact] $name:ident $($field:ident)*) => {};
    ([] $name:ident $($field:ident)*) => {
        impl ::core::cmp::Eq for $name {}

        #[allow(deprecated, reason = "hashing a field does not use it")]
        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, _state: &mut H) {
                // What a field without a value was marked with may differ: equal objects have equal hashes.
                $( ::core::hash::Hash::hash(&self.$field, _state); )*
            }
        }
    };
}

/// Whether the same unset fields are `null` in two objects, all other fields of which are equal.
#[doc(hidden)]
#[macro_export]
macro_rules! __same_nulls {
    (($one:ident $other:ident) () $($field:ident)*) => {
        true
    };
    (($one:ident $other:ident) ($marks:ident) $($field:ident)*) => {
        $crate::__private::same_nulls(
            [&$one.$marks, &$other.$marks],
            &[$($crate::__private::FieldValue::is_unset(&$one.$field)),*],
        )
    };
}
