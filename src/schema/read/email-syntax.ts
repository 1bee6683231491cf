/**
 * Returns whether a normal address can be that of one contact: one @, no spaces, no pattern, an ASCII domain with
 * a dot. Quoted local parts and addresses without a domain exist in the standards and not in a CRM.
 */
export function isEmail(text: string): boolean {
  return text.length <= 254 && (ascii.test(text) || international.test(text)) && hasPlainLocalPart(text);
}

/** Returns whether the part before the @ is neither broken by dots nor quoted, as spreadsheets do with `'`. */
export function hasPlainLocalPart(text: string): boolean {
  return !/\.\.|^[.'`]|['`.]@/.test(text) && !/\p{Default_Ignorable_Code_Point}/u.test(text);
}

/** Nearly all addresses are ASCII, which is tested several times faster. */
const ascii = /^[\w.!#$%&'+/=?^`{|}~-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/;
const international = /^[\p{L}\p{M}\p{N}.!#$%&'+/=?^_`{|}~-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/u;
