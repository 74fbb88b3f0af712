//! TLS errors, in fixed words: a certificate may contain any name.

use std::error::Error as StdError;

/// Returns the words for a failure of TLS among these causes. `None` if there is none, or none that can be recognized.
#[cfg(feature = "rustls")]
pub(crate) fn words<'a>(
    causes: impl IntoIterator<Item = &'a (dyn StdError + 'static)>,
) -> Option<&'static str> {
    use rustls::{CertificateError, Error};

    let mut causes = causes.into_iter();
    let error = causes.find_map(|cause| cause.downcast_ref::<Error>())?;
    Some(match error {
        Error::InvalidCertificate(problem) => match problem {
            CertificateError::UnknownIssuer => {
                "the server's certificate is from an issuer that is not trusted"
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "the server's certificate is for another name"
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "the server's certificate has expired"
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "the server's certificate is not valid yet"
            }
            CertificateError::Revoked => "the server's certificate was revoked",
            _ => "the server's certificate was not accepted",
        },
        Error::NoCertificatesPresented => "the server has no certificate",
        Error::AlertReceived(_) => "the server refused the TLS handshake",
        Error::PeerIncompatible(_) => "the server and this client share no TLS version or cipher",
        // Whatever the server sent, it is not TLS.
        Error::InvalidMessage(_) => "the server does not speak TLS",
        _ => "TLS failed",
    })
}

/// Without rustls its errors are unknown.
#[cfg(not(feature = "rustls"))]
pub(crate) fn words<'a>(
    _: impl IntoIterator<Item = &'a (dyn StdError + 'static)>,
) -> Option<&'static str> {
    None
}
