import type { Settings } from './settings.ts'

/**
 * What is wrong when only one of App ID and certificate is set: that is a mistake, never a wish for the demo
 * project, whose tokens no real project admits.
 */
export function halfCredentials({
  appId,
  certificate,
}: Pick<Settings, 'appId' | 'certificate'>): string | undefined {
  if ((appId === undefined) === (certificate === undefined)) return undefined
  const [present, missing] =
    certificate === undefined
      ? ['AGORA_APP_ID', 'AGORA_APP_CERTIFICATE']
      : ['AGORA_APP_CERTIFICATE', 'AGORA_APP_ID']
  return `${missing} is not set, but ${present} is. Set both, or neither for a demo project.`
}
