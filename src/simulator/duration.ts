import { parseDuration } from '../model/duration.ts';
import { Failure } from '../model/failure.ts';

/** Milliseconds of `90s`, `30m`, `12h`, `3d`, `2w`; a number is milliseconds already. Throws a `Failure`. */
export function timeToPass(duration: string | number): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  const milliseconds = parseDuration(String(duration));
  if (milliseconds !== undefined) return milliseconds;
  throw new Failure({
    code: 'simulator-duration',
    message: `"${duration}" is no duration.`,
    help: 'Give a number and a unit: 90s, 30m, 12h, 3d or 2w.',
  });
}
