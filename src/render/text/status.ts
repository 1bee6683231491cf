import type { RecordedHeartbeat, RecordedRun } from '../../model/ledger/activity.ts';
import type { RecordedReview } from '../../model/ledger/ledger.ts';
import type { Status } from '../../model/results/status.ts';
import type { Instant } from '../../model/time.ts';
import { count, formatMoment } from '../view/format.ts';
import { describeAge, statusView, type StatusView } from '../view/status-view.ts';
import { safeLine } from '../view/safe-text.ts';
import { wrap } from './layout.ts';
import { describePause } from './ledger.ts';
import { createStyle, type TextOptions } from './style.ts';

/** The maximum width of a line: the status is read in terminals and chat messages. */
const maxWidth = 80;

/** Renders the last runs, what waits, and what needs a decision. */
export function renderStatus(status: Status, options: TextOptions): string {
  const view = statusView(status);
  const width = Math.min(maxWidth, options.width);
  const style = createStyle({ ...options, width });
  const facts = statusFacts(status, view);
  const labelWidth = Math.max(...facts.map(([label]) => label.length));
  const lines = [
    ...wrap(`Account ${status.portalId} at ${formatMoment(status.at)}`, { width }),
    ...wrap(view.headline, { width }).map((line) => style.heading(line)),
    '',
    ...facts.flatMap(([label, text]) =>
      wrap(text, { width, first: `  ${label.padEnd(labelWidth)}  `, rest: ' '.repeat(labelWidth + 4) }),
    ),
    ...unknownLines(view, { width, heading: style.heading }),
  ];
  return `${lines.join('\n')}\n`;
}

function statusFacts(
  { activity, at, pauses, review, reviews, lease }: Status,
  { leftText, unknown, stoppedSenders }: StatusView,
): readonly (readonly [label: string, text: string])[] {
  const { lastRun, lastHeartbeat } = activity;
  return [
    ['last run', lastRun ? describeRun(lastRun, at) : 'none'],
    ['heartbeat', lastHeartbeat ? describeHeartbeat(lastHeartbeat, at) : 'none'],
    ['left', leftText],
    ['unknown', unknown.length === 0 ? 'no outcome' : `${count(unknown.length, 'outcome')}, listed below`],
    [
      'senders',
      stoppedSenders.length === 0
        ? 'none stopped in the last run'
        : stoppedSenders.map(({ userId, reason }) => `user ${userId} stopped: ${reason}`).join('; '),
    ],
    ['paused', pauses.length === 0 ? 'nothing' : pauses.map(describePause).join('; ')],
    ...reviewFacts({ review, reviews, at }),
    ['lock', lease === undefined ? 'free' : `${lease.owner}, until ${formatMoment(lease.expiresAt)}`],
  ];
}

function describeRun(run: RecordedRun, now: Instant): string {
  const { finishedAt, startedAt, exitCode } = run;
  const end = exitCode === undefined ? 'not finished' : `exit code ${exitCode}`;
  return `run ${run.run}, ${describeActor(run)}, ${whenText(finishedAt ?? startedAt, now)}, ${end}`;
}

function describeHeartbeat(heartbeat: RecordedHeartbeat, now: Instant): string {
  return `${describeActor(heartbeat)}, ${whenText(heartbeat.at, now)}, exit code ${heartbeat.exitCode}, no changes`;
}

function describeActor({ actor, commit }: RecordedRun | RecordedHeartbeat): string {
  return `by ${actor}${commit === undefined ? '' : ` at commit ${commit.slice(0, 8)}`}`;
}

/** Returns one line for each set of files. */
function reviewFacts({
  review,
  reviews,
  at,
}: Pick<Status, 'reviews' | 'at'> & {
  readonly review: RecordedReview | undefined;
}): readonly (readonly [label: string, text: string])[] {
  const texts = [
    ...(review ? [] : [reviews.length === 0 ? 'no plan' : 'no plan of these files']),
    ...reviews.map((one) => `${fileNames(one.files)}: ${describeReview(one, at)}`),
  ];
  return texts.map((text, index) => [index === 0 ? 'reviewed' : '', text]);
}

/** Returns the first names and the number of the others. */
function fileNames(files: readonly string[]): string {
  const shown = files.slice(0, 3).map(safeLine).join(', ');
  return files.length > 3 ? `${shown} and ${count(files.length - 3, 'more file')}` : shown;
}

function describeReview({ planId, commit, at }: RecordedReview, now: Instant): string {
  const from = commit === undefined ? '' : ` of commit ${commit.slice(0, 8)}`;
  return `plan ${planId}${from}, applied ${whenText(at, now)}`;
}

function whenText(at: Instant, now: Instant): string {
  return `${formatMoment(at)} (${describeAge(at, now)} ago)`;
}

function unknownLines(
  { unknown, settleHelp }: StatusView,
  { width, heading }: { readonly width: number; readonly heading: (line: string) => string },
): readonly string[] {
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, maxUnknown);
  const hidden = unknown.length - shown.length;
  return [
    '',
    heading('Unknown outcomes'),
    ...shown.flatMap(({ address, action, run, at }) =>
      wrap(`${address}  ${action}, run ${run}, ${formatMoment(at)}`, { width, first: '  ', rest: '      ' }),
    ),
    ...(hidden > 0 ? [`  and ${count(hidden, 'more', 'more')}`] : []),
    ...wrap(settleHelp, { width, first: '  ', rest: '  ' }),
  ];
}

/** The maximum number of unknown outcomes in the text; JSON has all of them. */
const maxUnknown = 20;
