import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableDefinition } from '../../src/definitions/comparable-definition.ts';
import { type Definition, definitionChanges } from '../../src/definitions/definition-changes.ts';
import { readFlow } from '../../src/definitions/read-flow.ts';
import { writeFlow } from '../../src/definitions/write-flow.ts';
import { sequence, workflow } from './arbitraries.ts';

/** Without what HubSpot adds to raw parts. */
function isSame(before: Definition, after: Definition): boolean {
  const text = (definition: Definition): string => JSON.stringify(comparableDefinition(definition));
  return text(before) === text(after);
}

describe('definitions', () => {
  it('are the same after they were written for HubSpot and read back', () => {
    fc.assert(
      fc.property(workflow, (definition) => {
        const body = writeFlow(definition);
        expect(body['isEnabled']).toBe(false);
        expect(readFlow(JSON.parse(JSON.stringify(body))).definition).toEqual(definition);
      }),
      { numRuns: 500 },
    );
  });

  it('have changes in words exactly if they differ', () => {
    const similar = fc
      .tuple(workflow, workflow, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
      .map(([before, other, picks]) => {
        const keys = Object.keys(before) as (keyof typeof before)[];
        const parts = keys.map(
          (key, index) => [key, picks[index] === true ? other[key] : before[key]] as const,
        );
        return [before, { ...before, ...Object.fromEntries(parts) }] as const;
      });
    fc.assert(
      fc.property(similar, ([before, after]) => {
        expect(definitionChanges(before, after).length === 0).toBe(isSame(before, after));
        expect(definitionChanges(before, before)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('of sequences have changes in words exactly if they differ', () => {
    fc.assert(
      fc.property(sequence, sequence, fc.boolean(), (before, other, stepsOnly) => {
        const after = stepsOnly ? { ...before, steps: other.steps } : other;
        expect(definitionChanges(before, after).length === 0).toBe(isSame(before, after));
      }),
      { numRuns: 500 },
    );
  });
});
