/** Sizes of pictures on a certificate, in bytes; the form and the server hold to the same. */
export const largestLogo = 300_000;
export const largestSignature = 100_000;
/** In pixels: what is small in bytes can be immense on the page. */
export const longestSide = 2000;
