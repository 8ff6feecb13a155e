/** What an `AbortSignal` offers to code that may be stopped, without the library types that name it. */
export interface Stop {
  readonly aborted: boolean
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** What a file `URL` offers: `import.meta.resolve`-like locations of data folders. */
export interface Folder {
  readonly href: string
}
