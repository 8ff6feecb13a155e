import { keepFile, type Obtained, type Obtaining, provenanceOf } from './obtaining.ts'

/** Files that are replaced as a whole: each is asked whether it changed. */
export async function obtainFiles(urls: readonly string[], about: Obtaining): Promise<Obtained> {
  const kept: { path: string; url: string }[] = []
  const files: Record<string, { secure: boolean; etag?: string; modified?: string }> = {}
  let isNew = false
  for (const url of urls) {
    about.say(() => url)
    const { path, got, entry } = await keepFile(url, about)
    files[url] = entry
    kept.push({ path, url })
    if (got.outcome === 'new') isNew = true
  }
  if (!isNew && about.hasVersion) return { outcome: 'unchanged', files, cursor: undefined }
  const secure = Object.values(files).map((entry) => entry.secure)
  const provenance = provenanceOf(secure, urls[0] ?? '')
  return { outcome: 'new', fetched: kept, isDelta: false, provenance, files, cursor: undefined }
}
