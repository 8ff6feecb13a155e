/** The main attributes of a jar's manifest, by name in lower case. Source: JAR File Specification, "Manifest". */
export function readManifest(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n /g, '')
  for (const line of unfolded.split('\n')) {
    if (line === '') break
    const colon = line.indexOf(':')
    if (colon > 0) attributes.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return attributes
}

/** Java properties by key. Source: `java.util.Properties.load`. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let pending = ''
  for (const line of text.split(/\r\n?|\n/)) {
    const logical = pending + (pending === '' ? line : line.trimStart())
    pending = ''
    if (endsOpen(line) && !/^\s*[#!]/.test(logical)) {
      pending = logical.slice(0, -1)
      continue
    }
    const match = /^[ \t\f]*(?![#!])((?:[^\\:= \t\f]|\\.)+)[ \t\f]*[:=]?[ \t\f]*(.*)$/.exec(logical)
    if (match !== null) found.set(unescaped(match[1] as string), unescaped(match[2] as string).trim())
  }
  return found
}

/** True when the line ends with an odd number of backslashes, so that the next one continues it. */
function endsOpen(line: string): boolean {
  let end = line.length
  while (end > 0 && line[end - 1] === '\\') end--
  return (line.length - end) % 2 === 1
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, character: string | undefined) =>
    code === undefined
      ? (escapes[character as string] ?? (character as string))
      : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
