import type { World } from '@holdfast/platform/contract'

/** `imageWorld`, loaded when it is needed. */
export async function openImageWorld(path: string): Promise<World> {
  const { imageWorld } = await import('./image-world.ts')
  return imageWorld(path)
}
