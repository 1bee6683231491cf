/** Edits the literal entries of one target in the text of a file, and leaves every other line as it is. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { normalizeEmail } from '../../model/email.ts';
import { type Kind, sectionOf } from '../../model/target.ts';

/** One contact under all its known names. */
export interface NamedContact {
  /** In normal form. */
  readonly emails: readonly string[];
  readonly ids: readonly string[];
}

/** A new entry: an email or a contact id, with its options. */
export interface NewEntry {
  readonly email?: string | undefined;
  readonly id?: string | undefined;
  readonly sender?: string | undefined;
  readonly since?: string | undefined;
}

export interface MemberList {
  readonly kind: Kind;
  /** The key of the target. */
  readonly key: string;
  readonly list: 'members' | 'absent';
}

/**
 * The text after an edit. `comment` has the comments of a removed entry, as one. `lostComment`: the list has no place for
 * the comment of an added entry. Absent text: the list cannot be edited.
 */
export interface EditedText {
  readonly text?: string;
  /** The number of entries that were removed or added. */
  readonly count: number;
  readonly comment?: string | undefined;
  readonly lostComment?: boolean;
}

/** Removes the entries of a contact from a list of a target. Entries of an audience are not in the list. */
export function removeEntries(text: string, of: MemberList, contact: NamedContact): EditedText {
  let edited = text;
  let count = 0;
  let comment: string | undefined;
  for (;;) {
    const document = parse(edited);
    const list = listOf(document, of);
    if (list === 'uneditable') return { count: 0 };
    const index = list?.items.findIndex((item) => names(item, contact)) ?? -1;
    if (!list || index < 0) return { text: edited, count, comment };
    const cut = cutItem(edited, list, { index, key: keyOf(document, of) });
    const expected = document.clone();
    expected.deleteIn([sectionOf(of.kind), of.key, of.list, index]);
    const after = sameContent(cut?.text, expected) ? cut.text : expected.toString(wholeLines);
    // A comment about another entry stays where it is, so it is not one of the removed entry.
    comment = oneComment([...(comment === undefined ? [] : [comment]), ...removedComments(edited, after)]);
    edited = after;
    count += 1;
  }
}

/** Adds an entry at the end of a list of a target. Adds the list, too, if `createList`. */
export function addEntry(
  text: string,
  of: MemberList,
  added: { readonly entry: NewEntry; readonly comment?: string | undefined; readonly createList: boolean },
): EditedText {
  const document = parse(text);
  const list = listOf(document, of);
  if (list === 'uneditable' || (!list && !added.createList)) return { count: 0 };
  const value = valueOf(added.entry);
  const expected = document.clone();
  const path = [sectionOf(of.kind), of.key, of.list];
  if (list) expected.addIn(path, expected.createNode(value));
  else expected.setIn(path, expected.createNode([value]));
  const inserted = list
    ? insertItem(text, list, { value, comment: added.comment })
    : insertList(text, document.getIn(path.slice(0, 2), true), { name: of.list, value });
  const edited = sameContent(inserted, expected) ? inserted : expected.toString(wholeLines);
  const { comment } = added;
  return { text: edited, count: 1, lostComment: comment !== undefined && !edited.includes(comment) };
}

/** Returns the comments that a text has and its edited form has not, in the order of the text. */
function removedComments(before: string, after: string): readonly string[] {
  const kept = commentsIn(after);
  return commentsIn(before).filter((comment) => {
    const index = kept.indexOf(comment);
    if (index >= 0) kept.splice(index, 1);
    return index < 0;
  });
}

function commentsIn(text: string): string[] {
  return [...new Lexer().lex(text)].filter((token) => token.startsWith('#'));
}

