/** Registers a function that runs after the test: `onTestFinished` of the test context. */
export type Cleanup = (undo: () => void | Promise<void>) => void;
