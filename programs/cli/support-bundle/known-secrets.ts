import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../../server/settings.ts'

/** Folders and files of a home that hold secrets of this installation. */
const places = ['keys', 'tls', 'database/secrets.json', 'agent/state'] as const
const biggest = 1024 * 1024
/** Shorter texts are words. */
const shortest = 8

/**
 * Every secret that this installation has written down, in each spelling that it might be met in, longest first. It is held in memory to
 * be searched for, and goes nowhere.
 */
export function knownSecrets(settings: Settings, environment: Readonly<Record<string, string | undefined>>): string[] {
  const found = new Set<string>()
  const add = (secret: string) => {
    if (secret.length < shortest) return
    found.add(secret)
    found.add(encodeURIComponent(secret))
    found.add(JSON.stringify(secret).slice(1, -1))
    const bytes = Buffer.from(secret)
    for (const form of ['base64', 'base64url', 'hex'] as const) found.add(bytes.toString(form))
  }
  for (const path of places.flatMap((place) => files(join(settings.home, place)))) {
    const bytes = readFileSync(path)
    for (const form of ['base64', 'base64url', 'hex'] as const) add(bytes.toString(form))
    if (path.endsWith('.json')) for (const text of texts(bytes.toString('utf8'))) add(text)
    if (path.endsWith('.key')) for (const line of bytes.toString('utf8').split('\n')) if (line.length > 20) add(line)
  }
  for (const [name, value = ''] of Object.entries(environment)) {
    if (/PASS|SECRET|TOKEN|KEY|CREDENTIAL/i.test(name)) add(value)
    const password = /^[a-z][a-z+.-]*:\/\/[^:/@\s]*:([^@\s]+)@/i.exec(value)?.[1]
    if (password !== undefined) for (const each of [password, decoded(password)]) add(each)
  }
  return [...found].sort((a, b) => b.length - a.length)
}

/** Values of a JSON file whose names say that they are secret, and all of the file of passwords. */
function texts(json: string): string[] {
  const all: string[] = []
  const walk = (value: unknown) => {
    if (typeof value === 'string' && /^[\w+/=-]{16,}$/.test(value)) all.push(value)
    else if (value && typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) {
        // What is public in a key, and the names of things, help whoever reads.
        if (!/^(id|publicKey|source|server|timeline)$/.test(name)) walk(inner)
      }
  }
  try {
    walk(JSON.parse(json))
  } catch {
    // Half written: its bytes are searched for as they are.
  }
  return all
}

function files(path: string): string[] {
  try {
    const info = statSync(path)
    if (info.isFile()) return info.size <= biggest ? [path] : []
    return readdirSync(path).flatMap((name) => files(join(path, name)))
  } catch {
    return []
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
