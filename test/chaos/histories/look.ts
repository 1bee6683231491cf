/** Reads everything that rollcall says at one moment, as values and as text, and has it judged. */
import { noteContacts } from '../judge/book.ts';
import { judgeDriftText } from '../judge/judge-drift-text.ts';
import { judgeExplanationText } from '../judge/judge-explanation-text.ts';
import { judgeHistory } from '../judge/judge-history.ts';
import { judgeHistoryText } from '../judge/judge-history-text.ts';
import { judgePlan } from '../judge/judge-plan.ts';
import { judgePlanText } from '../judge/judge-plan-text.ts';
import { isBroken, linesOf } from '../judge/plan-lines.ts';
import { planFor } from './commands.ts';
import type { Planned } from './commands.ts';
import type { Play } from './play.ts';
import { shownDrift, shownExplanation, shownHistory, shownPlan } from './shown.ts';

export async function look(play: Play): Promise<void> {
  const { book, world, state, counts, history } = play;
  const planned = await planFor(play.looking());
  tellPlan(play, planned);
  const seen = { book, facts: play.facts(), files: state.files };
  noteContacts(book, seen.facts);
  const records = await world.history();
  judgeHistory(records, seen);
  judgeHistoryText(await shownHistory(records), records, seen);
  const { plan } = planned;
  if (!plan) return;
  judgePlan(plan, seen);
  if (isBroken(plan)) return;
  judgePlanText(shownPlan(plan), plan, seen);
  judgeDriftText(shownDrift(plan), plan, seen);
  const lines = linesOf(plan).filter(({ says, contactId }) => says !== 'archive' && contactId !== undefined);
  const line = lines[history.schedule % Math.max(1, lines.length)];
  if (!line || counts.steps % 3 !== 0) return;
  const { explanation = [] } = await planFor(play.looking(), { explain: line.address });
  judgeExplanationText(shownExplanation(explanation), explanation, { seen, line });
}

export function tellPlan({ counts: { story } }: Play, { plan, problems }: Planned): void {
  if (problems.length > 0) story.push(`     plan: ${problems.join(', ')}`);
  for (const { code, severity, message } of plan?.diagnostics ?? []) {
    if (severity === 'error') story.push(`     plan: ${code}: ${message}`);
  }
  for (const line of plan ? linesOf(plan) : []) {
    story.push(
      `       ${line.says} ${line.address} (${line.targetId}/${line.contactId ?? '?'}): ${line.reason}`,
    );
  }
}
