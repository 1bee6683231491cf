import type { Outcome } from '../../model/report.ts';
import type { Line } from './line.ts';
import { outcomeLine } from './line.ts';

/** An outcome where commands do not stand under it: an unknown one says itself what settles it. */
export function outcomeWithHelp(outcome: Outcome): Line {
  const line = outcomeLine(outcome);
  if (outcome.status !== 'unknown' || line.help !== undefined) return line;
  return { ...line, help: `rollcall resolve ${outcome.address} --enrolled, or --not-enrolled` };
}
