import { accessPart } from '@holdfast/platform/access'
import type { ServerFace } from '@holdfast/platform/contract'
import { httpPart } from '@holdfast/platform/http/part'
import type { Part } from '@holdfast/platform/store'

/** Whoever owns tables, in the order in which they may refer to each other. */
export function allParts(faces: readonly ServerFace[]): readonly Part[] {
  const apps = faces.flatMap(({ app, migrations }) =>
    migrations ? [{ part: app.id, folder: new URL(migrations.href) }] : [],
  )
  return [accessPart, httpPart, ...apps]
}
