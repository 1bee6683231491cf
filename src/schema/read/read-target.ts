import type {
  DesiredEntry,
  DesiredContact,
  DesiredSequence,
  DesiredTarget,
  DesiredWorkflow,
  ListKey,
  UnenrollRoute,
} from '../../model/desired-state.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { type Kind, newTargetId } from '../../model/target.ts';
import type { Includes } from '../csv/load-includes.ts';
import { type SourceFile, type SourceNode, valueAt } from '../source-file.ts';
import type { LocatedValue } from './merge-blocks.ts';
import { mergeMembers, reportConflicts } from './merge-members.ts';
import type { Audience } from './read-audiences.ts';
import { sequenceMemberGrammar, workflowMemberGrammar } from './read-entry.ts';
import { readDefinitionPath } from './read-definition-path.ts';
import { readTargetLimits } from './read-limits.ts';
import { readPace } from './read-pace.ts';
import { type ParsedMembers, readAbsent, readMembers } from './read-members.ts';
import { readRequirements } from './read-requirements.ts';
import { readSender } from './read-sender.ts';
import { reportMisreadNumber, readDay, readEmail, readId } from './read-values.ts';

interface TargetContext {
  readonly audiences: ReadonlyMap<string, Audience>;
  readonly includes: Includes;
  /** Whether a file could not be read. Then missing audiences are not reported. */
  readonly incomplete: boolean;
}

/** A target with the parts of its declaration that `checkTargets` needs. */
export interface ParsedTarget {
  readonly kind: Kind;
  readonly located: LocatedValue;
  /** Absent if a required value is missing or invalid. */
  readonly target: DesiredTarget | undefined;
  /** The members before merging; absent if the file does not manage them. */
  readonly written: ParsedMembers | undefined;
  readonly members: readonly DesiredEntry[];
  readonly absent: readonly DesiredContact[];
}

/** Reads one sequence or workflow. */
export function readTarget(kind: Kind, located: LocatedValue, context: TargetContext): ParsedTarget {
  const { node, scope } = located;
  const grammar = kind === 'sequence' ? sequenceMemberGrammar : workflowMemberGrammar;
  const membersNode = valueAt(node, 'members');
  const written = membersNode && readMembers(membersNode, { scope, grammar, ...context });
  const absent = readAbsent(valueAt(node, 'absent'), scope, context.includes);
  const { members, conflicts } = mergeMembers(written?.entries ?? [], absent);
  reportConflicts(located, conflicts, scope);
  const base = readBase(kind, located);
  const parsed = { kind, located, written, members, absent };
  if (base === undefined) return { ...parsed, target: undefined };
  const common = { ...base, absent, ...(written ? { members } : {}) };
  const target = kind === 'sequence' ? readSequence(located, common) : readWorkflow(located, common);
  return { ...parsed, target };
}

type CommonKeys = Omit<DesiredSequence, 'kind' | 'sender' | 'senderSource' | 'senderAlias'>;

function readBase(
  kind: Kind,
  { key, keyOffset, node, scope }: LocatedValue,
): Omit<CommonKeys, 'absent' | 'members'> | undefined {
  const at = (name: string): SourceNode | undefined => valueAt(node, name);
  const read = <Value>(name: string, reader: (node: SourceNode, from: typeof scope) => Value | undefined) => {
    const value = at(name);
    return value && reader(value, scope);
  };
  const isNew = kind === 'workflow' && at('definition') !== undefined;
  const withoutId = isNew ? newTargetId(key) : placeholderId(at('name'));
  const id = at('id') === undefined ? withoutId : read('id', readId);
  const optional = omitUndefined({
    replaces: textOf(at('replaces')) === 'none' ? 'none' : read('replaces', readId),
    require: readRequirements(at('require'), scope),
    since: read('since', readDay),
    noHistoryBefore: read('noHistoryBefore', readDay),
    limits: readTargetLimits(at('limits'), scope),
    pace: readPace(at('pace'), scope),
    unenroll: readUnenroll(at('unenroll'), scope),
    definition: read('definition', readDefinitionPath),
  });
  if (id === undefined) return undefined;
  return {
    key,
    id,
    source: scope.sourceAt(keyOffset),
    allowEmpty: isTrue(at('allowEmpty')),
    exclusive: isTrue(at('exclusive')),
    onLeave: textOf(at('onLeave')) === 'unenroll' ? 'unenroll' : 'keep',
    ...optional,
  };
}

/** Returns the id of a target that has only a name, until HubSpot returns its real id. Equal names have equal ids. */
function placeholderId(node: SourceNode | undefined): string | undefined {
  const name = textOf(node);
  return name === undefined || name === '' ? undefined : `name:${name}`;
}

function readSequence({ node, scope }: LocatedValue, common: CommonKeys): DesiredSequence | undefined {
  const senderNode = valueAt(node, 'sender');
  const aliasNode = valueAt(node, 'senderAlias');
  const sender = senderNode && readSender(senderNode, scope);
  const senderAlias = aliasNode && readEmail(aliasNode, scope);
  const name = valueAt(node, 'id') === undefined ? textOf(valueAt(node, 'name')) : undefined;
  const senderSource = senderNode && scope.sourceAt(senderNode.offset);
  return (
    sender && { kind: 'sequence', ...common, sender, ...omitUndefined({ senderSource, senderAlias, name }) }
  );
}

function readWorkflow({ node, scope }: LocatedValue, common: CommonKeys): DesiredWorkflow {
  const named = {
    viaList: valueAt(valueAt(node, 'via'), 'list'),
    activeList: valueAt(node, 'activeList'),
    everList: valueAt(node, 'everList'),
  };
  const lists = mapListKeys(named, (list) => readListName(list, scope));
  const at = mapListKeys(named, (name) => name && scope.sourceAt(name.offset));
  const retired = valueAt(node, 'retired');
  const archive = textOf(retired) === 'archive';
  return { kind: 'workflow', ...common, ...lists, at, retired: archive ? 'archive' : isTrue(retired) };
}

/** Reads the id or name of a list. */
function readListName(node: SourceNode | undefined, scope: LocatedValue['scope']): string | undefined {
  return node && reportMisreadNumber(node, scope) ? undefined : textOf(node);
}

function mapListKeys<Value>(
  named: Readonly<Record<ListKey, SourceNode | undefined>>,
  read: (node: SourceNode | undefined) => Value | undefined,
): Partial<Record<ListKey, Value>> {
  const { viaList, activeList, everList } = named;
  return omitUndefined({ viaList: read(viaList), activeList: read(activeList), everList: read(everList) });
}

function isTrue(node: SourceNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

/** Returns trimmed text, or a number as written. */
function textOf(node: SourceNode | undefined): string | undefined {
  if (node?.kind !== 'scalar') return undefined;
  if (typeof node.value === 'number') return node.text;
  return typeof node.value === 'string' ? node.value.trim() : undefined;
}

/** Reads the unenroll route: a workflow, or a contact property and its value (default: `true`). */
function readUnenroll(node: SourceNode | undefined, scope: SourceFile): UnenrollRoute | undefined {
  const workflow = valueAt(node, 'workflow');
  if (workflow) {
    const id = readId(workflow, scope);
    return id === undefined ? undefined : { workflow: id };
  }
  const property = valueAt(node, 'property');
  const value = valueAt(node, 'value');
  if (property?.kind !== 'scalar') return undefined;
  return { property: property.text, value: value?.kind === 'scalar' ? String(value.value) : 'true' };
}
