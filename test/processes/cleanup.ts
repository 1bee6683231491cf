/** Takes what has to be undone when the test is over: the `onTestFinished` of its own context. */
export type Cleanup = (undo: () => void | Promise<void>) => void;
