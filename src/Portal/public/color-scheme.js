// Before the first paint: the colour scheme the visitor chose, or the system's. A file of its own, so that no inline script is needed.
(function () {
  var chosen = null;
  try { chosen = localStorage.getItem('smartblocks-color-scheme'); } catch (error) { chosen = null; }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
