import type { Sender } from '../../model/desired-state.ts';
import { normalEmail } from '../../model/email.ts';
import type { Day } from '../../model/time.ts';
import { foundValue } from '../describe-value.ts';
import { unknownKey, workflowWithSender } from '../check/schema-violation.ts';
import type { FileScope, SourceMap, SourceNode } from '../source-file.ts';
import { isPattern, patternProblem } from './email-syntax.ts';
import { isMisread, readDay, readEmail, readId, readSender } from './read-values.ts';

/** One entry of a list of people: whom it names and on what terms. */
export interface Entry {
  readonly who: Who | 'pattern';
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
export function readEntry(node: SourceNode, scope: FileScope, grammar: EntryGrammar): Entry | undefined {
  if (scope.isRejected(node)) return undefined;
  if (node.kind === 'map') return readBlock(node, scope, grammar);
  if (node.kind === 'list' || typeof node.value !== 'string') {
    reportKind(node, scope, grammar);
    return undefined;
  }
  const name = grammar.text === 'email' ? readEmail(node, scope) : readPattern(node, scope);
  if (name === undefined) return undefined;
  return { who: grammar.text, name, offset: node.offset, nameNode: node };
}

function readBlock(node: SourceMap, scope: FileScope, grammar: EntryGrammar): Entry | undefined {
  const named = grammar.who.filter((who) => node.entries.has(who));
  const [who] = named;
  const terms = who === 'file' || who === 'list' ? [] : grammar.terms;
  let good = reportKeys(node, scope, { grammar, terms });
  if (who === undefined || named.length > 1) {
    if (good) reportWho(node, scope, { grammar, named });
    return undefined;
  }
  const since = termOf(node, 'since', terms);
  const sender = termOf(node, 'sender', terms);
  const day = since && readDay(since, scope);
  const from = sender && readSender(sender, scope);
  if ((since && !day) || (sender && !from)) good = false;
  const nameNode = node.entries.get(who)!.value;
  const name = readName(who, nameNode, scope);
  if (!good || name === undefined) return undefined;
  const offset = node.offset;
  return { who, name, offset, nameNode, ...(day ? { since: day } : {}), ...(from ? { sender: from } : {}) };
}

function termOf(node: SourceMap, term: Term, terms: readonly Term[]): SourceNode | undefined {
  return terms.includes(term) ? node.entries.get(term)?.value : undefined;
}

function readName(who: Who, node: SourceNode, scope: FileScope): string | undefined {
  if (who === 'email') return readEmail(node, scope);
  if (who === 'id') return readId(node, scope);
  if (who === 'list' && isMisread(node, scope)) return undefined;
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  const text = node.kind === 'scalar' && (typeof node.value === 'string' || isNumber) ? node.text.trim() : '';
  const value = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.trim() : text;
  if (value !== '' && !(isNumber && who === 'file')) return value;
  if (scope.isRejected(node)) return undefined;
  scope.report({
    code: 'wrong-value',
    at: node.offset,
    message: `\`${who}\` takes ${nameWords[who]}; here is ${foundValue(node)}.`,
    help: `Write for example \`${nameExamples[who]}\`.`,
  });
  return undefined;
}

const nameWords = {
  audience: 'the name of an audience',
  file: 'the path of a CSV file',
  list: 'the id or the name of a HubSpot list',
};
const nameExamples = { audience: 'audience: q4-prospects', file: 'file: prospects.csv', list: 'list: 482' };

function readPattern(node: SourceNode, scope: FileScope): string | undefined {
  const written = node.kind === 'scalar' ? String(node.value) : '';
  const pattern = normalEmail(written);
  if (isPattern(pattern)) return pattern;
  scope.report({ ...patternProblem(written, foundValue(node)), at: node.offset });
  return undefined;
}

function reportKeys(
  node: SourceMap,
  scope: FileScope,
  { grammar, terms }: { readonly grammar: EntryGrammar; readonly terms: readonly Term[] },
): boolean {
  let good = true;
  const known: readonly string[] = [...grammar.who, ...terms];
  for (const [key, { keyOffset }] of node.entries) {
    if (known.includes(key)) continue;
    good = false;
    if (key === 'sender' && grammar.place.endsWith('a workflow')) scope.report(workflowWithSender(keyOffset));
    else if (isNaming(key)) scope.report({ ...misplacedWay(key, grammar), at: keyOffset });
    else scope.report({ ...unknownKey(key, known), at: keyOffset });
  }
  return good;
}

function isNaming(key: string): boolean {
  return ['email', 'id', 'audience', 'file', 'list'].includes(key);
}

function misplacedWay(key: string, grammar: EntryGrammar) {
  const help = key === 'email' ? `${grammar.help} Write the email alone, without \`email:\`.` : grammar.help;
  return { code: 'misplaced-entry', message: `\`${key}\` cannot name people in ${grammar.place}.`, help };
}

function reportWho(
  node: SourceMap,
  scope: FileScope,
  { grammar, named }: { readonly grammar: EntryGrammar; readonly named: readonly Who[] },
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

function reportKind(node: SourceNode, scope: FileScope, grammar: EntryGrammar): void {
  const isNumber = node.kind === 'scalar' && typeof node.value === 'number';
  scope.report({
    code: 'wrong-entry',
    at: node.offset,
    message: `An entry of ${grammar.place} cannot be ${foundValue(node)}.`,
    help: isNumber ? `A contact id is written \`- id: ${node.text}\`.` : grammar.help,
  });
}

/** By what an entry of a list of people names them. */
type Who = 'email' | 'id' | 'audience' | 'file' | 'list';

type Term = 'since' | 'sender';

/** What the entries of one list of people may be. */
export interface EntryGrammar {
  /** The list in words, for messages. */
  readonly place: string;
  readonly who: readonly Who[];
  /** What an entry may say besides, and with which ways of naming people. */
  readonly terms: readonly Term[];
  /** What bare text is. */
  readonly text: 'email' | 'pattern';
  /** How an entry is written, for help. */
  readonly help: string;
}

const memberHelp =
  'Write an address, `id: 1042`, or `audience: NAME`; CSV files and HubSpot lists go into an audience.';

export const sequenceMember: EntryGrammar = {
  place: 'the members of a sequence',
  who: ['email', 'id', 'audience'],
  terms: ['since', 'sender'],
  text: 'email',
  help: memberHelp,
};

export const workflowMember: EntryGrammar = {
  ...sequenceMember,
  place: 'the members of a workflow',
  terms: ['since'],
};

export const audienceMember: EntryGrammar = {
  place: 'an audience',
  who: ['email', 'id', 'file', 'list'],
  terms: ['since', 'sender'],
  text: 'email',
  help: 'Write an address, `id: 1042`, `file: people.csv` or `list: 482`.',
};

export const absentPerson: EntryGrammar = {
  place: '`absent`',
  who: ['id', 'file'],
  terms: [],
  text: 'email',
  help: 'Write an address, `id: 1042` or `file: people.csv`.',
};

export const suppressed: EntryGrammar = {
  place: '`suppress`',
  who: ['id', 'file'],
  terms: [],
  text: 'pattern',
  help: 'Write an address, a pattern like "*@competitor.example", `id: 1042` or `file: people.csv`.',
};
