import type { DefinitionReference } from '../../model/definition-reference.ts';
import type { TargetDefinition } from '../../model/definition.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Kind } from '../../model/target.ts';
import { quoted } from '../describe-value.ts';
import type { Problems } from '../problems.ts';
import type { TextFiles } from '../read-files.ts';
import { parseDefinition } from './parse-definition.ts';
import { untouchedFrom } from './pulled-file.ts';

interface NamedDefinition {
  readonly path: string;
  readonly kind: Kind;
  readonly key: string;
  readonly source: Source;
  readonly purpose: 'compare' | 'create';
}

/** What the definition files of targets define, and what they name in the account. */
type LoadedDefinitions = Required<Pick<DesiredState, 'definitions' | 'untouched' | 'references'>>;

/** What one definition file defines. */
interface LoadedDefinition {
  readonly definition: TargetDefinition;
  /** The id that the file was pulled from, if it was not edited since then. */
  readonly untouchedFrom?: string;
  readonly references: readonly DefinitionReference[];
}

/**
 * Reads the definition files that targets name, and reports their problems. Returns what they define, by path; undefined
 * if the files name none.
 */
export async function loadDefinitions(
  desired: Pick<DesiredState, 'targets' | 'creations'>,
  files: TextFiles,
  problems: Problems,
): Promise<LoadedDefinitions | undefined> {
  const named = namedDefinitions(desired);
  if (named.length === 0) return undefined;
  const definitions = new Map<string, TargetDefinition>();
  const untouched = new Map<string, string>();
  const references: DefinitionReference[] = [];
  for (const one of named) {
    const loaded = await loadDefinition(one, files, problems);
    if (!loaded || definitions.has(one.path)) continue;
    definitions.set(one.path, loaded.definition);
    references.push(...loaded.references);
    if (loaded.untouchedFrom !== undefined) untouched.set(one.path, loaded.untouchedFrom);
  }
  return { definitions, untouched, references };
}

function namedDefinitions({
  targets,
  creations = [],
}: Pick<DesiredState, 'targets' | 'creations'>): readonly NamedDefinition[] {
  return [
    ...targets.flatMap(({ definition: path, kind, key, source }): NamedDefinition[] =>
      path === undefined ? [] : [{ path, kind, key, source, purpose: 'compare' }],
    ),
    ...creations.map(({ definition: path, key, source }): NamedDefinition => ({
      path,
      kind: 'workflow',
      key,
      source,
      purpose: 'create',
    })),
  ];
}

async function loadDefinition(
  { path, kind, key, source, purpose }: NamedDefinition,
  files: TextFiles,
  problems: Problems,
): Promise<LoadedDefinition | undefined> {
  const file = await files.read(path);
  files.markAsDefinition(path);
  if ('missing' in file) {
    const verb = `rollcall ${kind}s ${purpose === 'create' ? `new drip --out ${path}` : `pull ${key}`}`;
    problems.add({
      code: 'definition-unreadable',
      severity: 'error',
      message: `The definition ${quoted(path)} of \`${key}\` ${file.missing}.`,
      help: `Correct the path, or write the file: \`${verb}\`.`,
      source,
    });
    return undefined;
  }
  if ('unreadable' in file) return undefined;
  const { definition, references, diagnostics } = parseDefinition({ file: path, text: file.text, purpose });
  for (const diagnostic of diagnostics) problems.add(diagnostic);
  if (!definition) return undefined;
  if (definition.kind === kind)
    return { definition, references, ...omitUndefined({ untouchedFrom: untouchedFrom(file.text) }) };
  problems.add({
    code: 'definition-kind',
    severity: 'error',
    message: `${quoted(path)} defines a ${definition.kind}, but \`${key}\` is a ${kind}.`,
    help: `Name the file of a ${kind}.`,
    source,
  });
  return undefined;
}
