import type { ReadDeps } from '../../commands/deps.ts';
import type { AccountRecording } from '../../model/account-recording.ts';
import type { Session } from '../session.ts';

interface RecordingReads {
  readonly deps: ReadDeps;
  /** Returns what HubSpot returned. The account must have been opened. */
  readonly recording: () => AccountRecording;
}

/** Returns the dependencies of a plan, which keep what HubSpot returns to its reads. */
export function recordingReads({
  openRecorded,
  ...deps
}: ReturnType<Session['snapshotDeps']>): RecordingReads {
  let recording: AccountRecording | undefined;
  return {
    deps: {
      ...deps,
      openReader: async (desired) => {
        const opened = await openRecorded(desired);
        recording = opened.recording;
        return opened.reader;
      },
    },
    recording() {
      if (!recording) throw new Error('no account was opened');
      return recording;
    },
  };
}
