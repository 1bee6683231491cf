import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { LeaseLost } from '../model/ledger.ts';

/** Why an apply stopped before its last change, when it did. */
export type Stop =
  | { readonly why: 'ledger-lost'; readonly reason: string }
  | { readonly why: 'denied'; readonly reason: string }
  | { readonly why: 'quota'; readonly reason: string }
  | { readonly why: 'unreadable'; readonly reason: string }
  | { readonly why: 'interrupted'; readonly reason: string }
  | { readonly why: 'canary'; readonly reason: string };

/**
 * What a failure means for the changes still to come. A defect of ours stops them like a lost ledger:
 * whatever it was, nothing more may leave.
 */
export function stopOf(error: unknown): Stop {
  if (error instanceof LeaseLost) return { why: 'ledger-lost', reason: error.message };
  if (!(error instanceof Failure)) return { why: 'ledger-lost', reason: `internal error: ${String(error)}` };
  if (error.exitCode === ExitCode.account) return { why: 'denied', reason: error.message };
  if (error.exitCode === ExitCode.quota) return { why: 'quota', reason: error.message };
  if (error.code.startsWith('ledger-')) return { why: 'ledger-lost', reason: error.message };
  return { why: 'unreadable', reason: error.message };
}
