import type { Problem } from '../reading/index.ts'

export type WindowsArchitecture = 'x86' | 'x64' | 'arm64' | 'ia64'

/** `ProductType` of Win32_OperatingSystem. */
export type WindowsRole = 'client' | 'domain-controller' | 'server'

export interface WindowsSystem {
  /** As Windows calls itself: `Windows Server 2012 R2 Standard`. */
  readonly name: string
  /** `6.1`, `10.0`. */
  readonly version: string
  readonly build: number
  /** The last part of the full build number (UBR); absent before Windows 10 kept it. */
  readonly revision: number | undefined
  /** 0 where there is none. */
  readonly servicePack: number
  /** `EditionID`: `Professional`, `ServerStandard`. */
  readonly edition: string | undefined
  readonly role: WindowsRole
  /** Installed without a desktop. */
  readonly isCore: boolean
  readonly architecture: WindowsArchitecture
}

export interface WindowsUpdate {
  /** `KB4012212` */
  readonly id: string
  readonly kind: string | undefined
  /** RFC 3339, or a day. */
  readonly installedAt: string | undefined
}

export interface WindowsFeature {
  /** `smb1-server`, where it is one of those with a common name; otherwise the name that Windows gives it, in small letters. */
  readonly name: string
  readonly enabled: boolean
}

export interface WindowsListener {
  readonly transport: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  readonly process: string | undefined
}

/** What a recording script saw of one Windows host. A list that is undefined was not seen. */
export interface WindowsRecording {
  readonly host: string
  /** SMBIOS UUID or MachineGuid. */
  readonly machineId: string | undefined
  /** RFC 3339. */
  readonly recordedAt: string
  readonly system: WindowsSystem
  readonly updates: readonly WindowsUpdate[] | undefined
  readonly features: readonly WindowsFeature[] | undefined
  readonly listeners: readonly WindowsListener[] | undefined
  readonly problems: readonly Problem[]
}

export type RecordingReading =
  | { readonly ok: true; readonly recording: WindowsRecording }
  | { readonly ok: false; readonly problem: Problem }

/** Bounds of what is read: bytes of a recording, items of a list, UTF-16 code units of a text. */
export const recordingLimits = { bytes: 32 * 1024 * 1024, list: 20_000, text: 1024 } as const
