import type { ServerFace } from '@holdfast/platform/contract'

/** TEMPORARY until the inventory app has its faces. */
export async function loadFaces(): Promise<readonly ServerFace[]> {
  try {
    return (await import('../../apps/server.ts')).serverFaces
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    return []
  }
}
