import type { ServerFace } from '@holdfast/platform/contract'
import { type Part, platformParts } from '@holdfast/platform/store'

/** Whoever owns tables, in the order in which they may refer to each other. */
export function allParts(faces: readonly ServerFace[]): readonly Part[] {
  const apps = faces.flatMap(({ app, migrations }) =>
    migrations ? [{ part: app.id, folder: new URL(migrations.href) }] : [],
  )
  return [...platformParts(), ...apps]
}
