import { applyPatch } from 'diff';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileDiff, type TextEdit } from '../../src/render/text/file-diff.ts';

/** Makes the edits as a program that received them would. */
function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const { index } of text.matchAll(/\n/gu)) starts.push(index + 1);
  const offset = ({ line, column }: TextEdit['from']): number =>
    (starts[line - 1] ?? text.length) + column - 1;
  return edits
    .toReversed()
    .reduce((now, edit) => now.slice(0, offset(edit.from)) + edit.text + now.slice(offset(edit.to)), text);
}

const line = fc.array(fc.constantFrom('a@x.example', 'b@x.example', ', ', '[', ']', ' ', '- '), {
  maxLength: 5,
});
/** Texts with either line break; the last line may have none. */
const text = (lineBreak: string) =>
  fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.boolean())
    .map(
      ([lines, isOpen]) => lines.map((words) => words.join('')).join(lineBreak) + (isOpen ? '' : lineBreak),
    );
const pair = fc.constantFrom('\n', '\r\n').chain((lineBreak) => fc.tuple(text(lineBreak), text(lineBreak)));

describe('the difference of two texts', () => {
  it('turns one into the other, as edits and as a diff', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const { diff, bareDiff, edits } = fileDiff('f.yaml', { before, after });
        expect(applied(before, edits)).toBe(after);
        if (before !== after) expect(applyPatch(before, diff)).toBe(after);
        expect(bareDiff.split('\n').filter((one) => one.startsWith(' '))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('never splits or repeats an address that stays', () => {
    const list = 'members: [ana@x.example, bo@x.example, cy@x.example]\n';
    for (const after of [list.replace('ana@x.example, ', ''), list.replace(']', ', dee@x.example]')]) {
      const { edits } = fileDiff('f.yaml', { before: list, after });
      expect(edits).toHaveLength(1);
      expect(edits[0]?.text).not.toMatch(/ana|bo|cy/u);
    }
  });
});
