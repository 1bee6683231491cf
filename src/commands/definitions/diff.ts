import { maskedChanges, withoutSecrets } from '../../definitions/mask-definition.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { hasErrors, type Diagnostic } from '../../model/results/diagnostic.ts';
import type { ComparedDefinition } from '../../model/results/definitions.ts';
import { sectionOf } from '../../model/target.ts';
import { writeDefinition } from '../../schema/definition/write-definition.ts';
import type { DefinitionDeps } from '../deps.ts';
import { type DefinitionFile, readDefinitionFile } from './definition-file.ts';
import { type SelectedTarget, selectTargets, sharedFile, type TargetSelection } from './select-targets.ts';

/**
 * Compares the account with the definition files. Without names, targets without a file are left out. Returns 2 if
 * something differs, and 3 for an invalid file.
 */
export async function diffDefinitions(args: TargetSelection, deps: DefinitionDeps): Promise<ExitCode> {
  const selected = await selectTargets(args, deps);
  if (!selected) return ExitCode.invalidConfiguration;
  const read: (readonly [SelectedTarget, Exclude<DefinitionFile, { found: false }>])[] = [];
  for (const target of selected.targets) {
    const file = await readDefinitionFile(target.path, deps);
    if (file.found) read.push([target, file]);
    else if (args.names.length > 0) throw notPulled(target);
  }
  const [first] = selected.targets;
  if (read.length === 0 && first) throw notPulled(first);
  const diagnostics = read.flatMap(([target, file]): readonly Diagnostic[] =>
    target.sharesFile
      ? [unusable(target, sharedFile)]
      : file.text === undefined
        ? [unusable(target, file.why)]
        : file.diagnostics,
  );
  if (hasErrors(diagnostics)) {
    const texts = read.flatMap(([{ path }, { text }]) => (text === undefined ? [] : [[path, text] as const]));
    deps.view.validation({ diagnostics, texts: new Map(texts) });
    return ExitCode.invalidConfiguration;
  }
  const targets = read.map(([target, file]) => compare(target, file));
  deps.view.definitionDiff({ kind: args.kind, targets });
  return targets.some(({ status }) => status !== 'unchanged') ? ExitCode.changes : ExitCode.done;
}

function compare(
  { definition, sharesFile: _isFree, ...target }: SelectedTarget,
  file: Exclude<DefinitionFile, { found: false }>,
): ComparedDefinition {
  const written = file.text === undefined ? undefined : file.definition;
  if (!definition || !written) return { ...target, status: 'missing', changes: [] };
  const changes = maskedChanges(written, definition);
  const [fromFile, account] = withoutSecrets(written, definition);
  const texts = {
    file: writeDefinition(fromFile, { file: target.path }),
    account: writeDefinition(account, { file: target.path }),
  };
  return {
    ...target,
    status: changes.length === 0 ? 'unchanged' : 'changed',
    ...(file.text !== undefined && file.untouchedFrom === target.id ? { untouched: true } : {}),
    changes,
    texts,
  };
}

function notPulled({ kind, id, key = id, path }: SelectedTarget): Failure {
  return new Failure({
    code: 'definition-missing',
    message: `${path} does not exist, so there is nothing to compare ${kind} ${key} with.`,
    help: `Write it first: rollcall ${sectionOf(kind)} pull ${key}`,
  });
}

function unusable({ path }: SelectedTarget, why: string): Diagnostic {
  return {
    code: 'definition-kind',
    severity: 'error',
    message: `${path} ${why}.`,
    help: 'Name another file with `definition`, or move this one away and pull again.',
    source: { file: path, line: 1, column: 1 },
  };
}
