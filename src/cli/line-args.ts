import type { LineArgs } from '../commands/pipeline.ts';
import { Failure } from '../model/failure.ts';

/** Flags as the parser gives them, where a command has them. */
interface Flags {
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
export function lineArgs(flags: Flags): LineArgs {
  const caps = {
    enroll: wholeNumber('--max-enroll', flags.maxEnroll),
    unenroll: wholeNumber('--max-unenroll', flags.maxUnenroll),
    reenroll: wholeNumber('--max-reenroll', flags.maxReenroll),
    senderDay: wholeNumber('--max-sender-day', flags.maxSenderDay),
  };
  const raise = Object.fromEntries(Object.entries(caps).filter(([, cap]) => cap !== undefined));
  return {
    paths: flags.files ?? [],
    ...(flags.dialect === undefined ? {} : { dialect: flags.dialect }),
    only: flags.only ?? [],
    exclude: flags.exclude ?? [],
    raise,
    undoRun: wholeNumber('--undo-run', flags.undoRun),
    suppressions: flags.suppressions,
  };
}

/** A count from a flag, or nothing when the flag is not there. Throws a `Failure` for anything else. */
export function wholeNumber(flag: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value;
  throw new Failure({
    code: 'bad-flag',
    message: `${flag} takes a whole number from 0 up.`,
    help: `For example: ${flag} 10`,
  });
}
