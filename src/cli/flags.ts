import type { InferredOptionTypes } from 'yargs';
import type { PipelineOptions } from '../commands/pipeline.ts';
import { parseDuration } from '../model/time.ts';
import { Failure } from '../model/failure.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** Flags that several commands share. Each one is described once. */
export const globalOptions = {
  format: {
    choices: ['text', 'json', 'markdown', 'html'] as const,
    default: 'text' as const,
    describe: 'How results are printed: text, json, markdown, html',
  },
  color: {
    type: 'boolean',
    describe: 'Color; --no-color or NO_COLOR turns it off',
  },
  'show-emails': {
    type: 'boolean',
    default: false,
    describe: 'Print whole emails, not a•••@northwind.example',
  },
  'log-level': {
    choices: ['quiet', 'info', 'debug'] as const,
    default: 'info' as const,
    describe: 'Log level on stderr: quiet, info, debug',
  },
} as const;

/** The flags of every command, as the parser knows them. */
export type GlobalFlags = InferredOptionTypes<typeof globalOptions>;

/** The same flags, as a command gets them. */
export interface OutputFlags {
  readonly format: GlobalFlags['format'];
  readonly color?: boolean | undefined;
  readonly showEmails: boolean;
  readonly logLevel: GlobalFlags['log-level'];
}

/** What a session takes from the flags of any command. */
export interface RunFlags extends OutputFlags {
  /** Of the commands that have `eventsOption`. */
  readonly events?: string | undefined;
  /** The words of the command line; the command comes first. */
  readonly _: readonly (string | number)[];
}

export const eventsOption = {
  type: 'string',
  requiresArg: true,
  describe: 'Append each event to this file as one line of JSON',
} as const;

export const filesOption = {
  type: 'string',
  array: true,
  default: [] as string[],
  describe: 'Files and folders (default: enrollments.yaml)',
} as const;

/** For commands whose own arguments are not files. */
export const configOption = {
  ...filesOption,
  nargs: 1,
  describe: 'Files and folders that name the account and the ledger (default: enrollments.yaml)',
} as const;

export const lockOption = {
  type: 'string',
  requiresArg: true,
  describe: 'How long to wait for another run, for example 5m',
} as const;

export const accountOptions = {
  dialect: {
    choices: ['documented', 'guide'] as const,
    describe: 'HubSpot routes to use: documented, guide',
  },
  'allow-base-url': {
    type: 'boolean',
    default: false,
    describe: 'Send the token of a real account to HUBSPOT_BASE_URL',
  },
} as const;

const globFlag = {
  type: 'string',
  array: true,
  nargs: 1,
  requiresArg: true,
  default: [] as string[],
} as const;

export const filterOptions = {
  only: { ...globFlag, describe: 'Only addresses that match, for example "sequences.q4-*"' },
  exclude: { ...globFlag, describe: 'All addresses except those that match' },
} as const;

export const undoOption = {
  type: 'number',
  requiresArg: true,
  describe: 'Undo a run: unenroll the contacts that are still active through it',
} as const;

const countFlag = { type: 'number', requiresArg: true } as const;

export const limitOptions = {
  'max-enroll': { ...countFlag, describe: 'Lift the cap on enrollments to N, for this run' },
  'max-unenroll': { ...countFlag, describe: 'Lift the cap on removals to N, for this run' },
  'max-sender-day': {
    ...countFlag,
    describe: 'Lift the cap on enrollments a sender and day to N, for this run',
  },
  'max-reenroll': { ...countFlag, describe: 'Lift the cap on repeated enrollments to N, for this run' },
} as const;

export const showOptions = {
  diff: { type: 'boolean', default: false, describe: 'Add a unified diff of the members of each target' },
  full: { type: 'boolean', default: false, describe: 'List the unchanged, too' },
} as const;

/** Flags as the parser gives them, where a command has them. */
interface PipelineFlags {
  readonly files?: readonly string[];
  readonly dialect?: 'documented' | 'guide' | undefined;
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxEnroll?: number | undefined;
  readonly maxUnenroll?: number | undefined;
  readonly maxReenroll?: number | undefined;
  readonly maxSenderDay?: number | undefined;
  readonly undoRun?: number | undefined;
  readonly suppressions?: boolean | undefined;
}

/** The arguments of the line from the flags of a command. */
export function pipelineOptionsFromFlags(flags: PipelineFlags): PipelineOptions {
  const caps = {
    enroll: parseWholeNumber('--max-enroll', flags.maxEnroll),
    unenroll: parseWholeNumber('--max-unenroll', flags.maxUnenroll),
    reenroll: parseWholeNumber('--max-reenroll', flags.maxReenroll),
    senderDay: parseWholeNumber('--max-sender-day', flags.maxSenderDay),
  };
  const raise = Object.fromEntries(Object.entries(caps).filter(([, cap]) => cap !== undefined));
  return {
    paths: flags.files ?? [],
    ...omitUndefined({ dialect: flags.dialect }),
    only: flags.only ?? [],
    exclude: flags.exclude ?? [],
    raise,
    undoRun: parseWholeNumber('--undo-run', flags.undoRun),
    suppressions: flags.suppressions,
  };
}

/** A count from a flag, or nothing when the flag is not there. Throws a `Failure` for anything else. */
export function parseWholeNumber(flag: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new Failure({
    code: 'bad-flag',
    message: `${flag} takes a whole number from 0 up.`,
    help: `For example: ${flag} 10`,
  });
}

/** Milliseconds of `--lock-timeout`; without the flag a locked account is told at once. */
export function parseLockTimeout(flag: string | undefined): number {
  if (flag === undefined) return 0;
  const milliseconds = parseDuration(flag);
  if (milliseconds !== undefined) return milliseconds;
  throw new Failure({
    code: 'bad-flag',
    message: `--lock-timeout ${flag} is no duration.`,
    help: 'Give a number and a unit: 30s, 5m or 1h.',
  });
}
