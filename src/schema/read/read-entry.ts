import type { Sender } from '../../model/desired-state.ts';
import { normalizeEmail } from '../../model/email.ts';
import type { Day } from '../../model/time.ts';
import { describeValue } from '../describe-value.ts';
import { unknownKeyProblem, workflowSenderProblem } from '../check/schema-violation.ts';
import type { LocalProblem, SourceFile, SourceMap, SourceNode } from '../source-file.ts';
import { isEmailPattern, patternProblem } from './email-syntax.ts';
import { reportMisreadNumber, readDay, readEmail, readId } from './read-values.ts';
import { readSender } from './read-sender.ts';

/** One entry of a list of contacts, with its options. */
export interface ParsedEntry {
  readonly kind: EntryKind | 'pattern';
  /** The email, id or pattern, or the name of the audience, file or list. */
  readonly name: string;
  readonly offset: number;
  readonly nameNode: SourceNode;
  readonly since?: Day;
  readonly sender?: Sender;
}

/** Reads one entry. Reports an invalid entry and returns `undefined` for it. */
export function readEntry(
  node: SourceNode,
  scope: SourceFile,
  grammar: EntryGrammar,
): ParsedEntry | undefined {
  if (scope.isRejected(node)) return undefined;
  if (node.kind === 'map') return readBlock(node, scope, grammar);
  if (node.kind === 'list' || typeof node.value !== 'string') {
    reportWrongEntry(node, scope, grammar);
    return undefined;
  }
  const name = grammar.bareText === 'email' ? readEmail(node, scope) : readPattern(node, scope);
  if (name === undefined) return undefined;
  return { kind: grammar.bareText, name, offset: node.offset, nameNode: node };
}

function readBlock(node: SourceMap, scope: SourceFile, grammar: EntryGrammar): ParsedEntry | undefined {
  const kinds = grammar.kinds.filter((name) => node.entries.has(name));
  const [kind] = kinds;
  const nameNode = kind && node.entries.get(kind)?.value;
  const options = kind === 'file' || kind === 'list' ? [] : grammar.options;
  let isValid = !reportBadKeys(node, scope, { grammar, options });
  if (kind === undefined || nameNode === undefined || kinds.length > 1) {
    if (isValid) reportUnclearEntry(node, scope, { grammar, kinds });
    return undefined;
  }
  const since = optionNodeOf(node, 'since', options);
  const sender = optionNodeOf(node, 'sender', options);
  const day = since && readDay(since, scope);
  const from = sender && readSender(sender, scope);
  if ((since && !day) || (sender && !from)) isValid = false;
  const name = readName(kind, nameNode, scope);
  if (!isValid || name === undefined) return undefined;
  const offset = node.offset;
  return {
    kind,
    name,
    offset,
    nameNode,
    ...(day ? { since: day } : {}),
    ...(from ? { sender: from } : {}),
  };
}

function optionNodeOf(
  node: SourceMap,
  option: EntryOption,
  options: readonly EntryOption[],
): SourceNode | undefined {
  return options.includes(option) ? node.entries.get(option)?.value : undefined;
}

function readName(kind: EntryKind, node: SourceNode, scope: SourceFile): string | undefined {
  if (kind === 'email') return readEmail(node, scope);
  if (kind === 'id') return readId(node, scope);
  if (kind === 'list' && reportMisreadNumber(node, scope)) return undefined;
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  const text = node.kind === 'scalar' && (typeof node.value === 'string' || isNumber) ? node.text.trim() : '';
  const value = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.trim() : text;
  if (value !== '' && !(isNumber && kind === 'file')) return value;
  if (scope.isRejected(node)) return undefined;
  scope.report({
    code: 'wrong-value',
    at: node.offset,
    message: `Invalid \`${kind}\`: expected ${nameDescriptions[kind]}; found ${describeValue(node)}.`,
    help: `For example: \`${nameExamples[kind]}\`.`,
  });
  return undefined;
}

const nameDescriptions = {
  audience: 'the name of an audience',
  file: 'the path of a CSV file',
  list: 'the id or the name of a HubSpot list',
};
const nameExamples = { audience: 'audience: q4-prospects', file: 'file: prospects.csv', list: 'list: 482' };

function readPattern(node: SourceNode, scope: SourceFile): string | undefined {
  const written = node.kind === 'scalar' ? String(node.value) : '';
  const pattern = normalizeEmail(written);
  if (isEmailPattern(pattern)) return pattern;
  scope.report({ ...patternProblem(written, describeValue(node)), at: node.offset });
  return undefined;
}

