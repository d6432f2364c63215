"""What Ling does not offer: the SDK shows a sentence at once, and says nothing that was made up."""

from sdk import *

SOUND = say("What time is it?")


def sentence(what, heard, word):
    check(what, (reason(heard), word in details(heard)), ("Canceled", True))


translation = speech.translation.SpeechTranslationConfig(host=ADDRESS.replace("http", "ws"), subscription=KEY)
translation.speech_recognition_language = "en-US"
translation.add_target_language("zh-Hans")
recogniser = speech.translation.TranslationRecognizer(translation, audio_config=push(SOUND))
sentence("translation", recogniser.recognize_once(), "does not translate speech")

recogniser = speech.SpeechRecognizer(config(), push(SOUND))
speech.PronunciationAssessmentConfig(reference_text="what time is it").apply_to(recogniser)
sentence("pronunciation", recogniser.recognize_once(), "does not judge pronunciation")

over, why = threading.Event(), []
transcriber = speech.transcription.ConversationTranscriber(speech_config=config(), audio_config=push(SOUND))
transcriber.canceled.connect(lambda event: why.append(event.cancellation_details.error_details))
transcriber.session_stopped.connect(lambda _: over.set())
transcriber.start_transcribing_async().get()
check("it ends", over.wait(30), True)
transcriber.stop_transcribing_async().get()
check("speakers", ["does not tell speakers apart" in sentence for sentence in why], [True])

words = say("The quick brown fox jumped over seventeen lazy philosophers.")
heard = speech.SpeechRecognizer(config(), push(words)).recognize_once()
check("nothing that it knows", (reason(heard), heard.text), ("NoMatch", ""))

# The twenty-first connection of a key is refused, and there is room again when the others are gone.
kept = []
for _ in range(20):
    recogniser = speech.SpeechRecognizer(config(), speech.audio.AudioConfig(stream=speech.audio.PushAudioInputStream()))
    connection, opened = speech.Connection.from_recognizer(recogniser), threading.Event()
    connection.connected.connect(lambda _, opened=opened: opened.set())
    connection.open(False)
    check("a connection", opened.wait(30), True)
    kept.append((recogniser, connection))
heard = speech.SpeechRecognizer(config(), push(SOUND)).recognize_once()
check("too many", heard.cancellation_details.code, speech.CancellationErrorCode.TooManyRequests)
for _, connection in kept:
    connection.close()
kept.clear()
for _ in range(20):
    heard = speech.SpeechRecognizer(config(), push(SOUND)).recognize_once()
    if reason(heard) == "RecognizedSpeech":
        break
check("room again", heard.text, "What time is it?")
end()
