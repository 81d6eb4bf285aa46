/** The texts of the panel beside an entry. */
export const panelTexts = {
  'panel.title': 'AI author',
} as const satisfies Record<string, string>;
