/** The exit codes of rollcall. They are public: scripts rely on them. */
export const ExitCode = {
  done: 0,
  error: 1,
  changes: 2,
  invalidConfiguration: 3,
  account: 4,
  limit: 5,
  partly: 6,
  unknown: 7,
  stalePlan: 8,
  locked: 9,
  quota: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The exit codes of an apply that completed: it handled every change, or left some to a later run. */
export const completedExitCodes: readonly ExitCode[] = [ExitCode.done, ExitCode.partly];
