#!/usr/bin/env bash
# A real Home Assistant with its demo devices, driven by Ling in Mandarin, English and both; what Ling
# says it did is checked in Home Assistant. Then Home Assistant hangs, is killed, and comes back.
set -euo pipefail
. "$LING_ROOT/scripts/lib.sh"

# Two runs at once would install into the same folder.
exec 9>"$LING_CACHE/home-assistant.lock"
flock 9

# The last Home Assistant that runs on the Python of Debian 12, with what its integrations ask for.
if ! python_venv home-assistant homeassistant==2024.3.3 "josepy<2" wyoming==1.5.3 hassil==1.6.1 \
    home-assistant-intents==2024.3.12 mutagen==1.47.0 webrtc-noise-gain==1.2.3 aiohttp_cors==0.7.0 \
    aiohttp-fast-url-dispatcher==0.3.0 aiohttp-zlib-ng==0.3.1 PyTurboJPEG==1.7.1 ha-ffmpeg==3.1.0 janus==1.0.0 \
    zeroconf==0.131.0 psutil-home-assistant==0.0.1 fnv-hash-fast==0.5.0 SQLAlchemy==2.0.27 Pillow==10.2.0 \
    home-assistant-frontend==20240307.0 securetar==2024.2.1; then
    echo "pip could not install Home Assistant 2024.3.3 (it needs Python 3.11 or 3.12 and the package index)"
    exit 77
fi
exec 9>&-

work=$(mktemp -d)
# Kept when something failed, so that Home Assistant's own log can be read.
trap 'code=$?; if [ $code = 0 ]; then rm -rf "$work"; else note "logs are in $work"; fi' EXIT
"$VENV/bin/python" "$LING_ROOT/tests/peers/home-assistant/check.py" "$LING_BIN" "$VENV/bin/hass" "$work"
