import type { Definition } from '../../definitions/definition-changes.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { DefinitionTarget } from '../../model/results/definitions.ts';
import { looksLikeDefinition, parseDefinition } from '../../schema/definition/parse-definition.ts';
import { pulledComment, untouchedFrom } from '../../schema/definition/pulled-file.ts';
import { writeDefinition } from '../../schema/definition/write-definition.ts';
import type { DefinitionDeps } from '../deps.ts';

/** The largest definition file that is read. A workflow with a thousand actions has about 200 kB. */
const maxBytes = 4 * 1024 * 1024;

/** A definition file as it is on the disk. */
export type DefinitionFile =
  | { readonly found: false }
  /** `why` continues a sentence that begins with the path. */
  | { readonly found: true; readonly text: undefined; readonly why: string }
  | {
      readonly found: true;
      readonly text: string;
      readonly definition?: Definition;
      readonly diagnostics: readonly Diagnostic[];
      /** The id that the file was pulled from, if it was not edited since then. */
      readonly untouchedFrom?: string;
    };

/** Reads a definition file. Does not throw for a file that is missing, unreadable or no definition. */
export async function readDefinitionFile(
  path: string,
  { files }: Pick<DefinitionDeps, 'files'>,
): Promise<DefinitionFile> {
  const read = await files.read(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown');
  if (read === 'ENOENT') return { found: false };
  const unusable = (why: string): DefinitionFile => ({ found: true, text: undefined, why });
  if (typeof read === 'string') return unusable(reasons[read] ?? `cannot be read (${read})`);
  if (read.length > maxBytes) return unusable('is larger than 4 MB');
  const text = new TextDecoder().decode(read);
  if (!looksLikeDefinition(text)) return unusable('is not a definition');
  const { definition, diagnostics } = parseDefinition({ file: path, text, purpose: 'compare' });
  const from = untouchedFrom(text);
  return {
    found: true,
    text,
    diagnostics,
    ...(definition ? { definition } : {}),
    ...(from === undefined ? {} : { untouchedFrom: from }),
  };
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'is a folder',
  EFTYPE: 'is not a regular file',
  EFBIG: 'is larger than 4 MB',
  EACCES: 'cannot be read: permission denied',
  ENOTDIR: 'is in a file, not in a folder',
};

/** Returns the text of a pulled file. A comment names its origin, and has a digest that shows later edits. */
export function pulledText(
  target: DefinitionTarget & { readonly portalId: number },
  definition: Definition,
): string {
  const file = target.path;
  const plain = writeDefinition(definition, { file });
  return writeDefinition(definition, { file, comment: [pulledComment(target, plain)] });
}
