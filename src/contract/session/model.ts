/**
 * Header of a sign-in and of its answer: by it the server knows the device again, whose sign-ins are counted apart from those
 * that strangers try. It is no credential, and opaque to clients: they send the last one that they were given.
 */
export const deviceHeader = 'FastLinkIt-Device';
