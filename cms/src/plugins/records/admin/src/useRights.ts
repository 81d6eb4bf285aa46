import { useAuth } from '@strapi/strapi/admin';

/**
 * Says which of the plugin's actions the administrator's role allows. Not by `useRBAC`, which knows an
 * action by its last word only, and “read” is two of ours.
 */
export function useRights(): (action: string) => boolean {
  const permissions = useAuth('records', (auth) => auth.permissions);
  return (action) => permissions.some((permission) => permission.action === action);
}
