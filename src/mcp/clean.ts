/**
 * Makes results safe for an agent. Names in HubSpot are data that anyone who can edit the account, or fill in a form,
 * chooses: they may hold orders to an agent, Markdown, terminal codes or a page of text.
 */
import { localParts, maskLocalPart } from '../model/text/mask-emails.ts';
import { removeInvisible } from '../model/text/invisible-characters.ts';
import type { Json } from './tool.ts';

/** What is known about the texts of a result. */
export interface CleanOptions {
  /** Names of targets, lists and users as HubSpot returned them. */
  readonly names: ReadonlySet<string>;
  /** Email addresses that are shown in full. */
  readonly shown: readonly string[];
}

const maxNameLength = 80;
const maxTextLength = 600;
/** Texts of several lines that rollcall makes itself: a diff, the text of a file. */
const multilineKeys: ReadonlySet<string> = new Set(['diff', 'patch', 'text']);

/** Returns a document in which every text is safe: one line, limited, without control characters, emails masked. */
export function cleanDocument(document: Json, options: CleanOptions): Json {
  const clean = cleanText(options);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      if (multilineKeys.has(key)) return maskLines(value, options.shown);
      return key === 'name' ? maskText(safeName(value), options.shown) : clean(value);
    }
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]));
  };
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key, walk(value, key)]));
}

/** Returns a text of several lines without control characters, with emails masked. Hunk headers of a diff stay. */
export function maskLines(text: string, shown: readonly string[]): string {
  const mask = (line: string): string =>
    /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@$/u.test(line) ? line : maskText(removeInvisible(line), shown);
  return text.split('\n').map(mask).join('\n');
}

/** Returns a function that makes one line safe to show next to a document. Names from HubSpot become `"…"`. */
export function cleanLine(options: CleanOptions): (line: string) => string {
  const clean = cleanText(options);
  const names = longestFirst(options.names);
  return (line) => {
    let text = line;
    for (const name of names) {
      text = text.replaceAll(`"${name}"`, '"…"');
      if (!isPlain(name)) text = text.replaceAll(name, '…');
    }
    return /^@@ -[\d,]+ \+[\d,]+ @@$/u.test(text) ? text : clean(text);
  };
}

function cleanText(options: CleanOptions): (text: string) => string {
  const unsafe = longestFirst(options.names).filter((name) => safeName(name) !== name);
  return (text) => {
    let safe = text;
    for (const name of unsafe) safe = safe.replaceAll(name, () => safeName(name));
    return maskText(shorten(oneLine(safe), maxTextLength), options.shown);
  };
}

/** Returns a name on one line, without control characters, and not longer than a name needs to be. */
function safeName(name: string): string {
  return shorten(oneLine(name), maxNameLength);
}

function longestFirst(names: ReadonlySet<string>): readonly string[] {
  return [...names].filter((name) => name.trim() !== '').toSorted((a, b) => b.length - a.length);
}

/** Returns whether a name reads as a few words, so that replacing it anywhere could change other words. */
function isPlain(name: string): boolean {
  return name.length <= 40 && /^[\p{L}\p{N} .,&'()_-]*$/u.test(name);
}

const terminalCode =
  // oxlint-disable-next-line no-control-regex
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-~])|\u009B[0-?]*[ -/]*[@-~]/gu;

function oneLine(text: string): string {
  return removeInvisible(text.replace(terminalCode, '').replace(/[\t\n\v\f\r\u00A0\u2028\u2029]+/gu, ' '));
}

function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  // Not between the two halves of a character.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/** Masks every email address except those that may be shown. Takes linear time. */
function maskText(text: string, shown: readonly string[]): string {
  if (!/[@\uFE6B\uFF20]|%(?:25)*40/u.test(text)) return text;
  let [result, from] = ['', 0];
  for (const { start, end } of localParts(text, 'sentences')) {
    const [domain = ''] = /^.[\p{L}\p{N}.-]*/u.exec(text.slice(end)) ?? [];
    const address = `${text.slice(start, end)}${domain}`.toLowerCase().replace(/\.$/u, '');
    result += text.slice(from, start);
    result += shown.includes(address) ? text.slice(start, end) : maskLocalPart(text.slice(start, end));
    from = end;
  }
  return result + text.slice(from);
}