/** Returns several comments as one of one line: `# met at the fair; asked for a call`. */
export function oneComment(comments: readonly string[]): string | undefined {
  const texts = comments
    .map((comment) => comment.replace(/^#+\s*/u, '').trim())
    .filter((text) => text !== '');
  return texts.length === 0 ? undefined : `# ${[...new Set(texts)].join('; ')}`;
}

const wholeLines = { lineWidth: 0, flowCollectionPadding: true } as const;

function parse(text: string): Document.Parsed {
  return parseDocument(text, {
    merge: true,
    schema: 'core',
    resolveKnownTags: false,
    keepSourceTokens: true,
  });
}

/** Returns a list as a node; undefined if the target has none; `uneditable` if an alias or a merge key makes it. */
function listOf(document: Document.Parsed, of: MemberList): YAMLSeq | undefined | 'uneditable' {
  const target = document.getIn([sectionOf(of.kind), of.key], true);
  if (!isMap(target)) return 'uneditable';
  const list = target.get(of.list, true);
  if (list === undefined) return undefined;
  return isSeq(list) && list.anchor === undefined ? list : 'uneditable';
}

function keyOf(document: Document.Parsed, of: MemberList): Scalar | undefined {
  const target = document.getIn([sectionOf(of.kind), of.key], true);
  return isMap(target) ? pairKey(target, of.list) : undefined;
}

function pairKey(map: YAMLMap, name: string): Scalar | undefined {
  const pair = map.items.find((item: Pair) => isScalar(item.key) && item.key.value === name);
  return pair && isScalar(pair.key) ? pair.key : undefined;
}

/** Returns whether an entry names the contact: by email or by id. */
function names(item: unknown, { emails, ids }: NamedContact): boolean {
  if (isScalar(item)) return typeof item.value === 'string' && emails.includes(normalizeEmail(item.value));
  if (!isMap(item)) return false;
  const email = item.get('email', true);
  if (isScalar(email) && typeof email.value === 'string') return emails.includes(normalizeEmail(email.value));
  const id = item.get('id', true);
  return isScalar(id) && ids.includes(id.source?.trim() ?? String(id.value));
}

/** Returns whether a text has the content of a document. A difference means that the text was cut at a wrong place. */
function sameContent(text: string | undefined, expected: Document): text is string {
  if (text === undefined) return false;
  const document = parse(text);
  return document.errors.length === 0 && contentOf(document) === contentOf(expected);
}

/** Returns the content as text. The order of keys has no meaning. */
function contentOf(document: Document): string {
  return JSON.stringify(document.toJS(), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function rangeOf(node: unknown): readonly [start: number, end: number] | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range ? [range[0], range[1]] : undefined;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

interface Cut {
  readonly text: string;
}

function cutItem(
  text: string,
  list: YAMLSeq,
  { index, key }: { readonly index: number; readonly key: Scalar | undefined },
): Cut | undefined {
  const range = rangeOf(list.items[index]);
  if (!range) return undefined;
  if (list.flow) return cutFlowItem(text, list, index);
  const [start, end] = linesOf(text, range);
  const kept = text.slice(0, start) + text.slice(end);
  const afterKey = key && rangeOf(key)?.[1];
  // A list without entries needs its brackets.
  const isLast = list.items.length === 1 && afterKey !== undefined && text[afterKey] === ':';
  const rest = isLast ? `${kept.slice(0, afterKey + 1)} []${kept.slice(afterKey + 1)}` : kept;
  return { text: rest };
}

/** Returns the offsets of the lines that an item takes. */
function linesOf(text: string, [from, to]: readonly [number, number]): readonly [number, number] {
  const dash = text.lastIndexOf('-', from);
  const start = text.lastIndexOf('\n', dash - 1) + 1;
  if (text[to - 1] === '\n') return [start, to];
  const newline = text.indexOf('\n', to);
  return [start, newline < 0 ? text.length : newline + 1];
}

function cutFlowItem(text: string, list: YAMLSeq, index: number): Cut | undefined {
  const item = rangeOf(list.items[index]);
  if (!item) return undefined;
  const next = rangeOf(list.items[index + 1]);
  const before = rangeOf(list.items[index - 1]);
  const lineStart = text.lastIndexOf('\n', item[0] - 1) + 1;
  const isFirstOnLine = text.slice(lineStart, item[0]).trim() === '';
  const [rest = ''] = /^[ \t]*,?[ \t]*(?:#[^\n]*)?\r?\n/u.exec(text.slice(item[1])) ?? [];
  // An item on lines of its own goes with them. The comments of the other lines stay.
  if (isFirstOnLine && rest !== '')
    return { text: text.slice(0, lineStart) + text.slice(item[1] + rest.length) };
  if (next) {
    const gap = text.slice(item[1], next[0]);
    const end = gap.includes('#') ? item[1] + (/^[ \t]*,[ \t]*/u.exec(gap)?.[0].length ?? 0) : next[0];
    return { text: text.slice(0, item[0]) + text.slice(end) };
  }
  // Without a comment between, also the comma before the item goes.
  const start = before && !text.slice(before[1], item[0]).includes('#') ? before[1] : item[0];
  return { text: text.slice(0, start) + text.slice(item[1]) };
}

function insertItem(
  text: string,
  list: YAMLSeq,
  { value, comment }: { readonly value: unknown; readonly comment?: string | undefined },
): string | undefined {
  const range = rangeOf(list);
  const last = rangeOf(list.items.at(-1));
  if (!range) return undefined;
  if (list.flow) {
    const place = last?.[1] ?? range[0] + 1;
    if (last && text.slice(range[0], range[1]).includes('\n'))
      return insertFlowLine(text, { list: range, last }, { value, comment });
    return `${text.slice(0, place)}${last ? ', ' : ''}${flowText(value)}${text.slice(place)}`;
  }
  if (!last) return undefined;
  const [start, end] = linesOf(text, last);
  const indent = text.slice(start, text.indexOf('-', start));
  const line = `${indent}- ${blockText(value)}${comment === undefined ? '' : ` ${comment}`}`;
  return insertLine(text, end, line);
}

/** Adds an entry to a list in brackets that has its entries on lines of their own. */
function insertFlowLine(
  text: string,
  { list, last }: { readonly list: readonly [number, number]; readonly last: readonly [number, number] },
  { value, comment }: { readonly value: unknown; readonly comment?: string | undefined },
): string | undefined {
  const lineStart = text.lastIndexOf('\n', last[0] - 1) + 1;
  const indent = text.slice(lineStart, last[0]);
  const [rest, comma = ''] = /^[ \t]*(,)?[ \t]*(?:#[^\n]*)?\r?\n/u.exec(text.slice(last[1], list[1])) ?? [];
  if (indent.trim() !== '' || rest === undefined) return undefined;
  const end = last[1] + rest.length;
  const before = text.slice(0, last[1]) + (comma === '' ? ',' : '') + text.slice(last[1], end);
  const newline = rest.endsWith('\r\n') ? '\r\n' : '\n';
  const line = `${indent}${flowText(value)}${comma}${comment === undefined ? '' : ` ${comment}`}${newline}`;
  return before + line + text.slice(end);
}

/** Adds a list after the last key of a target. */
function insertList(
  text: string,
  target: unknown,
  { name, value }: { readonly name: string; readonly value: unknown },
): string | undefined {
  if (!isMap(target) || target.flow) return undefined;
  const members = target.get('members', true);
  const pair = target.items.find((item: Pair) => item.value === members) ?? target.items.at(-1);
  const key = rangeOf(pair?.key);
  const last = rangeOf(pair?.value) ?? key;
  if (!key || !last) return undefined;
  const start = text.lastIndexOf('\n', key[0]) + 1;
  const newline = text.indexOf('\n', last[1]);
  const end = text[last[1] - 1] === '\n' ? last[1] : newline < 0 ? text.length : newline + 1;
  return insertLine(text, end, `${text.slice(start, key[0])}${name}: [${flowText(value)}]`);
}

function insertLine(text: string, place: number, line: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text.slice(0, place);
  return `${before}${before.endsWith('\n') || before === '' ? '' : newline}${line}${newline}${text.slice(place)}`;
}

function valueOf({ email, id, sender, since }: NewEntry): unknown {
  const options = { ...(sender === undefined ? {} : { sender }), ...(since === undefined ? {} : { since }) };
  if (email !== undefined) return Object.keys(options).length === 0 ? email : { email, ...options };
  const number = Number(id);
  return { id: Number.isSafeInteger(number) && String(number) === id ? number : id, ...options };
}

/** Returns a value as it is written in a list in brackets. */
function flowText(value: unknown): string {
  const options = { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true } as const;
  return stringify([value], options).trim().slice(1, -1).trim();
}

/** Returns a value as it is written after a dash: one key without braces, as the documentation does. */
function blockText(value: unknown): string {
  const isShort = typeof value !== 'object' || value === null || Object.keys(value).length === 1;
  return isShort ? stringify(value, { lineWidth: 0 }).trim() : flowText(value);
}
