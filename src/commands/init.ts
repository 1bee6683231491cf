import type { Portal } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { ledgerAddressProblem } from '../model/ledger/ledger-address.ts';
import { firstConfiguration, gitignoreEntries, addGitignoreEntries } from '../schema/write/init-files.ts';
import type { LedgerAdmin } from './deps.ts';

export interface NewFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly text: string;
}

/** A folder to begin in, somebody to ask, and the examples that the package brings. */
export interface InitDeps extends InitQuestions {
  /** The text of a file, or nothing where there is none. */
  readonly read: (path: string) => Promise<string | undefined>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly ciFiles: (ci: Exclude<CiProvider, 'none'>) => Promise<readonly NewFile[]>;
  readonly show: (result: InitResult) => void;
  /** The ledger at an address, otherwise the one of the environment or the usual one; its id if it is there. */
  readonly ledgerAt: (address: string | undefined) => Promise<ExistingLedger>;
}

export interface InitResult {
  readonly written: readonly string[];
  /** Files that were there and got lines at their end. */
  readonly extended: readonly string[];
  /** What to do now: lines for a person. */
  readonly next: readonly string[];
}

const fileName = 'enrollments.yaml';
const ignoreName = '.gitignore';

/**
 * Writes a first file, the ignore entries and the chosen CI files. Nothing is overwritten: when one of
 * the files is there, a `Failure` names all of them and nothing is written. Two files are no obstacle:
 * an existing `.gitignore` gets the entries that it lacks, and a pipeline can be added to an existing
 * first file, which stays as it is.
 */
export async function init(flags: InitFlags, deps: InitDeps): Promise<ExitCode> {
  const adding = flags.ci !== undefined && flags.ci !== 'none' && (await deps.read(fileName)) !== undefined;
  if (adding) refuseToChange(flags);
  // Nobody should answer questions in vain.
  else if (deps.ask) await refuseExisting([fileName], deps);
  if (flags.ledger !== undefined) refuseBadLedger(flags.ledger);
  const usual = await deps.ledgerAt(flags.ledger);
  const { portal, ci, ledger } = await chooseInit(flags, adding ? {} : deps, usual.address);
  refuseBadLedger(ledger);
  const { ledgerId } = ledger === usual.address ? usual : await deps.ledgerAt(ledger);
  const files: readonly NewFile[] = [
    ...(adding ? [] : [{ path: fileName, text: firstConfiguration({ portal, ledger, ledgerId }) }]),
    ...(ci === 'none' ? [] : await deps.ciFiles(ci)),
  ];
  await refuseExisting(
    files.map(({ path }) => path),
    deps,
  );
  const ignores = await deps.read(ignoreName);
  const ignoring = addGitignoreEntries(ignores ?? '', gitignoreEntries(ledger));
  const written = ignoring === undefined ? files : [...files, { path: ignoreName, text: ignoring }];
  for (const { path, text } of written) await deps.write(path, text);
  const isNew = ({ path }: NewFile): boolean => path !== ignoreName || ignores === undefined;
  deps.show({
    written: written.filter(isNew).map(({ path }) => path),
    extended: written.filter((file) => !isNew(file)).map(({ path }) => path),
    next: adding ? pipelineSteps : nextSteps(portal, { ci, ledger, ledgerId }),
  });
  return ExitCode.done;
}

/** Beside an existing first file only the pipeline is written: what the file says is said there. */
function refuseToChange({ portal, ledger }: InitFlags): void {
  const flag = portal === undefined ? '--ledger' : '--portal';
  if (portal === undefined && ledger === undefined) return;
  throw new Failure({
    code: 'file-exists',
    message: `${fileName} is here already, and ${flag} cannot change it. init overwrites nothing, and wrote nothing.`,
    help: `Change it by hand, and add the pipeline without ${flag}.`,
  });
}

function refuseBadLedger(ledger: string): void {
  const problem = ledgerAddressProblem(ledger);
  if (problem) throw new Failure({ code: problem.code, message: problem.message, help: problem.help });
}

async function refuseExisting(paths: readonly string[], deps: InitDeps): Promise<void> {
  const there: string[] = [];
  for (const path of paths) {
    if ((await deps.read(path)) !== undefined) there.push(path);
  }
  if (there.length === 0) return;
  const pipeline = there.some((path) => path !== fileName);
  throw new Failure({
    code: 'file-exists',
    message: `${there.join(' and ')} ${there.length === 1 ? 'is' : 'are'} here already. init overwrites nothing, and wrote nothing.`,
    help: pipeline
      ? 'Move away what is there, or leave the pipeline out with --ci none and add it by hand: docs/ci.md shows how.'
      : 'Go on with it: rollcall validate. To add a pipeline: rollcall init --ci github (or gitlab). To begin anew, move it away first.',
  });
}

