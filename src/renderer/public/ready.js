// It is served once the main process can answer; the page's script waits for it where it begins to ask.
performance.mark('main-is-ready');
