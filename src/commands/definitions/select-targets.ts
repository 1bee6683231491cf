import { type Definition, readDefinition } from '../../definitions/definition-changes.ts';
import type { AccountDefinitions } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';
import type { DefinitionTarget } from '../../model/results/definitions.ts';
import { type Kind, sectionOf, type TargetId } from '../../model/target.ts';
import { fileKey } from '../../model/text/file-key.ts';
import { nearestWord } from '../../model/text/did-you-mean.ts';
import { slug } from '../../schema/write/write-configuration.ts';
import type { DefinitionDeps } from '../deps.ts';
import { checkAccount, loadOrShowProblems, type PipelineOptions } from '../pipeline.ts';
import { resolveSequenceNames } from '../pipeline/resolve-sequence-names.ts';

export interface TargetSelection extends Pick<PipelineOptions, 'paths' | 'dialect'> {
  readonly kind: Kind;
  /** Keys of the files, and HubSpot ids. Empty: the targets of the files. */
  readonly names: readonly string[];
  /** Select every target of the account. */
  readonly all: boolean;
  /** The folder of the files of targets without `definition`. */
  readonly folder: string;
}

export interface SelectedTargets {
  readonly portalId: number;
  readonly targets: readonly SelectedTarget[];
}

export interface SelectedTarget extends DefinitionTarget {
  /** What the account has. Absent: it has no such target. */
  readonly definition?: Definition;
  /** An earlier target of the files has the same file, at least on systems that ignore case. */
  readonly sharesFile?: true;
}

/** Why the file of a target with `sharesFile` is neither written nor compared. Continues a sentence that begins with the path. */
export const sharedFile =
  'is already the file of another target, also where case does not matter: give each its own `definition`';

/** Reads the selected targets. Shows every problem and returns undefined if the files are invalid. */
export async function selectTargets(
  selection: TargetSelection,
  deps: DefinitionDeps,
): Promise<SelectedTargets | undefined> {
  const loaded = await loadOrShowProblems({ ...selection, withoutDefinitions: true }, deps);
  if (!loaded) return undefined;
  const account = await deps.openDefinitions(loaded.desired);
  const portalId = await checkAccount(loaded.desired, account);
  const { targets } = await resolveSequenceNames(ofKind(loaded.desired, selection.kind), account);
  const { creations = [] } = loaded.desired;
  const newKeys = selection.kind === 'workflow' ? creations.map(({ key }) => key) : [];
  const named = selection.all ? targets : namedTargets(targets, newKeys, selection);
  const ids = selection.all ? undefined : named.map(({ id }) => id);
  const bodies = await readBodies(account, selection.kind, ids);
  const owners = ownersOfFiles(targets, selection);
  const listed = selection.all ? withOthers(named, [...bodies.keys()]) : named;
  return {
    portalId,
    targets: listed.map((target) => {
      const found = selected(target, bodies.get(target.id), selection);
      const owner = owners.get(fileKey(found.path)) ?? target.id;
      return owner === target.id ? found : { ...found, sharesFile: true };
    }),
  };
}

function readBodies(account: AccountDefinitions, kind: Kind, ids: readonly TargetId[] | undefined) {
  return kind === 'workflow' ? account.workflowBodies(ids) : account.sequenceBodies(ids);
}

/** A target of the files, or an id. */
interface NamedTarget {
  readonly id: TargetId;
  readonly key?: string;
  readonly definition?: string;
}

function ofKind(desired: DesiredState, kind: Kind): Pick<DesiredState, 'targets'> {
  return { targets: desired.targets.filter((target) => target.kind === kind) };
}

function namedTargets(
  targets: readonly NamedTarget[],
  newKeys: readonly string[],
  { kind, names }: TargetSelection,
): readonly NamedTarget[] {
  const section = sectionOf(kind);
  const [newKey] = newKeys;
  if (names.length === 0 && targets.length === 0) {
    if (newKey !== undefined) throw withoutId(newKey);
    throw new Failure({
      code: 'no-such-target',
      message: `The files contain no ${kind}.`,
      help: `Name ids, for example rollcall ${section} pull ${kind === 'workflow' ? '900100' : '5510021'}, or use --all.`,
    });
  }
  if (names.length === 0) return targets;
  const found = names.map((written): NamedTarget => {
    const name = written.startsWith(`${section}.`) ? written.slice(section.length + 1) : written;
    const target = targets.find(({ key }) => key === name) ?? targets.find(({ id }) => id === name);
    if (target) return target;
    if (newKeys.includes(name)) throw withoutId(name);
    if (/^[1-9]\d{0,18}$/u.test(name)) return { id: name };
    const keys = targets.flatMap(({ key }) => key ?? []);
    const nearest = nearestWord(name, keys);
    throw new Failure({
      code: 'no-such-target',
      message: `The files contain no ${kind} "${written}".${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`,
      help: `Name a key of the files${keys.length === 0 ? '' : ` (${keys.slice(0, 10).join(', ')})`}, or a HubSpot id.`,
    });
  });
  return [...new Map(found.map((target) => [target.key ?? target.id, target])).values()];
}

/** A workflow that rollcall is to create, or created, has nothing to read until the files have its id. */
function withoutId(key: string): Failure {
  return new Failure({
    code: 'no-such-target',
    message: `workflows.${key} has no \`id\` in the files yet.`,
    help: 'If an apply created it, add the `id` that `rollcall plan` names; otherwise create it with an apply.',
  });
}

/** Adds the targets that the files do not declare. */
function withOthers(targets: readonly NamedTarget[], ids: readonly TargetId[]): readonly NamedTarget[] {
  const declared = new Set(targets.map(({ id }) => id));
  const others = ids.filter((id) => !declared.has(id));
  return [
    ...targets,
    ...others.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).map((id) => ({ id })),
  ];
}

/** Returns the id of the first target of the files that has a file, by `fileKey`. */
function ownersOfFiles(
  targets: readonly NamedTarget[],
  selection: Pick<TargetSelection, 'folder'>,
): ReadonlyMap<string, TargetId> {
  const owners = new Map<string, TargetId>();
  for (const { id, key, definition } of targets) {
    const path = fileKey(definition ?? defaultPath(key ?? id, id, selection));
    owners.set(path, owners.get(path) ?? id);
  }
  return owners;
}

/** Names of devices: Windows opens no file with such a name, whatever its extension. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

function defaultPath(name: string, id: TargetId, { folder }: Pick<TargetSelection, 'folder'>): string {
  const file = deviceName.test(name) ? `${id}-${name}` : name;
  return `${folder.replace(/\/+$/u, '')}/${file}.yaml`;
}

function selected(target: NamedTarget, body: unknown, selection: TargetSelection): SelectedTarget {
  const { kind } = selection;
  const { id, key } = target;
  const definition = body === undefined ? undefined : readDefinition(kind, body);
  const name = slug(definition?.name ?? '');
  const file = key ?? (name === '' ? id : `${name.slice(0, 60)}-${id}`);
  return {
    kind,
    id,
    ...(key === undefined ? {} : { key }),
    path: target.definition ?? defaultPath(file, id, selection),
    ...(definition ? { definition } : {}),
  };
}
