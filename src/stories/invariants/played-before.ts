import type { Day } from '../../model/time.ts';
import type { World } from '../world.ts';

/** What the applies of a world did so far. */
export interface PlayedBefore {
  readonly world: World;
  /** The `since` of each planned enrollment, by target and contact. */
  readonly declared: Map<string, Set<string>>;
  /** The enrollments that applies began, by target and contact. */
  readonly begun: Map<string, readonly { readonly day: Day; readonly sender: string | undefined }[]>;
  /** The ids of these enrollments. */
  readonly ours: Set<string>;
}
