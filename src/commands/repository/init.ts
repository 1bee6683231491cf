import type { Portal } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { ledgerLocationProblem } from '../../model/ledger/ledger-location.ts';
import type { PackedTool } from '../../model/packed-tool.ts';
import {
  addGitignoreEntries,
  firstConfiguration,
  firstStory,
  gitignoreEntries,
  type NewFile,
  storyPath,
} from '../../schema/write/init-files.ts';
import { vendoredFiles } from '../../schema/write/vendored-files.ts';
import type { LedgerAdmin } from '../deps.ts';

/** The dependencies of `init`: the folder, the terminal, and the CI templates of the package. */
export interface InitDeps extends InitQuestions {
  /** Returns the text of a file; `undefined` if it does not exist. */
  readonly read: (path: string) => Promise<string | undefined>;
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>;
  /** Returns the pipeline files of a CI system; with the names of accounts, those of a fleet. */
  readonly ciFiles: (
    ci: Exclude<CiProvider, 'none'>,
    accounts: readonly string[] | undefined,
  ) => Promise<readonly NewFile[]>;
  /** Returns the names of the accounts in the folder of the fleet. */
  readonly accounts: () => Promise<readonly string[]>;
  /** Packs the running version, for the pipeline. */
  readonly packTool: () => Promise<PackedTool>;
  readonly show: (result: InitResult) => void;
  /** Returns the ledger at a location, otherwise that of the environment or the default. */
  readonly ledgerAt: (location: string | undefined) => Promise<ExistingLedger>;
}

export interface InitResult {
  readonly written: readonly string[];
  /** Existing files to which lines were appended. */
  readonly extended: readonly string[];
  /** The next steps, as lines of text. */
  readonly next: readonly string[];
}

const fileName = 'enrollments.yaml';
const ignoreName = '.gitignore';

/** The folder of the accounts of a fleet. */
export const fleetFolder = 'accounts';

/**
 * Writes a first configuration, the ignore entries and the chosen CI files. With `fleet`, the configuration is the first
 * or a further account of a fleet, in its own folder. Never overwrites: if files exist, throws a `Failure` that names all of
 * them, and writes nothing. There are two exceptions. Missing entries are appended to an existing `.gitignore`, and `--ci`
 * adds a pipeline next to an existing configuration.
 */
export async function init(flags: InitFlags, deps: InitDeps): Promise<ExitCode> {
  const accounts = flags.fleet === true ? await deps.accounts() : undefined;
  const adding = await isOnlyPipeline(flags, accounts, deps);
  if (adding) refuseToChange(flags);
  // Fail before asking questions whose answers could not be used.
  else if (deps.ask && accounts === undefined) await refuseExisting([{ path: fileName }], deps);
  if (flags.ledger !== undefined) refuseBadLedger(flags.ledger);
  const defaultLedger = await deps.ledgerAt(flags.ledger);
  const { portal, ci, ledger } = await chooseInit(flags, adding ? {} : deps, defaultLedger.location);
  refuseBadLedger(ledger);
  const { ledgerId } = ledger === defaultLedger.location ? defaultLedger : await deps.ledgerAt(ledger);
  const place = accounts === undefined ? { path: fileName } : accountPlace(portal);
  const pipeline = ci !== 'none' || accounts !== undefined;
  const content = firstConfiguration({ portal, ledger, ledgerId, pipeline, ...place });
  const names = accounts && (adding ? accounts : [...new Set([...accounts, String(portal)])].toSorted());
  const own = [
    ...(adding ? [] : [{ path: place.path, content }, firstStoryFile(portal, place.path)]),
    ...(ci === 'none' ? [] : await deps.ciFiles(ci, names)),
  ];
  // Packing takes a second.
  await refuseExisting(own, deps);
  const vendored = ci === 'none' ? [] : vendoredFiles(await deps.packTool());
  await refuseExisting(vendored, deps);
  const { written, extended } = await writeAll([...own, ...vendored], gitignoreEntries(ledger), deps);
  const next = accounts
    ? fleetSteps(place, { ledger, ledgerId, needsMatrix: await isMissingInMatrix(portal, deps) })
    : adding
      ? pipelineSteps
      : nextSteps(portal, { ci, ledger, ledgerId });
  deps.show({ written, extended, next });
  return ExitCode.done;
}

function firstStoryFile(portal: Portal, configuration: string): NewFile {
  const path = storyPath(configuration);
  return { path, content: firstStory(portal, path) };
}

/** Returns whether only a pipeline is added: there is a configuration already, or an account of the fleet. */
async function isOnlyPipeline(
  { ci, portal }: InitFlags,
  accounts: readonly string[] | undefined,
  deps: InitDeps,
): Promise<boolean> {
  if (ci === undefined || ci === 'none') return false;
  if (accounts === undefined) return (await deps.read(fileName)) !== undefined;
  return accounts.length > 0 && portal === undefined;
}

