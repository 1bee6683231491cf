import type { Definition } from '../../definitions/definition-changes.ts';
import { digest } from '../../model/digest.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { DefinitionTarget } from '../../model/results/definitions.ts';
import { looksLikeDefinition, parseDefinition } from '../../schema/definition/parse-definition.ts';
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
  // Git on Windows may check files out with other line ends.
  const from = untouchedFrom(text.replaceAll('\r\n', '\n'));
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

const pulledLine =
  /^# Pulled from (?:workflow|sequence) (\d+) of account \d+ \(content ([0-9a-f]{12})\)\.\n/mu;

/** Returns the text of a pulled file. A comment names its origin, and has a digest that shows later edits. */
export function pulledText(
  target: DefinitionTarget & { readonly portalId: number },
  definition: Definition,
): string {
  const { kind, id, path: file, portalId } = target;
  const plain = writeDefinition(definition, { file });
  const line = `Pulled from ${kind} ${id} of account ${portalId} (content ${shortDigest(plain)}).`;
  return writeDefinition(definition, { file, comment: [line] });
}

function untouchedFrom(text: string): string | undefined {
  const [line, id, content] = pulledLine.exec(text) ?? [];
  return line !== undefined && shortDigest(text.replace(line, '')) === content ? id : undefined;
}

function shortDigest(text: string): string {
  return digest(text).slice(0, 12);
}
