import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const templates = fileURLToPath(new URL('templates', import.meta.url))

/**
 * Copies a folder of templates. In file names and texts `__key__` and `{{key}}` stand for the values; the ending `.template` is taken off.
 * Throws where a file exists already: a generator never overwrites. Returns the paths it wrote.
 */
export function renderFolder(template: string, target: string, values: Readonly<Record<string, string>>): string[] {
  const source = join(templates, template)
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => {
    const relative = join(parentPath, name)
      .slice(source.length + 1)
      .replace(/\.template$/, '')
    const path = join(target, fill(relative, /__(\w+)__/g, values))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, fill(readFileSync(join(parentPath, name), 'utf8'), /\{\{(\w+)\}\}/g, values), { flag: 'wx' })
    return path
  })
}

function fill(text: string, pattern: RegExp, values: Readonly<Record<string, string>>): string {
  return text.replace(pattern, (_, key: string) => {
    const value = values[key]
    if (value === undefined) throw new Error(`the template names ${key}, which has no value`)
    return value
  })
}

/** `disk-usage` → `diskUsage`. */
export function camelCase(kebab: string): string {
  return kebab.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** `disk-usage` → `Disk usage`. */
export function sentenceCase(kebab: string): string {
  const words = kebab.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
