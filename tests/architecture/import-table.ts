import { posix } from 'node:path'

/** Platform parts in their order: a part imports only itself and parts before it. */
export const platformOrder = [
  'contract',
  'lock',
  'trust',
  'world',
  'probing',
  'envelope',
  'edge',
  'search',
  'store',
  'audit',
  'outbox',
  'access',
  'sign-in',
  'jobs',
  'assets',
  'intake',
  'facts',
  'events',
  'content',
  'feeds',
  'scanning',
  'findings',
  'tags',
  'views',
  'boards',
  'notify',
  'alerts',
  'search-lists',
  'sla',
  'tickets',
  'commands',
  'tenants',
  'fleet',
  'scope',
  'http',
  'backup',
] as const

/** Where a file stands in the house. */
export interface Place {
  readonly layer: 'kit' | 'platform' | 'design' | 'app' | 'app-list' | 'program' | 'tests' | 'tools' | 'bench'
  /** Library, part, app or program. */
  readonly unit: string
  /** Folder or face within an app: `engine`, `collect`, `server.ts`. */
  readonly within: string
}

/** The place of a path relative to the root, or undefined for what is not of the house. */
export function placeOf(path: string): Place | undefined {
  const [top, unit = '', within = ''] = path.split('/')
  if (top === 'apps')
    return path.split('/').length === 2 ? { layer: 'app-list', unit, within: '' } : { layer: 'app', unit, within }
  const layers = {
    kit: 'kit',
    platform: 'platform',
    design: 'design',
    programs: 'program',
    tests: 'tests',
    tools: 'tools',
    bench: 'bench',
  } as const
  const layer = layers[top as keyof typeof layers]
  return layer && { layer, unit, within }
}

/** The path that a specifier leads to, relative to the root; undefined for packages from outside. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier))
  const own = /^@holdfast\/([^/]+)(?:\/(.+))?$/.exec(specifier)
  if (!own) return undefined
  const [, name = '', rest = ''] = own
  if (name === 'kit' || name === 'platform') return `${name}/${rest}/index.ts`
  if (name === 'design' || name === 'programs') return `${name}/${rest || 'index.ts'}`
  return `apps/${name}/${rest}${rest === 'web' ? '.tsx' : '.ts'}`
}

/** Why `from` may not import `to`; undefined when it may. `test` files may use testing parts of any layer below them. */
export function refusal(
  from: Place,
  to: Place,
  relative: boolean,
  options: { readonly test: boolean; readonly needs: readonly string[] },
): string | undefined {
  if (from.layer === 'tests' || from.layer === 'tools' || from.layer === 'bench') return undefined
  if (to.layer === 'tests' || to.layer === 'tools' || to.layer === 'bench') {
    return options.test ? undefined : 'nothing that ships imports tests, tools or benches'
  }
  if (relative && crosses(from, to)) return 'a relative import climbs out of its package: use the package name'
  switch (from.layer) {
    case 'kit':
      return to.layer === 'kit' ? undefined : 'kit imports only kit'
    case 'design':
      return to.layer === 'design' || to.layer === 'kit'
        ? undefined
        : 'design imports only design and kit: no product words'
    case 'platform':
      return fromPlatform(from, to, options.test)
    case 'app':
      return fromApp(from, to, options)
    case 'app-list':
      return to.layer === 'app' || to.layer === 'app-list' || to.unit === 'contract'
        ? undefined
        : 'the lists import apps only'
    case 'program':
      return to.layer === 'app' ? 'programs reach apps through apps/{edge,server,web,cli}.ts' : undefined
  }
}

function crosses(from: Place, to: Place): boolean {
  if (from.layer === 'program' && to.layer === 'app-list') return false
  if (from.layer === 'app-list') return false
  return from.layer !== to.layer || (from.layer === 'app' && from.unit !== to.unit)
}

function fromPlatform(from: Place, to: Place, test: boolean): string | undefined {
  if (to.layer === 'kit') return undefined
  if (to.layer !== 'platform') return 'the platform knows no app, program or design by name'
  const order: readonly string[] = platformOrder
  if (!order.includes(from.unit))
    return `platform part ${from.unit} is not in the order of tests/architecture/import-table.ts`
  if (from.unit === to.unit || test) return undefined
  return order.indexOf(to.unit) < order.indexOf(from.unit)
    ? undefined
    : `${from.unit} stands before ${to.unit} in the order of the platform`
}

/** What each folder of an app may reach, beside kit, the contract and its own app. */
const appReach: Readonly<Record<string, readonly string[]>> = {
  engine: ['contract'],
  facts: ['contract'],
  collect: ['contract'],
  'edge.ts': ['contract'],
  'app.ts': ['contract'],
  'public.ts': ['contract'],
}

function fromApp(
  from: Place,
  to: Place,
  options: { readonly test: boolean; readonly needs: readonly string[] },
): string | undefined {
  if (options.test) return undefined
  if (to.layer === 'kit') return undefined
  if (to.layer === 'app') {
    if (to.unit === from.unit) return ownApp(from, to)
    if (to.within !== 'public.ts') return `another app is reached through its public.ts only`
    return options.needs.includes(to.unit) ? undefined : `${from.unit} does not declare that it needs ${to.unit}`
  }
  if (to.layer === 'design')
    return from.within === 'screens' || from.within === 'web.tsx' ? undefined : 'only screens import the design kit'
  if (to.layer !== 'platform') return 'apps import down only'
  const reach = appReach[from.within]
  if (reach && !reach.includes(to.unit))
    return `${from.within} of an app may import ${reach.join(', ')} of the platform, not ${to.unit}`
  return undefined
}

function ownApp(from: Place, to: Place): string | undefined {
  if (from.within === 'engine' && !['engine', 'facts'].includes(to.within))
    return 'an engine imports only its facts: it is pure'
  if (from.within === 'facts' && to.within !== 'facts') return 'facts import only facts'
  if (from.within === 'collect' && !['collect', 'facts'].includes(to.within)) return 'collectors import only facts'
  return undefined
}
