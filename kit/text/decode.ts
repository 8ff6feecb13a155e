/** The part of the Encoding Standard that is used here; every runtime has it, the ECMAScript library types do not name it. */
declare const TextDecoder: new (
  label: string,
  options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
) => { decode(bytes: Uint8Array): string }
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

const lenient = new TextDecoder('utf-8')
const strict = new TextDecoder('utf-8', { fatal: true })

/** Decodes UTF-8 without a byte order mark; malformed bytes become U+FFFD. Never throws. */
export function decodeUtf8(bytes: Uint8Array): string {
  return lenient.decode(bytes)
}

/** Decodes UTF-8 without a byte order mark; undefined when the bytes are malformed. */
export function decodeUtf8Strict(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** One character per byte, U+0000 to U+00FF: for file names and fields whose encoding is unknown but must round-trip. */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = ''
  // String.fromCharCode takes its characters as arguments, whose number is limited.
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  }
  return text
}

/** Decodes a text file as editors do: by its byte order mark as UTF-8 or UTF-16, else as UTF-8. Never throws. */
export function decodeTextFile(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return decodeUtf8(bytes)
}
