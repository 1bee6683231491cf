import type { Definition } from '../../definitions/definition-changes.ts';
import type { DefinitionReference } from '../../model/definition-reference.ts';
import { type Diagnostic, hasErrors } from '../../model/results/diagnostic.ts';
import { collectProblems, type Problems } from '../problems.ts';
import { type SourceDocument, valueAt } from '../source-file.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { definitionFormatVersion } from './action-words.ts';
import { checkCreatable } from './check-creatable.ts';
import { checkRaw } from './check-raw.ts';
import { definitionReferences } from './definition-references.ts';
import { checkKeys, scalarText } from './read-parts.ts';
import { readSequenceFile } from './read-sequence-file.ts';
import { readWorkflowFile, type WorkflowFile } from './read-workflow-file.ts';

export interface DefinitionText {
  /** The path of the file, for the places of problems. */
  readonly file: string;
  readonly text: string;
  /** `create` also reports what HubSpot refuses or cannot run, before anything is sent. */
  readonly purpose: 'compare' | 'create';
}

export interface ParsedDefinition {
  /** Absent if any diagnostic is an error. */
  readonly definition?: Definition;
  /** What a workflow names in the account. Empty if any diagnostic is an error. */
  readonly references: readonly DefinitionReference[];
  /** Sorted by line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a definition file. Returns every problem with its place; never throws for bad contents. */
export function parseDefinition({ file, text, purpose }: DefinitionText): ParsedDefinition {
  const problems = collectProblems();
  const document = readYaml(file, text, withOwnHelp(problems));
  const read = document && readDocument(document, purpose);
  const definition = read?.definition;
  if (document && read?.workflow && !hasErrors(problems.all([file]))) checkRaw(read.workflow, document);
  const diagnostics = problems.all([file]);
  if (!definition || hasErrors(diagnostics)) return { references: [], diagnostics };
  const creates = purpose === 'create';
  const references = (read.references ?? []).map((one) => ({ ...one, creates }));
  return { definition, references, diagnostics };
}

/** The first lines of every definition. */
const firstLines = /^definition[\t ]*:/mu;

/** Returns whether a text is a definition file, valid or not. */
export function looksLikeDefinition(text: string): boolean {
  return firstLines.test(text);
}

const firstLinesHelp =
  'Begin the file with `definition: workflow` and `formatVersion: 1`. `rollcall workflows new` writes a template.';

/** Returns problems in which the help of an empty file is about definitions. */
function withOwnHelp(problems: Problems): Problems {
  return {
    ...problems,
    add: (problem) => {
      const isAboutStart = problem.code === 'empty-file' || problem.code === 'not-a-map';
      problems.add(isAboutStart ? { ...problem, help: firstLinesHelp } : problem);
    },
  };
}

interface ReadDefinition {
  readonly definition: Definition | undefined;
  readonly workflow?: WorkflowFile;
  readonly references?: readonly Omit<DefinitionReference, 'creates'>[];
}

function readDocument(
  document: SourceDocument,
  purpose: DefinitionText['purpose'],
): ReadDefinition | undefined {
  const { root, scope } = document;
  const kind = scalarText(valueAt(root, 'definition'));
  if (kind !== 'workflow' && kind !== 'sequence') {
    const at = root.entries.get('definition')?.keyOffset ?? root.offset;
    const message =
      kind === undefined ? 'The file does not begin with `definition`.' : 'Unknown kind of definition.';
    scope.report({ code: 'definition-kind', at, message, help: firstLinesHelp });
    return undefined;
  }
  const version = root.entries.get('formatVersion');
  if (scalarText(version?.value) !== String(definitionFormatVersion)) {
    scope.report({
      code: 'definition-version',
      at: version?.value.offset ?? root.offset,
      message: `This rollcall reads definitions with \`formatVersion: ${definitionFormatVersion}\` only.`,
      help: `Write \`formatVersion: ${definitionFormatVersion}\`, or pull the definition again with this rollcall.`,
    });
    return undefined;
  }
  if (kind === 'sequence') {
    checkKeys(root, sequenceKeys, scope);
    return { definition: readSequenceFile(document) };
  }
  checkKeys(root, workflowKeys, scope);
  const file = readWorkflowFile(document);
  if (!file) return undefined;
  if (purpose === 'create') checkCreatable(file, document);
  return { definition: file.definition, workflow: file, references: definitionReferences(file, document) };
}

const commonKeys = ['definition', 'formatVersion', 'name', 'raw'];
const sequenceKeys = [...commonKeys, 'steps', 'settings'];
const workflowKeys = [
  ...commonKeys,
  'enroll',
  'reEnroll',
  'unenrollUnmatched',
  'suppressionLists',
  'unenrollFrom',
  'actions',
];
