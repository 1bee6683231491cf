import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';
import { formatRatio } from './row.ts';
import { rollcall, timeCommands } from './time-commands.ts';

const example = fileURLToPath(new URL('../../examples/enroll-once/enrollments.yaml', import.meta.url));
const rounds = 25;

/** Measures how long a command takes from start to end, relative to an empty Node program. */
export async function measureStartup(): Promise<readonly Row[]> {
  const commands = [
    ['-e', '0'],
    [rollcall, '--version'],
    [rollcall, 'validate', example],
  ];
  const [bare = 0, version = 0, validate = 0] = timeCommands(commands, rounds);
  return [
    row('`rollcall --version`', [version, bare], 2.5),
    row('`rollcall validate` on an example', [validate, bare], 6),
  ];
}

function row(what: string, [ours, bare]: readonly [number, number], maximum: number): Row {
  const ratio = ours / bare;
  return {
    what: `startup: ${what}, against \`node -e 0\``,
    target: `at most ${maximum} ×`,
    measured: `${formatRatio(ratio)} (${ours.toFixed(0)} ms against ${bare.toFixed(0)} ms)`,
    ok: ratio <= maximum,
  };
}