/** Returns the file of a new account, and the variable of its token. The simulated account needs no token. */
function accountPlace(portal: Portal): { readonly path: string; readonly token?: string } {
  const path = `${fleetFolder}/${portal}/${fileName}`;
  return portal === 'simulated' ? { path } : { path, token: `HUBSPOT_TOKEN_${portal}` };
}

/** Writes new files and the missing entries of `.gitignore`. */
async function writeAll(
  files: readonly NewFile[],
  ignored: readonly string[],
  { read, write }: InitDeps,
): Promise<Pick<InitResult, 'written' | 'extended'>> {
  const gitignore = await read(ignoreName);
  const added = addGitignoreEntries(gitignore ?? '', ignored);
  const all = added === undefined ? files : [...files, { path: ignoreName, content: added }];
  for (const { path, content } of all) await write(path, content);
  const isNew = ({ path }: NewFile): boolean => path !== ignoreName || gitignore === undefined;
  return {
    written: all.filter(isNew).map(({ path }) => path),
    extended: all.filter((file) => !isNew(file)).map(({ path }) => path),
  };
}

/** Throws for flags that would change an existing configuration: only the pipeline is written next to it. */
function refuseToChange({ portal, ledger }: InitFlags): void {
  const flag = portal === undefined ? '--ledger' : '--portal';
  if (portal === undefined && ledger === undefined) return;
  throw new Failure({
    code: 'file-exists',
    message: `${fileName} already exists, and ${flag} cannot change it. Nothing was written.`,
    help: `Edit the file by hand. To add the pipeline, run init without ${flag}.`,
  });
}

function refuseBadLedger(ledger: string): void {
  const problem = ledgerLocationProblem(ledger);
  if (problem) throw new Failure({ code: problem.code, message: problem.message, help: problem.help });
}

async function refuseExisting(files: readonly Pick<NewFile, 'path'>[], deps: InitDeps): Promise<void> {
  const existing: string[] = [];
  for (const { path } of files) {
    if ((await deps.read(path)) !== undefined) existing.push(path);
  }
  if (existing.length === 0) return;
  const hasPipeline = existing.some(
    (path) => !path.endsWith(fileName) && !path.endsWith(storyPath(fileName)),
  );
  throw new Failure({
    code: 'file-exists',
    message: `${existing.join(' and ')} already ${existing.length === 1 ? 'exists' : 'exist'}. Nothing was written.`,
    help: hasPipeline
      ? 'To renew .rollcall/ci: rollcall ci upgrade. To add the jobs to an existing pipeline: pass --ci none here, run init --ci in an empty folder, and copy the jobs and .rollcall/ci from there.'
      : 'To check it: rollcall validate. To add a pipeline: rollcall init --ci github (or gitlab). To start over, move it away first.',
  });
}

const pipelineSteps = [
  'Next: commit these files, and set the secrets (docs/ci.md). For plan and drift: HUBSPOT_ACCESS_TOKEN',
  'and ROLLCALL_LEDGER_READ. In the environment hubspot, for apply: HUBSPOT_ACCESS_TOKEN and ROLLCALL_LEDGER.',
  'A CI runner does not keep its files, so the ledger must be a database: postgres://…',
  'A plan can be applied for 24 hours. If reviews take longer, add to the file: expires: 7d',
];

/** Returns whether GitLab's pipeline of a fleet does not list an account: its file has the names. */
async function isMissingInMatrix(portal: Portal, { read }: Pick<InitDeps, 'read'>): Promise<boolean> {
  const [, names] = /^ *- ROLLCALL_ACCOUNT: \[(.*)\]$/mu.exec((await read('.gitlab-ci.yml')) ?? '') ?? [];
  return names !== undefined && !names.includes(`"${portal}"`);
}

function fleetSteps(
  { path, token }: { readonly path: string; readonly token?: string },
  {
    ledger,
    ledgerId,
    needsMatrix,
  }: {
    readonly ledger: string;
    readonly ledgerId: string | undefined;
    readonly needsMatrix: boolean;
  },
): string[] {
  const folder = path.replace(/\/[^/]*$/u, '');
  return [
    ...(token === undefined
      ? []
      : [`Next: set ${token} to a token of that account, then run: rollcall doctor ${folder}`]),
    ...(ledgerId === undefined
      ? [
          `Create the ledger, once for all accounts, and add the line that it prints to each file: rollcall ledger create --ledger ${ledger}`,
        ]
      : []),
    ...(needsMatrix ? ['Add the name of its folder to the list at the top of .gitlab-ci.yml.'] : []),
    'Each account has its own folder, `portal` and token variable. To add one: rollcall init --fleet --portal ID',
    'To list them: rollcall fleet list. The pipeline and the secrets of a fleet: docs/fleets.md',
  ];
}

