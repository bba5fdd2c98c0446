// Nothing but a sign: it is served once the main process can answer, and the page's script, which comes after it, waits.
export {};
