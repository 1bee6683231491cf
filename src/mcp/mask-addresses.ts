/** Hides the email addresses of contacts in any text: sentences, YAML in every style, and diffs. */
import { maskLocalPart } from '../model/text/mask-emails.ts';

/** Matches @ in each spelling that a reader or a parser takes for it: full-width, URL, YAML and HTML. */
const at =
  /[@\uFE6B\uFF20]|%(?:25)*(?:40|EF%(?:25)*B[9C]%(?:25)*A[0B])|\\x40|\\(?:u|U0000)(?:0040|FE6B|FF20)|&(?:#0*(?:64|65131|65312)|#x0*(?:40|FE6B|FF20)|commat);/giu;

/**
 * Masks every address except those in `shown`, which are in lower case. Masks too much rather than too little: a local
 * part begins where no character can belong to one. Keeps the number of lines. Takes linear time.
 */
export function maskAddresses(text: string, shown: readonly string[]): string {
  let [result, from] = ['', 0];
  for (const { 0: sign, index } of text.matchAll(at)) {
    const after = text.slice(index + sign.length, index + sign.length + 300);
    const start = localStart(text, { from, end: index, after });
    const end = start < index ? start + text.slice(start, index).trimEnd().length : index;
    const local = text.slice(start, end);
    const [domain = ''] = /^[\p{L}\p{M}\p{N}.-]*/u.exec(after) ?? [];
    const rest = after.slice(domain.length);
    const isWhole = end === index && !/^[\\%&]/u.test(rest);
    const address = `${local}@${domain}`.toLowerCase().replace(/\.$/u, '');
    const isPlain =
      local === '' ||
      local === '*' ||
      isMasked.test(local) ||
      isServer(text.slice(Math.max(from, start - 8), start), { domain, rest });
    result += text.slice(from, start);
    result += isPlain || (isWhole && shown.includes(address)) ? local : maskOf(local);
    result += text.slice(end, index + sign.length);
    from = index + sign.length;
  }
  return result + text.slice(from);
}

const isMasked = /^.?•••\n*$/u;

/** Returns whether `user@host` is a part of the address of a server: it has a scheme, and no domain in any spelling. */
function isServer(
  before: string,
  { domain, rest }: { readonly domain: string; readonly rest: string },
): boolean {
  return /[a-z]:\/\/$/iu.test(before) && !domain.includes('.') && !/^[\\%&\u3002\uFF0E\uFF61]/u.test(rest);
}

/** A value in double quotes may continue on the next line. */
function maskOf(local: string): string {
  return maskLocalPart(local) + '\n'.repeat(local.split('\n').length - 1);
}

/** The characters that end an address. All others can be a part of one, or of the escape of one. */
const boundary = /[\s,;:()<>[\]"\u00AB\u00BB\u2018\u2019\u201C\u201D]/u;

function localStart(
  text: string,
  { from, end, after }: { readonly from: number; readonly end: number; readonly after: string },
): number {
  let start = end;
  // `ana @ acme.example`
  if (/^[ \t]*[\p{L}\p{N}-]+\./u.test(after)) {
    while (start > from && /[ \t]/u.test(text[start - 1] ?? '')) start -= 1;
  }
  const quoted = quotedStart(text, { from, end: start });
  if (quoted !== undefined) return quoted;
  while (start > from) {
    const character = text[start - 1] ?? '';
    const joined = character.trim() === '' ? joinedLine(text, from, start) : undefined;
    if (joined === undefined && boundary.test(character) && !isApostrophe(text, start - 1)) break;
    start = joined ?? start - 1;
  }
  const [opener = ''] =
    /^(?:(?:sequences|workflows)\.[\w-]+\/|\/\/(?=[^/]))?['`{*]*(?=[^'`{*])/u.exec(text.slice(start, end)) ??
    [];
  return start + opener.length;
}

/** Returns whether a character is the apostrophe of a name, as word processors write it: `o’brien`. */
function isApostrophe(text: string, place: number): boolean {
  return text[place] === '\u2019' && /[\p{L}\p{N}]/u.test(text[place - 1] ?? '');
}

/** Returns the start of the line break with a backslash before it that ends at `end`: YAML joins such lines. */
function joinedLine(text: string, from: number, end: number): number | undefined {
  let start = end;
  while (start > from && /[ \t]/u.test(text[start - 1] ?? '')) start -= 1;
  if (text[start - 1] !== '\n') return undefined;
  start -= text[start - 2] === '\r' ? 2 : 1;
  return start > from && text[start - 1] === '\\' ? start - 1 : undefined;
}

/** Returns the start of a local part in quotes, `"john doe"@…`, also with escaped quotes; undefined for any other. */
function quotedStart(
  text: string,
  { from, end }: { readonly from: number; readonly end: number },
): number | undefined {
  if (end <= from || text[end - 1] !== '"') return undefined;
  const line = text.slice(Math.max(from, text.lastIndexOf('\n', end - 1) + 1), end);
  const first = end - line.length + line.indexOf('"');
  if (line.endsWith('\\"')) return first;
  const opens = /(?:^|[\s([{,:=])"$/u.test(line) && (line.split('"').length - 1) % 2 === 1;
  return opens ? undefined : first;
}
