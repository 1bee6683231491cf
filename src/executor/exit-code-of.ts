import { ExitCode } from '../model/exit-code.ts';
import type { Outcome } from '../model/report.ts';
import type { Stop } from './stop.ts';

export interface Ending {
  readonly exitCode: ExitCode;
  /** Every reason, most serious first; the first one sets the code. */
  readonly exitReasons: readonly string[];
}

const codeOfStop = {
  'ledger-lost': ExitCode.error,
  denied: ExitCode.account,
  unreliable: ExitCode.unknown,
  quota: ExitCode.quota,
  unreadable: ExitCode.partly,
  interrupted: ExitCode.interrupted,
  canary: ExitCode.partly,
} as const;

/** Most serious first: a ledger that was lost says more than an unknown outcome, and so on. */
const order: readonly ExitCode[] = [
  ExitCode.error,
  ExitCode.account,
  ExitCode.unknown,
  ExitCode.quota,
  ExitCode.interrupted,
  ExitCode.partly,
];

/** The exit code of an apply and all that speaks for one. `blocked` people alone leave 0. */
export function exitCodeOf(run: {
  readonly outcomes: readonly Outcome[];
  readonly stop?: Stop;
  readonly manual: number;
  /** Contacts that must be unenrolled, and could not be in this run. */
  readonly waitingRemovals: number;
  /** Enrollments of earlier runs whose outcome nobody knows yet. */
  readonly unsettled: number;
}): Ending {
  const count = (status: Outcome['status']): number =>
    run.outcomes.filter((outcome) => outcome.status === status).length;
  const reasons: { code: ExitCode; text: string }[] = [];
  const say = (code: ExitCode, number: number, text: string): void => {
    if (number > 0) reasons.push({ code, text: `${number} ${text}` });
  };
  if (run.stop) reasons.push({ code: codeOfStop[run.stop.why], text: textOf(run.stop) });
  say(ExitCode.unknown, count('unknown'), 'with an unknown outcome');
  say(ExitCode.unknown, run.unsettled, 'from an earlier run with an unknown outcome (rollcall resolve)');
  say(ExitCode.partly, count('failed'), 'failed');
  say(ExitCode.partly, count('not-attempted'), 'not attempted');
  say(ExitCode.partly, run.manual, 'to be unenrolled by hand');
  say(ExitCode.partly, run.waitingRemovals, 'to be unenrolled by a later run');
  const sorted = reasons.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  return { exitCode: sorted[0]?.code ?? ExitCode.done, exitReasons: sorted.map((reason) => reason.text) };
}

function textOf({ reason, help }: Stop): string {
  return help === undefined ? reason : `${reason.replace(/\.$/u, '')}. ${help}`;
}
