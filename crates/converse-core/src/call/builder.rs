//! `call!`: the builder of an operation's call.

use super::request::Request;
use crate::operation::Operation;

/// Defines the builder of an operation's call: a setter per argument, and `send`.
///
/// Before each argument are two words: `required` or `optional`, and where the argument is sent, which is the name of a
/// method of [`Request`]: `path`, `query`, `header` or `cookie` for a parameter, whose name on the wire follows; for a
/// body, how it is encoded: `json`, `form`, `multipart`, `text` or `bytes`. The fields of a form may have styles.
/// After the type of a body may come its limits, as in [`object!`](crate::object): empty brackets say that values inside
/// of it have some. The setter of an argument `as uuid` takes what [`ToUuid`](crate::value::ToUuid) converts, one
/// `as list` whatever yields items that convert, and one `as uuids` whatever yields UUIDs.
///
/// An argument may be `#[deprecated = "…"]`, and its setter is then.
///
/// After the arguments come more docs of `send`, the method of [`Request`] that sends the call, and the types of its
/// success and of its error bodies; then, if the response comes in pages, the types of an item and of a position, the
/// setter of the position, and how they and perhaps the `total` are read from a page; or, if it can be read as it comes, `streams` with `bytes`,
/// `text_events`, `events` or `json` and the type of an item. Client and table are those of the caller.
///
/// ```
/// use converse_core::operation::{Content, Operation, Parameter, Response, StatusRange};
///
/// #[derive(Clone)]
/// pub struct Client { inner: converse_core::Client }
///
/// static LIST: Operation = Operation::get("acme", "listThings", "/{shop}/things")
///     .parameters(&[Parameter::path("shop"), Parameter::query("limit")])
///     .responses(&[Response::new(StatusRange::Exact(200), Content::Json)]);
///
/// converse_core::call! {
///     /// A call of `list`.
///     pub struct ListCall(Client) for LIST, "`GET /{shop}/things`" {
///         /// The shop. Required.
///         required path shop: String = "shop",
///         /// Items of a page.
///         optional query limit: i64 = "limit",
///     }
///     send_json -> Vec<String>, serde_json::Value
/// }
///
/// # async fn list(client: Client) -> Result<(), converse_core::Error> {
/// let things = ListCall::new(&client).shop("main").limit(5).send().await?;
/// println!("{}", things.join(", "));
/// # Ok(()) }
/// ```
#[macro_export]
macro_rules! call {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident($client:ty) for $operation:path, $line:literal {
            $(
                $(#[doc = $argument_doc:literal])*
                $(#[deprecated = $deprecated:literal])?
                $presence:ident $place:ident $setter:ident: $type:ty $([$($rule:tt)*])? $(as $uuid:ident)? $(= $wire:tt)?,
            )*
        }
        $(#[doc = $send_doc:literal])*
        $send:ident -> $success:ty, $error:ty
        $(; pages($item:ty, $position:ty, $position_setter:literal) { items: $items:expr, next: $next:expr $(, total: $total:expr)? })?
        $(; streams($format:ident $($streamed:ty)?))?
    ) => {
        $(#[doc = $doc])*
        $(
            #[doc = ""]
            #[doc = "The response comes in pages: [`stream`](Self::stream) returns the items of all pages, [`pages`](Self::pages) all pages,"]
            #[doc = ::core::concat!("[`send`](Self::send) one page; `.", $position_setter, "(…)` selects it.")]
        )?
        #[derive(::core::clone::Clone)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct $name {
            client: $client,
            $( $setter: $crate::__argument!(@type $presence $type), )*
        }

        impl $name {
            pub(crate) fn new(client: &$client) -> Self {
                Self {
                    client: ::core::clone::Clone::clone(client),
                    $( $setter: $crate::__argument!(@unset $presence $setter $($wire)?), )*
                }
            }

            $(
                $crate::__argument! {
                    @setter $presence [$($uuid)?] [$($wire)?] $setter: $type,
                    $(#[doc = $argument_doc])*
                    $(#[deprecated = $deprecated])?
                }
            )*

            /// Sets options for this call. Unset ones are those of the client.
            pub fn options(mut self, options: $crate::CallOptions) -> Self {
                self.client.inner = self.client.inner.with_options(options);
                self
            }

            #[doc = ::core::concat!(" Sends ", $line, ".")]
            ///
            /// # Errors
            /// An argument is missing or breaks a rule; the call fails, or its response does not decode.
            $(#[doc = $send_doc])*
            pub async fn send(
                self,
            ) -> ::core::result::Result<$crate::ResponseValue<$success>, $crate::CallError<$error>> {
                $crate::__private::Call::into_request(self).$send().await
            }

            /// Returns the request as it would be sent, without sending it: to look at, or as a command of curl.
            ///
            /// # Errors
            /// An argument is missing or breaks a rule, or the client has no credential for the operation.
            pub fn prepare(self) -> $crate::Result<$crate::request::PreparedRequest> {
                $crate::__private::Call::into_request(self).prepare()
            }

            $crate::__with_blocking! {
                #[doc = ::core::concat!(" Sends ", $line, " and waits for the response, for programs without an async runtime.")]
                ///
                /// # Errors
                /// Those of [`send`](Self::send); in an async runtime, that it would block it.
                pub fn send_blocking(
                    self,
                ) -> ::core::result::Result<$crate::ResponseValue<$success>, $crate::CallError<$error>> {
                    $crate::blocking::send(&$operation, self.send())
                }
            }

            $(
                /// Returns the items of all pages.
                ///
                /// A page is fetched when it is needed. The stream ends after the last page and after the first error;
                #[doc = ::core::concat!("its `position()` goes into `.", $position_setter, "(…)`, to go on from there. See [`paging`](converse_core::paging).")]
                pub fn stream(self) -> $crate::paging::Items<$item, $position, $error> {
                    let request = $crate::__private::Call::into_request(self);
                    $crate::paging::Items::new(request, $crate::Request::$send, Self::PAGE)
                }

                /// Returns all pages.
                ///
                /// A page is fetched when it is needed. The stream ends after the last page and after the first error;
                #[doc = ::core::concat!("its `position()` goes into `.", $position_setter, "(…)`, to go on from there. See [`paging`](converse_core::paging).")]
                pub fn pages(self) -> $crate::paging::Pages<$success, $position, $error> {
                    let request = $crate::__private::Call::into_request(self);
                    $crate::paging::Pages::new(request, $crate::Request::$send, Self::PAGE)
                }

                #[allow(deprecated, reason = "going through pages reads their fields, whichever they are")]
                const PAGE: $crate::paging::Reader<$success, $item> = $crate::paging::Reader {
                    items: $items,
                    next: $next,
                    total: $crate::__total!($($total)?),
                };
            )?

            $( $crate::__streamed!(@send $format [$($streamed)?] $line, $error); )?
        }

        /// Holds that a call can be sent from any task.
        #[cfg(test)]
        const _: fn($name) = |call| {
            $(
                let _ = ::core::stringify!($item);
                $crate::__private::sendable(&call.clone().stream());
                $crate::__private::sendable(&call.clone().pages());
            )?
            $crate::__private::spawnable(&call);
            $crate::__private::sendable(&call.send());
        };

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(::core::stringify!($name)).finish_non_exhaustive()
            }
        }

        impl $crate::__private::Call for $name {
            const OPERATION: &'static $crate::operation::Operation = &$operation;
            type Body = $crate::__body_type!($($place $type,)*);
            type Success = $success;
            type Error = $error;

            fn into_request(self) -> $crate::Request {
                let mut request = self.client.inner.request(&$operation);
                $crate::__with_shapes! { request.returns($crate::__shape!($success)); }
                $($( $crate::__argument!(@limits request (&self.$setter) [$($rule)*]); )?)*
                $( $crate::__argument!(@send $presence request $place (self.$setter) $($wire)?); )*
                request
            }
        }

        #[cfg(feature = "dynamic")]
        impl $crate::__private::TakeArguments for $name {
            const ARGUMENTS: &'static [$crate::__private::ArgumentShape] = &[$(
                $crate::__argument!(@shape $presence $place [$($argument_doc),*] $type, [$($($rule)*)?] $($wire)?)
            ),*];
            const SUCCESS: fn() -> $crate::__private::Shape = $crate::__shape!($success);

            fn take(&mut self, arguments: &mut $crate::dynamic::Arguments) {
                $( self.$setter = $crate::__argument!(@take $presence arguments $operation, $place $($wire)?); )*
            }
        }
    };
}

/// What one argument adds to a builder.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument {
    (@type required $type:ty) => { $crate::argument::Argument<$type> };
    (@type optional $type:ty) => { $crate::argument::Argument<::core::option::Option<$type>> };

    (@unset optional $($rest:tt)*) => { ::core::result::Result::Ok(::core::option::Option::None) };
    (@unset required $setter:ident $wire:literal) => {
        $crate::argument::missing($wire, ::core::stringify!($setter))
    };
    (@unset required $setter:ident $($styles:tt)?) => { $crate::argument::missing_body() };

    (@setter required [uuid] [$wire:literal] $setter:ident: $type:ty, $($docs:tt)*) => {
        $crate::__argument!(@set [$crate::argument::ToUuid] [uuid] $wire, $setter, $($docs)*);
    };
    (@setter optional [uuid] [$wire:literal] $setter:ident: $type:ty, $($docs:tt)*) => {
        $crate::__argument!(@set [$crate::argument::ToUuid] [optional_uuid] $wire, $setter, $($docs)*);
    };
    (@setter $presence:ident [uuids] [$wire:literal] $setter:ident: $type:ty, $($docs:tt)*) => {
        $($docs)*
        pub fn $setter(
            mut self,
            value: impl ::core::iter::IntoIterator<Item = impl $crate::argument::ToUuid>,
        ) -> Self {
            self.$setter = $crate::argument::uuids($wire, value)
                .map(|value| $crate::__argument!(@given $presence value));
            self
        }
    };
    (@setter $presence:ident [list] [$($wire:tt)?] $setter:ident: $type:ty, $($docs:tt)*) => {
        $($docs)*
        pub fn $setter(
            mut self,
            value: impl ::core::iter::IntoIterator<
                Item = impl ::core::convert::Into<<$type as ::core::iter::IntoIterator>::Item>,
            >,
        ) -> Self {
            let items = ::core::iter::IntoIterator::into_iter(value).map(::core::convert::Into::into);
            let value: $type = items.collect();
            self.$setter = ::core::result::Result::Ok($crate::__argument!(@given $presence value));
            self
        }
    };
    (@setter required [] [$wire:literal] $setter:ident: $type:ty, $($docs:tt)*) => {
        $crate::__argument!(@set [::core::convert::TryInto<$type>] [value] $wire, $setter, $($docs)*);
    };
    (@setter optional [] [$wire:literal] $setter:ident: $type:ty, $($docs:tt)*) => {
        $crate::__argument!(@set [::core::convert::TryInto<$type>] [optional] $wire, $setter, $($docs)*);
    };
    (@setter $presence:ident [] [$($styles:tt)?] $setter:ident: $type:ty, $($docs:tt)*) => {
        $($docs)*
        pub fn $setter(mut self, value: impl ::core::convert::Into<$type>) -> Self {
            let value = ::core::convert::Into::into(value);
            self.$setter = ::core::result::Result::Ok($crate::__argument!(@given $presence value));
            self
        }
    };
    (@set [$($bound:tt)*] [$convert:ident] $wire:literal, $setter:ident, $($docs:tt)*) => {
        $($docs)*
        pub fn $setter(mut self, value: impl $($bound)*) -> Self {
            self.$setter = $crate::argument::$convert($wire, value);
            self
        }
    };
    (@given required $value:ident) => { $value };
    (@given optional $value:ident) => { ::core::option::Option::Some($value) };

    (@limits $request:ident ($given:expr) [$($rule:tt)*]) => {{
        #[allow(unused_imports, reason = "empty brackets name no rule")]
        use $crate::operation::Rule::*;
        $request.check_limits($given, &[$($rule)*]);
    }};
    // A body that may be `null` is not the same as none.
    (@send optional $request:ident json ($given:expr)) => { $request.optional_json($given) };
    (@send $presence:ident $request:ident $place:ident ($given:expr) $wire:literal) => {
        $request.$place($wire, $given)
    };
    (@send $presence:ident $request:ident $place:ident ($given:expr)) => { $request.$place($given) };
    (@send $presence:ident $request:ident form ($given:expr) [$(($field:literal, $style:ident, $explode:literal)),*]) => {
        $request.styled_form($given, &[$(($field, $crate::operation::Style::$style, $explode)),*])
    };

    (@take required $arguments:ident $operation:path, json) => { $arguments.take_body() };
    (@take optional $arguments:ident $operation:path, json) => { $arguments.take_optional_body() };
    (@take required $arguments:ident $operation:path, $place:ident $wire:literal) => {
        $arguments.take(&$operation, $crate::__argument!(@location $place), $wire)
    };
    (@take optional $arguments:ident $operation:path, $place:ident $wire:literal) => {
        $arguments.take_optional(&$operation, $crate::__argument!(@location $place), $wire)
    };
    (@take required $arguments:ident $operation:path, $encoding:ident $($styles:tt)?) => { $arguments.take_form() };
    (@take optional $arguments:ident $operation:path, $encoding:ident $($styles:tt)?) => {
        $arguments.take_optional_form()
    };
    (@shape $presence:ident json [$($doc:literal),*] $type:ty, [$($rule:tt)*] $($wire:tt)?) => {
        $crate::__argument!(@body $presence [$($doc),*] $type, [$($rule)*])
    };
    (@shape $presence:ident $place:ident [$($doc:literal),*] $type:ty, [$($rule:tt)*] $wire:literal) => {
        $crate::__private::ArgumentShape::parameter(
            $wire,
            $crate::__argument!(@location $place),
            &[$($doc),*],
            $crate::__presence!(required $presence),
            $crate::__shape!($type),
        )
    };
    (@shape $presence:ident $encoding:ident [$($doc:literal),*] $type:ty, [$($rule:tt)*] $($styles:tt)?) => {
        $crate::__argument!(@body $presence [$($doc),*] $type, [$($rule)*])
    };
    (@body $presence:ident [$($doc:literal),*] $type:ty, [$($rule:tt)*]) => {
        $crate::__private::ArgumentShape::body(
            &[$($doc),*],
            $crate::__presence!(required $presence),
            $crate::__rules!($($rule)*),
            $crate::__shape!($type),
        )
    };
    (@location path) => { $crate::operation::Location::Path };
    (@location query) => { $crate::operation::Location::Query };
    (@location header) => { $crate::operation::Location::Header };
    (@location cookie) => { $crate::operation::Location::Cookie };
}

/// Compiles if the value can move to another task, and be shared by several.
pub fn spawnable(_: &(impl Send + Sync + 'static)) {}

/// Compiles if the value can move to another task.
pub fn sendable(_: &(impl Send + 'static)) {}

/// The builder of a call.
pub trait Call {
    /// The operation.
    const OPERATION: &'static Operation;
    /// The body that it sends; `()` if it sends none.
    type Body;
    /// The body of its success.
    type Success;
    /// The body of its errors.
    type Error;

    /// Returns the call with its arguments.
    fn into_request(self) -> Request;
}
