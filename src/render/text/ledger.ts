/** Renders the results of the commands that manage a ledger, its lock, pauses and resolutions. */
import type {
  AccountStatus,
  CopiedLedger,
  CreatedLedger,
  ForgetResult,
  LedgerGrant,
  MarkedGap,
  PauseResult,
  ResolvedEnrollment,
  ResolveResult,
  LedgerStatusResult,
} from '../../model/ledger/ledger-reports.ts';
import type { Pause } from '../../model/ledger/ledger-view.ts';
import type { LeaseRecord } from '../../model/ledger/ledger.ts';
import { targetAddress } from '../../model/target.ts';
import { count, formatNumber, formatMoment } from '../view/format.ts';
import { safeLine } from '../view/safe-text.ts';
import { table } from './layout.ts';
import { createStyle, type TextOptions } from './style.ts';

/** Renders the place of a new ledger, and the configuration lines that pin it. */
export function renderLedgerCreated({ place, ledgerId }: CreatedLedger): string {
  const backupNote = place.isFile
    ? 'Back the file up, and keep it out of git: every copy that is applied enrolls contacts again.'
    : 'Back the database up: it is the only record of past enrollments.';
  return joinLines([
    `Created the ledger at ${safeLine(place.place)}`,
    '',
    'Add these lines to the configuration. rollcall then refuses every other ledger:',
    '',
    `ledger: ${safeLine(place.location)}`,
    `ledgerId: ${yamlId(ledgerId)}`,
    '',
    backupNote,
  ]);
}

/** Returns the id as a YAML scalar. An id of digits only is quoted, because YAML parsers would read a number. */
function yamlId(id: string): string {
  return /[a-df-z]/iu.test(id) ? id : `"${id}"`;
}

/** Renders the SQL, to be passed to psql. */
export function renderLedgerGrant({ place, role, access, statements }: LedgerGrant): string {
  return joinLines([
    `-- Lets the role ${safeLine(role)} ${access} the ledger at ${safeLine(place.place)}. Run it as the owner of the tables.`,
    ...statements.map((statement) => safeLine(statement)),
    ...(access === 'write'
      ? ['-- Only the owner of the tables can migrate the ledger to the format of a new version.']
      : []),
  ]);
}

export function renderLedgerStatus(
  { place, status, pinned }: LedgerStatusResult,
  options: TextOptions,
): string {
  const { ledgerId, format, movedTo, copiedFrom, accounts } = status;
  const style = createStyle(options);
  const facts = [
    ['place', place.place],
    ['named by', place.from],
    [
      'ledgerId',
      `${ledgerId ?? 'none yet; the next writing command gives it one'}${pinNote(ledgerId, pinned)}`,
    ],
    ['format', String(format)],
    ...(movedTo === undefined ? [] : [['moved to', `${movedTo}; this ledger refuses writes`]]),
    ...(copiedFrom === undefined
      ? []
      : [['unfinished', `copy of ${copiedFrom}; run the same \`rollcall ledger copy\` again`]]),
  ];
  return joinLines([
    style.heading('Ledger'),
    ...table(facts, { width: options.width, indent: '  ' }),
    ...(accounts.length === 0 ? ['', 'No account yet: the first apply starts the history.'] : []),
    ...accounts.flatMap((account) => [
      '',
      style.heading(`Account ${account.portalId}`),
      ...table(accountFacts(account), { width: options.width, indent: '  ' }),
    ]),
  ]);
}

function pinNote(id: string | undefined, pinned: string | undefined): string {
  if (pinned === undefined) return ' (not pinned by the files)';
  return pinned === id ? ' (pinned by the files)' : `; the files accept only ${pinned}`;
}

function accountFacts(account: AccountStatus): readonly (readonly string[])[] {
  const { startedAt, coversFrom, gap, lastRun, records, pauses, lease } = account;
  const states = Object.entries(records).map(([state, amount]) => `${formatNumber(amount)} ${state}`);
  return [
    ['started', startedAt === undefined ? 'not yet' : formatMoment(startedAt)],
    ...(coversFrom === undefined ? [] : [['complete from', formatMoment(coversFrom)]]),
    ...(gap === undefined
      ? []
      : [
          [
            'gap',
            `${formatMoment(gap.from)} to ${formatMoment(gap.markedAt)}: enrollments that HubSpot does not show are unknown`,
          ],
        ]),
    ['last run', lastRun === undefined ? 'none' : describeRun(lastRun)],
    ['records', states.length === 0 ? 'none' : states.join(', ')],
    ['paused', pauses.length === 0 ? 'nothing' : pauses.map(describePause).join('; ')],
    ['lock', lease === undefined ? 'free' : `${lease.owner}, until ${formatMoment(lease.expiresAt)}`],
  ];
}

