/** An e-mail address as HubSpot compares them: trimmed, lower case. Plus-addresses stay distinct. */
export type Email = string;

/** The form in which two addresses of the same mailbox are equal text. */
export function normalEmail(text: string): Email {
  return text.trim().toLowerCase();
}

/** An address that may be printed: `a•••@northwind.example`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '•••';
  // A template would keep its parts as well as the whole, and a plan holds one for each person.
  return [String.fromCodePoint(email.codePointAt(0) ?? 0), '•••', email.slice(at)].join('');
}

/**
 * Whether an address is named by a suppression or recipients pattern: a whole address, or one with
 * `*` for any run of characters (`*@competitor.example`). Case does not matter.
 */
export function matchesEmailPattern(email: string, pattern: string): boolean {
  const parts = normalEmail(pattern)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(normalEmail(email));
}
