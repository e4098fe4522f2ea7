// Runs before the first paint, so that a dark page does not flash white. A file of its own: no script stands in the page.
(function () {
  var chosen = 'auto';
  try {
    chosen = localStorage.getItem('entrepot-color-scheme') || 'auto';
  } catch (unavailable) {
    // a browser that keeps nothing: follow the system
  }
  var dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
