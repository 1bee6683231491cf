/** The configuration of a history as plain data, and its YAML. */
import { stringify } from 'yaml';
import { bridge, menu, newNames } from '../menu.ts';
import type { TargetKey } from '../case.ts';
import type { Shape } from '../judge/shapes.ts';

/** How a target names its senders, apart from one email address. */
export type SenderForm =
  | { readonly rotate: readonly string[]; readonly whenFull?: 'next' }
  | {
      readonly prefer: 'contact-owner';
      readonly fallback: string | Extract<SenderForm, { readonly rotate: readonly string[] }>;
    };

export interface Pace {
  readonly perDay?: number;
  readonly days?: readonly Weekday[];
}

type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** A property that must have a value, or one of some values, or none of them. */
export interface Condition {
  readonly property: string;
  readonly is?: readonly string[];
  readonly not?: readonly string[];
}

export interface Files {
  readonly dialect: 'documented' | 'guide';
  readonly targets: readonly FileTarget[];
  readonly suppress: readonly Ban[];
  readonly freeze: readonly Window[];
  /** Workflows are in a file of their own. */
  readonly split: boolean;
  readonly limits: { readonly reenroll?: number; readonly perSenderPerDay?: number };
}

/** Two days, both included. */
interface Window {
  readonly from: string;
  readonly to: string;
}

export type Ban = { readonly email: string } | { readonly domain: string } | { readonly id: string };

export type Ref = { readonly email: string } | { readonly id: string };

export type Line =
  | {
      readonly ref: Ref;
      readonly since?: string;
      /** The rep, or reps, that a literal line names. */
      readonly sender?: string | SenderForm;
      /** `member`: a literal line. The others come through an audience. */
      readonly as: 'member' | 'audience' | 'csv';
    }
  | { readonly list: string };

/** A file that holds what a target does. */
export interface Defined {
  readonly text: string;
  /** What the text means. */
  readonly shape: Shape;
}

export interface FileTarget {
  readonly key: string;
  /** Which of the menu's targets `id` names now. */
  readonly slot: TargetKey;
  /** The `id` line of a workflow that the files define. */
  readonly id?: string;
  readonly definition?: Defined;
  readonly replaces?: string;
  /** Left out: membership is not managed. */
  readonly members?: readonly Line[];
  readonly absent: readonly Ref[];
  readonly exclusive: boolean;
  /** `archive`: the workflow is deleted when no contact is active in it. */
  readonly retired: boolean | 'archive';
  /** Sequences: sent from the alias of the menu. */
  readonly alias: boolean;
  /** Sequences: left out, the sender of the menu. */
  readonly sender?: SenderForm;
  readonly pace?: Pace;
  /** Of every member. */
  readonly require: readonly Condition[];
  /** Of the members that come through the audience. */
  readonly audienceRequire: readonly Condition[];
  readonly onLeave: 'keep' | 'unenroll';
  readonly since?: string;
  readonly unenroll: 'workflow' | 'property' | 'none';
  readonly activeList: boolean;
  readonly everList: boolean;
  readonly via: boolean;
  /** The files assert that no enrollment precedes rollcall's first run. */
  readonly vouched: boolean;
}

const firstFile = 'enrollments.yaml';
const secondFile = 'workflows.yaml';

export function targetId(target: Pick<FileTarget, 'slot' | 'id' | 'key'>): string {
  if (!isDefinedHere(target.slot)) return menu[target.slot].id;
  return target.id ?? `new:${target.key}`;
}

/** Whether the files define the workflow: its id is known only after it was created. */
export function isDefinedHere(slot: TargetKey): boolean {
  return newNames[slot] !== undefined;
}

/** A workflow of the files that has no `id` yet. */
export function isNew(target: FileTarget): boolean {
  return isDefinedHere(target.slot) && target.id === undefined;
}

function definitionPath({ slot }: Pick<FileTarget, 'slot'>): string {
  return `${menu[slot].kind}s/${slot}.yaml`;
}

export function pathsOf(files: Files): readonly string[] {
  return files.split ? [firstFile, secondFile] : [firstFile];
}

/** The day before which the files assert no enrollments: the first that a ledger begun on the first day covers. */
export const noneBefore = '2026-11-03';

/** The files by path. */
export function textOf(files: Files): Record<string, string> {
  const written: Record<string, string> = {};
  const audiences: Record<string, unknown> = {};
  const section = (kind: 'sequence' | 'workflow'): Record<string, unknown> =>
    Object.fromEntries(
      files.targets
        .filter(({ slot }) => menu[slot].kind === kind)
        .map((target) => [target.key, targetOf(target, { audiences, written, dialect: files.dialect })]),
    );
  const sequences = section('sequence');
  const workflows = section('workflow');
  const head = {
    version: 1,
    portal: 'simulated',
    dialect: files.dialect,
    limits: files.limits,
    suppress: files.suppress.map(banOf),
    freeze: files.freeze,
    audiences,
  };
  const text = (document: unknown): string => stringify(document, { aliasDuplicateObjects: false });
  if (!files.split) return { ...written, [firstFile]: text({ ...head, sequences, workflows }) };
  return {
    ...written,
    [firstFile]: text({ ...head, sequences }),
    [secondFile]: text({ version: 1, workflows }),
  };
}

