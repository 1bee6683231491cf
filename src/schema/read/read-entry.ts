import type { Sender } from '../../model/desired-state.ts';
import { normalizeEmail } from '../../model/email.ts';
import type { Day } from '../../model/time.ts';
import { describeValue } from '../describe-value.ts';
import { unknownKeyProblem, workflowSenderProblem } from '../check/schema-violation.ts';
import type { LocalProblem, SourceFile, SourceMap, SourceNode } from '../source-file.ts';
import { isEmailPattern, patternProblem } from './email-syntax.ts';
import { reportMisreadNumber, readDay, readEmail, readId, readSender } from './read-values.ts';

/** One entry of a list of people: whom it names and on what terms. */
export interface ParsedEntry {
  readonly kind: EntryKind | 'pattern';
  /** The address, id, pattern, or the name of the audience, file or list. */
  readonly name: string;
  /** Where the entry stands. */
  readonly offset: number;
  /** Where the name stands. */
  readonly nameNode: SourceNode;
  readonly since?: Day;
  readonly sender?: Sender;
}

/** Reads one entry; nothing when it is wrong, which is reported. */
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
  const named = grammar.kinds.filter((who) => node.entries.has(who));
  const [who] = named;
  const nameNode = who && node.entries.get(who)?.value;
  const terms = who === 'file' || who === 'list' ? [] : grammar.options;
  let good = reportKeys(node, scope, { grammar, terms });
  if (who === undefined || nameNode === undefined || named.length > 1) {
    if (good) reportUnclearEntry(node, scope, { grammar, named });
    return undefined;
  }
  const since = optionNodeOf(node, 'since', terms);
  const sender = optionNodeOf(node, 'sender', terms);
  const day = since && readDay(since, scope);
  const from = sender && readSender(sender, scope);
  if ((since && !day) || (sender && !from)) good = false;
  const name = readName(who, nameNode, scope);
  if (!good || name === undefined) return undefined;
  const offset = node.offset;
  return {
    kind: who,
    name,
    offset,
    nameNode,
    ...(day ? { since: day } : {}),
    ...(from ? { sender: from } : {}),
  };
}

function optionNodeOf(
  node: SourceMap,
  term: EntryOption,
  terms: readonly EntryOption[],
): SourceNode | undefined {
  return terms.includes(term) ? node.entries.get(term)?.value : undefined;
}

function readName(who: EntryKind, node: SourceNode, scope: SourceFile): string | undefined {
  if (who === 'email') return readEmail(node, scope);
  if (who === 'id') return readId(node, scope);
  if (who === 'list' && reportMisreadNumber(node, scope)) return undefined;
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  const text = node.kind === 'scalar' && (typeof node.value === 'string' || isNumber) ? node.text.trim() : '';
  const value = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.trim() : text;
  if (value !== '' && !(isNumber && who === 'file')) return value;
  if (scope.isRejected(node)) return undefined;
  scope.report({
    code: 'wrong-value',
    at: node.offset,
    message: `\`${who}\` takes ${nameDescriptions[who]}; here is ${describeValue(node)}.`,
    help: `Write for example \`${nameExamples[who]}\`.`,
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

function reportKeys(
  node: SourceMap,
  scope: SourceFile,
  { grammar, terms }: { readonly grammar: EntryGrammar; readonly terms: readonly EntryOption[] },
): boolean {
  let good = true;
  const known: readonly string[] = [...grammar.kinds, ...terms];
  for (const [key, { keyOffset }] of node.entries) {
    if (known.includes(key)) continue;
    good = false;
    if (key === 'sender' && grammar.listName.endsWith('a workflow'))
      scope.report(workflowSenderProblem(keyOffset));
    else if (isEntryKind(key)) scope.report({ ...misplacedKind(key, grammar), at: keyOffset });
    else scope.report({ ...unknownKeyProblem(key, known), at: keyOffset });
  }
  return good;
}

function isEntryKind(key: string): boolean {
  return ['email', 'id', 'audience', 'file', 'list'].includes(key);
}

function misplacedKind(key: string, grammar: EntryGrammar): Omit<LocalProblem, 'at'> {
  const help = key === 'email' ? `${grammar.help} Write the email alone, without \`email:\`.` : grammar.help;
  return { code: 'misplaced-entry', message: `\`${key}\` cannot name people in ${grammar.listName}.`, help };
}

function reportUnclearEntry(
  node: SourceMap,
  scope: SourceFile,
  { grammar, named }: { readonly grammar: EntryGrammar; readonly named: readonly EntryKind[] },
): void {
  const message =
    named.length === 0
      ? 'This entry names no contact.'
      : `This entry names people in ${named.length} ways: ${named.join(', ')}.`;
  scope.report({
    code: 'unclear-entry',
    at: node.offset,
    message,
    help: `${grammar.help} One way for each entry.`,
  });
}

function reportWrongEntry(node: SourceNode, scope: SourceFile, grammar: EntryGrammar): void {
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  scope.report({
    code: 'wrong-entry',
    at: node.offset,
    message: `An entry of ${grammar.listName} cannot be ${describeValue(node)}.`,
    help: isNumber ? `A contact id is written \`- id: ${node.text}\`.` : grammar.help,
  });
}

/** By what an entry of a list of people names them. */
type EntryKind = 'email' | 'id' | 'audience' | 'file' | 'list';

type EntryOption = 'since' | 'sender';

/** What the entries of one list of people may be. */
export interface EntryGrammar {
  /** The list in words, for messages. */
  readonly listName: string;
  readonly kinds: readonly EntryKind[];
  /** What an entry may say besides, and with which ways of naming people. */
  readonly options: readonly EntryOption[];
  /** What bare text is. */
  readonly bareText: 'email' | 'pattern';
  /** How an entry is written, for help. */
  readonly help: string;
}

const memberHelp =
  'Write an address, `id: 1042`, or `audience: NAME`; CSV files and HubSpot lists go into an audience.';

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
  help: 'Write an address, `id: 1042`, `file: people.csv` or `list: 482`.',
};

export const absentGrammar: EntryGrammar = {
  listName: '`absent`',
  kinds: ['id', 'file'],
  options: [],
  bareText: 'email',
  help: 'Write an address, `id: 1042` or `file: people.csv`.',
};

export const suppressGrammar: EntryGrammar = {
  listName: '`suppress`',
  kinds: ['id', 'file'],
  options: [],
  bareText: 'pattern',
  help: 'Write an address, a pattern like "*@competitor.example", `id: 1042` or `file: people.csv`.',
};
