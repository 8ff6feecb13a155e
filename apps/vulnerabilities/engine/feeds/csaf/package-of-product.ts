import { packageOfPurl } from '../packages/package-of-purl.ts'
import type { PackageStatement } from '../packages/package-statement.ts'
import { cpeParts, ecosystemOfPlatform } from '../packages/platform-ecosystem.ts'
import { readProductRange } from './product-range.ts'
import type { CsafProduct } from './product-tree.ts'

export type ProductPackage = Omit<PackageStatement, 'state'>

/** What a product of the tree is: a package in a release, or a product that only its publisher's words or a CPE name. */
export function packageOfProduct(id: string, products: ReadonlyMap<string, CsafProduct>): ProductPackage {
  const own = products.get(id) as CsafProduct
  let component = own
  let platform: CsafProduct | undefined
  let module: string | undefined
  // A package in a module in a release is a component of a component.
  for (let depth = 0, at: CsafProduct | undefined = own; at?.component !== undefined && depth < 8; depth++) {
    const part = products.get(at.component.as)
    if (part === undefined) break
    if (depth === 0) component = part
    module ??= moduleOf(part.purl)
    platform = products.get(at.component.of)
    at = platform
  }
  for (let depth = 0; component.component !== undefined && depth < 8; depth++) {
    const part = products.get(component.component.as)
    if (part === undefined) break
    platform ??= products.get(component.component.of)
    component = part
  }
  const ecosystem =
    platform && ecosystemOfPlatform(platform.cpe, platform.branches.get('product_name') ?? platform.name)
  const purl = component.purl ?? own.purl
  const named = purl === undefined ? undefined : packageOfPurl(purl, ecosystem)
  if (named !== undefined) return { ...named, module: module ?? named.module }
  return (
    (ecosystem === undefined ? undefined : packageOfRpmName(component, ecosystem, module)) ?? productByName(component)
  )
}

/** `pkg:rpmmod/redhat/nodejs@18:8090020240301110609:rhel8` is the stream `nodejs:18`. */
function moduleOf(purl: string | undefined): string | undefined {
  const match = /^pkg:rpmmod\/(?:[^/]+\/)?([^/@?]+)@([^?]+)/.exec(purl ?? '')
  const stream = match?.[2]?.replace(/%3a/gi, ':').split(':')[0]
  return stream ? `${match?.[1]}:${stream}` : undefined
}

/** SUSE and older documents of Red Hat name components as files are named: `bind-32:9.8.2-0.68.el6.x86_64`, or without version: `bind`. */
function packageOfRpmName(
  { name = '', branches }: CsafProduct,
  ecosystem: string,
  module?: string,
): ProductPackage | undefined {
  const text = branches.get('product_version') ?? branches.get('product_name') ?? name
  const match =
    /^([\w.+-]+?)-((?:\d+:)?[^-:\s]+-[^-:\s]+?)(?:\.(x86_64|aarch64|ppc64le|ppc64|s390x|s390|i[3-6]86|noarch|src|nosrc|riscv64))?(?:::.*)?$/.exec(
      text.slice(0, 500),
    )
  if (match === null) return /^[\w.+-]+$/.test(text) ? { ecosystem, name: text, module } : undefined
  const [, rpm, version, arch] = match
  const isSource = arch === 'src' || arch === 'nosrc'
  return {
    ecosystem,
    name: rpm,
    module,
    version: version?.replace(/^0:/, ''),
    architecture: isSource || arch === 'noarch' ? undefined : arch,
    names: isSource ? 'source' : 'binary',
  }
}

function productByName({ cpe, name, branches }: CsafProduct): ProductPackage {
  const named = branches.get('product_name') ?? name
  const range = branches.get('product_version_range')
  const read = range === undefined ? undefined : readProductRange(range)
  const version = branches.get('product_version') ?? (cpe === undefined ? undefined : cpeParts(cpe)[2] || undefined)
  // A range in words that cannot be read names the product so, and no versions that it would be wrong to take for all.
  if (range !== undefined && read === undefined) return { name: `${named} ${range}`.trim() }
  if (read !== undefined && read.events.length === 0) return { name: named, cpe, version: read.versions[0] }
  return { name: named, cpe, ...(read === undefined ? { version } : { events: read.events }) }
}
