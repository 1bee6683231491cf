/** Judges what a plan says of the targets that a person edited since their last review. */
import type { Plan } from '../../../src/model/results/plan.ts';
import type { FileTarget } from '../histories/files.ts';
import { targetId } from '../histories/files.ts';
import { sectionOf } from './judge-line.ts';
import type { Seen } from './judge-line.ts';
import type { PlanLine } from './plan-lines.ts';
import { isSameShape, revisionOf, sentencesBetween, shapeOf } from './shapes.ts';
import type { Shape } from './shapes.ts';

export function judgeEdits(plan: Plan, lines: readonly PlanLine[], seen: Seen): void {
  for (const target of seen.files.targets) judgeEdit(target, { plan, lines, seen });
  const { diagnostics } = plan;
  const first = diagnostics.findIndex(({ code }) => code !== 'target-edited');
  if (first !== -1 && diagnostics.slice(first).some(({ code }) => code === 'target-edited'))
    seen.book.blame('silence', 'plan: the warnings of edited targets are not the first ones');
}

interface All {
  readonly plan: Plan;
  readonly lines: readonly PlanLine[];
  readonly seen: Seen;
}

function judgeEdit(target: FileTarget, { plan, lines, seen }: All): void {
  const { book } = seen;
  const address = `${sectionOf(target)}${target.key}`;
  const drift = plan.drift.filter((one) => one.address === address);
  const claim = drift.find(({ kind }) => kind === 'target-edited');
  const edit = editOf(target, seen);
  // That it was turned off or deleted comes first.
  if (edit === undefined || drift.some(({ kind }) => kind !== 'target-edited')) return;
  const name = `plan: ${address}`;
  if (claim && !edit.happened) book.blame('false-statement', `${name}: ${claim.message}: no user edited it`);
  if (!claim && edit.happened) book.blame('silence', `${name}: an edit of it is left out`);
  if (!claim || !edit.happened) return;
  const said = claim.edit?.changes.join('; ') ?? '';
  for (const sentence of edit.sentences)
    if (!said.includes(sentence)) book.blame('silence', `${name}: "${sentence}" is not in "${said}"`);
  if (edit.sentences.length === 0 && said !== '' && edit.isSame)
    book.blame('false-statement', `${name}: "${said}": it does what it did`);
  judgeWarning(
    { address, enrolling: enrollingIn(targetId(target), lines), sentences: edit.sentences },
    { plan, seen },
  );
}

function enrollingIn(id: string, lines: readonly PlanLine[]): number {
  return lines.filter((line) => line.says === 'enroll' && line.targetId === id).length;
}

function judgeWarning(
  {
    address,
    enrolling,
    sentences,
  }: { readonly address: string; readonly enrolling: number; readonly sentences: readonly string[] },
  { plan, seen: { book } }: { readonly plan: Plan; readonly seen: Seen },
): void {
  const warning = plan.diagnostics.find(
    ({ code, message }) => code === 'target-edited' && message.startsWith(`${address}: `),
  );
  if (!warning) {
    if (enrolling > 0) book.blame('silence', `plan: no warning that ${address} was edited`);
    return;
  }
  const count = / This plan enrolls (\d+) contacts? there\./u.exec(warning.message)?.[1];
  if (Number(count) !== enrolling)
    book.blame('false-statement', `plan: ${warning.message}: ${enrolling} are`);
  for (const sentence of sentences)
    if (!warning.message.includes(sentence))
      book.blame('silence', `plan: "${sentence}" is not in "${warning.message}"`);
}

interface Edited {
  readonly happened: boolean;
  readonly isSame: boolean;
  readonly sentences: readonly string[];
}

/** The edit since the last review; nothing where the last review is not known. */
function editOf(target: FileTarget, { book, facts }: Seen): Edited | undefined {
  const id = targetId(target);
  const now = shapeOf(id, facts);
  if (!now) return undefined;
  const between = (before: Shape): Pick<Edited, 'isSame' | 'sentences'> => ({
    isSame: isSameShape(before, now),
    sentences: sentencesBetween(before, now),
  });
  const reviewed = target.definition?.shape;
  if (reviewed) return { happened: !isSameShape(reviewed, now), ...between(reviewed) };
  if (!book.memory.reviews.has(id)) return { happened: false, isSame: true, sentences: [] };
  const review = book.memory.reviews.get(id);
  if (!review) return undefined;
  const happened = review.revision !== revisionOf(id, facts);
  return review.shape ? { happened, ...between(review.shape) } : { happened, isSame: false, sentences: [] };
}
