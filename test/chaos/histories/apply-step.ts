/** One apply of a history, and what the judge hears of it. */
import type { Version } from '../case.ts';
import { checkRun } from '../check-run.ts';
import { judgeRefusal } from '../judge/judge-refusal.ts';
import { judgeReport } from '../judge/judge-report.ts';
import { judgeReportText } from '../judge/judge-report-text.ts';
import { applyOnce } from '../process.ts';
import type { Ended, Start } from '../process.ts';
import { noteRunReviews } from './definition-steps.ts';
import { targetId } from './files.ts';
import type { Files } from './files.ts';
import type { Trouble } from './history.ts';
import { addressOfTarget } from './play.ts';
import type { Approved, Play } from './play.ts';
import { shownReport } from './shown.ts';

export async function apply(
  play: Play,
  trouble: Trouble,
  how: { readonly approval: Approved; readonly extra?: Partial<Start> },
): Promise<Ended> {
  const { world, counts, book } = play;
  const { approval } = how;
  world.setFaults(trouble.faults ?? []);
  const startedAt = play.facts().now;
  const starting = play.start(trouble, approval, how.extra);
  const ended = await applyOnce(starting);
  const late = world.late.splice(0);
  for (const deliver of late) await deliver();
  world.setFaults([]);
  counts.applies += 1;
  if (trouble.incident && (ended.gate.state.struck || late.length > 0)) counts.crashPoints += 1;
  noteRun(play, ended, { startedAt, files: approval.files });
  const isWhole = approval.undoRun === undefined && approval.suppressions !== true;
  noteRunReviews(play, ended, {
    files: approval.files,
    edited: approval.edited,
    reviewed: approval.reviewed,
    isCertain: isWhole && trouble.incident?.kind !== 'ledger-fails',
  });
  checkCreateLimit(play, starting);
  tellEnd(play, ended);
  if (ended.failure) judgeRefusal(ended.failure.code, play.state.saved, { book, facts: play.facts() });
  if (ended.report) {
    const targets = new Map(
      approval.files.targets.map((target) => [addressOfTarget(target), targetId(target)]),
    );
    const isCalm = !trouble.incident && (trouble.faults ?? []).length === 0;
    const process = { number: starting.number, writes: play.state.writes, targets, isCalm };
    const seen = { book, facts: play.facts(), process };
    judgeReport(ended.report, seen);
    judgeReportText(shownReport(ended.report), ended.report, seen);
  }
  await checkInvariants(play, ended, { trouble, lifted: starting.lifted === true });
  return ended;
}

/** Without a lifted limit, one workflow is created in a run. */
function checkCreateLimit({ book }: Play, { number, lifted }: Start): void {
  const created = book.created.filter(({ process, id }) => process === number && id !== undefined);
  if (lifted !== true && created.length > 1) book.blame('limit-run', `${created.length} workflows created`);
}

/** What the ledger was told by now. */
function noteRun(
  { book, state }: Play,
  { watched, report, gate }: Ended,
  { startedAt, files }: { readonly startedAt: string; readonly files: Files },
): void {
  if (watched.run !== undefined) {
    book.memory.runs.set(watched.run, startedAt);
    state.runs.push(watched.run);
    // The same plan made from the files has the same id, so this run uses the saved one, too.
    const { saved } = state;
    const isSame = report === undefined || saved?.text.includes(report.planId);
    if (saved && isSame) state.saved = { ...saved, used: true };
  }
  const { trace } = gate.state;
  const set = trace.indexOf('lease.setTargets');
  if (set === -1 || (!report && set === trace.length - 1)) return;
  for (const target of files.targets) {
    if (target.replaces !== undefined) book.memory.joins.add(`${target.replaces} ${targetId(target)}`);
  }
}

function tellEnd({ counts }: Play, { failure, exit, report }: Ended): void {
  counts.story.push(
    `     → ${failure ? `${failure.code}: ${failure.message}` : (exit ?? 'died')}`,
    ...(report?.outcomes ?? []).map(
      ({ address, action, status, reason }) => `       ${action} ${address}: ${status} (${reason})`,
    ),
  );
}

async function checkInvariants(
  { history, world, state }: Play,
  ended: Ended,
  { trouble, lifted }: { readonly trouble: Trouble; readonly lifted: boolean },
): Promise<void> {
  const clearSight = !history.lag && !trouble.incident && (trouble.faults ?? []).length === 0;
  const { canary } = trouble;
  await checkRun(world, ended, { version: asVersion(state.files), lifted, canary, clearSight });
}

/** The files as far as the checks of single runs need them. */
function asVersion({ limits }: Files): Version {
  return { targets: [], suppress: [], limits };
}
