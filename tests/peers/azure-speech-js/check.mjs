// What the Speech SDK for JavaScript gets from Ling: heard, spoken, refused.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as sdk from "microsoft-cognitiveservices-speech-sdk";

const [address, key] = process.argv.slice(2);
const RATE_HZ = 22_050;
const TIME = "What time is it?";
const LAMP = "Turn off the bedroom lamp.";

function config(lang = "en-US", secret = key) {
  const made = sdk.SpeechConfig.fromHost(new URL(address.replace("http", "ws")), secret);
  made.speechRecognitionLanguage = lang;
  return made;
}

/** Samples of espeak-ng, 16 bits. */
const say = (text) => execFileSync("espeak-ng", ["--stdout", "-v", "en-us", "-s", "150", text]).subarray(44);
const quiet = (seconds) => Buffer.alloc(2 * Math.floor(RATE_HZ * seconds));

const open = () => sdk.AudioInputStream.createPushStream(sdk.AudioStreamFormat.getWaveFormatPCM(RATE_HZ, 16, 1));

function write(stream, ...pieces) {
  const whole = Buffer.concat(pieces);
  stream.write(whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length));
}

function sound(...pieces) {
  const stream = open();
  write(stream, ...pieces);
  stream.close();
  return sdk.AudioConfig.fromStreamInput(stream);
}

const once = (recogniser) => new Promise((done, fail) => recogniser.recognizeOnceAsync(done, fail));

function all(recogniser) {
  const texts = [];
  return new Promise((done, fail) => {
    recogniser.recognized = (_, event) => texts.push(event.result.text);
    recogniser.canceled = (_, event) => event.errorDetails && fail(new Error(event.errorDetails));
    recogniser.sessionStopped = () => done(texts);
    recogniser.startContinuousRecognitionAsync(undefined, fail);
  });
}

/** What is spoken: the result, and words with their milliseconds. */
function speak(text, voice) {
  const made = config();
  if (voice) made.speechSynthesisVoiceName = voice;
  const synthesizer = new sdk.SpeechSynthesizer(made, null);
  const words = [];
  synthesizer.wordBoundary = (_, event) => words.push(event.text);
  return new Promise((done, fail) => {
    const finish = (result) => {
      synthesizer.close();
      done({ result, words });
    };
    synthesizer.speakTextAsync(text, finish, fail);
  });
}

let heard = await once(new sdk.SpeechRecognizer(config(), sound(quiet(0.3), say(TIME))));
assert.equal(heard.text, TIME);
assert.equal(JSON.parse(heard.json).Engine, "sphinx");

const texts = await all(new sdk.SpeechRecognizer(config(), sound(say(TIME), quiet(1.5), say(LAMP), quiet(1))));
assert.deepEqual(texts.filter(Boolean), [TIME, LAMP]);

// Again on one connection, from a microphone that goes on. This SDK does not send again what was left.
const microphone = open();
const again = new sdk.SpeechRecognizer(config(), sdk.AudioConfig.fromStreamInput(microphone));
for (const text of [TIME, LAMP, TIME]) {
  write(microphone, quiet(0.3), say(text), quiet(1.2));
  assert.equal((await once(again)).text, text);
}

heard = await once(new sdk.SpeechRecognizer(config("zh-CN"), sound(say(TIME))));
assert.equal(sdk.ResultReason[heard.reason], "Canceled");
assert.match(heard.errorDetails, /sphinx does not hear zh-CN/);
heard = await once(new sdk.SpeechRecognizer(config("en-US", "wrong"), sound(say(TIME))));
assert.equal(sdk.ResultReason[heard.reason], "Canceled");

let said = await speak(LAMP);
assert.equal(sdk.ResultReason[said.result.reason], "SynthesizingAudioCompleted");
assert.ok(said.result.audioData.byteLength > 30_000);
assert.deepEqual(said.words, ["Turn", "off", "the", "bedroom", "lamp", "."]);
said = await speak("打开客厅的灯。", "zh-CN-XiaoxiaoNeural");
assert.deepEqual(said.words, ["打开", "客厅", "的", "灯", "。"]);
said = await speak("x", "zz-ZZ-Foo");
assert.match(said.result.errorDetails, /Unsupported voice zz-ZZ-Foo/);
process.exit(0);
