import { permissions } from './permissions';

/** Strapi's abilities of a signed-in administrator as far as they are used here. */
interface PolicyContext {
  readonly state: { readonly userAbility?: { can(action: string): boolean } };
}

export const policies = {
  /** Lets in whoever has any permission of this plugin; Strapi's own policy asks for all it names. */
  'has-any-permission': ({ state }: PolicyContext): boolean =>
    permissions.some((action) => state.userAbility?.can(action) === true),
};
