import { existsSync, readdirSync } from 'node:fs'
import { platformParts } from '../catalogue/platform-parts.ts'
import type { Part } from '../migrate/read-migrations.ts'

const apps = new URL('../../../apps/', import.meta.url)

/** The platform's parts and those of all apps of the checkout, whether a program lists them or not. */
export function everyPart(): Part[] {
  const names = readdirSync(apps, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const parts = names.map(({ name }) => ({ part: name, folder: new URL(`${name}/store/`, apps) }))
  const withTables = parts.filter(
    ({ folder }) => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.sql')),
  )
  return [...platformParts(), ...withTables.sort((a, b) => (a.part < b.part ? -1 : 1))]
}
