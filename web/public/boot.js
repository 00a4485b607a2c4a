// Runs before the first paint, as a file of its own so that a strict content security policy allows it: without it a dark theme starts with a white flash.
(function () {
  var wanted = null;
  try {
    wanted = window.localStorage.getItem('dispatch.theme');
  } catch {
    // Storage may be forbidden; the system's choice is then used.
  }
  var dark = wanted === 'dark' || (wanted !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