const pipelineSteps = [
  'Next: give the pipeline its secrets HUBSPOT_ACCESS_TOKEN and ROLLCALL_LEDGER.',
  'A CI runner forgets its files, so the ledger must be a database: postgres://…',
];

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
      ? ['Next: rollcall plan', 'It reads the built-in stand-in for HubSpot; nothing leaves this machine.']
      : [
          'Next: put the token of that account into HUBSPOT_ACCESS_TOKEN, then: rollcall doctor',
          ...(ledgerId === undefined
            ? ['Begin the ledger, and add the line that it prints to the file: rollcall ledger create']
            : [`The ledger is there already, and the file accepts only that one: ${ledgerId}`]),
          'Then see what runs there already: rollcall import',
        ];
  if (ci === 'none' || ledger.includes('://')) return first;
  return [
    ...first,
    '',
    `The ledger is a file on this machine, and a CI runner forgets its files. Before CI applies,`,
    'move it to a database that CI can reach: rollcall ledger copy (docs/ledger-postgres.md).',
    'The address with the password goes into the secret ROLLCALL_LEDGER.',
  ];
}

type CiProvider = 'github' | 'gitlab' | 'none';

/** What was said on the command line. */
interface InitFlags {
  readonly portal?: string | undefined;
  readonly ci?: CiProvider | undefined;
  readonly ledger?: string | undefined;
}

interface InitQuestions {
  /** Asks on the terminal and returns the answer; absent where there is nobody to ask. */
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
  /** Nothing for an answer that makes no sense. */
  readonly read: (answer: string) => T | undefined;
  readonly expected: string;
}

const portalQuestion: Question<Portal> = {
  flag: '--portal',
  text: 'HubSpot account id, or "simulated" to try rollcall',
  defaultAnswer: 'simulated',
  read: (answer) => {
    if (answer === 'simulated') return answer;
    return /^[1-9]\d{0,14}$/u.test(answer) ? Number(answer) : undefined;
  },
  expected: '`simulated` or the number of a HubSpot account',
};

const ciQuestion: Question<CiProvider> = {
  flag: '--ci',
  text: 'Review on "github", on "gitlab", or "none" for now',
  defaultAnswer: 'none',
  read: (answer) => (['github', 'gitlab', 'none'] as const).find((one) => one === answer),
  expected: 'github, gitlab or none',
};

const ledgerQuestion: Omit<Question<string>, 'defaultAnswer'> = {
  flag: '--ledger',
  text: 'Ledger file, or the postgres:// address of a team',
  read: (answer) => (answer === '' ? undefined : answer),
  expected: 'the path of a file or a postgres:// address',
};

/** Each choice from its flag, else from an answer on the terminal, else the usual one. */
async function chooseInit(
  flags: InitFlags,
  { ask }: InitQuestions,
  usualLedger: string,
): Promise<InitChoices> {
  return {
    portal: await choose(portalQuestion, flags.portal, ask),
    ci: await choose(ciQuestion, flags.ci, ask),
    ledger: await choose({ ...ledgerQuestion, defaultAnswer: usualLedger }, flags.ledger, ask),
  };
}

async function choose<T>(
  question: Question<T>,
  flag: string | undefined,
  ask: InitQuestions['ask'],
): Promise<T> {
  const given = flag ?? (await ask?.(`${question.text} [${question.defaultAnswer}]: `)) ?? '';
  const answer = given.trim() === '' && flag === undefined ? question.defaultAnswer : given.trim();
  const chosen = question.read(answer);
  if (chosen !== undefined) return chosen;
  // Nobody is asked twice for a flag that is wrong.
  if (flag === undefined && ask) {
    return choose({ ...question, text: `Please give ${question.expected}` }, undefined, ask);
  }
  throw new Failure({
    code: 'bad-flag',
    message: `${question.flag} ${answer} is not known.`,
    help: `Give ${question.expected}.`,
  });
}

/** The ledger of a new configuration. */
interface ExistingLedger {
  /** For the file, so without a password. */
  readonly address: string;
  /** Absent where no ledger is there yet, or it cannot be reached. */
  readonly ledgerId?: string | undefined;
}

/**
 * Returns the ledger at an address without a password, otherwise the one of the environment or the usual
 * one. Throws `Failure` `bad-ledger`.
 */
export async function findExistingLedger(
  ledgers: Pick<LedgerAdmin, 'status' | 'place'>,
  address: string | undefined,
): Promise<ExistingLedger> {
  const { address: written } = ledgers.place({ address });
  try {
    const { status } = await ledgers.status({ address });
    return { address: written, ledgerId: status?.ledgerId };
  } catch (error) {
    // A first file can be written before the database can be reached.
    if (error instanceof Failure) return { address: written };
    throw error;
  }
}
