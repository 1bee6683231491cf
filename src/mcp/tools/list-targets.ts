import { checkAccount, loadFiles } from '../../commands/pipeline.ts';
import type { DirectoryTarget } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { targetAddress } from '../../model/target.ts';
import { count } from '../../model/text/count.ts';
import { InvalidFiles } from '../invalid-files.ts';
import { defineTool } from '../tool.ts';
import { filesArgument, type FilesArgs, pathsOf } from './files-argument.ts';

interface ListArgs extends FilesArgs {
  readonly kind?: 'sequence' | 'workflow';
  readonly search?: string;
}

export const listTargetsTool = defineTool<ListArgs>({
  name: 'list_targets',
  title: 'List sequences and workflows',
  description:
    'Returns the sequences and contact workflows of the HubSpot account with their ids, names and steps, the key under which the files declare each, and the users of the account. HubSpot lists the sequences that one user sees, without the private ones of others.',
  input: {
    kind: { enum: ['sequence', 'workflow'], description: 'Only this kind.' },
    search: { type: 'string', minLength: 1, maxLength: 200, description: 'Part of the name, or an id.' },
    ...filesArgument,
  },
  output: 'targets',
  paged: true,
  run: async ({ files, kind, search }, call) => {
    const paths = await pathsOf({ files }, call);
    const { deps, names } = call;
    const { desired, diagnostics } = await loadFiles({ paths }, deps);
    if (!desired) throw new InvalidFiles(diagnostics);
    const directory = await deps.openDirectory(desired);
    const portalId = await checkAccount(desired, directory);
    const { targets, senders } = await directory.read({ kind, search }, deps.progress);
    for (const { name } of [...targets, ...senders]) if (name !== undefined) names.add(name);
    return {
      document: {
        formatVersion: outputFormatVersion,
        portalId,
        targets: targets.map((target) => ({ ...target, ...declaredAs(target, desired) })),
        senders,
      },
      summary: [
        `Account ${portalId}: ${count(targets.length, 'target')}, ${count(senders.length, 'user')}. Whether each can send is not known here: see \`plan\` and \`doctor\`.`,
      ],
      lists: {
        targets: targets.map((target) => targetLine(target, desired)),
        senders: senders.map(({ email }) => `sender ${email}`),
      },
      shown: senders.map(({ email }) => email),
    };
  },
});

function declaredAs(
  target: DirectoryTarget,
  desired: DesiredState,
): { readonly declaredAs?: readonly string[] } {
  const addresses = desired.targets
    .filter((one) => one.kind === target.kind && isSame(one, target))
    .map((one) => targetAddress(one));
  return addresses.length === 0 ? {} : { declaredAs: addresses };
}

function isSame(one: DesiredState['targets'][number], { id, name }: DirectoryTarget): boolean {
  return one.kind === 'sequence' && one.name !== undefined ? one.name === name : one.id === id;
}

/** Returns what the files do with a target that they do not declare. */
function useOf({ kind, id }: DirectoryTarget, { targets }: DesiredState): string {
  const users = targets.filter(
    ({ unenroll }) => kind === 'workflow' && unenroll && 'workflow' in unenroll && unenroll.workflow === id,
  );
  return users.length === 0
    ? 'not in the files'
    : `unenrolls from ${users.map((one) => targetAddress(one)).join(', ')}`;
}

function targetLine(target: DirectoryTarget, desired: DesiredState): string {
  const { kind, id, enabled, steps, actions } = target;
  const declared = declaredAs(target, desired).declaredAs?.join(', ') ?? useOf(target, desired);
  const state = enabled === false ? ', turned off' : '';
  const days = steps?.map(({ type, day }) => `${type} day ${day}`).join(', ');
  const detail = days ?? (actions === undefined ? '' : count(actions, 'action'));
  return `${kind} ${id} (${declared}${state})${detail === '' ? '' : `: ${detail}`}`;
}
