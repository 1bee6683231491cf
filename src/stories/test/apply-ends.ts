/** How applies end: with what a story expects of the last one, and with 0 if it expects nothing. */
import { ExitCode } from '../../model/exit-code.ts';
import { groupBy } from '../../model/group-by.ts';
import { count } from '../../model/text/count.ts';
import type { Expectation, Story } from '../../schema/story/story.ts';
import type { AppliedInWorld } from '../world.ts';
import type { Mismatch } from './mismatch.ts';
import { formatPlace } from './place.ts';
import type { Scene } from './scene.ts';

/** Returns what does not hold of the last apply. */
export function checkApply({ applies }: Scene, { exit, code }: Expectation): readonly Mismatch[] {
  const last = applies.at(-1)?.applied;
  const found: Mismatch[] = [];
  if (exit !== undefined && last?.exitCode !== exit)
    found.push({ expected: `exit code ${exit}`, actual: last ? endOf(last) : 'no apply' });
  if (code !== undefined && last?.failure?.code !== code)
    found.push({ expected: `failure ${code}`, actual: last?.failure?.code ?? 'no failure' });
  return found;
}

/** Returns the ends of a step's applies that are neither 0 nor what the story expects before its next apply. */
export function unexpectedEnds(
  applies: Scene['applies'],
  { steps }: Pick<Story, 'steps'>,
  index: number,
): readonly Mismatch[] {
  const last = applies.at(-1)?.applied;
  const accepted = isEndExpected(steps.slice(index + 1)) ? last?.exitCode : ExitCode.done;
  const unexpected = applies.flatMap(({ applied }) =>
    applied.exitCode === ExitCode.done || applied.exitCode === accepted ? [] : [applied],
  );
  return [...groupBy(unexpected, endOf)].map(([end, [first, ...more]]) => {
    const days = `on ${first?.day ?? ''}${more.length === 0 ? '' : ` and ${count(more.length, 'later day')}`}`;
    return {
      expected: 'exit code 0, because no `exit` and no `code` is expected before the next apply',
      actual: `${days}, ${end}`,
      events: [],
    };
  });
}

function isEndExpected(following: Story['steps']): boolean {
  const next = following.findIndex(({ step }) => step.apply !== undefined || step.daily !== undefined);
  return following
    .slice(0, next < 0 ? undefined : next)
    .some(
      ({ step: { expect } }) =>
        typeof expect === 'object' && (expect.exit !== undefined || expect.code !== undefined),
    );
}

/** Returns the exit code, and why it is another one than 0. */
function endOf({ exitCode, failure, report, plan, diagnostics }: AppliedInWorld): string {
  const problem = [...diagnostics, ...(plan?.diagnostics ?? [])].find(({ severity }) => severity === 'error');
  const place = problem?.source ? `${formatPlace(problem.source)}: ` : '';
  const reason =
    failure?.message ?? report?.exitReasons.join('; ') ?? (problem ? `${place}${problem.message}` : '');
  return `exit code ${exitCode}${reason === '' ? '' : `: ${reason}`}`;
}