function nextSteps(
  portal: Portal,
  {
    ci,
    ledger,
    ledgerId,
  }: { readonly ci: CiProvider; readonly ledger: string; readonly ledgerId: string | undefined },
): string[] {
  const first =
    portal === 'simulated'
      ? [
          'Next: rollcall plan',
          'It reads the built-in HubSpot simulator; nothing leaves this machine.',
          `Then play the first story, a test of what goes out: rollcall test`,
        ]
      : [
          'Next: set HUBSPOT_ACCESS_TOKEN to a service key of that account, then run: rollcall doctor',
          ...(ledgerId === undefined
            ? ['Create the ledger, and add the line that it prints to the file: rollcall ledger create']
            : [`The ledger already exists, and the file accepts only this one: ${ledgerId}`]),
          'Then list the existing enrollments: rollcall import',
        ];
  if (ci === 'none' || ledger.includes('://')) return first;
  return [
    ...first,
    '',
    'The ledger is a file on this machine, but a CI runner does not keep its files. Before CI applies,',
    'move it to a database that CI can reach: rollcall ledger copy (docs/ledger-postgres.md).',
    'Put its addresses into the secrets ROLLCALL_LEDGER and ROLLCALL_LEDGER_READ (docs/ci.md).',
  ];
}

type CiProvider = 'github' | 'gitlab' | 'none';

interface InitFlags {
  readonly portal?: string | undefined;
  readonly ci?: CiProvider | undefined;
  readonly ledger?: string | undefined;
  readonly fleet?: boolean | undefined;
}

interface InitQuestions {
  /** Asks on the terminal and returns the answer. Absent without a terminal. */
  readonly ask?: (question: string) => Promise<string>;
}

interface InitChoices {
  readonly portal: Portal;
  readonly ci: CiProvider;
  readonly ledger: string;
}

interface Question<T> {
  readonly flag: string;
  readonly text: string;
  readonly defaultAnswer: string;
  /** Parses an answer. Returns `undefined` for an invalid one. */
  readonly parse: (answer: string) => T | undefined;
  readonly expected: string;
}

const portalQuestion: Question<Portal> = {
  flag: '--portal',
  text: 'HubSpot account id, or "simulated" to try rollcall',
  defaultAnswer: 'simulated',
  parse: (answer) => {
    if (answer === 'simulated') return answer;
    return /^[1-9]\d{0,14}$/u.test(answer) ? Number(answer) : undefined;
  },
  expected: '`simulated` or the number of a HubSpot account',
};

const ciQuestion: Question<CiProvider> = {
  flag: '--ci',
  text: 'CI pipeline: "github", "gitlab", or "none" for now',
  defaultAnswer: 'none',
  parse: (answer) => (['github', 'gitlab', 'none'] as const).find((one) => one === answer),
  expected: 'github, gitlab or none',
};

const ledgerQuestion: Omit<Question<string>, 'defaultAnswer'> = {
  flag: '--ledger',
  text: 'Ledger: a file, or the postgres:// address of a shared database',
  parse: (answer) => (answer === '' ? undefined : answer),
  expected: 'the path of a file or a postgres:// address',
};

/** Returns each choice from its flag, otherwise from an answer on the terminal, otherwise the default. */
async function chooseInit(
  flags: InitFlags,
  { ask }: InitQuestions,
  defaultLedger: string,
): Promise<InitChoices> {
  return {
    portal: await choose(portalQuestion, flags.portal, ask),
    ci: await choose(ciQuestion, flags.ci, ask),
    ledger: await choose({ ...ledgerQuestion, defaultAnswer: defaultLedger }, flags.ledger, ask),
  };
}

async function choose<T>(
  question: Question<T>,
  flag: string | undefined,
  ask: InitQuestions['ask'],
): Promise<T> {
  const input = flag ?? (await ask?.(`${question.text} [${question.defaultAnswer}]: `)) ?? '';
  const answer = input.trim() === '' && flag === undefined ? question.defaultAnswer : input.trim();
  const chosen = question.parse(answer);
  if (chosen !== undefined) return chosen;
  // An invalid flag fails; only an invalid answer is asked for again.
  if (flag === undefined && ask) {
    return choose({ ...question, text: `Enter ${question.expected}` }, undefined, ask);
  }
  throw new Failure({
    code: 'bad-flag',
    message: `${question.flag} ${answer} is not valid.`,
    help: `Use ${question.expected}.`,
  });
}

/** The ledger of a new configuration. */
interface ExistingLedger {
  /** The location for the file, without a password. */
  readonly location: string;
  /** Absent if the ledger does not exist yet or is unreachable. */
  readonly ledgerId?: string | undefined;
}

/**
 * Returns the ledger at a location without a password, otherwise that of the environment or the default. Throws
 * `bad-ledger`.
 */
export async function findExistingLedger(
  ledgers: Pick<LedgerAdmin, 'status' | 'place'>,
  location: string | undefined,
): Promise<ExistingLedger> {
  const { location: safeLocation } = ledgers.place({ location });
  try {
    const { status } = await ledgers.status({ location });
    return { location: safeLocation, ledgerId: status?.ledgerId };
  } catch (error) {
    // The configuration can be written before the database is reachable.
    if (error instanceof Failure) return { location: safeLocation };
    throw error;
  }
}
