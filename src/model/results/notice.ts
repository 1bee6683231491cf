import type { ExitCode } from '../exit-code.ts';
import { count, countOf } from '../text/count.ts';
import type { FailureCode } from './problem-codes.ts';
import type { PlanSummary } from './plan.ts';
import type { Report } from './report.ts';

/**
 * The result of an apply or a drift, for a chat message. Contains counts and codes only: no email address, no contact
 * and no text from HubSpot.
 */
export interface Notice {
  readonly command: 'apply' | 'drift';
  /** Absent for an account that is simulated and was not read. */
  readonly portalId?: number;
  readonly exitCode: ExitCode;
  /** The failure that ended the command. */
  readonly error?: FailureCode;
  readonly planId?: string;
  /** The number of the run, if the ledger recorded one. */
  readonly run?: number;
  /** The outcomes of an apply. */
  readonly counts?: Report['counts'];
  /** The unchanged entries of the plan that need a later run or a person. */
  readonly left?: Pick<PlanSummary, 'waiting' | 'blocked' | 'unknown' | 'manual'> & {
    /** Changes that an unattended apply left for a reviewed plan. */
    readonly forReview?: number;
  };
  /** The differences that drift found: those that count for the exit code, and the others. */
  readonly drift?: { readonly counted: number; readonly listed: number };
}

/** Sends a notice. Never throws. Returns why the notice was not sent, without the URL; `undefined` if it was. */
export type PostNotice = (request: {
  /** The environment variable that holds the URL. */
  readonly variable: string;
  /** Whether the account is simulated. Its notices never leave this machine. */
  readonly isSimulated: boolean;
  readonly notice: Notice;
}) => Promise<string | undefined>;

/** Returns a notice in one or two sentences. */
export function noticeText(notice: Notice): string {
  const { command, portalId, exitCode } = notice;
  const account = portalId === undefined ? '' : `, account ${portalId}`;
  return `rollcall ${command}${account}: ${resultText(notice)}. Exit code ${exitCode}.`;
}

function resultText({ error, counts, left, drift }: Notice): string {
  if (error !== undefined) return `failed (${error})`;
  if (drift) {
    const { counted, listed } = drift;
    return [
      counted === 0 ? 'no drift' : count(counted, 'difference'),
      ...(listed === 0 ? [] : [`${listed} not counted`]),
    ].join(', ');
  }
  if (!counts) return 'the plan was refused, nothing was sent';
  const { planned, done, ...others } = counts;
  const parts = [
    planned === 0 ? 'no changes' : `${countOf(done, planned, 'change')} applied`,
    ...amounts([
      [others.failed, 'failed'],
      [others.blocked, 'blocked'],
      [others.unknown, 'unknown'],
      [others.notAttempted, 'not attempted'],
    ]),
  ];
  const rest = amounts([
    [left?.waiting, 'waiting'],
    [left?.forReview, 'left for a reviewed plan'],
    [left?.blocked, 'blocked'],
    [left?.unknown, 'unknown'],
    [left?.manual, 'to unenroll by hand'],
  ]);
  return `${parts.join(', ')}${rest.length === 0 ? '' : `. Left: ${rest.join(', ')}`}`;
}

function amounts(all: readonly (readonly [number | undefined, string])[]): readonly string[] {
  return all.flatMap(([amount = 0, what]) => (amount === 0 ? [] : [`${amount} ${what}`]));
}
