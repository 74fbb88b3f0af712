//! Lists open tickets with a client that the build script generated.

include!(concat!(env!("OUT_DIR"), "/helpdesk.rs"));

use helpdesk::{Client, Credential, types};

fn main() -> Result<(), helpdesk::BuildError> {
    let client = Client::builder()
        .credential(Credential::new("key"))
        .build()?;
    let open = client.list_tickets().status(types::TicketStatus::Open);
    let new = client.create_ticket().body(types::NewTicket::new(
        "Printer",
        types::Requester::new("ann@example.com"),
    ));
    // In a program with an async runtime: `open.send().await`.
    println!("{open:?} {new:?}");
    Ok(())
}