function describeRun(run: NonNullable<AccountStatus['lastRun']>): string {
  const end =
    run.finishedAt === undefined
      ? 'not finished'
      : `finished${run.exitCode === undefined ? '' : ` with exit code ${run.exitCode}`}`;
  return `${run.run}, ${run.command} by ${run.actor} on ${formatMoment(run.startedAt)}, ${end}`;
}

/** Returns `sequences.q4-outbound by ana on 2026-11-02 09:00 UTC: wrong text`. */
export function describePause(pause: Pause): string {
  const { actor, reason, at } = pause;
  return `${pausedTarget(pause)} by ${actor} on ${formatMoment(at)}${reason === undefined ? '' : `: ${reason}`}`;
}

function pausedTarget({ kind, targetKey, targetId }: Pause): string {
  return kind === undefined ? 'the whole account' : targetAddress({ kind, key: targetKey ?? targetId ?? '' });
}

export function renderPauses({ portalId, pauses }: PauseResult, options: TextOptions): string {
  if (pauses.length === 0) return `Nothing is paused in account ${portalId}.\n`;
  const rows = pauses.map((pause) => [
    pausedTarget(pause),
    formatMoment(pause.at),
    pause.actor,
    pause.reason ?? '',
  ]);
  const style = createStyle(options);
  const header = ['paused', 'since', 'by', 'reason'];
  return joinLines(table(rows, { width: options.width, header, paintHeader: style.faint }));
}

export function renderLedgerCopied({ from, to, copy }: CopiedLedger): string {
  const rows = copy.tables.reduce((sum, one) => sum + one.rows, 0);
  return joinLines([
    `Copied the ledger ${copy.ledgerId}: ${count(copy.tables.length, 'table')}, ${count(rows, 'row')}, compared row by row`,
    `  from  ${safeLine(from.place)}, which refuses writes from now on`,
    `  to    ${safeLine(to.place)}`,
    '',
    'Next: use the new place on every machine that runs rollcall. In the configuration:',
    '',
    `ledger: ${safeLine(to.location)}`,
    `ledgerId: ${yamlId(copy.ledgerId)}`,
    ...(to.isFile ? [] : ['', 'With a password: put the whole address into ROLLCALL_LEDGER.']),
  ]);
}

export function renderGapMarked({ portalId, from, markedAt }: MarkedGap): string {
  return joinLines([
    `Account ${portalId}: the history from ${formatMoment(from)} to ${formatMoment(markedAt)} is marked as incomplete.`,
    'Contacts are `unknown (history)`, and not enrolled, if HubSpot does not show their earlier enrollments;',
    '`rollcall resolve` settles it.',
  ]);
}

export function renderResolved({ results }: ResolveResult, options: TextOptions): string {
  const rows = results.map((one) => [one.address, one.outcome.replace('-', ' '), resolutionEffect(one)]);
  const total = `${count(results.length, 'enrollment')} settled`;
  return joinLines([...table(rows, options), '', createStyle(options).heading(total)]);
}

function resolutionEffect({ outcome, was }: ResolvedEnrollment): string {
  if (was === 'settled') return 'already settled with this outcome';
  if (outcome === 'retry') return 'refusal cleared: the next apply asks HubSpot again';
  if (outcome === 'enrolled') return 'rollcall does not send it again';
  return was === 'history'
    ? 'its history counts as complete: the next apply may enroll it'
    : 'the next apply may enroll it';
}

function joinLines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** Renders the holder of an account's lock, when it was acquired, and when it expires. */
export function renderLease(lease: LeaseRecord | undefined): string {
  if (lease === undefined) return 'The lock is free.\n';
  const run = lease.run === undefined ? '' : `, run ${lease.run}`;
  return [
    `Account ${lease.portalId} is locked by ${safeLine(lease.owner)}${run}`,
    `  held since         ${formatMoment(lease.acquiredAt)}`,
    `  last heartbeat     ${formatMoment(lease.heartbeatAt)}`,
    `  expires            ${formatMoment(lease.expiresAt)}`,
    `  generation         ${lease.generation}`,
    '',
  ].join('\n');
}

/** Renders the contact that was erased from the ledger, and the emails that are blocked as a result. */
export function renderForgotten({ contactId, ids, emails, inHubSpot }: ForgetResult): string {
  if (!inHubSpot) {
    const blocked =
      emails === 0
        ? 'rollcall has no email to block'
        : `only the ${count(emails, 'email')} that the ledger recorded ${emails === 1 ? 'is' : 'are'} blocked`;
    return `Contact ${contactId} is forgotten. HubSpot no longer has it, so ${blocked}. List other emails under \`suppress\` if they may return.\n`;
  }
  const others = ids.filter((id) => id !== contactId);
  const merged =
    others.length === 0
      ? ''
      : `, ${count(others.length, 'other id')} of the same contact (${others.join(', ')})`;
  return `Contact ${contactId} is forgotten, with ${count(emails, 'address', 'addresses')}${merged}. rollcall never enrolls this contact again.\n`;
}
