//! `ling.local`: the house is found by its name in the local network.

use mdns_sd::{ServiceDaemon, ServiceInfo};
use tracing::warn;

use super::tls::LOCAL_NAME;

/// What browsers of services look for.
const SERVICE: &str = "_https._tcp.local.";

/// The name in the network, for as long as this lives.
pub struct LocalName(ServiceDaemon);

impl LocalName {
    /// Answers to `ling.local` on all addresses of this machine. None where the network does not let us.
    pub fn announce(port: u16) -> Option<LocalName> {
        let announced = (|| {
            let daemon = ServiceDaemon::new()?;
            let (host, none) = (format!("{LOCAL_NAME}."), &[("path", "/")][..]);
            let service = ServiceInfo::new(SERVICE, "Ling", &host, "", port, none)?;
            daemon.register(service.enable_addr_auto())?;
            Ok::<_, mdns_sd::Error>(LocalName(daemon))
        })();
        announced
            .inspect_err(|error| warn!(%error, "The name ling.local cannot be announced."))
            .ok()
    }
}

impl Drop for LocalName {
    fn drop(&mut self) {
        // The network forgets the name by itself if this fails.
        let _ = self.0.shutdown();
    }
}
