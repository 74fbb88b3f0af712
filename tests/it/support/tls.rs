//! A server on loopback that speaks TLS, with certificates of its own authority.

use converse_test_support::accept_each;
use std::net::SocketAddr;
use std::sync::Arc;

use converse_core::reqwest;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevocationReason,
    RevokedCertParams, SerialNumber, date_time_ymd,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::{ServerConfig, WebPkiClientVerifier};

/// An authority that signs certificates.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// What is wrong with a server.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flaw {
    None,
    Expired,
    NotYetValid,
    /// The certificate is not for servers.
    Purpose,
    /// It requires a certificate of the client.
    ClientCertificate,
}

/// The serial number of every certificate.
const SERIAL: u64 = 7;

impl Authority {
    /// Returns an authority of this name.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).expect("an empty list of names is valid");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().expect("a key can be made");
        let issuer = CertifiedIssuer::self_signed(params, key);
        Self {
            issuer: issuer.expect("it signs itself"),
        }
    }

    /// Returns its certificate, for clients that trust it.
    pub fn certificate(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_der(self.issuer.der()).expect("it is a certificate")
    }

    /// Its list of revoked certificates, which holds all of them, as often as it is wanted.
    pub fn revoked(&self) -> impl Fn() -> reqwest::tls::CertificateRevocationList + Clone + use<> {
        let revoked = RevokedCertParams {
            serial_number: SerialNumber::from(SERIAL),
            revocation_time: date_time_ymd(2024, 1, 1),
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2024, 1, 1),
            next_update: date_time_ymd(4000, 1, 1),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: vec![revoked],
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = list.signed_by(&self.issuer).expect("it signs lists");
        let pem = list.pem().expect("a list has text");
        move || {
            reqwest::tls::CertificateRevocationList::from_pem(pem.as_bytes()).expect("it is a list")
        }
    }

    /// A server with a certificate for these names, and `name` in all other places of it, that gives this response.
    pub async fn serve(
        &self,
        names: &[String],
        name: &str,
        flaw: Flaw,
        response: &str,
    ) -> SocketAddr {
        let mut params = CertificateParams::new(names).expect("they are names");
        params.serial_number = Some(SerialNumber::from(SERIAL));
        params.distinguished_name.push(DnType::CommonName, name);
        params
            .distinguished_name
            .push(DnType::OrganizationName, name);
        let (from, to) = match flaw {
            Flaw::Expired => (2000, 2001),
            Flaw::NotYetValid => (4000, 4001),
            _ => (2000, 4000),
        };
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        params.extended_key_usages = vec![match flaw {
            Flaw::Purpose => ExtendedKeyUsagePurpose::ClientAuth,
            _ => ExtendedKeyUsagePurpose::ServerAuth,
        }];
        let key = KeyPair::generate().expect("a key can be made");
        let certificate = params.signed_by(&key, &self.issuer).expect("it is signed");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));

        let config = ServerConfig::builder();
        let config = match flaw {
            Flaw::ClientCertificate => {
                let mut roots = RootCertStore::empty();
                let root = self.issuer.der().clone();
                roots.add(root).expect("it is a certificate");
                let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build();
                config.with_client_cert_verifier(verifier.expect("there is a root"))
            }
            _ => config.with_no_client_auth(),
        };
        let config = config.with_single_cert(vec![certificate.der().clone()], key);
        let acceptor = TlsAcceptor::from(Arc::new(config.expect("the key fits")));
        let response = response.to_owned();
        let serve = move |stream| {
            let (acceptor, response) = (acceptor.clone(), response.clone());
            async move {
                // Clients that do not like the certificate hang up.
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(response.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        };
        accept_each(serve).await
    }
}
