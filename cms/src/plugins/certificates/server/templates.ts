/** The templates there are, as `template_id` names them; the drafts' form offers the same. */
export const templates = ['classic', 'modern', 'plain'] as const;
export type Template = (typeof templates)[number];
