import { domainToASCII, domainToUnicode } from 'node:url';
import { compileWildcard } from './text/wildcard.ts';
import type { WildcardMatcher } from './text/wildcard.ts';

declare const emailBrand: unique symbol;

/**
 * An email address in normal form (see `normalizeEmail`). Two spellings of one mailbox are equal text; plus addresses
 * remain distinct. Only `parseEmail` and `trustEmail` create one.
 *
 * `isEmail` may refuse an `Email` from HubSpot: HubSpot accepts addresses that the files may not contain. rollcall
 * keeps such an address, because a suppression must still match it.
 */
export type Email = string & { readonly [emailBrand]: true };

/**
 * Returns the normal form of an address: trimmed, Unicode NFC, lower case, domain in ASCII (IDNA, `xn--…`).
 * Two addresses of the same mailbox have the same normal form. The files, HubSpot responses, the ledger's hashes
 * and the command line all use this normalization and no other. Patterns keep their `*`.
 *
 * Never throws: a domain that IDNA refuses is unchanged, and `isEmail` refuses it.
 */
export function normalizeEmail(text: string): string {
  const trimmed = text.trim().toLowerCase();
  // Nearly all addresses are ASCII and need no further step.
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

/** Returns the address in normal form without checking it. Only for addresses that HubSpot returns. */
export function trustEmail(text: string): Email {
  // The brand has no value at run time; it promises the normal form.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return normalizeEmail(text) as Email;
}

/**
 * Returns whether a text in normal form can be the address of one contact: one @, no spaces, no pattern, and an
 * ASCII domain with a dot. Quoted local parts and domains without a dot are valid in the standards and unused in a CRM.
 */
export function isEmail(text: string): boolean {
  return (
    text.length <= 254 && (asciiEmail.test(text) || internationalEmail.test(text)) && hasPlainLocalPart(text)
  );
}

/** Returns whether the part before the @ has no misplaced dot and no quotation mark. Spreadsheets add `'` to a value. */
export function hasPlainLocalPart(text: string): boolean {
  return !/\.\.|^[.'`]|['`.]@/.test(text) && !/\p{Default_Ignorable_Code_Point}/u.test(text);
}

/** Nearly all addresses are ASCII, which this expression tests several times faster. */
const asciiEmail = /^[\w.!#$%&'+/=?^`{|}~-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/;
const internationalEmail = /^[\p{L}\p{M}\p{N}.!#$%&'+/=?^_`{|}~-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/u;

/** Returns the spellings that HubSpot may store for an address: the ASCII domain, and its Unicode form if different. */
export function emailSpellings(email: Email): readonly string[] {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  if (!/(?:^|\.)xn--/.test(domain)) return [email];
  const unicode = domainToUnicode(domain);
  return unicode === '' || unicode === domain ? [email] : [email, email.slice(0, at + 1) + unicode];
}

/**
 * Returns the ASCII form of a domain, or the domain itself if it has none. `domainToASCII` parses a URL host: it cuts
 * at `/`, decodes `%41` and drops tabs, so it gets only text that can be a domain. It gets no long text either,
 * because Punycode takes quadratic time.
 */
function asciiDomain(domain: string): string {
  if (domain.length > maxDomainLength || /[!-)+,/:-`{-~\s]/.test(domain)) return domain;
  if (domain.split(/[.。．｡]/u).some(hasNoAsciiForm)) return domain;
  const ascii = domainToASCII(domain);
  return /^[a-z\d.*-]+$/.test(ascii) ? ascii : domain;
}

const maxDomainLength = 253;

/** Returns whether a label mixes `*` with non-ASCII characters. */
function hasNoAsciiForm(label: string): boolean {
  return label.includes('*') && /[^!-~]/.test(label);
}

/** Returns an address that may be printed: `a•••@northwind.example`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '•••';
  // A template string would also keep its parts in memory, and a plan has one address per person.
  return [String.fromCodePoint(email.codePointAt(0) ?? 0), '•••', email.slice(at)].join('');
}

/**
 * Compiles a pattern of `suppress` or `recipients`: an address, in which `*` matches any run of characters
 * (`*@competitor.example`). The matcher takes addresses in normal form.
 */
export function compileEmailPattern(pattern: string): WildcardMatcher {
  return compileWildcard(normalizeEmail(pattern));
}
