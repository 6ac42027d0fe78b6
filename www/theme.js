// Before the first paint: the theme that was chosen last time. `web/src/platform.rs` writes it.
try {
  const theme = localStorage.getItem("assumable-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme it is.
}
