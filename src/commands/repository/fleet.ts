/**
 * A fleet: a folder with one subfolder for each HubSpot account. The matrix of a CI system runs one job for each; rollcall
 * only lists them and refuses two folders for one account.
 */

import type { Portal } from '../../model/desired-state.ts';
import { type Diagnostic, hasErrors } from '../../model/results/diagnostic.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { type FileReader, isConfigurationFile } from '../../model/file-reader.ts';
import { loadConfiguration } from '../../schema/load-configuration.ts';
import type { View } from '../deps.ts';

export interface FleetDeps {
  readonly files: FileReader;
  readonly view: Pick<View, 'validation'>;
  readonly show: (accounts: readonly FleetAccount[]) => void;
}

export interface FleetAccount {
  /** The name of the subfolder. */
  readonly name: string;
  readonly folder: string;
  /** Null if the files of the account are invalid. Its own job reports their errors. */
  readonly portal: Portal | null;
  /** The name of the environment variable with its token. */
  readonly token: string;
  /** Every file that was read, including includes. Null if the files are invalid. */
  readonly files: readonly string[] | null;
}

/** Fits the name of an artifact, of a file, and of a variable's value in a shell. */
const accountName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/u;
const defaultToken = 'HUBSPOT_ACCESS_TOKEN';

/**
 * Lists the accounts of a folder, sorted by name. Returns 3, and lists none, if two of them are one HubSpot account or
 * share a token: one of them would change the account of the other. Throws `Failure` `fleet-not-found`.
 */
export async function listFleet(path: string, deps: FleetDeps): Promise<ExitCode> {
  const folder = path.replace(/(?<=.)\/+$/u, '');
  const names = await accountFolders(folder, deps.files);
  if (names.length === 0) throw fleetNotFound(folder);
  const accounts: FleetAccount[] = [];
  for (const name of names) accounts.push(await readAccount({ name, folder: `${folder}/${name}` }, deps));
  const diagnostics = [
    ...(await misplacedFiles(folder, names, deps.files)),
    ...names.flatMap((name, index) => nameProblems(folder, name, names.slice(0, index))),
    ...sharedProblems(accounts),
  ];
  if (hasErrors(diagnostics)) {
    deps.view.validation({ diagnostics, texts: new Map() });
    return ExitCode.invalidConfiguration;
  }
  deps.show(accounts);
  return ExitCode.done;
}

/** Returns the names of the subfolders that contain a YAML file, sorted. */
export async function accountFolders(
  folder: string,
  files: Pick<FileReader, 'list'>,
): Promise<readonly string[]> {
  const names = (await files.list(folder).catch(() => undefined)) ?? [];
  const accounts: string[] = [];
  for (const name of names.toSorted()) {
    const entries = name.startsWith('.') ? undefined : await files.list(`${folder}/${name}`);
    if (entries?.some(isConfigurationFile) === true) accounts.push(name);
  }
  return accounts;
}

function fleetNotFound(folder: string): Failure {
  return new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'fleet-not-found',
    message: `The folder ${folder} contains no folder of an account.`,
    help: `Create one folder for each account, with its file: ${folder}/eu/enrollments.yaml. Each file needs its own \`portal\` and \`token\`. \`rollcall init --fleet --portal ID\` writes a first one.`,
  });
}

async function readAccount(
  { name, folder }: Pick<FleetAccount, 'name' | 'folder'>,
  { files }: FleetDeps,
): Promise<FleetAccount> {
  const { desired, salvaged } = await loadConfiguration({ paths: [folder], files });
  // With the token, an apply of an invalid file still unenrolls suppressed contacts.
  const { portal = null, token = defaultToken } = desired ?? salvaged ?? {};
  return {
    name,
    folder,
    portal,
    token,
    files: desired?.files.map(({ path }) => path) ?? null,
  };
}

/** Returns the YAML files that belong to no account: directly in the folder of the fleet, or one level too deep. */
async function misplacedFiles(
  folder: string,
  accounts: readonly string[],
  files: FileReader,
): Promise<readonly Diagnostic[]> {
  const misplaced: string[] = [];
  for (const name of (await files.list(folder)) ?? []) {
    const path = `${folder}/${name}`;
    const entries = name.startsWith('.') || accounts.includes(name) ? undefined : await files.list(path);
    if (entries === undefined) {
      if (isConfigurationFile(name)) misplaced.push(path);
      continue;
    }
    for (const inner of entries) {
      const deep = (await files.list(`${path}/${inner}`))?.filter(isConfigurationFile) ?? [];
      misplaced.push(...deep.map((file) => `${path}/${inner}/${file}`));
    }
  }
  return misplaced.toSorted().map((file) => ({
    code: 'fleet-misplaced-file',
    severity: 'error',
    message: `${file} belongs to no account.`,
    help: `Move it into the folder of an account, directly in ${folder}: ${folder}/eu/enrollments.yaml.`,
    source: { file, line: 1, column: 1 },
  }));
}

function nameProblems(folder: string, name: string, earlier: readonly string[]): readonly Diagnostic[] {
  const same = earlier.find((one) => one.toLowerCase() === name.toLowerCase());
  if (accountName.test(name) && same === undefined) return [];
  return [
    {
      code: 'fleet-name',
      severity: 'error',
      message:
        same === undefined
          ? `\`${name}\` is not a valid name of an account.`
          : `\`${same}\` and \`${name}\` differ only in case, and CI systems would confuse them.`,
      help: 'Use at most 63 letters, digits, dots, hyphens and underscores; the first is a letter or a digit.',
      source: { file: `${folder}/${name}`, line: 1, column: 1 },
    },
  ];
}

/** Returns a problem for each account that has the portal or the token of an earlier one. */
function sharedProblems(accounts: readonly FleetAccount[]): readonly Diagnostic[] {
  const valid = accounts.filter(({ portal }) => portal !== null && portal !== 'simulated');
  return valid.flatMap((account, index) => {
    const earlier = valid.slice(0, index);
    const samePortal = earlier.find(({ portal }) => portal === account.portal);
    const sameToken = earlier.find(({ token }) => token === account.token);
    const source = { file: account.folder, line: 1, column: 1 };
    const problems: Diagnostic[] = [];
    if (samePortal) {
      problems.push({
        code: 'fleet-portal-twice',
        severity: 'error',
        message: `${samePortal.folder} and ${account.folder} are both HubSpot account ${account.portal}.`,
        help: 'Correct `portal` in one of them, or move the files of one account into one folder.',
        source,
      });
    }
    if (sameToken) {
      problems.push({
        code: 'fleet-token-twice',
        severity: 'error',
        message: `${sameToken.folder} and ${account.folder} both use the token in ${account.token}.`,
        help: 'A token belongs to one account. Name the variable of each account in its file: `token: HUBSPOT_TOKEN_EU`.',
        source,
      });
    }
    return problems;
  });
}
