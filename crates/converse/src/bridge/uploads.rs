//! Files for Bridge: asks for an address with the file's checksum, then sends the bytes there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use converse_bridge::Client;
use converse_bridge::types::{CreateFile, CreatedFile, FileType};
use converse_core::Blob;
use converse_core::http::HeaderMap;
use converse_core::provider::ProviderClient;
use converse_core::reqwest::header::{HeaderName, HeaderValue};
use converse_core::upload::{Upload, UploadError, UploadJob};
use converse_core::value::ToUuid;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The header that binds the upload to the checksum.
const CHECKSUM: &str = "x-amz-checksum-sha256";

/// Headers that the HTTP client sets itself, or that would change how the bytes are transferred.
const OF_THE_CONNECTION: [&str; 11] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// Its id, for the `mediaIds` of a message.
    pub media_id: String,
    /// The SHA-256 of its bytes, in base64.
    pub checksum_base64: String,
    /// Its size in bytes.
    pub length: u64,
}

/// Uploads a file to Bridge: calls `createFiles` with its name, type and checksum, then sends a `PUT` of its bytes to
/// the address that Bridge returned.
///
/// The source is read twice, since the checksum is sent first: that works for bytes, [`Blob::path`] and
/// [`Blob::seekable`], not for a stream. A change in between is detected by the length here, and by the checksum
/// there. Its name and media type are those of the [`Blob`]; no media type is stated if it has none.
///
/// ```no_run
/// use converse::bridge::{self, types};
/// use converse::Blob;
///
/// # async fn send(client: bridge::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let photo = Blob::path("photo.jpg").content_type("image/jpeg");
/// let file = bridge::upload(&client, "b6cf1c4a-2b1e-4e63-8f3e-0f9d1a2a1234", types::FileType::Image, photo)
///     .progress(|sent, total| println!("{sent} of {total}"))
///     .send()
///     .await?;
/// println!("{}", file.media_id);
/// # Ok(()) }
/// ```
pub fn upload(
    client: &Client,
    workspace_id: impl ToUuid,
    file_type: FileType,
    source: impl Into<Blob>,
) -> Upload<Uploaded> {
    let workspace_id = workspace_id.to_uuid().ok();
    let steps = {
        let client = client.clone();
        move |job| steps(client, workspace_id, file_type, job)
    };
    Upload::new(client.core(), source.into(), steps)
}

async fn steps(
    client: Client,
    workspace_id: Option<Uuid>,
    file_type: FileType,
    job: UploadJob,
) -> Result<Uploaded, UploadError> {
    let workspace_id =
        workspace_id.ok_or_else(|| job.invalid("`workspaceId` is not a valid `Uuid`"))?;
    let mut checksum = Sha256::new();
    job.read(|bytes| checksum.update(bytes)).await?;
    let checksum_base64 = STANDARD.encode(checksum.finalize());

    let source = job.source();
    let mut file = CreateFile::new(source.name(), file_type, checksum_base64.as_str());
    if let Some(media_type) = source.media_type() {
        file = file.content_type(media_type);
    }
    let call = client.create_files().workspace_id(workspace_id);
    let created = job.ask(call.body(vec![file]).send()).await?;
    let [created]: [CreatedFile; 1] = created.try_into().map_err(|_| {
        job.no_address("one file was announced, and the response is not about one file")
    })?;

    let address = created.presign_url;
    if let Some(method) = &address.method
        && !method.eq_ignore_ascii_case("PUT")
    {
        return Err(job.no_address("the address is not for `PUT`"));
    }
    let mut headers = headers(address.headers.unwrap_or_default())
        .ok_or_else(|| job.no_address("the address requires a header that cannot be sent"))?;
    let value = HeaderValue::from_str(&checksum_base64)
        .map_err(|_| job.no_address("the checksum cannot be sent"))?;
    headers.insert(CHECKSUM, value);
    let length = job.length();
    job.put(&address.url, headers).await?;
    Ok(Uploaded {
        media_id: created.media_id,
        checksum_base64,
        length,
    })
}

/// Returns the headers that go with the bytes, except [`OF_THE_CONNECTION`]. A list is one header per item.
fn headers(named: Map<String, Value>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in named {
        let name = HeaderName::try_from(name).ok()?;
        if OF_THE_CONNECTION.contains(&name.as_str()) {
            continue;
        }
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        for value in values {
            headers.append(&name, HeaderValue::from_str(value.as_str()?).ok()?);
        }
    }
    Some(headers)
}
