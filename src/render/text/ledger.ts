/** Renders the reports of the commands about a whole ledger. */
import { targetAddress } from '../../model/address.ts';
import type {
  AccountStatus,
  CopiedLedger,
  CreatedLedger,
  MarkedGap,
  PauseResult,
  ResolveResult,
  Resolved,
  ShownStatus,
} from '../../model/ledger/ledger-reports.ts';
import type { Pause } from '../../model/ledger/ledger-view.ts';
import { count, formatNumber } from '../view/format.ts';
import { moment } from '../wording/moment.ts';
import { plain } from '../wording/plain.ts';
import type { TextOptions } from './options.ts';
import { styleFor } from './style.ts';
import { table } from './table.ts';

/** The new ledger, and the lines that pin it. */
export function renderCreated({ place, ledgerId }: CreatedLedger): string {
  const keep = place.isFile
    ? 'Back the file up, and keep it out of git: every copy that is applied enrolls contacts again.'
    : 'Back the database up: it is the only record of who was enrolled.';
  return lines([
    `Created the ledger at ${plain(place.place)}`,
    '',
    'Add these lines to the configuration. rollcall then refuses every other ledger:',
    '',
    `ledger: ${plain(place.address)}`,
    `ledgerId: ${yamlId(ledgerId)}`,
    '',
    keep,
  ]);
}

/** An id of digits alone would be a number for other readers of the file. */
function yamlId(id: string): string {
  return /[a-df-z]/iu.test(id) ? id : `"${id}"`;
}

export function renderStatus({ place, status, pinned }: ShownStatus, options: TextOptions): string {
  const { ledgerId, format, movedTo, copiedFrom, accounts } = status;
  const style = styleFor(options);
  const facts = [
    ['place', place.place],
    ['named by', place.from],
    [
      'ledgerId',
      `${ledgerId ?? 'none yet; the next writing command gives it one'}${pinNote(ledgerId, pinned)}`,
    ],
    ['format', String(format)],
    ...(movedTo === undefined ? [] : [['moved to', `${movedTo}; this ledger takes no writes`]]),
    ...(copiedFrom === undefined
      ? []
      : [['unfinished', `copy of ${copiedFrom}; run the same \`rollcall ledger copy\` again`]]),
  ];
  return lines([
    style.heading('Ledger'),
    ...table(facts, { width: options.width, indent: '  ' }),
    ...(accounts.length === 0 ? ['', 'It holds no account yet: the first apply begins the history.'] : []),
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
    ['started', startedAt === undefined ? 'not yet' : moment(startedAt)],
    ...(coversFrom === undefined ? [] : [['complete from', moment(coversFrom)]]),
    ...(gap === undefined
      ? []
      : [['gap', `${moment(gap.from)} to ${moment(gap.markedAt)}: what HubSpot does not show is unknown`]]),
    ['last run', lastRun === undefined ? 'none' : runInWords(lastRun)],
    ['records', states.length === 0 ? 'none' : states.join(', ')],
    ['paused', pauses.length === 0 ? 'nothing' : pauses.map(pauseInWords).join('; ')],
    ['lock', lease === undefined ? 'free' : `${lease.owner}, until ${moment(lease.expiresAt)}`],
  ];
}

function runInWords(run: NonNullable<AccountStatus['lastRun']>): string {
  const end =
    run.finishedAt === undefined
      ? 'not finished'
      : `finished${run.exitCode === undefined ? '' : ` with exit code ${run.exitCode}`}`;
  return `${run.run}, ${run.command} by ${run.actor} on ${moment(run.startedAt)}, ${end}`;
}

/** `sequences.q4-outbound by ana on 2026-11-02 09:00 UTC: wrong text` */
function pauseInWords(pause: Pause): string {
  const { actor, reason, at } = pause;
  return `${pausedTarget(pause)} by ${actor} on ${moment(at)}${reason === undefined ? '' : `: ${reason}`}`;
}

function pausedTarget({ kind, targetKey, targetId }: Pause): string {
  return kind === undefined ? 'the whole account' : targetAddress({ kind, key: targetKey ?? targetId ?? '' });
}

export function renderPauses({ portalId, pauses }: PauseResult, options: TextOptions): string {
  if (pauses.length === 0) return `Nothing is paused in account ${portalId}.\n`;
  const rows = pauses.map((pause) => [
    pausedTarget(pause),
    moment(pause.at),
    pause.actor,
    pause.reason ?? '',
  ]);
  const style = styleFor(options);
  const header = ['paused', 'since', 'by', 'reason'];
  return lines(table(rows, { width: options.width, header, paintHeader: style.faint }));
}

export function renderCopied({ from, to, copy }: CopiedLedger): string {
  const rows = copy.tables.reduce((sum, one) => sum + one.rows, 0);
  return lines([
    `Copied the ledger ${copy.ledgerId}: ${count(copy.tables.length, 'table')}, ${count(rows, 'row')}, compared row by row`,
    `  from  ${plain(from.place)}, which refuses writes from now on`,
    `  to    ${plain(to.place)}`,
    '',
    'Next: use the new place on every machine that runs rollcall. In the configuration:',
    '',
    `ledger: ${plain(to.address)}`,
    `ledgerId: ${yamlId(copy.ledgerId)}`,
    ...(to.isFile ? [] : ['', 'With a password: put the whole address into ROLLCALL_LEDGER.']),
  ]);
}

export function renderGap({ portalId, from, markedAt }: MarkedGap): string {
  return lines([
    `Account ${portalId}: the history from ${moment(from)} to ${moment(markedAt)} is marked as incomplete.`,
    'Contacts are `unknown (history)`, and not enrolled, if HubSpot does not show their earlier enrollments;',
    '`rollcall resolve` settles it.',
  ]);
}

export function renderResolved({ results }: ResolveResult, options: TextOptions): string {
  const rows = results.map((one) => [one.address, one.outcome.replace('-', ' '), effectOf(one)]);
  const total = `${count(results.length, 'enrollment')} settled`;
  return lines([...table(rows, options), '', styleFor(options).heading(total)]);
}

function effectOf({ outcome, was }: Resolved): string {
  if (was === 'settled') return 'was settled like this before';
  if (outcome === 'enrolled') return 'nothing more is sent for it';
  return was === 'history'
    ? 'its history counts as covered: the next apply may enroll it'
    : 'the next apply may enroll it';
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
