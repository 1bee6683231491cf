import type { Plan } from '../../model/plan.ts';
import { nextSteps } from '../view/next-steps.ts';
import type { TextOptions } from './options.ts';
import type { Style } from './style.ts';
import { wrap } from './layout.ts';

/** What stands last under a plan: which plan it is, how far it goes, and how to go on. */
export function planFooter(plan: Plan, style: Style, options: TextOptions): readonly string[] {
  return nextSteps(plan, options).flatMap((sentence) => wrap(sentence, { width: style.width, rest: '  ' }));
}
