import type { TakenSnapshot } from '../../model/results/taken-snapshot.ts';
import { orderKeys, renderJson } from './entries.ts';

/** Renders what `rollcall snapshot` wrote. */
export function renderSnapshotJson(snapshot: TakenSnapshot): string {
  return renderJson(
    orderKeys(
      [
        'formatVersion',
        'path',
        'portalId',
        'at',
        'contacts',
        'enrollments',
        'targets',
        'lists',
        'records',
        'requests',
        'bytes',
        'entries',
        'differences',
      ],
      snapshot,
    ),
  );
}
