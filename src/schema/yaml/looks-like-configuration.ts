/**
 * Returns whether a text has a key that only configurations have, well formed or not. Another file, which an
 * include or a link may lead to, can hold secrets: no message quotes it.
 */
export function looksLikeConfiguration(text: string): boolean {
  return ownKey.test(text);
}

const ownKey =
  /(?:^|[\n\r{,])[\t ]*["']?(?:version["']?[\t ]*:[\t ]*1\b|(?:portal|suppress|audiences|sequences|workflows)["']?[\t ]*:)/;
