import { Failure } from '../model/failure.ts';

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `90s`, `30m`, `12h`, `3d`, `2w`; a number is milliseconds already. Throws a `Failure`. */
export function parseDuration(duration: string | number): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  const match = /^(\d+)\s*([smhdw])$/.exec(String(duration).trim());
  const unit = units[match?.[2] ?? ''];
  if (!match || unit === undefined) {
    throw new Failure({
      code: 'simulator-duration',
      message: `"${duration}" is no duration`,
      help: 'Give a number and a unit: 90s, 30m, 12h, 3d or 2w.',
    });
  }
  return Number(match[1]) * unit;
}
