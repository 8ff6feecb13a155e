import { readWindowsRecording } from '@holdfast/kit/windows'
import type { ScanPart } from '@holdfast/platform/contract'
import { factsOfWindows } from '../engine/windows/facts-of-recording.ts'

/** A recording of a Windows host. Throws RecordingError that says what is wrong, and where. */
export const readWindows: NonNullable<ScanPart['readRecording']> = (bytes) => {
  const reading = readWindowsRecording(bytes)
  if (!reading.ok) {
    const { message, part, offset } = reading.problem
    throw new RecordingError(
      `${part === undefined ? '' : `${part}: `}${message}${offset === undefined ? '' : ` at character ${offset}`}`,
    )
  }
  const { host, recordedAt } = reading.recording
  return { name: host, recordedAt, ...factsOfWindows(reading.recording) }
}

export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}
