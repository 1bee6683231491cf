/** What the JSON Schema of stories cannot express: days of the calendar, and expectations that would pass whatever happens. */
import { isEmail, normalizeEmail } from '../../model/email.ts';
import { isCalendarDay } from '../../model/time.ts';
import type { Expectation, Given, StoryDocument } from './story.ts';

/** A problem at a value of a story. */
export interface StoryProblem {
  /** The keys and indexes that lead to the value. */
  readonly path: readonly string[];
  readonly message: string;
  readonly help: string;
}

/** Returns the problems of a story that has the form of its schema. */
export function checkStory({ given, steps }: StoryDocument): readonly StoryProblem[] {
  return [
    ...(given ? checkGiven(given) : []),
    ...steps.flatMap(({ expect }, index) =>
      typeof expect === 'object' ? checkExpectation(expect, ['steps', String(index), 'expect']) : [],
    ),
  ];
}

function checkGiven({ account, snapshot, now, contacts = [], owners = [] }: Given): readonly StoryProblem[] {
  const help = 'Remove one of them.';
  const message = '`account` and `snapshot` are two accounts, and a story has one.';
  const emails = (
    key: string,
    all: readonly (string | { readonly email: string })[],
  ): readonly StoryProblem[] =>
    all.flatMap((one, index) =>
      isEmail(normalizeEmail(typeof one === 'string' ? one : one.email))
        ? []
        : [{ path: ['given', key, String(index)], message: notAnEmail, help: emailHelp }],
    );
  return [
    ...(account === undefined || snapshot === undefined
      ? []
      : [{ path: ['given', 'snapshot'], message, help }]),
    ...(now === undefined ? [] : checkTime(now)),
    ...emails('contacts', contacts),
    ...emails('owners', owners),
  ];
}

const notAnEmail = 'An added contact or owner needs a valid email address.';
const emailHelp = 'Write the whole address. Ids are for contacts that the account has.';

function checkTime(now: string): readonly StoryProblem[] {
  const [day = '', time = '00:00'] = now.split(' ');
  const path = ['given', 'now'];
  if (!isCalendarDay(day)) return [notADay(path, day)];
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(time)) return [];
  return [{ path, message: `"${time}" is not a time of day.`, help: 'Write a time from 00:00 to 23:59.' }];
}

function notADay(path: readonly string[], day: string): StoryProblem {
  return { path, message: `"${day}" is not a day of the calendar.`, help: 'Write a day such as 2026-11-05.' };
}

const amounts: readonly (keyof Expectation)[] = ['emails', 'enrollments'];
const ofPlan: readonly (keyof Expectation)[] = ['plan', 'reason'];
const facts: readonly (keyof Expectation)[] = [
  'enrolledIn',
  'notEnrolledIn',
  ...ofPlan,
  ...amounts,
  'exit',
  'code',
];

/** Keys that mean something only next to one of others. */
const needed: readonly (readonly [keyof Expectation, readonly (keyof Expectation)[]])[] = [
  ['day', amounts],
  ['by', amounts],
  ['in', [...amounts, ...ofPlan]],
  ['contact', facts],
  ['enrolledIn', ['contact']],
  ['notEnrolledIn', ['contact']],
];

function checkExpectation(expected: Expectation, path: readonly string[]): readonly StoryProblem[] {
  const { day } = expected;
  return [
    ...(day === undefined || isCalendarDay(day) ? [] : [notADay([...path, 'day'], day)]),
    ...needed.flatMap(([key, others]): readonly StoryProblem[] => {
      if (expected[key] === undefined || others.some((other) => expected[other] !== undefined)) return [];
      const names = others.map((other) => `\`${other}\``);
      return [
        {
          path: [...path, key],
          message: `\`${key}\` alone expects nothing: it needs ${names.length === 1 ? '' : 'one of '}${names.join(', ')}.`,
          help: 'Add what must be true, for example: { contact: ana@northwind.example, emails: 1, day: 2026-11-05 }',
        },
      ];
    }),
  ];
}
