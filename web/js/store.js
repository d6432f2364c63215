// What this browser remembers; a browser that forbids it forgets.

export function remembered(name, otherwise) {
  try {
    const text = localStorage.getItem(`ling.${name}`);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`ling.${name}`, JSON.stringify(value));
  } catch { /* a private window */ }
}

/** A plain word, for boot.js, which reads it without parsing. */
export function rememberWord(name, word) {
  try {
    if (word) localStorage.setItem(`ling.${name}`, word);
    else localStorage.removeItem(`ling.${name}`);
  } catch { /* a private window */ }
}

export function rememberedWord(name) {
  try {
    return localStorage.getItem(`ling.${name}`);
  } catch {
    return null;
  }
}
