import { ExitCode } from '../../model/exit-code.ts';
import type { Check, CheckArea } from '../../model/results/examination.ts';
import { count, formatNumber } from './format.ts';
import type { Tone } from './line.ts';

/** The result of `rollcall doctor`. */
export interface DoctorResult {
  readonly checks: readonly Check[];
  readonly exitCode: ExitCode;
  /** The account of the token, if it opened one. */
  readonly portalId?: number | undefined;
}

/** The result of `rollcall doctor` as every format shows it. */
export interface DoctorView {
  readonly ready: boolean;
  /** `Ready` or `Not ready`. */
  readonly state: string;
  /** `Account 12345678: ready, 2 warnings`. */
  readonly headline: string;
  readonly failed: readonly ProblemCheck[];
  readonly warnings: readonly ProblemCheck[];
  /** The areas with a passed check, in the order of the examination. */
  readonly passed: readonly PassedArea[];
  /** `21 checks passed`, or empty. */
  readonly passedTitle: string;
  /** What the examination cannot check, or empty. */
  readonly notChecked: string;
}

/** A check with a next step. */
export type ProblemCheck = Exclude<Check, { readonly status: 'ok' }>;

/** The passed checks of an area. */
export interface PassedArea {
  readonly title: string;
  /** The message of the only check of the area, otherwise how many of its checks passed: `5 of 7`. */
  readonly summary: string;
  /** Whether the summary is the message of the only check. */
  readonly isMessage: boolean;
  readonly checks: readonly Check[];
}

/** The color of each status. */
export const checkTones: Readonly<Record<Check['status'], Tone>> = {
  ok: 'add',
  warning: 'wait',
  failed: 'stop',
};

const areas: readonly { readonly area: CheckArea; readonly title: string }[] = [
  { area: 'files', title: 'Files' },
  { area: 'account', title: 'Token and account' },
  { area: 'token', title: 'Kind of token' },
  { area: 'scopes', title: 'Scopes' },
  { area: 'senders', title: 'Senders' },
  { area: 'sequences', title: 'Sequences' },
  { area: 'workflows', title: 'Workflows' },
  { area: 'lists', title: 'HubSpot lists' },
  { area: 'routes', title: 'Routes' },
  { area: 'rate', title: 'Rate' },
  { area: 'clock', title: 'Clock' },
  { area: 'ledger', title: 'Ledger' },
];

/** Returns the numbers and sentences of an examination, and its checks by status and area. */
export function doctorView({ checks, exitCode, portalId }: DoctorResult): DoctorView {
  const problems = checks.filter((check) => check.status !== 'ok');
  const failed = problems.filter(({ status }) => status === 'failed');
  const warnings = problems.filter(({ status }) => status === 'warning');
  const amount = checks.length - problems.length;
  const ready = exitCode === ExitCode.done;
  const account = portalId === undefined ? 'Account' : `Account ${portalId}`;
  const parts = [
    ready ? 'ready' : `not ready, ${formatNumber(failed.length)} failed`,
    ...(warnings.length > 0 ? [count(warnings.length, 'warning')] : []),
  ].join(', ');
  return {
    ready,
    state: ready ? 'Ready' : 'Not ready',
    headline: `${account}: ${parts}${ready ? '' : ` (exit code ${exitCode})`}`,
    failed,
    warnings,
    passed: areas.flatMap(({ area, title }) =>
      passedArea(
        title,
        checks.filter((check) => check.area === area),
      ),
    ),
    passedTitle: amount === 0 ? '' : `${count(amount, 'check')} passed`,
    notChecked: checks.some(({ area, status }) => area === 'senders' && status === 'ok')
      ? 'Connected inboxes: HubSpot shows them only when a sender enrolls.'
      : '',
  };
}

function passedArea(title: string, own: readonly Check[]): readonly PassedArea[] {
  const checks = own.filter(({ status }) => status === 'ok');
  const [first] = checks;
  if (!first) return [];
  const isMessage = own.length === 1;
  const summary = isMessage ? first.message : `${formatNumber(checks.length)} of ${formatNumber(own.length)}`;
  return [{ title, summary, isMessage, checks }];
}
