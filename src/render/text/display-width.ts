import stringWidth from 'string-width';

/** How many columns a text without colours takes on a terminal; wide characters take two. */
export function displayWidth(text: string): number {
  return singleColumn.test(text) ? text.length : stringWidth(text);
}

// Most text by far; segmenting each of 100,000 lines would take seconds.
const singleColumn = /^[\u0020-\u007E\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027]*$/;

/** Fills a text with spaces up to a width; a wider one stays as it is. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
