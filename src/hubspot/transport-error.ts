/** A request that got no whole answer. */
export class TransportError extends Error {
  /** Nothing left this process: the connection never opened. */
  readonly unopened: boolean;

  constructor(message: string, options: { readonly unopened?: boolean; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'TransportError';
    this.unopened = options.unopened ?? false;
  }
}
