/** Reads a story, and reports every problem with its place. */
import type { ErrorObject } from 'ajv';
import type { FileReader } from '../../model/file-reader.ts';
import { type Diagnostic, hasErrors } from '../../model/results/diagnostic.ts';
import { suggestion } from '../../model/text/did-you-mean.ts';
import { describeValue, quoted } from '../describe-value.ts';
import { validate } from '../generated/validate-story.ts';
import { collectProblems } from '../problems.ts';
import { openTextFiles } from '../read-files.ts';
import { itemsOf, type SourceDocument, type SourceNode, valueAt } from '../source-file.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { checkStory } from './check-story.ts';
import { rules, type Story, type StoryDocument } from './story.ts';

/** Returns the story of a file, or its problems. */
export async function readStory(
  path: string,
  files: FileReader,
): Promise<{ readonly story: Story } | { readonly diagnostics: readonly Diagnostic[] }> {
  const problems = collectProblems();
  const file = await openTextFiles(files, problems).read(path);
  if ('missing' in file) {
    problems.add({
      code: `file-${file.refusal}`,
      severity: 'error',
      message: `The story ${quoted(path)} ${file.missing}.`,
      help: 'Pass a story, or a folder with files *.story.yaml.',
      source: { file: path, line: 1, column: 1 },
    });
  }
  const document = 'text' in file ? readYaml(path, file.text, problems) : undefined;
  if (document && !hasErrors(problems.all([path]))) {
    const value = plainValue(document.root);
    if (!validate(value)) for (const error of validate.errors ?? []) report(error, document);
    else {
      for (const { path: at, ...problem } of checkStory(value))
        document.scope.report({ code: 'wrong-value', at: nodeAt(document.root, at).offset, ...problem });
      if (!hasErrors(problems.all([path]))) return { story: storyOf(value, document) };
    }
  }
  return { diagnostics: problems.all([path]) };
}

function storyOf(value: StoryDocument, { root, scope }: SourceDocument): Story {
  const { path } = scope;
  const steps = itemsOf(valueAt(root, 'steps')).flatMap((node, index) => {
    const step = value.steps[index];
    return step ? [{ step, source: scope.sourceAt(node.offset) }] : [];
  });
  const given = scope.sourceAt((valueAt(root, 'given') ?? root).offset);
  return { path, title: value.story ?? path, document: value, given, steps };
}

function plainValue(node: SourceNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainValue(value)]));
}

/** Keywords that only repeat an error inside of them. */
const repeating = new Set(['if', 'then', 'maxProperties', 'minProperties']);

function report(error: ErrorObject, { root, scope }: SourceDocument): void {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const node = nodeAt(root, path);
  const { keyword } = error;
  const params: Readonly<Record<string, unknown>> = error.params;
  const name =
    path.length === 0 ? 'the story' : `\`${path.filter((part) => !/^\d+$/u.test(part)).join('.')}\``;
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    scope.report({
      code: 'unknown-key',
      at: node.kind === 'map' ? (node.entries.get(key)?.keyOffset ?? node.offset) : node.offset,
      message: `${quoted(key)} is not a key of ${name}.${suggestion(key, knownKeys)}`,
      help: '`rollcall schema --of story` prints every key; editors complete them.',
    });
    return;
  }
  if (keyword === 'required') {
    scope.report({
      code: 'missing-key',
      at: node.offset,
      message: `${name === '`steps`' ? 'The step' : name} needs the key \`${String(params['missingProperty'])}\`.`,
      help: '`rollcall schema --of story` describes it.',
    });
    return;
  }
  if (repeating.has(keyword) && keyword !== 'maxProperties' && keyword !== 'minProperties') return;
  scope.report({
    code: 'wrong-value',
    at: node.offset,
    message: `${name} cannot be ${describeValue(node)}: ${keyword === 'pattern' ? formOf(path.at(-1)) : expected(keyword, params)}.`,
    help: '`rollcall schema --of story` describes the allowed values.',
  });
}

function expected(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const allowed = params['allowedValues'];
  if (keyword === 'enum' && Array.isArray(allowed)) {
    const words = allowed.map((value) => `\`${String(value)}\``).join(', ');
    return rules.some((rule) => allowed.includes(rule))
      ? `the rules are ${words}`
      : `it must be one of ${words}`;
  }
  if (keyword === 'maxProperties') return 'a step has exactly one key';
  if (keyword === 'minProperties') return 'it needs a key';
  if (keyword === 'type')
    return `it must be ${[params['type']]
      .flat()
      .map((type) => types.get(String(type)) ?? `a ${String(type)}`)
      .join(' or ')}`;
  return 'it is outside of the allowed range';
}

const types: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['integer', 'a whole number'],
  ['boolean', '`true` or `false`'],
  ['array', 'a list'],
  ['object', 'a block'],
]);

/** Describes the form of a text with a pattern, by its key. */
function formOf(key: string | undefined): string {
  if (key === 'day') return 'it must be a day such as 2026-11-05';
  if (key === 'now') return 'it must be a day, or a day and a time: 2026-11-02 09:00';
  return 'it must be a duration such as 3d or 12h';
}

/** The keys of stories, for suggestions. */
const knownKeys =
  'day story files given steps account snapshot now contacts optedOut owners sequences workflows apply advance daily reply optOut bounce meeting enroll unenroll disconnect reconnect edit fault expect contact enrolledIn notEnrolledIn plan reason emails enrollments exit code email bounced owner properties inbox'.split(
    ' ',
  );

function nodeAt(root: SourceNode, path: readonly string[]): SourceNode {
  let node = root;
  for (const part of path) {
    const next = node.kind === 'list' ? node.items[Number(part)] : valueAt(node, part);
    if (!next) return node;
    node = next;
  }
  return node;
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
