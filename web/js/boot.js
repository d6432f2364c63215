// Runs before the first paint: the colours and the language that were chosen, or the browser's.
(() => {
  const root = document.documentElement;
  const stored = (name) => {
    try { return localStorage.getItem(name); } catch { return null; }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const chosen = stored("ling.theme");
    root.dataset.theme = chosen === "dark" || chosen === "light" ? chosen : dark.matches ? "dark" : "light";
    const bar = document.querySelector('meta[name="theme-color"]');
    if (bar) bar.content = root.dataset.theme === "dark" ? "#111614" : "#f6f4ee";
  };
  dark.addEventListener("change", paint);
  addEventListener("ling-theme", paint);
  paint();
  const lang = stored("ling.lang") || navigator.languages.find((tag) => /^(zh|en)/i.test(tag)) || "en";
  root.lang = /^zh/i.test(lang) ? "zh" : "en";
})();
