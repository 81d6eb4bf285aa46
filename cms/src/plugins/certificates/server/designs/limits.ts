/** Sizes of pictures on a certificate, in bytes; the form and the server hold to the same. */
export const largestLogo = 300_000;
export const largestSignature = 100_000;
