import { useEffect, useState } from 'react'

/** Copies text; `copied` is true for a moment after it worked, `failed` where the browser refused. */
export function useCopy(): { copy: (text: string) => Promise<void>; copied: boolean; failed: boolean } {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 1_600)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async (text: string) => setState((await write(text)) ? 'copied' : 'failed')
  return { copy, copied: state === 'copied', failed: state === 'failed' }
}

/** The clipboard interface exists only in secure contexts (HTTPS, loopback); elsewhere a selected text area does it. */
async function write(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      return false
    }
  }
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'said'
  document.body.append(area)
  area.select()
  const worked = document.execCommand('copy')
  area.remove()
  return worked
}
