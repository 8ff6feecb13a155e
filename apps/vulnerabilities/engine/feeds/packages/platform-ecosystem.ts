import table from './platform-ecosystems.json' with { type: 'json' }

const byCpe = new Map<string, string>(Object.entries(table.byCpe))
const byName = table.byName.map(({ name, ecosystem }) => ({ pattern: new RegExp(name), ecosystem }))

/** The ecosystem of a distribution's product by how its publisher names it: `SUSE Linux Enterprise Server 15 SP3`. */
export function ecosystemOfPlatform(cpe: string | undefined, name: string | undefined): string | undefined {
  return (
    (cpe === undefined ? undefined : ecosystemOfCpe(cpe)) ?? (name === undefined ? undefined : ecosystemOfName(name))
  )
}

/** `cpe:/a:redhat:enterprise_linux:9::appstream` is what OSV calls `Red Hat:enterprise_linux:9::appstream`. */
export function ecosystemOfCpe(cpe: string): string | undefined {
  const [vendor = '', product = '', ...more] = cpeParts(cpe)
  const template = byCpe.get(`${vendor}:${product}`) ?? byCpe.get(`${vendor}:*`)
  if (template === undefined || product === '') return undefined
  const [version = ''] = more
  if (!template.includes('{cpe}') && !/^\d/.test(version) && template.includes('{')) return undefined
  const [major = '', minor] = version.split('.')
  return template
    .replace('{cpe}', () => [product, ...more].join(':').replace(/:+$/, ''))
    .replace('{major}', () => major)
    .replace('{minor}', () => (minor === undefined ? major : `${major}.${minor}`))
    .replace('{version}', () => version)
}

function ecosystemOfName(name: string): string | undefined {
  const text = name.slice(0, 200)
  for (const { pattern, ecosystem } of byName) if (pattern.test(text)) return text.replace(pattern, ecosystem)
  return undefined
}

/** Vendor, product, version, update, edition of either binding; wildcards are empty. Source: NISTIR 7695, 6.1 and 6.2. */
export function cpeParts(cpe: string): readonly string[] {
  const parts = cpe.slice(0, 1000).split(/(?<!\\):/)
  const from = parts[1] === '2.3' ? 3 : 2
  return parts.slice(from, from + 5).map((part) => (part === '*' || part === '-' ? '' : part.replaceAll('\\', '')))
}
