import type { ReportFinding } from '@holdfast/kit/reports'
import type { Reported } from '../../facts/reported.ts'

/** Where on its asset a finding is: `tcp/443`, `npm/lodash in package-lock.json`, `/etc/passwd`; empty for the asset itself. */
export function placeOnAsset({ place }: Pick<ReportFinding, 'place'>): string {
  const { port, protocol, url, file, resource, component } = place
  const part = component && componentWords(component)
  const where = file ?? (component === undefined ? undefined : resource)
  if (part !== undefined) return where === undefined ? part : `${part} in ${where}`
  if (file !== undefined) return file
  if (port !== undefined) return `${protocol ?? 'tcp'}/${port}`
  return url === undefined ? (resource ?? '') : url.split(/[?#]/)[0]!
}

/** A finding as a fact; `id` is its key where that is short, and otherwise stands for it. */
export function itemOfFinding(finding: ReportFinding, tool: string, id: string): Reported {
  const { rule, title, severity, ids, fix, text } = finding
  return {
    id,
    tool: tool.slice(0, 200),
    rule,
    title,
    ...(severity !== 'unknown' && { severity }),
    ids: ids.map((one) => one.slice(0, 100)),
    place: placeOnAsset(finding).slice(0, 400),
    ...(fix !== undefined && { fix: fix.slice(0, 2000) }),
    ...(text !== undefined && { text: text.slice(0, 4096) }),
  }
}

function componentWords({ name, purl }: { readonly name: string; readonly purl?: string }): string {
  const type = /^pkg:([a-z][a-z0-9.+-]*)\//i.exec(purl ?? '')?.[1]?.toLowerCase()
  return type === undefined ? name : `${type}/${name}`
}
