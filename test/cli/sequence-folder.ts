import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { folderWith } from './folder.ts';
import type { Ran } from './rollcall.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

export interface SequenceFolder {
  readonly cwd: string;
  run(line: string): Promise<Ran>;
  /** Replaces the file by one with these sequences. */
  write(...sequences: readonly string[]): void;
}

/** Returns a sequence of a file with sender maria and an unenroll workflow. `id` may contain further keys. */
export function sequenceLine(key: string, id: string, members: string): string {
  return `  ${key}: { id: ${id}, sender: maria@acme.example, members: [${members}], unenroll: { workflow: 7781 } }\n`;
}

/** Creates a folder for a running simulator; without one, the folder has its own account. */
export function sequenceFolder(server?: {
  readonly simulator: Simulator;
  readonly env: Readonly<Record<string, string>>;
}): SequenceFolder {
  const cwd = folderWith({});
  const portal = server?.simulator.portalId ?? 'simulated';
  return {
    cwd,
    run: (line) => rollcallInProcess(line.split(' '), { cwd, ...(server ? { env: server.env } : {}) }),
    write: (...sequences) =>
      writeFileSync(
        join(cwd, 'enrollments.yaml'),
        `version: 1\nportal: ${portal}\nsequences:\n${sequences.join('')}`,
      ),
  };
}
