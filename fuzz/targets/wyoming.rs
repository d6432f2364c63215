//! The Wyoming protocol: pieces give the same events as the whole, and events survive being written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::within;
use ling_proto::wyoming::{Codec, Event, WyomingError};

fn read(pieces: &[&[u8]]) -> (Vec<Event>, Option<WyomingError>) {
    let (mut codec, mut events) = (Codec::new(), Vec::new());
    for piece in pieces {
        codec.feed(piece);
        loop {
            match codec.poll() {
                Ok(Some(event)) => events.push(event),
                Ok(None) => break,
                Err(error) => return (events, Some(error)),
            }
        }
    }
    (events, None)
}

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let (events, error) = within(|| read(&[rest]));
    let pieces: Vec<&[u8]> = rest.chunks(usize::from(*first) + 1).collect();
    assert_eq!(within(|| read(&pieces)), (events.clone(), error));
    let mut written = Vec::new();
    for event in &events {
        Codec::new().encode(event, &mut written);
    }
    assert_eq!(read(&[&written]), (events, None));
});
