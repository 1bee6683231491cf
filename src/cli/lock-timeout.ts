import { parseDuration } from '../model/duration.ts';
import { Failure } from '../model/failure.ts';

/** Milliseconds of `--lock-timeout`; without the flag a locked account is told at once. */
export function lockTimeout(flag: string | undefined): number {
  if (flag === undefined) return 0;
  const milliseconds = parseDuration(flag);
  if (milliseconds !== undefined) return milliseconds;
  throw new Failure({
    code: 'bad-flag',
    message: `--lock-timeout ${flag} is no duration.`,
    help: 'Give a number and a unit: 30s, 5m or 1h.',
  });
}