/** Reports the keys that an entry may not have, and returns whether there are any. */
function reportBadKeys(
  node: SourceMap,
  scope: SourceFile,
  { grammar, options }: { readonly grammar: EntryGrammar; readonly options: readonly EntryOption[] },
): boolean {
  let hasBadKeys = false;
  const known: readonly string[] = [...grammar.kinds, ...options];
  for (const [key, { keyOffset }] of node.entries) {
    if (known.includes(key)) continue;
    hasBadKeys = true;
    if (key === 'sender' && grammar.listName.endsWith('a workflow'))
      scope.report(workflowSenderProblem(keyOffset));
    else if (isEntryKind(key)) scope.report({ ...misplacedKind(key, grammar), at: keyOffset });
    else scope.report({ ...unknownKeyProblem(key, known), at: keyOffset });
  }
  return hasBadKeys;
}

function isEntryKind(key: string): boolean {
  return ['email', 'id', 'audience', 'file', 'list'].includes(key);
}

function misplacedKind(key: string, grammar: EntryGrammar): Omit<LocalProblem, 'at'> {
  const help = key === 'email' ? `${grammar.help} Write the email alone, without \`email:\`.` : grammar.help;
  return { code: 'misplaced-entry', message: `\`${key}\` cannot be used in ${grammar.listName}.`, help };
}

function reportUnclearEntry(
  node: SourceMap,
  scope: SourceFile,
  { grammar, kinds }: { readonly grammar: EntryGrammar; readonly kinds: readonly EntryKind[] },
): void {
  const message =
    kinds.length === 0
      ? 'This entry identifies no contact.'
      : `This entry identifies contacts in ${kinds.length} ways: ${kinds.join(', ')}.`;
  scope.report({
    code: 'unclear-entry',
    at: node.offset,
    message,
    help: `${grammar.help} Use one way per entry.`,
  });
}

function reportWrongEntry(node: SourceNode, scope: SourceFile, grammar: EntryGrammar): void {
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  scope.report({
    code: 'wrong-entry',
    at: node.offset,
    message: `Invalid entry of ${grammar.listName}: ${describeValue(node)}.`,
    help: isNumber ? `Write a contact id as \`- id: ${node.text}\`.` : grammar.help,
  });
}

/** The key that identifies the contacts of an entry. */
type EntryKind = 'email' | 'id' | 'audience' | 'file' | 'list';

type EntryOption = 'since' | 'sender';

/** The rules for the entries of one list of contacts. */
export interface EntryGrammar {
  /** The name of the list, for messages. */
  readonly listName: string;
  readonly kinds: readonly EntryKind[];
  /** The options that an entry may have. Entries of kind `file` and `list` have none. */
  readonly options: readonly EntryOption[];
  /** The kind of an entry that is plain text. */
  readonly bareText: 'email' | 'pattern';
  /** The help for an invalid entry. */
  readonly help: string;
}

const memberHelp =
  'Write an email address, `id: 1042` or `audience: NAME`. Use an audience for CSV files and HubSpot lists.';

export const sequenceMemberGrammar: EntryGrammar = {
  listName: 'the members of a sequence',
  kinds: ['email', 'id', 'audience'],
  options: ['since', 'sender'],
  bareText: 'email',
  help: memberHelp,
};

export const workflowMemberGrammar: EntryGrammar = {
  ...sequenceMemberGrammar,
  listName: 'the members of a workflow',
  options: ['since'],
};

export const audienceMemberGrammar: EntryGrammar = {
  listName: 'an audience',
  kinds: ['email', 'id', 'file', 'list'],
  options: ['since', 'sender'],
  bareText: 'email',
  help: 'Write an email address, `id: 1042`, `file: people.csv` or `list: 482`.',
};

export const absentGrammar: EntryGrammar = {
  listName: '`absent`',
  kinds: ['id', 'file'],
  options: [],
  bareText: 'email',
  help: 'Write an email address, `id: 1042` or `file: people.csv`.',
};

export const suppressGrammar: EntryGrammar = {
  listName: '`suppress`',
  kinds: ['id', 'file'],
  options: [],
  bareText: 'pattern',
  help: 'Write an email address, a pattern like "*@competitor.example", `id: 1042` or `file: people.csv`.',
};
