import type { Definition } from '../../definitions/definition-changes.ts';
import { maskedChanges, secretsIn } from '../../definitions/mask-definition.ts';
import { fileKey } from '../../model/text/file-key.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { PulledFile } from '../../model/results/definitions.ts';
import type { DefinitionDeps } from '../deps.ts';
import { pulledText, readDefinitionFile } from './definition-file.ts';
import { type SelectedTarget, selectTargets, sharedFile, type TargetSelection } from './select-targets.ts';

export interface PullArgs extends TargetSelection {
  /** Overwrite files with local edits, and files that were pulled from another target. */
  readonly force: boolean;
}

/**
 * Writes a file for each selected target. Never overwrites a file that is not a definition, and local edits only with
 * `force`. Returns 1 if a file was kept or a target does not exist.
 */
export async function pull(args: PullArgs, deps: DefinitionDeps): Promise<ExitCode> {
  const selected = await selectTargets(args, deps);
  if (!selected) return ExitCode.invalidConfiguration;
  const files: PulledFile[] = [];
  const written = new Set<string>();
  for (const target of selected.targets) {
    const isTaken = target.sharesFile === true || written.has(fileKey(target.path));
    written.add(fileKey(target.path));
    files.push(
      isTaken
        ? kept(target, sharedFile)
        : await pullOne(target, { portalId: selected.portalId, force: args.force }, deps),
    );
    deps.progress({ what: 'definitions', done: files.length, total: selected.targets.length });
  }
  deps.view.pulled({ kind: args.kind, files });
  return files.every(({ status }) => status !== 'kept' && status !== 'missing')
    ? ExitCode.done
    : ExitCode.error;
}

async function pullOne(
  target: SelectedTarget,
  { portalId, force }: { readonly portalId: number; readonly force: boolean },
  deps: DefinitionDeps,
): Promise<PulledFile> {
  const { definition, sharesFile: _isFree, ...place } = target;
  if (!definition) return { ...place, status: 'missing', changes: [] };
  const text = pulledText({ ...place, portalId }, definition);
  const file = await readDefinitionFile(target.path, deps);
  const secrets = secretPlaces(definition, text);
  if (file.found && file.text === undefined) return kept(target, file.why);
  const outside = await deps.linkOutside(target.path);
  if (outside !== undefined)
    return kept(target, `leads out of its folder through a symbolic link, to ${outside}`);
  if (!file.found) {
    await deps.writeSharedFile(target.path, [text]);
    return { ...place, status: 'new', changes: [], ...secrets };
  }
  const changes = file.definition && maskedChanges(file.definition, definition);
  if (changes?.length === 0) {
    return { ...place, status: 'unchanged', changes, ...secretPlaces(definition, file.text) };
  }
  if (!force && file.untouchedFrom === undefined) {
    return { ...kept(target, 'has edits that HubSpot does not have', changes), forcible: true };
  }
  if (!force && file.untouchedFrom !== target.id) {
    const why = `was pulled from ${target.kind} ${file.untouchedFrom}`;
    return { ...kept(target, why, changes), forcible: true };
  }
  await deps.writeSharedFile(target.path, [text]);
  return { ...place, status: 'updated', changes: changes ?? [], ...secrets };
}

/** Returns where a written file has values that look like secrets, with their lines where the text has them as they are. */
export function secretPlaces(definition: Definition, text: string): Pick<PulledFile, 'secrets'> {
  const found = secretsIn(definition).map(({ path: at, value }) => {
    const index = text.indexOf(value);
    return index < 0 ? { at } : { at, line: text.slice(0, index).split('\n').length };
  });
  return found.length === 0 ? {} : { secrets: found };
}

function kept(
  { definition: _definition, sharesFile: _shares, ...place }: SelectedTarget,
  why: string,
  changes: PulledFile['changes'] = [],
): PulledFile {
  return { ...place, status: 'kept', changes, why };
}
