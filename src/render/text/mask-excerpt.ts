/** A piece of a file's line that may be printed, and where a place in the line went. */
export interface Excerpt {
  readonly text: string;
  /** Offset in `text`. */
  readonly caret: number;
}

/**
 * Masks what a file's line may not show in a log: email addresses, passwords in URLs, HubSpot tokens
 * and the values of keys named like secrets. `caret` is the offset of the place in the line; inside a
 * masked part it moves to the part's start.
 */
export function maskExcerpt(line: string, caret: number): Excerpt {
  let text = '';
  let read = 0;
  let moved = caret;
  for (const match of line.matchAll(hidden)) {
    const replacement = maskOf(match);
    const end = match.index + match[0].length;
    text += line.slice(read, match.index) + replacement;
    if (caret >= end) moved += replacement.length - match[0].length;
    else if (caret > match.index) moved -= caret - match.index;
    read = end;
  }
  return { text: text + line.slice(read), caret: moved };
}

const hidden = new RegExp(
  [
    // Up to the last @ of the line: a raw password may hold any character.
    String.raw`(?<scheme>\w+:\/\/).*@`,
    String.raw`pat-[\w-]+`,
    String.raw`(?<key>(?:token|secret|password)["']?\s*[:=]\s*)\S+`,
    // The local part; long runs without an @ are left after 64 characters, which keeps this linear.
    String.raw`(?<local>[^\s"',;:<>()[\]{}@*]{1,64})@`,
  ].join('|'),
  'giu',
);

function maskOf({ groups }: RegExpMatchArray): string {
  if (groups?.['scheme'] !== undefined) return `${groups['scheme']}•••@`;
  if (groups?.['key'] !== undefined) return `${groups['key']}•••`;
  const local = groups?.['local'];
  return local === undefined ? 'pat-•••' : `${String.fromCodePoint(local.codePointAt(0) ?? 0)}•••@`;
}
