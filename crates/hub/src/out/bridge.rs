//! Lets engines that wait on a socket be pushed sound by threads that may block.

use std::sync::{Arc, Mutex, PoisonError};

use ling_base::Pcm;
use ling_speech::{Listening, Partial, RATE_HZ, SpeechError, Transcript, UTTERANCE_SECS_MAX};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

/// Pieces of sound that may wait for the network.
const PIECES_MAX: usize = 256;

/// The newest partial, until it is fetched.
#[derive(Clone, Default)]
pub(super) struct Partials(Arc<Mutex<Option<Partial>>>);

impl Partials {
    pub(super) fn put(&self, text: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Partial { text });
    }

    fn take(&self) -> Option<Partial> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// An utterance that a task sends to an engine. Dropping it ends the task.
pub(super) struct Bridged {
    engine: &'static str,
    sound: Option<mpsc::Sender<Vec<f32>>>,
    done: Option<oneshot::Receiver<Result<Transcript, SpeechError>>>,
    partials: Partials,
    task: JoinHandle<()>,
    n_samples: usize,
}

impl Bridged {
    /// Runs `talk` on `runtime`; it is given the sound, piece by piece, until the utterance ends.
    pub(super) fn start<F>(
        engine: &'static str,
        runtime: &Handle,
        talk: impl FnOnce(mpsc::Receiver<Vec<f32>>, Partials) -> F,
    ) -> Bridged
    where
        F: Future<Output = Result<Transcript, SpeechError>> + Send + 'static,
    {
        let (sound, pieces) = mpsc::channel(PIECES_MAX);
        let (tell, done) = oneshot::channel();
        let partials = Partials::default();
        let talk = talk(pieces, partials.clone());
        let task = runtime.spawn(async move {
            // Nobody listens any more if the utterance was dropped.
            let _ = tell.send(talk.await);
        });
        Bridged {
            engine,
            sound: Some(sound),
            done: Some(done),
            partials,
            task,
            n_samples: 0,
        }
    }

    fn gone(&self) -> SpeechError {
        SpeechError::BadAnswer {
            engine: self.engine.to_owned(),
            why: "the conversation ended early".to_owned(),
        }
    }

    fn outcome(&mut self) -> Result<Transcript, SpeechError> {
        match self.done.take() {
            Some(done) => done.blocking_recv().unwrap_or_else(|_| Err(self.gone())),
            None => Err(self.gone()),
        }
    }
}

impl Listening for Bridged {
    fn push(&mut self, samples: &[f32]) -> Result<Option<Partial>, SpeechError> {
        self.n_samples += samples.len();
        let got_secs = self.n_samples as u64 / u64::from(RATE_HZ);
        if got_secs > u64::from(UTTERANCE_SECS_MAX) {
            return Err(SpeechError::TooLong {
                got_secs,
                most_secs: UTTERANCE_SECS_MAX,
            });
        }
        if let Some(sound) = &self.sound
            && sound.blocking_send(samples.to_vec()).is_err()
        {
            // The task is over although the utterance is not: it failed, or the engine has heard enough.
            self.sound = None;
        }
        Ok(self.partials.take())
    }

    fn finish(mut self: Box<Self>) -> Result<Transcript, SpeechError> {
        self.sound = None;
        self.outcome()
    }
}

impl Drop for Bridged {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Sends a whole utterance as pieces of 100 ms.
pub(super) async fn send_whole(sound: mpsc::Sender<Vec<f32>>, pcm: Pcm) {
    let samples = ling_speech::resample(&pcm.samples, pcm.rate_hz, RATE_HZ);
    for piece in samples.chunks(1_600) {
        if sound.send(piece.to_vec()).await.is_err() {
            return;
        }
    }
}
