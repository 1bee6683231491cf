/** Steps about plans that were made before they are applied, and about undo. */
import { isContactChange } from '../../../src/model/results/plan.ts';
import { changeName } from '../judge/approval.ts';
import { judgePlan } from '../judge/judge-plan.ts';
import { revisionOf } from '../judge/shapes.ts';
import { emailOf, idOf } from '../menu.ts';
import { apply } from './apply-step.ts';
import { planFor, savedPlan } from './commands.ts';
import { targetId, textOf } from './files.ts';
import type { Tampering, Trouble } from './history.ts';
import { tellPlan } from './look.ts';
import type { Play } from './play.ts';
import { tampered } from './tamper.ts';

export async function saveStep({ state, book, looking, facts }: Play): Promise<void> {
  const { plan, text } = await planFor(looking(), { out: savedPlan });
  if (!plan || text === undefined) return;
  const reviewed = new Set(
    plan.changes.map((change) =>
      changeName(change.action, change.target.id, isContactChange(change) ? change.contact.id : ''),
    ),
  );
  const { files } = state;
  const { expiresAt } = plan;
  const { ledger } = book.memory;
  const now = facts();
  const seen = new Map(files.targets.map(targetId).map((id) => [id, revisionOf(id, now)]));
  const made = { text, files, reviewed, seen, expiresAt, ledger };
  state.saved = { ...made, sameFiles: true, altered: false, used: false };
}

export function tamperStep({ state, facts, history }: Play, how: Tampering, who: number): void {
  const { saved } = state;
  if (!saved) return;
  const id = facts().contact(emailOf(who % history.people.length))?.id ?? idOf(who);
  const text = tampered(saved.text, how, id);
  state.saved = { ...saved, text, altered: saved.altered || text !== saved.text };
}

export async function applySavedStep(play: Play, trouble: Trouble): Promise<void> {
  const { state } = play;
  const { saved } = state;
  if (!saved) return;
  const texts = textOf(state.files);
  const sameFiles = JSON.stringify(texts) === JSON.stringify(textOf(saved.files));
  state.saved = { ...saved, sameFiles };
  const now = play.facts();
  const edited = new Map([...saved.seen].filter(([id, revision]) => revisionOf(id, now) !== revision));
  await apply(play, trouble, {
    approval: { files: saved.files, reviewed: saved.reviewed, edited },
    extra: { files: { ...texts, [savedPlan]: saved.text }, paths: [savedPlan], lifted: false },
  });
  state.saved = { ...saved, used: true };
}

/** Undoes the last run, or the one so many before it. */
export async function undoStep(play: Play, back: number, trouble: Trouble): Promise<void> {
  const { book, state } = play;
  const run = state.runs.at(-1 - back);
  if (run === undefined) return;
  const { files } = state;
  const planned = await planFor({ ...play.looking(), undoRun: run });
  tellPlan(play, planned);
  if (planned.plan) judgePlan(planned.plan, { book, facts: play.facts(), files });
  const { gate } = await apply(play, trouble, {
    approval: { files, undoRun: run },
    extra: { undoRun: run },
  });
  if (!gate.state.trace.includes('ledger.pause')) return;
  for (const own of book.own) {
    if (own.run === run && book.memory.enrollments.has(own.enrollment)) book.memory.paused.add(own.targetId);
  }
  // A request of the run without an answer may have enrolled its contact, too.
  for (const { run: of, targetId, answer, isHeard } of book.memory.requests) {
    if (of === run && answer.is !== 'enrolled' && !isHeard) book.memory.paused.add(targetId);
  }
}
