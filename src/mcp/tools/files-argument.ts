/** The arguments of tools that read configuration files. */
import { maxFileBytes } from '../../model/file-reader.ts';
import type { Json } from '../tool.ts';
import type { ToolCall } from '../tool-call.ts';

export interface FilesArgs {
  readonly files?: readonly string[];
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
      'Configuration files and folders, relative to the working folder. Default: enrollments.yaml.',
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
    description: 'Texts to read instead of the files of the same paths, for example those of a pull request.',
  },
  proposal: {
    type: 'string',
    maxLength: 20,
    description: 'The id of a proposal of propose_change: read its edited files instead of those on disk.',
  },
};

/**
 * Returns the paths of a call, and a call that reads the given texts. Without `files`, those are the files of the proposal, or the YAML
 * texts, or the default file.
 */
export function readingFiles(
  { files, texts = [], proposal }: TextsArgs,
  call: ToolCall,
): { readonly paths: readonly string[]; readonly call: ToolCall; readonly edited: boolean } {
  const proposed = proposal === undefined ? undefined : call.proposals.find(proposal);
  const given = texts.map(({ path, text }) => [path.replace(/^(?:\.\/)+/u, ''), text] as const);
  const all = new Map([...(proposed?.texts ?? []), ...given]);
  const yaml = given.flatMap(([path]) => (/\.ya?ml$/iu.test(path) ? [path] : []));
  const paths = files ?? proposed?.paths ?? yaml;
  return { paths, call: all.size === 0 ? call : call.withTexts(all), edited: all.size > 0 };
}
