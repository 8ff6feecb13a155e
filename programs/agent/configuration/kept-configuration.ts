import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SignedConfiguration } from '@holdfast/platform/trust'
import { keepFile } from '../update/keep-file.ts'

/** What an agent keeps of its configurations. */
export interface KeptConfiguration {
  /** The one that is proven. */
  readonly current?: SignedConfiguration
  /** One under which the server has not been heard yet, and how often the agent was started with it. */
  readonly trial?: { readonly signed: SignedConfiguration; readonly attempts: number }
  /** One that it went back from. */
  readonly refused?: { readonly revision: string; readonly reason: string }
}

const file = 'configuration.json'

/** What is kept; nothing where there is none, or it makes no sense. It is verified again by whoever uses it. */
export function readKeptConfiguration(home: string): KeptConfiguration {
  try {
    const kept = JSON.parse(readFileSync(join(home, file), 'utf8')) as KeptConfiguration
    return typeof kept === 'object' && kept !== null ? kept : {}
  } catch {
    return {}
  }
}

/** Keeps it: whole or not at all, and on the disk when this returns. */
export function writeKeptConfiguration(home: string, kept: KeptConfiguration): void {
  keepFile(join(home, file), JSON.stringify(kept), 0o600)
}
