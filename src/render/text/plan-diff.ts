import type { StructuredPatch } from 'diff';
import { FILE_HEADERS_ONLY, formatPatch } from 'diff';

import type { Plan } from '../../model/plan.ts';
import type { TargetMembers } from '../view/target-members.ts';
import { targetMembers } from '../view/target-members.ts';
import type { Reveal } from '../view/contact-label.ts';
import { hunksOf } from '../view/diff-hunks.ts';
import { styleFor } from './style.ts';

/**
 * The members of each target as a unified diff: active now, and active once the plan is applied. One
 * line a member, ordered by contact id. Targets that stay as they are do not appear; empty when all do.
 */
export function renderPlanDiff(
  plan: Plan,
  options: { readonly color: boolean; readonly reveal?: Reveal },
): string {
  const style = styleFor({ color: options.color, width: 0 });
  return targetMembers(plan, options.reveal)
    .flatMap((target) => formatPatch(patchOf(target), FILE_HEADERS_ONLY).trimEnd().split('\n'))
    .map((line) => paint(line, style))
    .map((line) => `${line}\n`)
    .join('');
}

function patchOf({ address, members }: TargetMembers): StructuredPatch {
  return {
    oldFileName: address,
    newFileName: address,
    oldHeader: 'active now',
    newHeader: 'active after applying',
    hunks: hunksOf(members),
  };
}

function paint(line: string, style: ReturnType<typeof styleFor>): string {
  if (line.startsWith('---') || line.startsWith('+++')) return style.heading(line);
  if (line.startsWith('+')) return style.tone.add(line);
  if (line.startsWith('-')) return style.tone.remove(line);
  return line.startsWith('@@') ? style.faint(line) : line;
}
