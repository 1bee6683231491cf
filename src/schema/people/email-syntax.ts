/**
 * Whether text can be the address of one person: one @, no spaces, no pattern, a domain with a dot.
 * Quoted local parts and addresses without a domain exist in the standards and not in a CRM.
 */
export function isEmail(text: string): boolean {
  return text.length <= 254 && (ascii.test(text) || international.test(text)) && !/\.\.|^\.|\.@/.test(text);
}

/** Nearly all addresses are ASCII, which is tested several times faster. */
const ascii = /^[\w.!#$%&'+/=?^`{|}~-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/i;
const international = /^[^\s@*"(),:;<>[\]\\\p{Cc}]{1,64}@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+$/u;
