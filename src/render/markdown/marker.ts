/**
 * The hidden first line by which a comment is found again: `<!-- rollcall:plan:12345678 -->`. It stays
 * the same for a kind of document and an account, so that one comment is updated in place.
 */
export function marker(kind: string, portal: string | number): string {
  return `<!-- rollcall:${kind}:${String(portal).replace(/[^\w.]/gu, '-')} -->`;
}
