use super::Later;

/// Where a ring would sound now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sounds {
    /// On the sound card of the house's own machine, whatever else is open.
    Always,
    /// On open pages and connected devices, of which there is at least one.
    Here,
    /// Nowhere: no page is open and no device is connected.
    Nowhere,
}

/// The device that speaks.
pub trait SpeakerPort: Send + Sync {
    /// The volume in hundredths.
    fn volume<'a>(&'a self, device: Option<&'a str>) -> Later<'a, u8>;
    /// Sets the volume and answers the one before.
    fn set_volume<'a>(&'a self, device: Option<&'a str>, level: u8) -> Later<'a, u8>;
    /// Where a ring would sound now.
    fn sounds<'a>(&'a self) -> Later<'a, Sounds>;
    /// Says something on other devices.
    fn announce<'a>(&'a self, room: Option<&'a str>, text: &'a str) -> Later<'a, usize>;
}
