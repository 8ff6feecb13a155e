import words from './kernel-packages.json' with { type: 'json' }

const sources = words.sources.map((pattern) => new RegExp(pattern))
const withKernel = words.withKernel.map((pattern) => new RegExp(pattern))
const renamed = words.renamed.map(({ from, to }) => ({ from: new RegExp(from), to }))

/** Whether packages of this source package are made from the Linux kernel. */
export function isKernelSource(source: string): boolean {
  return sources.some((pattern) => pattern.test(source))
}

/** Whether a package of such a source holds a kernel or modules of one, rather than headers, tools or documents. */
export function holdsKernel(name: string): boolean {
  return withKernel.some((pattern) => pattern.test(name))
}

/** Distributions sign kernels in a package of its own, of which no advisory speaks: they name what was signed. */
export function unsignedSource(source: string): string {
  for (const { from, to } of renamed) if (from.test(source)) return source.replace(from, to)
  return source
}

/** Whether a package is the one of a kernel release, as `uname -r` prints it: by its name, or by its version. */
export function isOfRelease(name: string, version: string, architecture: string | undefined, release: string): boolean {
  if (name.endsWith(`-${release}`)) return true
  const plain = version.replace(/^\d+:/, '')
  // rpm: 5.14.0-362.8.1.el9_3.x86_64. apk: linux-lts 6.6.30-r0 is 6.6.30-0-lts.
  const flavour = /^linux-(.+)$/.exec(name)?.[1]
  const own = [
    plain,
    `${plain}.${architecture}`,
    ...(flavour ? [`${plain.replace(/-r(\d+)$/, '-$1')}-${flavour}`] : []),
  ]
  return own.includes(release.replace(/\+(?:debug|rt|64k)$/, ''))
}
