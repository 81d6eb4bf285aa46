/** Of a file that an editor attaches. */
export const mostBytes = 20 * 1024 * 1024;
/** Of a source's text, in UTF-16 code units. */
export const mostCharacters = 2_000_000;
/** Sources of one course. */
export const mostSources = 50;
/** Of a web page, before and after it is unpacked. */
export const mostPageBytes = 5 * 1024 * 1024;
/** For all redirects of a web page together. */
export const mostPageMilliseconds = 15_000;
export const mostRedirects = 5;
/** For reading one file, on a process of its own. */
export const mostReadingMilliseconds = 30_000;
