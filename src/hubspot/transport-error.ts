/** The error for the caller when a proxy opened no connection. */
export interface ProxyProblem {
  readonly code: 'proxy-refused' | 'proxy-unreachable';
  readonly help: string;
  /** Another attempt would fail in the same way. */
  readonly final: boolean;
}

/** A request without a complete response. */
export class TransportError extends Error {
  /** Nothing left this process: the connection never opened. */
  readonly unopened: boolean;
  /** Present where a proxy, not HubSpot, is the cause. */
  readonly proxy: ProxyProblem | undefined;

  constructor(
    message: string,
    options: {
      readonly unopened?: boolean;
      readonly proxy?: ProxyProblem | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'TransportError';
    this.unopened = options.unopened ?? false;
    this.proxy = options.proxy;
  }
}
