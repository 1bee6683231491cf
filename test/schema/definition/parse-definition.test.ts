import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../src/schema/definition/parse-definition.ts';

const head = 'definition: workflow\nformatVersion: 1\nname: Drip\nenroll: manual\n';

function problems(text: string, purpose: 'create' | 'compare' = 'create'): readonly string[] {
  return parseDefinition({ file: 'a.yaml', text, purpose }).diagnostics.map(
    ({ code, source }) => `${source?.line}:${source?.column} ${code}`,
  );
}

describe('parseDefinition', () => {
  it('reads a short file, in which actions continue with the one below', () => {
    const text = `${head}actions:\n  - delay: 2 days\n  - set: { lifecyclestage: customer }\n`;
    const { definition, diagnostics } = parseDefinition({ file: 'a.yaml', text, purpose: 'create' });
    expect(diagnostics).toEqual([]);
    expect(definition).toMatchObject({
      actions: [
        { id: '1', does: 'delay', minutes: 2880, next: '2' },
        { id: '2', does: 'set-property', property: 'lifecyclestage', value: 'customer' },
      ],
    });
  });

  it('reads a file with thousands of actions in seconds', () => {
    const text = `${head}actions:\n${'  - addToList: 620\n'.repeat(10_000)}`;
    expect(problems(text)).toEqual([]);
  });

  it.each([
    ['a type that HubSpot answers with 500', '- raw: { actionTypeId: "0-13" }', ['6:5 action-type-refused']],
    [
      'a delay with a time of day',
      '- { delay: 1 day, raw: { fields: { time_of_day: { hour: 9 } } } }',
      ['6:5 delay-time-of-day'],
    ],
    ['an unknown next action', '- { delay: 1 day, next: 7 }', ['6:5 action-next-unknown']],
    [
      'an unreachable action',
      '- { id: 1, delay: 1 day, next: end }\n  - { id: 2, delay: 1 day }',
      ['7:5 action-unreachable'],
    ],
    [
      'a cycle without a delay',
      '- set: { a: b }\n  - { set: { a: c }, next: 1 }',
      ['6:5 action-cycle-without-delay'],
    ],
    ['a delay of 0', '- delay: 0 days', ['6:5 bad-duration']],
    [
      'a cycle with a delay of 0',
      '- delay: 0 minutes\n  - raw: { type: STATIC_BRANCH, defaultBranch: { nextActionId: "1" }, staticBranches: [] }',
      ['6:5 bad-duration', '6:5 action-cycle-without-delay'],
    ],
    ['a way without an end', '- delay: 1 day\n  - { set: { a: c }, next: 1 }', ['6:5 action-no-end']],
    [
      'a filter of an enumeration with IS_NOT_EQUAL_TO',
      '- raw:\n      type: LIST_BRANCH\n      filter: { operationType: ENUMERATION, operator: IS_NOT_EQUAL_TO }',
      ['8:55 filter-not-equal'],
    ],
    ['an id that is not a number', '- { id: a, delay: 1 day }', ['6:5 bad-id']],
  ])('refuses to create %s, and compares it', (_, action, expected) => {
    const text = `${head}actions:\n  ${action}\n`;
    expect(problems(text)).toEqual(expected);
    expect(problems(text, 'compare')).toEqual([]);
  });

  it.each([
    [
      'duplicate ids',
      '- { id: 1, delay: 1 day }\n  - { id: 1, delay: 2 days }',
      ['7:11 action-id-duplicate'],
    ],
    ['an empty action', '- id: 1', ['6:5 action-unclear']],
    ['two actions in one block', '- { delay: 1 day, addToList: 3 }', ['6:5 action-unclear']],
    ['an unknown key', '- { delai: 1 day, raw: {} }', ['6:7 unknown-key']],
    ['a delay without a unit', '- delay: 2', ['6:12 bad-duration']],
    ['a delay of seconds', '- delay: 30 seconds', ['6:12 bad-duration']],
    ['a list by name', '- addToList: prospects', ['6:16 bad-id']],
    ['a property without a value', '- set: { a: }', ['6:15 wrong-value']],
    [
      'a raw part with its own key',
      '- { delay: 1 day, raw: { fields: { delta: "3" } } }',
      ['6:21 definition-raw'],
    ],
    [
      'a raw action that has its own key',
      '- raw: { actionTypeId: 0-1, fields: { delta: "3", time_unit: DAYS } }',
      ['6:5 definition-raw'],
    ],
    ['a delay that is too long', '- delay: 520000 weeks', ['6:12 bad-duration']],
    ['a delay with too many digits', '- delay: 99999999999 weeks', ['6:12 bad-duration']],
  ])('refuses %s', (_, action, expected) => {
    expect(problems(`${head}actions:\n  ${action}\n`, 'compare')).toEqual(expected);
  });

  it.each([
    ['isEnabled: true', 'whether a workflow is turned on is not part of a definition'],
    ['revisionId: "4"', '`raw` has the key `revisionId`, which HubSpot sets'],
    ['suppressionListIds: [ 620 ]', '`raw` has the key `suppressionListIds`, which has its own key'],
    ['canEnrollFromSalesforce: false', "HubSpot's usual value"],
  ])('names the key of `raw: { %s }`', (raw, text) => {
    const file = { file: 'a.yaml', purpose: 'create' } as const;
    const written = `${head}unenrollFrom: [ 7 ]\nactions: []\nraw:\n  goal: x\n  ${raw}\n`;
    expect(parseDefinition({ ...file, text: written }).diagnostics).toMatchObject([
      { code: 'definition-raw', source: { line: 9, column: 3 }, message: expect.stringContaining(text) },
    ]);
  });

  it('names what is wrong with a raw action and with a long delay', () => {
    const messages = (action: string): readonly string[] =>
      parseDefinition({
        file: 'a.yaml',
        purpose: 'compare',
        text: `${head}actions:\n  - ${action}\n`,
      }).diagnostics.map(({ message }) => message);
    expect(messages('raw: { actionTypeId: 0-1, fields: { delta: "3", time_unit: DAYS } }')).toEqual([
      'The raw action 1 is an action that has its own key, `delay`.',
    ]);
    expect(messages('delay: 99999999999 weeks')).toEqual([
      'Invalid `delay`: the text "99999999999 weeks" is too long.',
    ]);
  });

  it('warns of a new workflow that does nothing', () => {
    expect(problems(`${head}actions: []\n`)).toEqual(['5:10 definition-without-effect']);
    expect(problems(`${head}actions: []\n`, 'compare')).toEqual([]);
    expect(problems(`${head}unenrollFrom: [ 900100 ]\nactions: []\n`)).toEqual([]);
  });

  it('names raw criteria that have their own key', () => {
    const text = `${head.replace('enroll: manual', 'enroll: { raw: { type: MANUAL } }')}actions: []\n`;
    expect(problems(text, 'compare')).toEqual(['4:9 definition-raw']);
  });

  it.each([
    ['an empty file', '', ['1:1 empty-file']],
    ['another file', 'version: 1\n', ['1:1 definition-kind']],
    ['a later format', 'definition: workflow\nformatVersion: 2\n', ['2:16 definition-version']],
    [
      'a name with a space at its end',
      "definition: workflow\nformatVersion: 1\nname: 'Welcome '\nenroll: manual\nactions: []\n",
      ['3:7 definition-name', '5:10 definition-without-effect'],
    ],
    [
      'a workflow of deals',
      `${head}actions: []\nraw: { objectTypeId: 0-3 }\n`,
      ['5:10 definition-without-effect', '6:22 definition-not-for-contacts'],
    ],
    [
      'missing keys',
      'definition: workflow\nformatVersion: 1\n',
      ['1:1 missing-key', '1:1 missing-key', '1:1 missing-key'],
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});
