/** Defects of the printed text alone: the values behind it are right. */
import type * as RenderExplanation from '../../../src/render/text/explanation.ts';
import type * as Table from '../../../src/render/text/layout.ts';
import type * as DriftView from '../../../src/render/view/drift-view.ts';
import type * as Groups from '../../../src/render/view/plan/entry-groups.ts';
import type * as ReportView from '../../../src/render/view/report-view.ts';
import type * as Shortened from '../../../src/render/view/truncated-list.ts';
import type * as Effect from '../../../src/render/view/plan/change-effect.ts';
import type * as Persons from '../../../src/render/view/contact-label.ts';
import { swap } from './row-plant.ts';
import type { RowPlant } from './row-plant.ts';

const endedIsActive = swap<typeof Groups>('render/view/plan/entry-groups.ts', ({ unchangedGroups }) => ({
  unchangedGroups: (...shown) =>
    unchangedGroups(...shown).map((group) => (group.word === 'ended' ? { ...group, word: 'active' } : group)),
}));

const aliasLeftOut = swap<typeof Effect>('render/view/plan/change-effect.ts', ({ changeEffect }) => ({
  changeEffect: (...shown) => changeEffect(...shown).replace(/ as [^\s,]+/u, ''),
}));

const anotherPerson = swap<typeof Persons>('render/view/contact-label.ts', ({ contactLabel }) => ({
  contactLabel: (...shown) => contactLabel(...shown).replace(/\d+(?=\)?$)/u, '1'),
}));

const listsCut = swap<typeof Shortened>('render/view/truncated-list.ts', () => ({
  cutOf: () => ({ head: 0, tail: 0 }),
}));

const allApplied = swap<typeof ReportView>('render/view/report-view.ts', ({ reportView }) => ({
  reportView: (report) => {
    const view = reportView(report);
    const outcomes = report.outcomes.map((outcome) => ({ ...outcome, status: 'done' as const }));
    return { ...view, applied: reportView({ ...report, outcomes }).applied };
  },
}));

const noDrift = swap<typeof DriftView>('render/view/drift-view.ts', ({ driftView }) => ({
  driftView: (...shown) => ({ ...driftView(...shown), counted: [] }),
}));

const rowsTurned = swap<typeof RenderExplanation>('render/text/explanation.ts', ({ renderExplanation }) => ({
  renderExplanation: (rows, options) =>
    renderExplanation(
      rows.map((row) => ({ ...row, holds: !row.holds })),
      options,
    ),
}));

const unknownIsProved = swap<typeof Table>('render/text/layout.ts', ({ table }) => ({
  table: (rows, options) =>
    table(
      rows.map((cells) => cells.map((cell) => (cell === 'unknown' ? 'proved' : cell))),
      options,
    ),
}));

export const textPlants: Readonly<Record<string, RowPlant>> = {
  'text: ended contacts are called active': {
    histories: ['4: the address moves to another contact'],
    swaps: [endedIsActive],
    found: ['false-statement', 'silence'],
  },
  'text: the alias is left out': {
    histories: ['files: a sender alias, and a line with a sender of its own'],
    swaps: [aliasLeftOut],
    found: ['false-statement'],
  },
  'text: another contact is named': {
    histories: ['19: paused, then applied'],
    swaps: [anotherPerson],
    found: ['false-statement', 'silence'],
  },
  'text: --full leaves contacts out': {
    histories: ['files: a sender alias, and a line with a sender of its own'],
    swaps: [listsCut],
    found: ['silence'],
  },
  'text: every change is reported as applied': {
    histories: ['files: a saved plan, applied in a freeze window'],
    swaps: [allApplied],
    found: ['false-statement'],
  },
  'text: drift is left out': {
    histories: ['files: strangers in an exclusive target'],
    swaps: [noDrift],
    found: ['silence'],
  },
  'text: rules that hold and rules that do not, the other way round': {
    histories: ['19: paused, then applied'],
    swaps: [rowsTurned],
    found: ['false-statement'],
  },
  'text: an unknown outcome is called proved': {
    histories: ['lag: undo whose requests are lost'],
    swaps: [unknownIsProved],
    found: ['false-statement'],
  },
};
