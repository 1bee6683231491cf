/** The arguments of tools that read configuration files. */
import { loadFiles } from '../../commands/pipeline.ts';
import { Failure } from '../../model/failure.ts';
import { maxFileBytes } from '../../model/file-reader.ts';
import { hasErrors } from '../../model/results/diagnostic.ts';
import { defaultFile } from '../../model/results/plan.ts';
import { count } from '../../model/text/count.ts';
import { normalPath, type Texts } from '../folder-files.ts';
import type { Proposal } from '../proposals.ts';
import type { Json } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

export interface FilesArgs {
  readonly files?: readonly string[] | undefined;
}

export interface TextsArgs extends FilesArgs {
  readonly texts?: readonly { readonly path: string; readonly text: string }[];
  readonly proposal?: string;
}

export const filesArgument: Json = {
  files: {
    type: 'array',
    maxItems: 50,
    items: { type: 'string', minLength: 1, maxLength: 500 },
    description:
      'All files and folders of the configuration, relative to the working folder, as `rollcall plan` takes them. Default: enrollments.yaml. A plan of a part of the files would show the rest as missing.',
  },
};

export const textsArguments: Json = {
  ...filesArgument,
  texts: {
    type: 'array',
    maxItems: 20,
    items: {
      type: 'object',
      required: ['path', 'text'],
      additionalProperties: false,
      properties: {
        path: { type: 'string', minLength: 1, maxLength: 500 },
        text: { type: 'string', maxLength: Math.min(maxFileBytes, 1_000_000) },
      },
    },
    description:
      'Texts over the files on disk, for example those of a pull request: each replaces the file at its path, or is a new file in a folder of `files`. All other files are read from disk. `files` must include the path of each text.',
  },
  proposal: {
    type: 'string',
    maxLength: 20,
    description: 'The id of a proposal of propose_change: read its edited files instead of those on disk.',
  },
};

/** Returns the paths of a call in normal form. Throws a `Failure` for a path outside of the folder. */
export async function pathsOf({ files = [] }: FilesArgs, { folder }: ToolCall): Promise<readonly string[]> {
  return Promise.all(files.map((path) => normalPath(folder, path)));
}

/**
 * Returns the paths of a call, and a call that reads the given texts over the files. Without `files`, the paths are those of
 * the proposal, or the default file. Throws a `Failure` for a text that these paths do not read.
 */
export async function readingFiles(
  args: TextsArgs,
  call: ToolCall,
): Promise<{ readonly paths: readonly string[]; readonly call: ToolCall; readonly edited: boolean }> {
  const proposed = args.proposal === undefined ? undefined : call.proposals.find(args.proposal);
  if (proposed) await requireFresh(proposed, call);
  const given = await textsOf(args, call);
  const both = [...given.keys()].filter((path) => proposed?.texts.has(path));
  if (both.length > 0) throw twoTexts(both, 'as a text and in the proposal');
  const all = new Map([...(proposed?.texts ?? []), ...given]);
  const own = await pathsOf(args, call);
  const paths = own.length > 0 ? own : (proposed?.paths ?? []);
  if (all.size === 0) return { paths, call, edited: false };
  const reading = call.withTexts(all);
  await requireUse(paths, reading);
  return { paths, call: reading, edited: true };
}

/**
 * Returns the texts of the files on disk that can be read, by path, without byte order marks. `call` has no texts over
 * them.
 */
export async function textsOnDisk(
  paths: readonly string[],
  { deps: { files } }: ToolCall,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const bytes = await files.read(path).catch(() => undefined);
    if (bytes) texts.set(path, new TextDecoder().decode(bytes));
  }
  return texts;
}

/** Throws a `Failure` if a file was edited after a proposal: its texts would undo that edit. It may be written meanwhile. */
async function requireFresh({ texts, onDisk }: Proposal, call: ToolCall): Promise<void> {
  const now = await textsOnDisk([...texts.keys()], call);
  const edited = [...texts].filter(
    ([path, text]) => now.get(path) !== onDisk.get(path) && now.get(path) !== withoutMark(text),
  );
  if (edited.length === 0) return;
  throw new Failure({
    code: 'bad-cursor',
    message: `The proposal no longer fits the files on disk: ${edited.map(([path]) => JSON.stringify(path)).join(', ')} changed after it was made.`,
    help: 'Call propose_change again. Do not apply the patch or the edits of the old proposal.',
  });
}

/** Returns a text without a byte order mark at its beginning. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/u, '');
}

async function textsOf({ texts = [] }: TextsArgs, { folder }: ToolCall): Promise<Texts> {
  const given = new Map<string, string>();
  for (const { path, text } of texts) {
    const normal = await normalPath(folder, path);
    if (given.has(normal)) throw twoTexts([normal], 'twice in `texts`');
    given.set(normal, text);
  }
  return given;
}

/** Throws a `Failure` if the files do not include a text: the result would be that of other files. */
async function requireUse(paths: readonly string[], { deps, texts, usedTexts }: ToolCall): Promise<void> {
  const { diagnostics } = await loadFiles({ paths }, deps);
  const unused = [...texts.keys()].filter((path) => !usedTexts.has(path));
  // With errors, it is unknown which CSV files the YAML files include, and the errors come first.
  const certain = hasErrors(diagnostics) ? unused.filter((path) => isYaml(path)) : unused;
  const [path] = certain;
  if (path === undefined) return;
  const read = paths.length === 0 ? `${defaultFile} (the default of \`files\`)` : paths.join(', ');
  const others = certain.length === 1 ? '' : ` and ${count(certain.length - 1, 'other text')}`;
  throw new Failure({
    code: 'text-not-read',
    message: `The configuration does not read the text of ${JSON.stringify(path)}${others}: it consists of ${read}.`,
    help: isYaml(path)
      ? 'Pass every file and folder of the configuration as `files`, as `rollcall plan` takes them. A text replaces a file of these, or is a new file in one of the folders.'
      : 'Pass YAML files, and CSV files that a `file` entry of these names.',
  });
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/iu.test(path);
}

function twoTexts(paths: readonly string[], where: string): Failure {
  return new Failure({
    code: 'bad-flag',
    message: `The file ${paths.map((path) => JSON.stringify(path)).join(', ')} is given ${where}.`,
    help: 'Pass one text for each file. To change a proposal, call propose_change with its id.',
  });
}
