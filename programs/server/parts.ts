import { commandsPart } from '@holdfast/platform/commands'
import type { ServerFace } from '@holdfast/platform/contract'
import { type Part, platformParts } from '@holdfast/platform/store'

/** Whoever owns tables, in the order in which they may refer to each other. */
export function allParts(faces: readonly ServerFace[]): readonly Part[] {
  const apps = faces.flatMap(({ app, migrations }) =>
    migrations ? [{ part: app.id, folder: new URL(migrations.href) }] : [],
  )
  const platform = platformParts()
  const missing = [commandsPart].filter(({ part }) => !platform.some((each) => each.part === part))
  return [...platform, ...missing, ...apps]
}
