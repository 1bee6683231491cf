import { namedFiles, type Plan } from '../../../model/results/plan.ts';
import { quotedWord, shellWord } from '../../../model/text/shell-word.ts';
import { formatMoment } from '../format.ts';

export interface NextStepOptions {
  /** The file of the saved plan. */
  readonly planFile?: string | undefined;
  /** The plan is being applied, so the commands that apply it are left out. */
  readonly applying?: boolean | undefined;
  /** The files and folders that the plan was made of, for complete commands. Absent: the reader has just typed them. */
  readonly files?: readonly string[] | undefined;
}

/** One thing to do next. */
export interface NextStep {
  readonly what: string;
  readonly how: string;
  /** `how` is a command, not an instruction. */
  readonly isCommand: boolean;
  readonly note?: string;
}

/** Returns what to do after reading a plan. */
export function nextSteps(plan: Plan, { planFile, applying, files }: NextStepOptions): readonly NextStep[] {
  if (applying || plan.errored || plan.changes.length === 0) return [];
  if (plan.applyable) {
    const note = `(until ${formatMoment(plan.expiresAt)})`;
    const apply = (file: string): string => ['rollcall apply', shellWord(file), ...planFlags(plan)].join(' ');
    if (planFile !== undefined)
      return [{ what: 'Apply this plan', how: apply(planFile), isCommand: true, note }];
    return [
      { what: 'Save this plan', ...againWith(plan, '--out plan.json', files) },
      { what: 'Apply it', how: apply('plan.json'), isCommand: true, note },
    ];
  }
  const flags = [...new Set(plan.diagnostics.flatMap(({ limit }) => limit?.flag ?? []))];
  if (flags.length > 0) return [{ what: 'Allow it for one run', ...againWith(plan, flags.join(' '), files) }];
  return [
    { what: 'If the account is new to rollcall', how: 'rollcall ledger create', isCommand: true },
    { what: 'Otherwise', how: 'set ROLLCALL_LEDGER to the ledger of the earlier runs', isCommand: false },
  ];
}

/**
 * Returns the command of a plan with other flags. Without `files`, only a plan of the default file without flags has a known
 * command.
 */
function againWith(
  plan: Plan,
  flags: string,
  files: readonly string[] | undefined,
): Pick<NextStep, 'how' | 'isCommand'> {
  if (files)
    return {
      how: ['rollcall plan', ...files.map(shellWord), ...planFlags(plan), flags].join(' '),
      isCommand: true,
    };
  const isDefault = namedFiles(plan) === undefined && planFlagNotes(plan).length === 0;
  return isDefault
    ? { how: `rollcall plan ${flags}`, isCommand: true }
    : { how: `the same command with ${flags}`, isCommand: false };
}

/**
 * Returns one sentence for each flag without which the same files would give another plan. Includes a dialect other
 * than the default, even if the files choose it.
 */
export function planFlagNotes(plan: Plan): readonly string[] {
  const { only, exclude, undoRun, liftedLimits, dialect, context } = plan;
  const lifted = limitFlags.flatMap(([name, flag]) => {
    const limit = liftedLimits[name];
    const written = context?.fileLimits?.[name];
    const from = written === undefined ? '' : `${written} → `;
    return limit === undefined ? [] : [`${name} ${from}${limit} (${flag} ${limit})`];
  });
  return [
    ...(undoRun === undefined
      ? []
      : [
          `This plan only undoes run ${undoRun} (--undo-run ${undoRun}). Applying it pauses the targets of that run.`,
        ]),
    ...(only.length > 0
      ? [`Limited to ${globFlags('--only', only).join(' ')}; everything else is left out.`]
      : []),
    ...(exclude.length > 0 ? [`Left out: ${globFlags('--exclude', exclude).join(' ')}.`] : []),
    ...(lifted.length > 0
      ? [`Limit${lifted.length === 1 ? '' : 's'} lifted for this plan: ${lifted.join(', ')}.`]
      : []),
    ...(dialect === 'documented' ? [] : [`Dialect: ${dialect}.`]),
  ];
}

/** Returns the flags that the plan was made with, for the command line of its apply. */
function planFlags({ only, exclude, undoRun, liftedLimits, dialect }: Plan): readonly string[] {
  return [
    ...(undoRun === undefined ? [] : [`--undo-run ${undoRun}`]),
    ...globFlags('--only', only),
    ...globFlags('--exclude', exclude),
    ...limitFlags.flatMap(([name, flag]) => {
      const limit = liftedLimits[name];
      return limit === undefined ? [] : [`${flag} ${limit}`];
    }),
    ...(dialect === 'documented' ? [] : [`--dialect ${dialect}`]),
  ];
}

function globFlags(flag: string, globs: readonly string[]): readonly string[] {
  return globs.map((glob) => `${flag} ${quotedWord(glob)}`);
}

const limitFlags = [
  ['enroll', '--max-enroll'],
  ['unenroll', '--max-unenroll'],
  ['reenroll', '--max-reenroll'],
  ['perSenderPerDay', '--max-sender-day'],
  ['create', '--max-create'],
] as const;
