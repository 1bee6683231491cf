import { domainToASCII, domainToUnicode } from 'node:url';
import { compileWildcard } from './text/wildcard.ts';
import type { WildcardMatcher } from './text/wildcard.ts';

/** An email address in the form that `normalEmail` returns. Plus-addresses stay distinct. */
export type Email = string;

/**
 * Returns the one spelling in which two addresses of the same mailbox are equal text: trimmed, Unicode
 * NFC, lower case, domain in ASCII (IDNA, `xn--…`). The only normalization of the program: files,
 * HubSpot, the ledger's hashes and the command line all use it. Patterns with `*` keep their `*`.
 *
 * Never fails: a domain that IDNA refuses stays as it is, and `isEmail` refuses it.
 */
export function normalizeEmail(text: string): Email {
  const trimmed = text.trim().toLowerCase();
  // Nearly all addresses are ASCII; they skip two passes.
  if (/^[!-~]*$/.test(trimmed)) return trimmed;
  const composed = trimmed.normalize('NFC');
  const at = composed.lastIndexOf('@');
  return at < 0 ? composed : composed.slice(0, at + 1) + asciiDomain(composed.slice(at + 1));
}

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
