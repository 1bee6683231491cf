import { changeKey } from '../../../src/model/results/plan.ts';
import type * as ApplyChanges from '../../../src/executor/apply.ts';
import { swap } from './row-plant.ts';

/** What a saved plan says is believed: nothing is judged again just before it is sent. */
export const noRejudging = swap<typeof ApplyChanges>('executor/apply.ts', (original) => ({
  applyChanges: (request, ports) =>
    original.applyChanges(request, {
      ...ports,
      loadJudge: async () => async () =>
        new Map(request.changes.map((change) => [changeKey(change), { change }])),
    }),
}));
