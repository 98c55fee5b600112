/**
 * Whether a text can be a string account: 1 to 255 characters of Latin-1 that can be seen, as the Web SDK sends
 * them. Native SDKs take fewer, those of a channel name.
 */
export function isAccount(text: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]{1,255}$/.test(text)
}
