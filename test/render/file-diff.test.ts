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
        const { diff, edits } = fileDiff('f.yaml', { before, after });
        expect(applied(before, edits)).toBe(after);
        if (before !== after) expect(applyPatch(before, diff)).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the context that is shown as it is, and none that is hidden', () => {
    const hide = (whole: string): string => whole.replaceAll(/^.*b@x.*$/gmu, 'hidden');
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const { diff, visibleDiff } = fileDiff('f.yaml', { before, after, show: hide });
        const changed = diff.split('\n').filter((one) => /^[-+](?![-+]{2} )/u.test(one));
        const isHidden = changed.some((one) => one.slice(1).startsWith('hidden'));
        expect(visibleDiff === undefined).toBe(isHidden);
        if (visibleDiff === undefined || before === after) return;
        expect(visibleDiff).not.toMatch(/^ hidden/mu);
        expect(applyPatch(before, visibleDiff)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('stays with its visible context when the lines move', () => {
    const [a, b] = ['  a:\n    id: 1\n    members:\n', '  b:\n    id: 2\n    members:\n'];
    const before = `${a}      - b@x.example\n${b}`;
    const after = `${a}      - b@x.example\n      - new@x.example\n${b}`;
    const hide = (whole: string): string => whole.replaceAll('b@x.example', 'b•••');
    const { visibleDiff = '' } = fileDiff('f.yaml', { before, after, show: hide });
    expect(visibleDiff).toContain('+      - new@x.example\n   b:\n');
    // Without context, line 5 would be among the members of b.
    const moved = `${b}      - b@x.example\n${a}`;
    expect(applyPatch(moved, visibleDiff)).not.toContain('- b@x.example\n      - new@x.example');
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
