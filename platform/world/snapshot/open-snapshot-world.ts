import type { World } from '@holdfast/platform/contract'

/** `snapshotWorld`, loaded when it is needed. */
export async function openSnapshotWorld(path: string): Promise<World> {
  const { snapshotWorld } = await import('./snapshot-world.ts')
  return snapshotWorld(path)
}
