// It is served once the main process can answer; the page's script comes after it, and so waits for that.
performance.mark('main-is-ready');
