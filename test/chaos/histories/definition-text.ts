/** Files that define what a workflow does, as a person writes them. */
import { lengthOf, setText } from '../judge/shapes.ts';
import type { Defined } from './files.ts';

/** A wait of some days, then a property. */
export function definedAs(name: string, days: number): Defined {
  const text = `definition: workflow
formatVersion: 1
name: ${name}
enroll: manual
actions:
  - id: 1
    delay: ${lengthOf(days * 1440)}
  - id: 2
    set: { lifecyclestage: customer }
`;
  return {
    text,
    shape: {
      kind: 'workflow',
      name,
      reEnroll: false,
      suppressed: [],
      parts: [
        { id: '1', does: 'delay', text: lengthOf(days * 1440) },
        { id: '2', does: 'other', text: setText('lifecyclestage', 'customer') },
      ],
    },
  };
}
