/** Why an image archive could not be opened: what is wrong, and where. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
}
