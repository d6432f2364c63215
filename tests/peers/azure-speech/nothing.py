"""No recogniser is there, no such key, no such service: the SDK shows a sentence."""

from sdk import *

heard = speech.SpeechRecognizer(config(), push(quiet(1))).recognize_once()
check("no recogniser", (reason(heard), "ling models pull sphinx-en" in details(heard)), ("Canceled", True))
heard = speech.SpeechRecognizer(config(key="wrong"), push(quiet(1))).recognize_once()
check("no such key", heard.cancellation_details.code, speech.CancellationErrorCode.AuthenticationFailure)
heard = speech.SpeechRecognizer(config(lang="de-DE"), push(quiet(1))).recognize_once()
check("no such language", reason(heard), "Canceled")
end()
