/** A promise that one part of a test awaits and another part resolves. */
export interface Moment {
  readonly reached: Promise<void>;
  readonly reach: () => void;
}

export function moment(): Moment {
  let reach = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reached, reach };
}
