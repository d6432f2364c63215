use opus_decoder::OpusDecoder;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::packet::Packet;

/// Opus is always decoded at this rate.
const OPUS_RATE_HZ: u32 = 48_000;

/// Samples in the longest packet of Opus: 120 ms.
const OPUS_PACKET_MAX: usize = 5_760;

/// What turns the packets of a track into sound.
pub(super) enum Codec {
    Opus {
        decoder: Box<OpusDecoder>,
        /// Samples before the sound begins, where the packets do not say it themselves.
        before: usize,
    },
    Other(Box<dyn AudioDecoder>),
}

/// What was in a packet; the samples of a frame lie side by side.
pub(super) struct Block {
    pub(super) samples: Vec<f32>,
    pub(super) n_channels: usize,
    pub(super) rate_hz: u32,
}

impl Codec {
    pub(super) fn new(params: &AudioCodecParameters) -> Result<Codec, Error> {
        if params.codec != CODEC_ID_OPUS {
            let options = AudioDecoderOptions::default();
            let decoder = symphonia::default::get_codecs().make_audio_decoder(params, &options)?;
            return Ok(Codec::Other(decoder));
        }
        if params
            .channels
            .as_ref()
            .is_some_and(|channels| channels.count() > 2)
        {
            return Err(Error::Unsupported("Opus of more than two channels"));
        }
        // It mixes two channels into one by itself.
        let decoder = OpusDecoder::new(OPUS_RATE_HZ, 1).map_err(|_| Error::Unsupported("Opus"))?;
        Ok(Codec::Opus {
            decoder: Box::new(decoder),
            before: pre_skip(params.extra_data.as_deref().unwrap_or_default()),
        })
    }

    pub(super) fn decode(&mut self, packet: &Packet) -> Result<Block, Error> {
        match self {
            Codec::Opus { decoder, before } => {
                let mut samples = opus(decoder, packet)?;
                if packet.trim_start.get() > 0 {
                    *before = 0;
                }
                let n = (*before).min(samples.len());
                samples.drain(..n);
                *before -= n;
                Ok(Block {
                    samples,
                    n_channels: 1,
                    rate_hz: OPUS_RATE_HZ,
                })
            }
            Codec::Other(decoder) => {
                let block = decoder.decode(packet)?;
                let mut samples = Vec::new();
                block.copy_to_vec_interleaved(&mut samples);
                Ok(Block {
                    samples,
                    n_channels: block.num_planes(),
                    rate_hz: block.spec().rate(),
                })
            }
        }
    }
}

/// One packet, less what the file says is before and after its sound.
fn opus(decoder: &mut OpusDecoder, packet: &Packet) -> Result<Vec<f32>, Error> {
    if packet.data.is_empty() {
        return Err(Error::DecodeError("an empty packet"));
    }
    let mut samples = vec![0.0; OPUS_PACKET_MAX];
    let n = decoder
        .decode_float(&packet.data, &mut samples, false)
        .map_err(|_| Error::DecodeError("a packet that is no Opus"))?;
    samples.truncate(n);
    let cut = |length: u64| usize::try_from(length).unwrap_or(n).min(n);
    samples.truncate(n - cut(packet.trim_end.get()));
    samples.drain(..cut(packet.trim_start.get()).min(samples.len()));
    Ok(samples)
}

/// What the header of Opus says about the samples before the sound (RFC 7845, section 5.1).
fn pre_skip(header: &[u8]) -> usize {
    match header {
        [
            b'O',
            b'p',
            b'u',
            b's',
            b'H',
            b'e',
            b'a',
            b'd',
            _,
            _,
            low,
            high,
            ..,
        ] => usize::from(u16::from_le_bytes([*low, *high])),
        _ => 0,
    }
}
