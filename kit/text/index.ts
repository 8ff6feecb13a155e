/** Bytes to text and back. */
export { decodeLatin1, decodeTextFile, decodeUtf8, decodeUtf8Strict, encodeUtf8 } from './decode.ts'
