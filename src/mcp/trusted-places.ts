import type { DesiredState } from '../model/desired-state.ts';
import { Failure } from '../model/failure.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { LedgerPlace } from '../model/ledger/ledger-location.ts';
import { collectProblems } from '../schema/problems.ts';
import { valueAt } from '../schema/source-file.ts';
import { readYaml } from '../schema/yaml/read-yaml.ts';
import { leadsOutOf, type Texts } from './folder-files.ts';

interface Trusted {
  readonly folder: string;
  /** The files on disk. */
  readonly files: FileReader;
  /** The texts that the call reads instead of files, by path. */
  readonly texts: Texts;
}

/**
 * Throws a `Failure` if an agent chose where the call connects: a ledger file outside the folder, or a text that names
 * another ledger server or another variable with a token than the YAML files of the call on disk. A connection sends a password or
 * a token. What the environment of the server names is the choice of its user.
 */
export async function checkPlaces(
  desired: Pick<DesiredState, 'token'> & { readonly ledger?: string; readonly files?: DesiredState['files'] },
  ledgerPlace: LedgerPlace | undefined,
  { folder, files, texts }: Trusted,
): Promise<void> {
  const { token, ledger, files: read = [] } = desired;
  const named = ledgerPlace?.from === '`ledger`' ? ledgerPlace : undefined;
  if (named?.isFile && (await leadsOutOf(folder, named.place))) throw ledgerOutsideFolder();
  if (texts.size === 0) return;
  const chosen = [
    ...(named?.isFile === false && ledger !== undefined ? [{ key: 'ledger', value: ledger }] : []),
    ...(token === undefined ? [] : [{ key: 'token', value: token }]),
  ];
  if (chosen.length === 0) return;
  const paths = [...texts.keys(), ...read.map(({ path }) => path)].filter((path) => /\.ya?ml$/iu.test(path));
  const onDisk = await Promise.all([...new Set(paths)].map((path) => textOf(files, path)));
  for (const { key, value } of chosen) {
    // Only as the value of the key: a comment, or a file of another kind, may hold any address.
    if (!onDisk.some((text) => settingIn(text, key) === value)) throw chosenByText(key);
  }
}

/** Returns the text of a file; an empty text if it cannot be read. */
async function textOf(files: FileReader, path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await files.read(path));
  } catch {
    return '';
  }
}

/** Returns the value of a key at the top of a YAML file; undefined without one, or if the file is not valid YAML. */
function settingIn(text: string, key: string): string | undefined {
  const value = valueAt(readYaml('', text, collectProblems())?.root, key);
  return value?.kind === 'scalar' ? value.text.trim() : undefined;
}

function ledgerOutsideFolder(): Failure {
  return new Failure({
    code: 'file-outside-folder',
    message: '`ledger` names a file outside the folder in which the server runs.',
    help: 'Let the user of the server set ROLLCALL_LEDGER, or keep the ledger in the folder.',
  });
}

function chosenByText(key: string): Failure {
  return new Failure({
    code: 'place-chosen-by-text',
    message: `A text names another \`${key}\` than the files on disk, and connecting would send a secret there.`,
    help: `Pass the text of the file that has \`${key}\`, with the same value, or save the file first.`,
  });
}
