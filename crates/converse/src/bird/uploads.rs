//! Files for Bird: asks for an address and the fields of a form, then sends the form there with the file.

use converse_bird::Client;
use converse_bird::types::CreatePresignedUpload;
use converse_core::Blob;
use converse_core::provider::ProviderClient;
use converse_core::reqwest::header::HeaderValue;
use converse_core::upload::{Upload, UploadError, UploadJob};
use converse_core::value::ToUuid;
use uuid::Uuid;

/// The most bytes of a file that Bird accepts: 100 MiB.
pub const MAX_UPLOAD_BYTES: u64 = 100 * 1024 * 1024;

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// Its address, for the `mediaUrl` of a message.
    pub media_url: String,
    /// Its size in bytes.
    pub length: u64,
}

/// Uploads a file to Bird: calls `createPresignedUpload` with its media type, then sends a `POST` of the form that Bird
/// returned, with the file as its last part.
///
/// A file larger than [`MAX_UPLOAD_BYTES`] is refused before anything is sent. It is read once, so a
/// [`Blob::stream`] or [`Blob::reader`] is possible if its length is stated. Its name and media type are those of the
/// [`Blob`], `application/octet-stream` if it has none.
///
/// ```no_run
/// use converse::{Blob, bird};
///
/// # async fn send(client: bird::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let workspace = "a1405560-c8d3-4b1a-877d-3f449ad95352";
/// let conversation = "60c179e7-7e43-423b-bef2-14f4d0132b71";
/// let photo = Blob::path("photo.png").content_type("image/png");
/// let file = bird::upload(&client, workspace, conversation, photo).send().await?;
/// println!("{}", file.media_url);
/// # Ok(()) }
/// ```
pub fn upload(
    client: &Client,
    workspace_id: impl ToUuid,
    conversation_id: impl ToUuid,
    source: impl Into<Blob>,
) -> Upload<Uploaded> {
    let ids = (workspace_id.to_uuid().ok(), conversation_id.to_uuid().ok());
    let steps = {
        let client = client.clone();
        move |job| steps(client, ids, job)
    };
    Upload::new(client.core(), source.into(), steps)
}

async fn steps(
    client: Client,
    (workspace_id, conversation_id): (Option<Uuid>, Option<Uuid>),
    job: UploadJob,
) -> Result<Uploaded, UploadError> {
    let invalid = |name: &str| job.invalid(&format!("`{name}` is not a valid `Uuid`"));
    let workspace_id = workspace_id.ok_or_else(|| invalid("workspaceId"))?;
    let conversation_id = conversation_id.ok_or_else(|| invalid("conversationId"))?;
    let length = job.length();
    if length > MAX_UPLOAD_BYTES {
        let why = format!("it has {length} bytes, and Bird takes at most {MAX_UPLOAD_BYTES}");
        return Err(job.refused(&why));
    }

    let media_type = job.source().media_type();
    let media_type = media_type.unwrap_or("application/octet-stream");
    if HeaderValue::from_str(media_type).is_err() {
        return Err(job.refused("its content type is not valid in a header"));
    }
    let call = client
        .create_presigned_upload()
        .workspace_id(workspace_id)
        .conversation_id(conversation_id)
        .body(CreatePresignedUpload::new(media_type));
    let named = job.ask(call.send()).await?;
    if !named.upload_method.eq_ignore_ascii_case("POST") {
        return Err(job.no_address("the address is not for `POST`"));
    }
    job.post_form(&named.upload_url, named.upload_form_data)
        .await?;
    Ok(Uploaded {
        media_url: named.media_url,
        length,
    })
}
