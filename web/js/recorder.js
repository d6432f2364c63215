// Runs beside the page: hands on what the microphone gives, piece by piece.

class Recorder extends AudioWorkletProcessor {
  process(inputs) {
    const [channel] = inputs[0];
    if (channel) this.port.postMessage(channel.slice());
    return true;
  }
}
registerProcessor("ling-recorder", Recorder);
