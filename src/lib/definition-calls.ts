import { pulledText } from '../commands/definitions/definition-file.ts';
import { diffDefinitions } from '../commands/definitions/diff.ts';
import { secretPlaces } from '../commands/definitions/pull.ts';
import { selectTargets, type TargetSelection } from '../commands/definitions/select-targets.ts';
import { sectionOf } from '../model/target.ts';
import { type Call, pathsOf } from './call.ts';
import type { DefinitionOptions, Files, PullOptions } from './options.ts';
import type { DiffResult, PulledDefinition } from './results.ts';
import { invalidConfiguration } from './rollcall-error.ts';

/** Returns what the selected targets do, as the text of their files. */
export async function pullDefinitions(
  files: Files | undefined,
  options: PullOptions,
  { definitionDeps, shown }: Call,
): Promise<readonly PulledDefinition[]> {
  const selection = { ...selectionOf(files, options), all: options.all ?? false };
  const selected = await selectTargets(selection, definitionDeps);
  if (!selected) throw invalidConfiguration(shown.validation?.diagnostics ?? []);
  const { portalId, targets } = selected;
  return targets.map(({ definition, sharesFile: _shares, ...place }) => {
    if (!definition) return place;
    const text = pulledText({ ...place, portalId }, definition);
    return { ...place, text, ...secretPlaces(definition, text) };
  });
}

/** Compares the selected targets with their files. */
export async function compareDefinitions(
  files: Files | undefined,
  options: DefinitionOptions,
  { definitionDeps, shown }: Call,
): Promise<DiffResult> {
  shown.exitCode = await diffDefinitions(selectionOf(files, options), definitionDeps);
  if (!shown.definitionDiff) throw invalidConfiguration(shown.validation?.diagnostics ?? []);
  const { targets } = shown.definitionDiff;
  return { differs: targets.some(({ status }) => status !== 'unchanged'), targets };
}

function selectionOf(files: Files | undefined, options: DefinitionOptions): TargetSelection {
  const { kind = 'workflow', targets = [], folder = sectionOf(kind), dialect } = options;
  return { kind, names: targets, paths: pathsOf(files), all: false, folder, dialect };
}
