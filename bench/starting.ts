import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';
import { times } from './row.ts';
import { rollcall, timed } from './timed.ts';

const example = fileURLToPath(new URL('../../examples/enroll-once/enrollments.yaml', import.meta.url));
const rounds = 25;

/** How long until something happens. */
export async function starting(): Promise<readonly Row[]> {
  const commands = [
    ['-e', '0'],
    [rollcall, '--version'],
    [rollcall, 'validate', example],
  ];
  const [bare = 0, version = 0, validate = 0] = timed(commands, rounds);
  return [
    row('`rollcall --version`', [version, bare], 2.5),
    row('`rollcall validate` on an example', [validate, bare], 6),
  ];
}

function row(what: string, [ours, bare]: readonly [number, number], most: number): Row {
  const ratio = ours / bare;
  return {
    what: `starting: ${what}, beside \`node -e 0\``,
    target: `at most ${most} ×`,
    measured: `${times(ratio)} (${ours.toFixed(0)} ms beside ${bare.toFixed(0)} ms)`,
    ok: ratio <= most,
  };
}
