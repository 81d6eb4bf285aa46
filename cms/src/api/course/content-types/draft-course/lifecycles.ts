interface Creation {
  readonly params: { readonly data: { status?: string | null } };
}

export default {
  /**
   * A new course is being edited. A default in the schema would say so too, but the admin's form
   * sends defaults along, and Strapi takes “status” for its own and refuses to create the entry.
   */
  beforeCreate({ params }: Creation) {
    params.data.status ??= 'editing';
  },
};
