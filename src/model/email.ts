import { domainToASCII, domainToUnicode } from 'node:url';
import { compileWildcard } from './text/wildcard.ts';
import type { WildcardMatcher } from './text/wildcard.ts';

declare const emailBrand: unique symbol;

/**
 * An email address in normal form (see `normalizeEmail`). Two addresses of one mailbox are equal text; plus-addresses
 * stay distinct. Only `parseEmail` and `trustEmail` make one.
 *
 * An `Email` from HubSpot may be one that `isEmail` refuses: HubSpot accepts addresses that the files may not
 * hold. It stays, because a dropped address would no longer match a suppression.
 */
export type Email = string & { readonly [emailBrand]: true };

/**
 * Returns the one spelling in which two addresses of the same mailbox are equal text: trimmed, Unicode
 * NFC, lower case, domain in ASCII (IDNA, `xn--…`). The only normalization of the program: files,
 * HubSpot, the ledger's hashes and the command line all use it. Patterns with `*` keep their `*`.
 *
 * Never fails: a domain that IDNA refuses stays as it is, and `isEmail` refuses it.
 */
export function normalizeEmail(text: string): string {
  const trimmed = text.trim().toLowerCase();
  // Nearly all addresses are ASCII; they skip two passes.
  if (/^[!-~]*$/.test(trimmed)) return trimmed;
  const composed = trimmed.normalize('NFC');
  const at = composed.lastIndexOf('@');
  return at < 0 ? composed : composed.slice(0, at + 1) + asciiDomain(composed.slice(at + 1));
}

/** Returns the address in normal form, or undefined for a text that `isEmail` refuses. */
export function parseEmail(text: string): Email | undefined {
  const email = trustEmail(text);
  return isEmail(email) ? email : undefined;
}

/** Returns the address in normal form without checking it: for addresses that HubSpot returns. */
export function trustEmail(text: string): Email {
  // The brand has no value at run time; the normal form is what it promises.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return normalizeEmail(text) as Email;
}

/**
 * Returns whether a text in normal form can be the address of one contact: one @, no spaces, no pattern, an ASCII domain with
 * a dot. Quoted local parts and addresses without a domain exist in the standards and not in a CRM.
 */
export function isEmail(text: string): boolean {
  return (
    text.length <= 254 && (asciiEmail.test(text) || internationalEmail.test(text)) && hasPlainLocalPart(text)
  );
}

/** Returns whether the part before the @ is neither broken by dots nor quoted, as spreadsheets do with `'`. */
export function hasPlainLocalPart(text: string): boolean {
  return !/\.\.|^[.'`]|['`.]@/.test(text) && !/\p{Default_Ignorable_Code_Point}/u.test(text);
}

/** Nearly all addresses are ASCII, which this expression tests several times faster. */
const asciiEmail = /^[\w.!#$%&'+/=?^`{|}~-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/;
const internationalEmail = /^[\p{L}\p{M}\p{N}.!#$%&'+/=?^_`{|}~-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/u;

/** Returns the spellings under which HubSpot may know an address: ASCII, and the Unicode domain. */
export function emailSpellings(email: Email): readonly string[] {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  if (!/(?:^|\.)xn--/.test(domain)) return [email];
  const unicode = domainToUnicode(domain);
  return unicode === '' || unicode === domain ? [email] : [email, email.slice(0, at + 1) + unicode];
}

/**
 * `domainToASCII` parses its input as the host of a URL: it cuts at `/`, decodes `%41`, drops tabs. Only
 * text that can be a domain reaches it, and no long text: Punycode takes time with the square of it.
 */
function asciiDomain(domain: string): string {
  if (domain.length > longestDomain || /[!-)+,/:-`{-~\s]/.test(domain)) return domain;
  if (domain.split(/[.。．｡]/u).some(hasNoAsciiForm)) return domain;
  const ascii = domainToASCII(domain);
  return /^[a-z\d.*-]+$/.test(ascii) ? ascii : domain;
}

const longestDomain = 253;

/** A label that mixes `*` with other alphabets. */
function hasNoAsciiForm(label: string): boolean {
  return label.includes('*') && /[^!-~]/.test(label);
}

/** An address that may be printed: `a•••@northwind.example`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '•••';
  // A template would keep its parts as well as the whole, and a plan holds one for each person.
  return [String.fromCodePoint(email.codePointAt(0) ?? 0), '•••', email.slice(at)].join('');
}

/**
 * Compiles a suppression or recipients pattern: a whole address, or one with `*` for any run of
 * characters (`*@competitor.example`). The result takes addresses in their normal form.
 */
export function compileEmailPattern(pattern: string): WildcardMatcher {
  return compileWildcard(normalizeEmail(pattern));
}

/** Returns whether a pattern matches an address, both in any spelling. */
export function matchesEmailPattern(email: string, pattern: string): boolean {
  return compileEmailPattern(pattern)(normalizeEmail(email));
}
