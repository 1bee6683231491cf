import type { AccountWriter } from '../../src/model/account.ts';
import { eachTold } from './mortal.ts';
import type { Around } from './mortal.ts';
import type { World } from './world.ts';

/** The n-th request of this writer stays on its way until after the process has ended. */
export function losingWriter(
  writer: AccountWriter,
  { nth, world, around }: { readonly nth: number; readonly world: World; readonly around: Around },
): AccountWriter {
  let sent = 0;
  const isLost = (): boolean => (sent += 1) === nth;
  const lost = { outcome: 'ambiguous', reason: 'no answer: chaos' } as const;
  const later = eachTold(writer, async (call, told, act) => around(call, act, told));
  const keep = (send: () => Promise<unknown>): typeof lost => {
    world.late.push(async () => void (await send()));
    return lost;
  };
  return {
    enroll: async (command) => (isLost() ? keep(() => later.enroll(command)) : writer.enroll(command)),
    unenroll: async (command) => (isLost() ? keep(() => later.unenroll(command)) : writer.unenroll(command)),
    enrollThroughList: async (command) =>
      isLost() ? keep(() => later.enrollThroughList(command)) : writer.enrollThroughList(command),
    archive: (command) => writer.archive(command),
    createWorkflow: async (command) =>
      isLost() ? keep(() => later.createWorkflow(command)) : writer.createWorkflow(command),
  };
}
