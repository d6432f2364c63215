//! The model that the program carries.

/// The net that guesses where no sentence of the skills matches; see models/understand/README.md for what it
/// learnt from. A static, for a constant would be in the program once for each file that names it.
pub static NET: &[u8] = include_bytes!("../../../models/understand/understand.bin");

#[cfg(test)]
mod tests {
    #[test]
    fn the_model_can_be_read() {
        let net = ling_understand::net::Net::load(super::NET).expect("the shipped model");
        assert!(net.labels().contains(&"alarm_set"));
    }
}
