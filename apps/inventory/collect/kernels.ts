import type { Collector, World } from '@holdfast/platform/contract'
import { kernelFact } from '../facts/index.ts'
import { listDirectories } from './look/list-directory.ts'
import { readableTexts } from './look/read-text.ts'
import { packageOwners } from './owners/package-owners.ts'
import { installedPackages } from './packages/installed-packages.ts'
import { ScopeReport } from './report/scope-report.ts'

const files = {
  release: '/proc/sys/kernel/osrelease',
  build: '/proc/sys/kernel/version',
  architecture: '/proc/sys/kernel/arch',
} as const
/** Where distributions keep images (/boot) or modules with an image beside them (Fedora, Arch). */
const imageFolder = '/boot'
const moduleFolders = ['/lib/modules', '/usr/lib/modules']

export const kernels: Collector = {
  id: 'inventory.kernels',
  version: 1,
  summary: 'The running kernel and the installed ones with their packages.',
  facts: [kernelFact.name],
  requires: ['files'],
  trigger: { paths: [imageFolder, ...moduleFolders] },
  everySeconds: 3600,
  async *collect(world) {
    if (world.capabilities.has('live')) yield* (await runningKernel(world)).observed()
    const report = new ScopeReport(kernelFact, 'installed')
    const images = await installedImages(world)
    const owners = await packageOwners(world, images.values())
    const versions = new Map((await installedPackages(world)).map(({ name, version }) => [name, version]))
    for (const [release, image] of images) {
      const owner = owners.get(image)
      report.add({
        release,
        running: false,
        image,
        package: owner,
        packageVersion: owner === undefined ? undefined : versions.get(owner),
      })
    }
    yield* report.observed()
  },
}

async function runningKernel(world: World): Promise<ScopeReport<typeof kernelFact>> {
  const report = new ScopeReport(kernelFact, 'running')
  const texts = await readableTexts(world, Object.values(files))
  const release = texts.get(files.release)?.trim()
  if (release === undefined) report.problem('missing', `${files.release} could not be read`)
  else
    report.add({
      release,
      running: true,
      build: texts.get(files.build)?.trim(),
      architecture: texts.get(files.architecture)?.trim(),
    })
  return report
}

/** Release to image: `vmlinuz-RELEASE` in /boot, or `vmlinuz` in the folder of the release's modules. */
async function installedImages(world: World): Promise<ReadonlyMap<string, string>> {
  const images = new Map<string, string>()
  const boot = await listDirectories(world, [imageFolder], ['file', 'symlink'])
  for (const { name, path, stat } of boot.entries) {
    const release = /^(?:vmlinuz|vmlinux|Image)-(.+)$/.exec(name)?.[1]
    // Links in /boot only say which image is the default.
    if (release && stat.kind === 'file' && !/\.old$|^rescue|-rescue-/.test(release)) images.set(release, path)
  }
  const folders = await listDirectories(world, moduleFolders, ['directory'])
  const beside = new Map(folders.entries.map(({ name, path }) => [`${path}/vmlinuz`, name]))
  for await (const answer of world.files.statMany([...beside.keys()])) {
    const release = beside.get(answer.path)
    if (answer.ok && release && !images.has(release)) images.set(release, answer.path)
  }
  return images
}
