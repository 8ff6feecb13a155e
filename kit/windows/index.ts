/** Windows hosts: recordings of what they have, and what Microsoft's advisories call them. */
export { windowsProductName } from './product-name.ts'
export { readWindowsRecording } from './read-recording.ts'
export type {
  RecordingReading,
  WindowsArchitecture,
  WindowsFeature,
  WindowsListener,
  WindowsRecording,
  WindowsRole,
  WindowsSystem,
  WindowsUpdate,
} from './recording.ts'
