import type { InferredOptionTypes } from 'yargs';
import type { PipelineOptions } from '../commands/pipeline.ts';
import { parseDuration } from '../model/time.ts';
import { Failure } from '../model/failure.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** Flags of all commands. */
export const globalOptions = {
  format: {
    choices: ['text', 'json', 'markdown', 'html'] as const,
    default: 'text' as const,
    describe: 'Output format: {text|json|markdown|html} (default "text")',
  },
  color: {
    type: 'boolean',
    describe: 'Use color; turn off with --no-color or NO_COLOR (default: on a terminal)',
  },
  'show-emails': {
    type: 'boolean',
    default: false,
    describe: 'Print full email addresses instead of a•••@northwind.example (text and HTML)',
  },
  'log-level': {
    choices: ['quiet', 'info', 'debug'] as const,
    default: 'info' as const,
    describe: 'Log level on stderr: {quiet|info|debug} (default "info")',
  },
} as const;

/** The flags of all commands, as the parser returns them. */
export type GlobalFlags = InferredOptionTypes<typeof globalOptions>;

/** The output flags of a command. */
export interface OutputFlags {
  /** `junit`: of `test` only. */
  readonly format: GlobalFlags['format'] | 'junit';
  readonly color?: boolean | undefined;
  readonly showEmails: boolean;
  readonly logLevel: GlobalFlags['log-level'];
}

/** The flags of a command that a session uses. */
export interface RunFlags extends OutputFlags {
  /** Present for commands with `eventsOption`. */
  readonly events?: string | undefined;
  /** The words of the command line, beginning with the command. */
  readonly _: readonly (string | number)[];
}

export const eventsOption = {
  type: 'string',
  requiresArg: true,
  describe: 'Append events to <file>, one JSON document per line',
} as const;

export const filesOption = {
  type: 'string',
  array: true,
  default: [] as string[],
  describe: 'Configuration files and folders (default "enrollments.yaml")',
} as const;

/** The configuration files of commands whose arguments are not files. */
export const configOption = {
  ...filesOption,
  nargs: 1,
  describe: 'Configuration <file> or folder with the account and the ledger (default "enrollments.yaml")',
} as const;

export const lockOption = {
  type: 'string',
  requiresArg: true,
  describe: 'Wait up to <duration> for another run, for example 5m (default: do not wait)',
} as const;

export const accountOptions = {
  dialect: {
    choices: ['documented', 'guide'] as const,
    describe: 'HubSpot routes: {documented|guide} (default: from the files, or "documented")',
  },
  'allow-base-url': {
    type: 'boolean',
    default: false,
    describe: 'Allow sending the token of a real account to HUBSPOT_BASE_URL',
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
  only: { ...globFlag, describe: 'Include only addresses that match <glob>, for example "sequences.q4-*"' },
  exclude: { ...globFlag, describe: 'Exclude addresses that match <glob>' },
} as const;

export const undoOption = {
  type: 'number',
  requiresArg: true,
  describe: 'Undo run <number>: unenroll the contacts that it enrolled and that are still active',
} as const;

const countFlag = { type: 'number', requiresArg: true } as const;

export const limitOptions = {
  'max-enroll': {
    ...countFlag,
    describe: 'Set the limit of enrollments to <number>, for this run (default: from the files, or 50)',
  },
  'max-unenroll': {
    ...countFlag,
    describe: 'Set the limit of unenrollments to <number>, for this run (default: from the files, or 25%)',
  },
  'max-sender-day': {
    ...countFlag,
    describe:
      'Set the limit of enrollments per sender and day to <number>, for this run (default: from the files, or 200)',
  },
  'max-reenroll': {
    ...countFlag,
    describe:
      'Set the limit of repeated enrollments to <number>, for this run (default: from the files, or 0)',
  },
  'max-create': {
    ...countFlag,
    describe: 'Set the limit of new workflows to <number>, for this run (default: from the files, or 1)',
  },
} as const;

export const showOptions = {
  diff: { type: 'boolean', default: false, describe: 'Show a unified diff of the members of each target' },
  full: { type: 'boolean', default: false, describe: 'Show unchanged entries, too' },
} as const;

/** The flags of the pipeline, as the parser returns them. A command may have only some of them. */
interface PipelineFlags {
  readonly files?: readonly string[];
  readonly dialect?: 'documented' | 'guide' | undefined;
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxEnroll?: number | undefined;
  readonly maxUnenroll?: number | undefined;
  readonly maxReenroll?: number | undefined;
  readonly maxSenderDay?: number | undefined;
  readonly maxCreate?: number | undefined;
  readonly undoRun?: number | undefined;
  readonly suppressions?: boolean | undefined;
}

/** Returns the pipeline options from the flags of a command. Throws `Failure` for an invalid number. */
export function pipelineOptionsFromFlags(flags: PipelineFlags): PipelineOptions {
  const limits = {
    enroll: parseWholeNumber('--max-enroll', flags.maxEnroll),
    unenroll: parseWholeNumber('--max-unenroll', flags.maxUnenroll),
    reenroll: parseWholeNumber('--max-reenroll', flags.maxReenroll),
    perSenderPerDay: parseWholeNumber('--max-sender-day', flags.maxSenderDay),
    create: parseWholeNumber('--max-create', flags.maxCreate),
  };
  const liftedLimits = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
  return {
    paths: flags.files ?? [],
    ...omitUndefined({ dialect: flags.dialect }),
    only: flags.only ?? [],
    exclude: flags.exclude ?? [],
    liftedLimits,
    undoRun: parseWholeNumber('--undo-run', flags.undoRun),
    suppressions: flags.suppressions,
  };
}

/** Returns the count of a flag, or undefined without the flag. Throws `Failure` for any other value, or one below `least`. */
export function parseWholeNumber(flag: string, value: number | undefined, least = 0): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new Failure({
    code: 'bad-flag',
    message: `Invalid value of ${flag}: it must be a whole number, ${least} or greater.`,
    help: `For example: ${flag} 10`,
  });
}

/** Returns the milliseconds of `--lock-timeout`. Without the flag, a locked account is a failure at once. */
export function parseLockTimeout(flag: string | undefined): number {
  if (flag === undefined) return 0;
  const milliseconds = parseDuration(flag);
  if (milliseconds !== undefined) return milliseconds;
  throw new Failure({
    code: 'bad-flag',
    message: `Invalid value of --lock-timeout: "${flag}" is not a duration.`,
    help: 'Use a number and a unit, for example 30s, 5m or 1h.',
  });
}
