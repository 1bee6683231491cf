import stringWidth from 'string-width';

/** Returns the number of terminal columns of a text without color codes; wide characters take two. */
export function displayWidth(text: string): number {
  return singleColumn.test(text) ? text.length : stringWidth(text);
}

// Covers most text. Segmenting 100,000 lines into graphemes would take seconds.
const singleColumn = /^[\u0020-\u007E\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027]*$/;
