//! The promises of the runtime, for every provider of the facade.

use converse::{bird, bridge, pingback};

converse_testing::conformance!(
    bird::Client, bird::CONTRACT;
    bridge::Client, bridge::CONTRACT;
    pingback::Client, pingback::CONTRACT;
);
