/**
 * Makes results safe for an agent. Names in HubSpot are data that anyone who can edit the account, or fill in a form,
 * chooses: they may hold orders to an agent, Markdown, terminal codes or a page of text. Every text that leaves the server
 * passes through this module.
 */
import { removeInvisible } from '../model/text/invisible-characters.ts';
import { maxNameLength, plainText, quotedName } from '../model/text/quoted-name.ts';
import { maskAddresses } from './mask-addresses.ts';
import type { Json } from './tool.ts';

/** What is known about the texts of a result. */
export interface CleanOptions {
  /** Names of targets, lists and users as HubSpot returned them. */
  readonly names: ReadonlySet<string>;
  /** Email addresses that are shown in full. */
  readonly shown: readonly string[];
}

const maxTextLength = 600;
/** Texts of several lines that rollcall makes itself: a diff, the text of a file. */
const multilineKeys: ReadonlySet<string> = new Set(['diff', 'patch', 'text']);

/** Returns a document in which every text is safe: one line, limited, without control characters, emails masked. */
export function cleanDocument(document: Json, options: CleanOptions): Json {
  const clean = cleanText(options);
  const { shown } = options;
  const cleanName = (name: string): string => safeText(name, { shown, maxLength: maxNameLength });
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (multilineKeys.has(key)) return cleanLines(value, shown);
      return key === 'name' ? cleanName(value) : clean(value);
    }
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    return typeof value === 'object' && value !== null ? walkObject(value) : value;
  };
  const walkObject = (object: object): Json =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [clean(key), walk(value, key)]));
  return walkObject(document);
}

/** Returns the names in a document: every text under a key `name`. Its other texts may quote them. */
export function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'name' && typeof item === 'string' ? [item] : namesIn(item),
  );
}

/** Returns a text of several lines without control characters, with emails masked. Keeps the number of lines. */
export function cleanLines(text: string, shown: readonly string[]): string {
  return maskAddresses(removeInvisible(text.replace(/\r(?!\n)/gu, ' ')), shown);
}

/** Returns a function that makes one line safe to show next to a document. Names from HubSpot become `"…"`. */
export function cleanLine(options: CleanOptions): (line: string) => string {
  const clean = cleanText(options);
  const names = longestFirst(options.names);
  return (line) => {
    let text = line;
    for (const name of names) {
      text = text.replaceAll(`"${name}"`, '"…"').replaceAll(quotedName(name), '"…"');
      if (!isPlain(name)) text = text.replaceAll(name, '…');
    }
    return clean(text);
  };
}

function cleanText({ names, shown }: CleanOptions): (text: string) => string {
  const unsafe = longestFirst(names).filter((name) => plainText(name, maxNameLength) !== name);
  return (text) => {
    let safe = text;
    for (const name of unsafe) safe = safe.replaceAll(name, () => plainText(name, maxNameLength));
    return safeText(safe, { shown, maxLength: maxTextLength });
  };
}

/** Masks before it cuts: the rest of an address after a cut would not look like one. */
function safeText(
  text: string,
  { shown, maxLength }: Pick<CleanOptions, 'shown'> & { readonly maxLength: number },
): string {
  return plainText(maskAddresses(plainText(text, 20 * maxLength), shown), maxLength);
}

function longestFirst(names: ReadonlySet<string>): readonly string[] {
  return [...names].filter((name) => name.trim() !== '').toSorted((a, b) => b.length - a.length);
}

/** Returns whether a name reads as a few words, so that replacing it anywhere could change other words. */
function isPlain(name: string): boolean {
  return name.length <= 40 && /^[\p{L}\p{N} .,&'()_-]*$/u.test(name);
}
