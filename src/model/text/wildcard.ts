/** Returns whether a whole text matches a wildcard pattern. */
export type WildcardMatcher = (text: string) => boolean;

/**
 * Compiles a pattern in which `*` matches any run of characters, and `one` (if given) exactly one character. All other
 * characters are literal.
 *
 * The matcher searches each piece between two `*` once, from the end of the previous piece. Hostile patterns
 * (`*a*a*a*…`) therefore cost one search per piece; a regular expression would backtrack.
 */
export function compileWildcard(pattern: string, one?: string): WildcardMatcher {
  const pieces = pattern.split('*');
  const [head = '', ...rest] = pieces;
  const tail = rest.pop();
  if (tail === undefined) return (text) => endOf(text, 0, { piece: head, one }) === text.length;
  return (text) => {
    let at = endOf(text, 0, { piece: head, one });
    for (const piece of rest) {
      if (at === undefined) return false;
      at = find(text, at, { piece, one });
    }
    return at !== undefined && endsWith(text, at, { piece: tail, one });
  };
}

interface Piece {
  readonly piece: string;
  readonly one: string | undefined;
}

/** Returns the end of the first match of a piece at or after `from`, or undefined. */
function find(text: string, from: number, { piece, one }: Piece): number | undefined {
  if (one === undefined || !piece.includes(one)) {
    const at = text.indexOf(piece, from);
    return at < 0 ? undefined : at + piece.length;
  }
  for (let at = from; at <= text.length; at += 1) {
    const end = endOf(text, at, { piece, one });
    if (end !== undefined) return end;
  }
  return undefined;
}

/** Returns whether a text ends with a piece that begins at or after `from`. */
function endsWith(text: string, from: number, { piece, one }: Piece): boolean {
  if (one === undefined || !piece.includes(one)) {
    return text.length - piece.length >= from && text.endsWith(piece);
  }
  for (let at = from; at <= text.length; at += 1) {
    if (endOf(text, at, { piece, one }) === text.length) return true;
  }
  return false;
}

/** Returns the end of a piece that begins exactly at `from`, or undefined. */
function endOf(text: string, from: number, { piece, one }: Piece): number | undefined {
  if (one === undefined || !piece.includes(one)) {
    return text.startsWith(piece, from) ? from + piece.length : undefined;
  }
  let at = from;
  for (const wanted of piece) {
    const found = text.codePointAt(at);
    if (found === undefined || (wanted !== one && wanted.codePointAt(0) !== found)) return undefined;
    at += found > 0xffff ? 2 : 1;
  }
  return at;
}
