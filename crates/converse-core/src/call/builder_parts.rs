//! Parts of `call!`: the type of the body, the number of items, and a response that is read as it comes.

/// The type of the body among arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! __body_type {
    () => { () };
    (path $type:ty, $($rest:tt)*) => { $crate::__body_type!($($rest)*) };
    (query $type:ty, $($rest:tt)*) => { $crate::__body_type!($($rest)*) };
    (header $type:ty, $($rest:tt)*) => { $crate::__body_type!($($rest)*) };
    (cookie $type:ty, $($rest:tt)*) => { $crate::__body_type!($($rest)*) };
    ($encoding:ident $type:ty, $($rest:tt)*) => { $type };
}

/// How the number of the items of all pages is read.
#[doc(hidden)]
#[macro_export]
macro_rules! __total {
    () => {
        |_| ::core::option::Option::None
    };
    ($total:expr) => {
        $total
    };
}

/// The sending of a call whose response is read as it comes.
#[doc(hidden)]
#[macro_export]
macro_rules! __streamed {
    (@send bytes [] $line:literal, $error:ty) => {
        $crate::__streamed!(
            @as send_stream, $crate::streaming::ByteStream, $line, $error,
            "and returns its response as soon as the headers of a success are there: its bytes are read as they come."
        );
    };
    (@send text_events [] $line:literal, $error:ty) => {
        $crate::__streamed!(
            @as send_text_events, $crate::streaming::EventStream<::std::string::String>, $line, $error,
            "and returns the events of its response as they come, with their data as text."
        );
    };
    (@send events [$item:ty] $line:literal, $error:ty) => {
        $crate::__streamed!(
            @as send_events, $crate::streaming::EventStream<$item>, $line, $error,
            "and returns the events of its response as they come, with their data decoded."
        );
    };
    (@send json [$item:ty] $line:literal, $error:ty) => {
        $crate::__streamed!(
            @as send_json_stream, $crate::streaming::JsonStream<$item>, $line, $error,
            "and returns the items of its response as they come."
        );
    };
    (@as $send:ident, $stream:ty, $line:literal, $error:ty, $docs:literal) => {
        #[doc = ::core::concat!(" Sends ", $line, ", ", $docs)]
        ///
        /// The limits differ from those of `send`: see [`streaming`](converse_core::streaming).
        ///
        /// # Errors
        /// An argument is missing or breaks a rule; the call fails before the headers of a success are there.
        pub async fn send_stream(self) -> ::core::result::Result<$stream, $crate::CallError<$error>> {
            $crate::__private::Call::into_request(self).$send().await
        }

        $crate::__with_blocking! {
            #[doc = ::core::concat!(" Sends ", $line, " as [`send_stream`](Self::send_stream) does, for programs without an async runtime.")]
            ///
            /// # Errors
            /// Those of [`send_stream`](Self::send_stream); in an async runtime, that it would block it.
            pub fn send_stream_blocking(self) -> ::core::result::Result<$stream, $crate::CallError<$error>> {
                let operation = <Self as $crate::__private::Call>::OPERATION;
                $crate::blocking::send(operation, self.send_stream())
            }
        }
    };
}