function banOf(ban: Ban): unknown {
  if ('domain' in ban) return `*@${ban.domain}`;
  return 'id' in ban ? { id: Number(ban.id) } : ban.email;
}

/** Audiences and `absent` take an address alone. */
function plainRefOf(ref: Ref): unknown {
  return 'id' in ref ? { id: Number(ref.id) } : ref.email;
}

function refOf(ref: Ref): Record<string, unknown> {
  return 'id' in ref ? { id: Number(ref.id) } : { email: ref.email };
}

interface Into {
  readonly dialect: Files['dialect'];
  readonly audiences: Record<string, unknown>;
  readonly written: Record<string, string>;
}

function targetOf(target: FileTarget, into: Into): Record<string, unknown> {
  const { kind, sender, alias, via, activeList, everList, exit } = menu[target.slot];
  const { definition } = target;
  if (definition) into.written[definitionPath(target)] = definition.text;
  const shared = {
    ...(isNew(target) ? {} : { id: Number(targetId(target)) }),
    ...(definition ? { definition: definitionPath(target) } : {}),
    ...(target.replaces === undefined ? {} : { replaces: Number(target.replaces) }),
    ...(target.members === undefined ? {} : { members: membersOf(target, into) }),
    absent: target.absent.map(plainRefOf),
    exclusive: target.exclusive,
    onLeave: target.onLeave,
    allowEmpty: true,
    ...(target.since === undefined ? {} : { since: target.since }),
    ...(target.pace === undefined ? {} : { pace: target.pace }),
    ...(target.require.length === 0 ? {} : { require: target.require.map(conditionOf) }),
    ...vouchOf(target),
  };
  if (kind === 'sequence') {
    // The guide dialect refuses an alias; an alias belongs to one inbox.
    const isUsed =
      target.alias && alias !== undefined && into.dialect === 'documented' && target.sender === undefined;
    const senderAlias = isUsed ? { senderAlias: alias } : {};
    return { ...shared, sender: target.sender ?? sender, ...senderAlias, ...routeOf(target) };
  }
  return {
    ...shared,
    ...(target.activeList && activeList !== undefined ? { activeList } : {}),
    ...(target.everList && everList !== undefined ? { everList } : {}),
    ...(target.via && via !== undefined ? { via: { list: via } } : {}),
    ...(target.retired === false ? {} : { retired: target.retired }),
    ...(exit === undefined || target.unenroll === 'none' ? {} : { unenroll: { workflow: exit } }),
  };
}

/** A bare name is the short form of a property that must have a value. */
function conditionOf({ property, is, not }: Condition): unknown {
  if (is) return { property, is: is.length === 1 ? is[0] : is };
  return not ? { property, not: not.length === 1 ? not[0] : not } : property;
}

function vouchOf({ vouched }: FileTarget): Record<string, unknown> {
  if (!vouched) return {};
  return { noHistoryBefore: noneBefore };
}

function routeOf({ unenroll }: FileTarget): Record<string, unknown> {
  if (unenroll === 'none') return {};
  if (unenroll === 'workflow') return { unenroll: { workflow: Number(bridge) } };
  return { unenroll: { property: 'leave_sequence', value: 'yes' } };
}

/** Literal lines stay lines; the others become one audience and one CSV file per target. */
function membersOf(
  { key, members = [], audienceRequire }: FileTarget,
  { audiences, written }: Into,
): readonly unknown[] {
  const lines: unknown[] = [];
  const through: unknown[] = [];
  const rows: string[] = [];
  for (const line of members) {
    if ('list' in line) through.push({ list: Number(line.list) });
    else if (line.as === 'member') lines.push({ ...refOf(line.ref), ...termsOf(line) });
    else if (line.as === 'audience') through.push(plainRefOf(line.ref));
    else rows.push('id' in line.ref ? `,${line.ref.id}` : `${line.ref.email},`);
  }
  if (rows.length > 0) {
    written[`${key}.csv`] = ['email,id', ...rows, ''].join('\n');
    through.push({ file: `${key}.csv` });
  }
  if (through.length === 0) return lines;
  audiences[`${key}-people`] =
    audienceRequire.length === 0 ? through : { require: audienceRequire.map(conditionOf), members: through };
  return [...lines, { audience: `${key}-people` }];
}

function termsOf({
  since,
  sender,
}: Pick<Extract<Line, { readonly ref: Ref }>, 'since' | 'sender'>): Record<string, unknown> {
  return { ...(since === undefined ? {} : { since }), ...(sender === undefined ? {} : { sender }) };
}
