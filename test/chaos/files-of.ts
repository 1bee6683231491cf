import { stringify } from 'yaml';
import type { Case, Entry, TargetSpec, Version } from './case.ts';
import { bridge, dayOfSince, emailOf, idOf, menu } from './menu.ts';

export const configuration = 'enrollments.yaml';

/** The files of a version, by path. */
export function filesOf(version: Version, { dialect }: Pick<Case, 'dialect'>): Record<string, string> {
  const files: Record<string, string> = {};
  const audiences: Record<string, unknown> = {};
  const targets = version.targets.map(
    (target) => [target.key, targetOf(target, { audiences, files })] as const,
  );
  const section = (kind: 'sequence' | 'workflow'): Record<string, unknown> =>
    Object.fromEntries(targets.filter(([key]) => menu[key].kind === kind));
  const document = {
    version: 1,
    portal: 'simulated',
    dialect,
    limits: version.limits,
    suppress: version.suppress.map(emailOf),
    audiences,
    sequences: section('sequence'),
    workflows: section('workflow'),
  };
  return { ...files, ...written(document, version) };
}

function targetOf(
  target: TargetSpec,
  into: { readonly audiences: Record<string, unknown>; readonly files: Record<string, string> },
): Record<string, unknown> {
  const { kind, id, sender, via, activeList, everList, exit } = menu[target.key];
  const shared = {
    id: Number(id),
    ...(target.members === undefined
      ? {}
      : {
          members: target.members.map((entry, index) =>
            entryOf(entry, { name: `${target.key}-${index}`, ...into }),
          ),
        }),
    absent: target.absent.map(emailOf),
    exclusive: target.exclusive,
    onLeave: target.onLeave,
    allowEmpty: true,
    ...(target.since === undefined ? {} : { since: dayOfSince[target.since] }),
  };
  if (kind === 'sequence') return { ...shared, sender, ...bridgeOf(target) };
  const named = target.lists && activeList !== undefined;
  return {
    ...shared,
    ...(named ? { activeList, everList } : { noHistoryBefore: '2027-01-01' }),
    ...(target.via && via !== undefined ? { via: { list: via } } : {}),
    ...(target.retired && named ? { retired: true } : {}),
    ...(exit === undefined ? {} : { unenroll: { workflow: exit } }),
  };
}

function bridgeOf({ bridge: how }: TargetSpec): Record<string, unknown> {
  if (how === 'none') return {};
  if (how === 'workflow') return { unenroll: { workflow: Number(bridge) } };
  return { unenroll: { property: 'leave_sequence', value: 'yes' } };
}

function entryOf(
  entry: Entry,
  {
    name,
    audiences,
    files,
  }: {
    readonly name: string;
    readonly audiences: Record<string, unknown>;
    readonly files: Record<string, string>;
  },
): unknown {
  if (entry.type === 'person') {
    const person = entry.by === 'id' ? { id: Number(idOf(entry.who)) } : { email: emailOf(entry.who) };
    return { ...person, ...(entry.since === undefined ? {} : { since: dayOfSince[entry.since] }) };
  }
  if (entry.type === 'list') audiences[name] = [{ list: 482 }];
  else if (entry.as === 'yaml') audiences[name] = entry.who.map(emailOf);
  else {
    files[`${name}.csv`] = ['email', ...entry.who.map(emailOf), ''].join('\n');
    audiences[name] = [{ file: `${name}.csv` }];
  }
  return { audience: name };
}

function written(document: Record<string, unknown>, { broken }: Version): Record<string, string> {
  const text = stringify(document, { aliasDuplicateObjects: false });
  const whole = (extra: Record<string, unknown>): string => stringify({ ...document, ...extra });
  switch (broken) {
    case undefined:
      return { [configuration]: text };
    case 'cut-off':
      return { [configuration]: `${text}  members: [p0@northwi` };
    case 'unknown-key':
      return { [configuration]: whole({ sequence: {} }) };
    case 'null-members':
      return { [configuration]: whole({ audiences: { nobody: null } }) };
    case 'missing-csv':
      return { [configuration]: whole({ suppress: [{ file: 'gone.csv' }] }) };
    case 'bad-csv':
      return { [configuration]: whole({ suppress: [{ file: 'bad.csv' }] }), 'bad.csv': 'name\nAna\n' };
    case 'twice':
      return { [configuration]: `${text}version: 1\n` };
    default:
      throw new Error(`no such breakage: ${String(broken)}`);
  }
}
